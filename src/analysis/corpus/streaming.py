"""Files larger than memory become counts, shard by shard, on one machine or on a cluster."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np
import pandas as pd
import scipy

from analysis.corpus.errors import CorpusError
from analysis.corpus.reading import find_texts, read_source
from analysis.corpus.tokens import LINE_END, acronyms, find_tokens, fold, fold_all

if TYPE_CHECKING:
    import polars as pl
SHARD = 32 << 20  # bytes that are counted at a time
READERS = 2  # shards in memory
# Where a file may be cut, and what parts its units: no token runs over such a place.
CUTS = {
    "document": re.compile(rb"[^-\x90\s]\s"),  # \x90: the last byte of a hyphen (U+2010)
    "paragraph": re.compile(rb"\n[ \t\r]*\n"),
    "line": re.compile(rb"\n"),
}
# A line that ends inside a word is held together while its shard is cut up at spaces.
BROKEN = re.compile(rb"(?:-|\xe2\x80\x90)\r?\n[ \t]*(?=\S)")
HYPHENS = (ord("-"), 0x90)
HELD = b"\x01\x02\x03\x04"
HOLD = bytes.maketrans(b"\n\r\t ", HELD)
LET_GO = str.maketrans(HELD.decode(), "\n\r\t ")
PAGES = (".md", ".html", ".htm")
CONTROL = r"[\x00\x05-\x08\x0b\x0e-\x1f\x7f]"  # without those that hold
SPACES = r'[\t\r\f"<>]'
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
    """Counts that add up: units × words (what stands between spaces), and each key's units.

    A key is a document, or a piece of one; ``units`` says how many rows of ``counts`` it has.
    """

    words: "pl.Series"
    counts: "scipy.sparse.csr_array"
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
        ``paragraph`` (from 1), in the order of the texts and then of the alphabet. document and
        term are categorical. It is a sparse matrix in the shape of a table (``count_matrix`` makes
        it one of SciPy), and what ``keyness``, ``dispersion`` and ``diversity`` take instead of
        tokens.

    Raises
    ------
    CorpusError
        If a file cannot be read, is empty or is not UTF-8 (file and line are named), two files
        would be one document, or ``by`` is unknown.

    Notes
    -----
    Tokens and terms are those of ``load_corpus``. But every line of a file counts: nothing is taken
    for a title, a note or a press citation, and words in capitals throughout are initialisms.

    Time grows with the bytes, about as a plain polars pipeline takes; polars cuts 32 MB at a time
    at white space and counts what stands between, and only the vocabulary is read word by word.
    Memory grows with the vocabulary, and with the rows of the result: 21 bytes for each term of
    each unit, some three times that while they are put together.

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
    work = partial(count_shard, by=by)
    if client is None:
        with ThreadPoolExecutor(READERS) as pool:  # one shard is read while another is counted
            whole = merge_all(pool.map(work, shards), merge)
    else:
        counted = client.map(work, shards, pure=False)
        whole = merge_all(counted, lambda *pair: client.submit(merge, *pair, pure=False)).result()
    documents = dict(zip(keys, (piece.document for piece in pieces), strict=True))
    table = _table(whole, documents, [path.stem for path in files])
    if by != "document":
        return table
    order = ["document", "count", "term"]
    table = table.drop(columns="paragraph")
    return table.sort_values(order, ascending=[True, False, True], ignore_index=True)


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
    from polars.exceptions import ComputeError

    try:
        found = _count(shard, by)
    except (UnicodeDecodeError, ComputeError):
        raise _unsound(shard) from None
    if found.words.str.contains(CONTROL).any():
        raise _unsound(shard)
    return found


def _count(shard: Sequence[tuple[int, Piece]], by: str) -> Shard:
    import polars as pl

    key = shard[0][0]
    if by == "document" and {key} == {key for key, _ in shard}:
        lines = [pl.scan_lines(_held(piece), name="word") for _, piece in shard]
        often = _words(pl.concat(lines)).group_by("word").len("count")
        bare = often.with_columns(_bare(pl.col("word"))).group_by("word").sum()
        counted = bare.collect(engine="streaming")
        times = counted["count"].cast(pl.Int64).to_numpy()
        return Shard(counted["word"], scipy.sparse.csr_array(times[None]), {key: 1})
    units = [_units(piece, by) for _, piece in shard]
    sizes = {key: len(own) for (key, _), own in zip(shard, units, strict=True)}
    text = pl.Series("word", [unit for own in units for unit in own], dtype=pl.String)
    words = _words(pl.LazyFrame(text).with_row_index("row"))
    # Numbers instead of words sort and count many times as fast.
    kind = pl.Categorical(pl.Categories.random())
    found = words.with_columns(pl.col("word").cast(kind)).collect()
    seen = found["word"].unique()
    number = seen.to_physical().to_numpy()
    width = int(number.max(initial=0)) + 1
    place = found["row"].cast(pl.UInt64) * width + found["word"].to_physical()
    both, count = np.unique(place.to_numpy(), return_counts=True)
    row, kinds = np.divmod(both, np.uint64(width))
    code = np.zeros(width, np.int32)
    code[number] = np.arange(len(number))
    shape = (len(text), len(seen))
    counts = scipy.sparse.csr_array((count.astype(np.int32), (row, code[kinds])), shape=shape)
    return Shard(seen.cast(pl.String), counts, sizes)


def merge(one: Shard, other: Shard) -> Shard:
    """Return the counts of two shards together."""
    import polars as pl

    words = pl.concat([one.words, other.words]).unique(maintain_order=True)
    code = _codes(other.words, words)
    units = one.units | other.units
    wide = [
        scipy.sparse.csr_array((own.data, columns, own.indptr), shape=(own.shape[0], len(words)))
        for own, columns in (
            (one.counts, one.counts.indices),
            (other.counts, code[other.counts.indices]),
        )
    ]
    if len(units) < len(one.units) + len(other.units):  # parts of one document
        place = {key: row for row, key in enumerate(units)}
        rows = [[place[key] for key in shard.units] for shard in (one, other)]
        wide = [_rows_at(row, len(units)) @ own for row, own in zip(rows, wide, strict=True)]
        return Shard(words, wide[0] + wide[1], units)
    return Shard(words, scipy.sparse.vstack(wide, format="csr"), units)


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


def _words(text: "pl.LazyFrame") -> "pl.LazyFrame":
    """Return what stands between spaces, a row each."""
    import polars as pl

    return text.with_columns(pl.col("word").str.split(" ")).explode("word")


def _units(piece: Piece, by: str) -> list[str]:
    """Return the texts of the units of a piece."""
    raw = _read(piece) if by == "line" else _held(piece)
    split = [raw] if by == "document" else CUTS[by].split(raw)
    parts = [part for part in split if by == "document" or part.strip()]
    return [part.replace(b"\n", b" ").decode() for part in parts]


def _held(piece: Piece) -> bytes:
    """Return the bytes of a piece in which words broken at the ends of lines hold together."""
    raw = _read(piece)
    signs = np.frombuffer(raw, np.uint8)
    ends = np.flatnonzero(signs == ord("\n"))
    ends = ends[ends > 1] - 1  # of lines that hold a word and a hyphen
    last = np.where(signs[ends] == ord("\r"), signs[ends - 1], signs[ends])
    if np.isin(last, HYPHENS).any():
        return BROKEN.sub(lambda match: match[0].translate(HOLD), raw)
    return raw


def _read(piece: Piece) -> bytes:
    if piece.path.suffix.lower() in PAGES:
        return read_source(piece.path).text.encode()
    try:
        with piece.path.open("rb") as file:
            file.seek(piece.start)
            raw = file.read(piece.stop - piece.start)
    except OSError:
        read_source(piece.path)
        raise
    if any(sign in raw for sign in HELD):
        raise _unsound([(0, piece)])
    return raw


def _unsound(shard: Sequence[tuple[int, Piece]]) -> CorpusError:
    """Return what is wrong with the first line that is not UTF-8, or holds a control character."""
    control = re.compile(rf"{CONTROL}|[{HELD.decode()}]")
    for _, piece in shard:
        with piece.path.open("rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    sound = not control.search(line.decode())
                except UnicodeDecodeError:
                    sound = False
                if not sound:
                    return CorpusError(
                        f"{piece.path}, line {number}: not UTF-8, or holds a control character; "
                        "save the file as UTF-8 and take such characters out."
                    )
    return CorpusError(f"{shard[0][1].path}: changed while it was read; count again.")


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


def _codes(words: "pl.Series", known: "pl.Series") -> np.ndarray:
    """Return the place of each word among those that are known."""
    import polars as pl

    places = pl.DataFrame({"word": known}).with_row_index("code")
    found = pl.DataFrame({"word": words}).join(places, on="word", maintain_order="left")
    return found["code"].to_numpy()


def _rows_at(rows: Sequence[int], among: int) -> "scipy.sparse.csr_array":
    """Return the matrix that puts rows at these places among so many, and adds what meets there."""
    ones = np.ones(len(rows), np.int32)
    return scipy.sparse.csr_array((ones, (rows, range(len(rows)))), shape=(among, len(rows)))


def _terms(words: "pl.Series", totals: np.ndarray) -> "pl.DataFrame":
    """Return the terms (code, term) of each word, of all words folded together.

    Plain words that nothing else stands for are their own terms in small letters; Python reads
    the others.
    """
    import polars as pl

    table = pl.DataFrame({"word": words, "count": totals}).with_row_index("code")
    parts = pl.col("word").str.replace_all(SPACES, " ").str.split(" ")
    table = table.with_columns(parts).explode("word").with_columns(_bare(pl.col("word")))
    table = table.filter(pl.col("word") != "")
    lower = pl.col("word").str.to_lowercase().alias("term")
    named = [name.lower() for name in acronyms()]
    plain = pl.col("word").str.contains(PLAIN) & ~lower.is_in(named)
    hard = _read_words(table.filter(~plain))
    near = {
        part.term.lower()
        for token in {token for _, token, _ in hard}
        for piece in {token, *LINE_END.split(token)}
        for part in fold(piece)
    }
    table = table.filter(plain)
    close = lower.is_in(list(near))
    hard += _read_words(table.filter(close))
    sizes: dict[str, int] = defaultdict(int)
    for _, token, count in hard:
        sizes[token] += count
    folded = fold_all(sizes)
    found = [(code, part.term) for code, token, _ in hard for part in folded[token]]
    schema = {"code": pl.UInt32, "term": pl.String}
    own = table.filter(~close).select("code", lower)
    return pl.concat([own, pl.DataFrame(found, schema=schema, orient="row")])


def _read_words(words: "pl.DataFrame") -> list[tuple[int, str, int]]:
    """Return code, token, count for each token of some words."""
    return [
        (code, text[start:end], count)
        for code, word, count in words.select("code", "word", "count").iter_rows()
        for text in (word.translate(LET_GO),)
        for start, end in find_tokens(text)
    ]


def _table(whole: Shard, documents: Mapping[int, int], names: list[str]) -> pd.DataFrame:
    """Return the counts of the terms by document and paragraph, which is numbered through."""
    terms = _terms(whole.words, whole.counts.sum(axis=0))
    known = terms["term"].unique().sort()
    ones = np.ones(len(terms), np.int32)
    places = (terms["code"].to_numpy(), _codes(terms["term"], known))
    folded = scipy.sparse.csr_array((ones, places), shape=(len(whole.words), len(known)))
    counts = whole.counts @ folded
    counts.sort_indices()
    found = counts.tocoo()
    sizes = [whole.units[key] for key in documents]
    document = np.repeat([*documents.values()], sizes)
    first = np.searchsorted(document, document)  # of each row, the first of its document
    paragraph = np.arange(len(document)) - first + 1
    return pd.DataFrame(
        {
            "document": _named(document[found.row], names),
            "paragraph": paragraph[found.row],
            "term": _named(found.col, known.to_list()),
            "count": found.data.astype(np.int64),
        }
    )


def _named(codes: np.ndarray, names: list[str]) -> Any:
    return pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(names))
