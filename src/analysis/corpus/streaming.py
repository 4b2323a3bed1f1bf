"""Files larger than memory become counts, shard by shard, on one machine or on a cluster."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import pandas as pd

from analysis.corpus.errors import CorpusError
from analysis.corpus.reading import find_texts, read_source
from analysis.corpus.tokens import LINE_END, acronyms, find_tokens, fold, fold_all

if TYPE_CHECKING:
    import polars as pl

SHARD = 16 << 20  # bytes that are counted at a time
# Where a file may be cut, and what parts its units: no token runs over such a place.
CUTS = {
    "document": re.compile(rb"[^-\x90\s]\s"),  # \x90: the last byte of a hyphen (U+2010)
    "paragraph": re.compile(rb"\n[ \t\r]*\n"),
    "line": re.compile(rb"\n"),
}
# A line that ends inside a word is held together while its shard is cut up at spaces.
ENDS = (b"-\n", b"-\r\n", b"\x90\n", b"\x90\r\n")
BROKEN = re.compile(rb"(?:-|\xe2\x80\x90)\r?\n[ \t]*(?=\S)")
HOLD = bytes.maketrans(b"\n\r\t ", b"\x01\x02\x03\x04")
LET_GO = str.maketrans("\x01\x02\x03\x04", "\n\r\t ")
PAGES = (".md", ".html", ".htm")
CONTROL = bytes([*range(9), 11, *range(14, 32), 127])
SPACES = bytes.maketrans(b'\t\r\f"<>', b"      ")
# What no token begins or ends with, unless it is an address. A full stop may end one: U.S.
EDGE = "'(“‘«[{¿¡*_—–…:;,!?”’»)]}"
PLAIN = "^[A-Za-z][a-z]*$"
ADDRESSED = r"[/@]|[Ww][Ww][Ww]\."
Part = TypeVar("Part")


class Piece(NamedTuple):
    """A stretch of a file, in bytes, and the number of its document."""

    document: int
    path: Path
    start: int
    stop: int


class Shard(NamedTuple):
    """Counts that add up.

    ``counts`` has key (a document, or a piece of one), unit (from 0, within its key), code (a row
    of ``words``, which are what stands between spaces) and count; ``units`` says how many units
    each key has.
    """

    words: "pl.Series"
    counts: "pl.DataFrame"
    units: dict[int, int]


def count_files(
    paths: str | Path | Iterable[str | Path], *, by: str = "document", client: Any = None
) -> pd.DataFrame:
    """Return how often each term occurs in each document, from files of any size.

    Parameters
    ----------
    paths
        A folder of texts, a file, or several files: UTF-8, a document each, named by its stem.
    by
        What is counted by: *document*; *paragraph*, what blank lines part; or *line*, every line
        that is not blank (for texts that hold a paragraph, or a speech, a line).
    client
        A client of ``dask.distributed``: then its workers, who see the files under the same paths,
        count a shard each and merge the counts two by two. The counts are the same.

    Returns
    -------
    DataFrame
        document, term, count, as ``count_terms`` gives them; by paragraph or line also
        ``paragraph`` (from 1). document and term are categorical. It is a sparse matrix in the
        shape of a table (``count_matrix`` makes it one of SciPy), and what ``keyness``,
        ``dispersion`` and ``diversity`` take instead of tokens.

    Raises
    ------
    CorpusError
        If a file cannot be read, is empty or is not UTF-8 (file and line are named), two files
        would be one document, or ``by`` is unknown.

    Notes
    -----
    Tokens and terms are those of ``load_corpus``. But every line of a file counts: nothing is taken
    for a title, a note or a press citation, and words in capitals throughout are initialisms.

    Time grows with the bytes, about as a plain polars pipeline takes; polars cuts 16 MB at a time
    at white space and counts what stands between, and only the vocabulary is read word by word.
    Memory grows with the vocabulary, and with the rows of the result: 16 bytes for each term of
    each unit, some three times that while they are sorted.

    Examples
    --------
    >>> from analysis.corpus.corpus import SEEDS
    >>> counts = count_files(SEEDS)
    >>> counts.query("document == '2020-tpq' and term == 'NATO'")["count"].to_list()
    [107]
    """
    if by not in CUTS:
        raise CorpusError(f"by is “{by}”; take one of {', '.join(CUTS)}.")
    files = text_files(paths)
    pieces = [
        piece for number, path in enumerate(files) for piece in pieces_of(number, path, CUTS[by])
    ]
    keys = [piece.document if by == "document" else place for place, piece in enumerate(pieces)]
    shards = list(shards_of(zip(keys, pieces, strict=True), SHARD))
    if client is None:
        whole = merge_all((count_shard(shard, by) for shard in shards), merge)
    else:
        counted = client.map(count_shard, shards, by=by, pure=False)
        whole = merge_all(counted, lambda *pair: client.submit(merge, *pair, pure=False)).result()
    documents = dict(zip(keys, (piece.document for piece in pieces), strict=True))
    table = _table(whole, documents, [path.stem for path in files])
    return table.drop(columns="paragraph") if by == "document" else table


def text_files(paths: str | Path | Iterable[str | Path]) -> list[Path]:
    """Return the texts of a folder, or the files that are named, each under a name of its own."""
    if isinstance(paths, str | Path):
        place = Path(paths).expanduser()
        paths = [place] if place.is_file() else [place / name for name in find_texts(place)[0]]
    files = [Path(path).expanduser() for path in paths]
    seen: dict[str, Path] = {}
    for path in files:
        if (twin := seen.setdefault(path.stem, path)) is not path:
            raise CorpusError(f"{path}: “{path.stem}” is the name of {twin} already; rename it.")
    if not files:
        raise CorpusError("There is no file to count; name at least one.")
    return files


def count_shard(shard: Sequence[tuple[int, Piece]], by: str) -> Shard:
    """Return the counts of some pieces with their keys: what a worker does where the files lie."""
    import polars as pl

    alone = by == "document" and len({key for key, _ in shard}) == 1
    units = [_units(piece, by, lines=alone) for _, piece in shard]
    columns = {
        "key": [key for key, _ in shard],
        "unit": [[0] * len(own) if alone else [*range(len(own))] for own in units],
        "text": units,
    }
    schema: Any = {"key": pl.UInt32, "unit": pl.List(pl.UInt32), "text": pl.List(pl.String)}
    by_unit = [] if alone else ["key", "unit"]
    flat = pl.col("text").str.replace_all("\n", " ", literal=True)
    counts = (
        pl.LazyFrame(columns, schema=schema)
        .explode("unit", "text")
        .select(*by_unit, word=flat.str.split(" "))
        .explode("word")
        .group_by(*by_unit, "word")
        .len("count")
        .with_columns(_bare(pl.col("word")))
        .filter(pl.col("word") != "")
        .group_by(*by_unit, "word")
        .sum()
        .collect(engine="streaming")
    )
    if alone:
        one = {"key": pl.lit(shard[0][0], pl.UInt32), "unit": pl.lit(0, pl.UInt32)}
        counts = counts.with_columns(**one)
    words = counts["word"] if alone else counts["word"].unique()
    counts = counts.select("key", "unit", code=_codes(counts["word"], words), count="count")
    sizes = {key: len(own) for (key, _), own in zip(shard, units, strict=True)}
    return Shard(words, counts, sizes)


def merge(one: Shard, other: Shard) -> Shard:
    """Return the counts of two shards together."""
    import polars as pl

    words = pl.concat([one.words, other.words]).unique(maintain_order=True)
    codes = _codes(other.words, words).gather(other.counts["code"])
    counts = pl.concat([one.counts, other.counts.with_columns(code=codes)])
    if one.units.keys() & other.units.keys():
        counts = counts.group_by("key", "unit", "code").sum()
    return Shard(words, counts, one.units | other.units)


def merge_all(parts: Iterable[Part], merge: Callable[[Part, Part], Part]) -> Part:
    """Return parts merged as a tree, in order; no more than a few are held at a time."""
    held: list[tuple[int, Part]] = []
    for part in parts:
        size = 1
        while held and held[-1][0] == size:
            part, size = merge(held.pop()[1], part), 2 * size
        held.append((size, part))
    while len(held) > 1:
        last = held.pop()[1]
        held[-1] = (0, merge(held[-1][1], last))
    return held[0][1]


def pieces_of(document: int, path: Path, cut_at: re.Pattern[bytes] | None) -> Iterator[Piece]:
    """Yield the pieces of a file, none much larger than a shard where it can be cut."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as whole:
            start = 0
            while start < size:
                page = path.suffix.lower() in PAGES
                cut = None if page or not cut_at else cut_at.search(whole, start + SHARD)
                stop = cut.end() if cut else size
                yield Piece(document, path, start, stop)
                start = stop
    except (OSError, ValueError):  # ValueError: it is empty
        read_source(path)  # says what is wrong with it
        raise


def shards_of(pieces: Iterable[tuple[int, Piece]], most: int) -> Iterator[list[tuple[int, Piece]]]:
    """Yield pieces in groups of so many bytes or some more."""
    shard: list[tuple[int, Piece]] = []
    size = 0
    for key, piece in pieces:
        shard.append((key, piece))
        size += piece.stop - piece.start
        if size >= most:
            yield shard
            shard, size = [], 0
    if shard:
        yield shard


def _units(piece: Piece, by: str, *, lines: bool) -> list[str]:
    """Return the texts of the units of a piece; with ``lines`` its lines, which are one unit."""
    raw = _read(piece)
    if by != "line" and any(end in raw for end in ENDS):
        raw = BROKEN.sub(lambda match: match[0].translate(HOLD), raw)
    cut = CUTS["line" if lines else by]
    parts = [raw] if by == "document" and not lines else cut.split(raw)
    return [part.translate(SPACES).decode() for part in parts if part and not part.isspace()]


def _read(piece: Piece) -> bytes:
    """Return the bytes of a piece, if they are UTF-8 without control characters."""
    if piece.path.suffix.lower() in PAGES:
        return read_source(piece.path).text.encode()
    try:
        with piece.path.open("rb") as file:
            file.seek(piece.start)
            raw = file.read(piece.stop - piece.start)
    except OSError:
        read_source(piece.path)
        raise
    if not _sound(raw):
        with piece.path.open("rb") as file:
            faulty = next(number for number, line in enumerate(file, 1) if not _sound(line))
        raise CorpusError(
            f"{piece.path}, line {faulty}: not UTF-8, or holds a control character; save the file "
            "as UTF-8 and take such characters out."
        )
    return raw


def _sound(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return len(raw.translate(None, CONTROL)) == len(raw)


def _bare(word: "pl.Expr") -> "pl.Expr":
    """Return words without the marks around them, in which then the same tokens stand.

    A full stop at the end goes only where it is the only one, and addresses stay as they are.
    """
    import polars as pl

    begun = word.str.strip_chars_start(EDGE + ".")
    bare = begun.str.strip_chars_end(EDGE + ".")
    dotted = bare.str.contains(".", literal=True)
    return (
        pl.when(word.str.contains(ADDRESSED))
        .then(word)
        .when(dotted)
        .then(begun.str.strip_chars_end(EDGE))
        .otherwise(bare)
    )


def _codes(words: "pl.Series", known: "pl.Series") -> "pl.Series":
    """Return the place of each word among those that are known."""
    import polars as pl

    places = pl.DataFrame({"word": known}).with_row_index("code")
    found = pl.DataFrame({"word": words}).join(places, on="word", maintain_order="left")
    return found["code"]


def _terms(whole: Shard) -> "pl.DataFrame":
    """Return the terms of each word, by code, of all words folded together.

    Plain words that nothing else stands for are their own terms in small letters; Python reads
    the others.
    """
    import polars as pl

    totals = whole.counts.group_by("code").agg(pl.col("count").sum())
    words = pl.DataFrame({"word": whole.words}).with_row_index("code").join(totals, on="code")
    lower = pl.col("word").str.to_lowercase().alias("term")
    named = [name.lower() for name in acronyms()]
    plain = pl.col("word").str.contains(PLAIN) & ~lower.is_in(named)
    hard = _read_words(words.filter(~plain))
    near = {
        part.term.lower()
        for token in {token for _, token, _ in hard}
        for piece in (token, *LINE_END.split(token))
        for part in fold(piece)
    }
    words = words.filter(plain)
    close = lower.is_in(list(near))
    hard += _read_words(words.filter(close))
    sizes: dict[str, int] = defaultdict(int)
    for _, token, count in hard:
        sizes[token] += count
    folded = fold_all(sizes)
    found = [(code, part.term) for code, token, _ in hard for part in folded[token]]
    schema = {"code": pl.UInt32, "term": pl.String}
    own = words.filter(~close).select("code", lower)
    return pl.concat([own, pl.DataFrame(found, schema=schema, orient="row")])


def _read_words(words: "pl.DataFrame") -> list[tuple[int, str, int]]:
    """Return code, token, count for each token of some words."""
    return [
        (code, text[start:end], count)
        for code, word, count in words.select("code", "word", "count").iter_rows()
        for text in (word.translate(LET_GO),)
        for start, end in find_tokens(text)
    ]


def _table(whole: Shard, documents: dict[int, int], names: Sequence[str]) -> pd.DataFrame:
    """Return the counts of the terms by document and paragraph, which is numbered through."""
    import polars as pl

    terms = _terms(whole)
    known = terms["term"].unique().sort()
    columns = {
        "key": documents.keys(),
        "document": documents.values(),
        "units": [*map(whole.units.__getitem__, documents)],
    }
    before = pl.col("units").cum_sum().over("document") - pl.col("units")
    keys = pl.LazyFrame(columns).select(pl.col("key").cast(pl.UInt32), "document", before=before)
    table = (
        whole.counts.lazy()
        .join(terms.lazy().select("code", term=pl.lit(_codes(terms["term"], known))), on="code")
        .group_by("key", "unit", "term")
        .agg(pl.col("count").sum().cast(pl.Int64))
        .join(keys, on="key")
        .select("document", "term", "count", paragraph=pl.col("before") + pl.col("unit") + 1)
        .sort("document", "paragraph", -pl.col("count"), "term")
        .collect(engine="streaming")
    )
    return pd.DataFrame(
        {
            "document": _named(table["document"], list(names)),
            "paragraph": table["paragraph"].to_numpy(),
            "term": _named(table["term"], known.to_list()),
            "count": table["count"].to_numpy(),
        }
    )


def _named(codes: "pl.Series", names: list[str]) -> Any:
    return pd.Categorical.from_codes(codes.to_numpy(), dtype=pd.CategoricalDtype(names))
