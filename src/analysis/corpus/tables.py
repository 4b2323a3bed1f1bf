"""The four tables of a corpus: blocks, sentences, tokens, documents."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.corpus.manifest import Entry
from analysis.corpus.reading import Source
from analysis.corpus.roles import BODY, classify
from analysis.corpus.segments import segment
from analysis.corpus.sentences import split_sentences

BLOCKS = ["document", "block", "line", "start", "end", "role", "reason", "text"]
SENTENCES = ["document", "paragraph", "sentence", "start", "end", "text"]
TEXT_FACTS = ("title", "outlet", "genre", "outlet_country", "author_country", "url")

Row = tuple[Any, ...]


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
    reading = entry.facts
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
