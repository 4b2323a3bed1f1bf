"""The four tables of a corpus: blocks, sentences, tokens, documents."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.corpus.manifest import Entry
from analysis.corpus.marks import citations_in, notes_in, quotations_over
from analysis.corpus.reading import Source
from analysis.corpus.roles import BODY, classify
from analysis.corpus.segments import segment
from analysis.corpus.sentences import split_sentences
from analysis.corpus.tokens import find_tokens, fold_all, shouted

BLOCKS = ["document", "block", "line", "start", "end", "role", "reason", "text"]
SENTENCES = ["document", "paragraph", "sentence", "start", "end", "text"]
TOKENS = [
    "document", "paragraph", "sentence", "position", "start", "end", "token", "term", "quoted",
    "cited",
]  # fmt: skip

TEXT_FACTS = ("title", "outlet", "genre", "outlet_country", "author_country", "url")

Row = tuple[Any, ...]
Codes = npt.NDArray[np.intp]


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows of a frame, columns as attributes."""
    yield from frame.itertuples()


def stacked(frames: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    """Return frames one under the other, these columns of them; empty if there is no frame."""
    whole = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[*columns])
    return whole[[*columns]]


def block_table(entries: Iterable[Entry], texts: Mapping[str, str]) -> pd.DataFrame:
    """Return one row a stretch of lines: every line of a file that is not blank stands in one."""
    return pd.DataFrame(
        [row for entry in entries for row in _blocks(entry, texts[entry.document])], columns=BLOCKS
    )


def sentence_table(blocks: pd.DataFrame) -> pd.DataFrame:
    """Return one row a sentence of the body, numbered within its document."""
    found: list[Row] = []
    for document, body in _body(blocks).groupby("document", sort=False):
        spans = (
            (paragraph, block.start + start, block.start + end, block.text[start:end])
            for paragraph, block in enumerate(rows(body), 1)
            for start, end in split_sentences(block.text)
        )
        found.extend(
            (document, paragraph, number, *span)
            for number, (paragraph, *span) in enumerate(spans, 1)
        )
    return pd.DataFrame(found, columns=SENTENCES)


def token_table(blocks: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return one row a term of the body, with its place in the file.

    ``quoted`` terms stand between quotation marks or in a block quotation, ``cited`` ones in a
    parenthetical press citation. Note markers and page numbers are no tokens. What stands in
    capitals throughout (four fifths of the words of a sentence or of a document) is folded as if
    it did not.
    """
    words: list[str] = []
    starts: list[int] = []
    sizes: list[int] = []
    for text in sentences["text"]:
        spans = list(find_tokens(text))
        words += [text[a:b] for a, b in spans]
        starts += [a for a, _ in spans]
        sizes.append(len(spans))
    row = np.repeat(np.arange(len(sentences)), sizes)
    codes, vocabulary = pd.factorize(np.array(words, dtype=object))
    loud = _shouted(codes, vocabulary, row, sentences)
    counts = np.bincount(codes[~loud], minlength=len(vocabulary))
    parts = fold_all(dict(zip(vocabulary, counts.tolist(), strict=True)))
    flat = [(word, part) for word in vocabulary for part in parts[word]]
    lengths = np.array([len(parts[word]) for word in vocabulary], dtype=int)
    token, part = _expand(codes, lengths)
    table = sentences[["document", "paragraph", "sentence"]].take(row[token])
    start = np.array(starts, dtype=int)[token] + sentences["start"].to_numpy()[row[token]]
    terms = [part.term for _, part in flat] + [shouted(word, part.term) for word, part in flat]
    table = table.assign(
        position=0,
        start=start + np.array([part.start for _, part in flat], dtype=int)[part],
        end=start + np.array([part.end for _, part in flat], dtype=int)[part],
        token=_taken([word[part.start : part.end] for word, part in flat], part),
        term=_taken(terms, part + len(flat) * loud[token]),
        quoted=False,
        cited=False,
    ).reset_index(drop=True)
    for name, places in _marks(blocks).items():
        table[name] = _inside(table, places)
    table = table[~table.pop("noted")].reset_index(drop=True)
    table["position"] = table.groupby("document", sort=False).cumcount()
    return table[TOKENS]


def _expand(codes: Codes, lengths: Codes) -> tuple[Codes, Codes]:
    """Return for each part of each token the number of the token and of the part."""
    sizes = lengths[codes]
    token = np.repeat(np.arange(len(codes)), sizes)
    nth = np.arange(len(token)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return token, (np.cumsum(lengths) - lengths)[codes[token]] + nth


def _taken(values: list[str], places: Codes) -> Any:
    return pd.Series(values, dtype="str").array.take(places)


def _shouted(codes: Codes, vocabulary: Any, row: Codes, sentences: pd.DataFrame) -> Any:
    """Return which tokens stand in a sentence or a document in capitals throughout."""
    long = np.array([len(word) > 1 and word[0].isalpha() for word in vocabulary], dtype=bool)
    upper = long & np.array([word.isupper() for word in vocabulary], dtype=bool)
    document = pd.factorize(sentences["document"])[0][row]
    loud = np.zeros(len(codes), dtype=bool)
    for place, at_least in ((row, 5), (document, 3)):
        words, capitals = (np.bincount(place, weights=kind[codes]) for kind in (long, upper))
        loud |= ((capitals >= 0.8 * words) & (words >= at_least))[place]
    return loud


def _marks(blocks: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the spans of the body, in the files, that are quoted, cited, and note markers."""
    found: dict[str, list[Row]] = {"quoted": [], "cited": [], "noted": []}
    for _, body in _body(blocks).groupby("document", sort=False):
        for block, quoted in zip(rows(body), quotations_over(list(body["text"])), strict=True):
            spans = [(0, len(block.text))] if block.role == "block-quote" else quoted
            marks = (spans, citations_in(block.text), notes_in(block.text))
            for kind, places in zip(found.values(), marks, strict=True):
                kind.extend((block.document, block.start + a, block.start + b) for a, b in places)
    columns = ["document", "start", "end"]
    return {name: pd.DataFrame(spans, columns=columns) for name, spans in found.items()}


def _inside(table: pd.DataFrame, spans: pd.DataFrame) -> Any:
    """Return which rows start inside one of the spans, which lie apart and in order."""
    if spans.empty:
        return np.zeros(len(table), dtype=bool)
    known = pd.Index(table["document"].unique())
    spans = spans[spans["document"].isin(known)]
    size = max(table["end"].max(), spans["end"].max()) + 1
    place, start, end = (
        known.get_indexer(frame["document"]) * size + frame[column].to_numpy()
        for frame, column in ((table, "start"), (spans, "start"), (spans, "end"))
    )
    before = np.searchsorted(start, place, side="right") - 1
    return (before >= 0) & (place < end[before])


def document_table(
    entries: Sequence[Entry],
    sources: Mapping[str, Source],
    sentences: pd.DataFrame,
    tokens: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row a document: what is known of it, and the size of its body.

    ``words`` counts the terms of the body without press citations. A fact that nobody gave is
    empty; ``redistribute`` is false unless ``corpus.toml`` says otherwise. ``label`` is the short
    name of tables and figures, ``colour`` and ``marker`` how it is drawn (empty: as its place in
    the order gives), ``role`` is *compared* or *shown beside*. Groups stand last, as text.
    """
    sizes = pd.DataFrame(
        {
            "paragraphs": sentences.groupby("document")["paragraph"].nunique(),
            "sentences": sentences.groupby("document").size(),
            "words": tokens[~tokens["cited"]].groupby("document").size(),
        }
    )
    facts = pd.DataFrame([_facts(entry, sources[entry.file]) for entry in entries])
    table = facts.merge(sizes, left_on="document", right_index=True, how="left")
    whole = dict.fromkeys(sizes, "int64") | {"year": "Int64"}
    table = table.fillna(dict.fromkeys(sizes, 0)).astype(whole)
    groups = dict.fromkeys(name for entry in entries for name in entry.groups)
    columns = {name: [entry.groups.get(name, "") for entry in entries] for name in groups}
    return table.assign(**columns)


def _blocks(entry: Entry, text: str) -> Iterator[Row]:
    pieces = segment(text)
    title, authors = entry.facts.get("title", ""), entry.facts.get("authors", ())
    reading = entry.reading
    lines = {int(line): role for line, role in reading.get("lines", {}).items()}
    roles = classify(
        pieces,
        title=title,
        authors=authors,
        body=reading.get("body", ()),
        rules=reading.get("roles", True),
        lines=lines,
    )
    for number, (piece, role) in enumerate(zip(pieces, roles, strict=True), 1):
        yield (entry.document, number, piece.line, piece.start, piece.end, *role, piece.text)


def _body(blocks: pd.DataFrame) -> pd.DataFrame:
    return blocks[blocks["role"].isin(BODY)]


def _facts(entry: Entry, source: Source) -> dict[str, Any]:
    date = entry.facts.get("date", "")
    texts = {fact: entry.facts.get(fact, "") for fact in TEXT_FACTS}
    return {
        "document": entry.document,
        "date": date,
        "year": int(date[:4]) if date else pd.NA,
        "authors": ", ".join(entry.facts.get("authors", ())),
        **texts,
        "file": entry.file,
        "sha256": source.sha256,
        "redistribute": entry.facts.get("redistribute", False),
        "label": entry.facts.get("label", entry.document),
        "colour": entry.facts.get("colour", ""),
        "marker": entry.facts.get("marker", ""),
        "role": entry.facts.get("role", "compared"),
    }
