"""The tables of a corpus: blocks, sentences, documents."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.corpus.manifest import FACTS, Entry
from analysis.corpus.progress import watched
from analysis.corpus.reading import Source
from analysis.corpus.roles import BODY, classify
from analysis.corpus.segments import segment
from analysis.corpus.sentences import split_sentences

DOCUMENTS = (
    "document date year authors title outlet genre outlet_country author_country url file sha256 "
    "redistribute label colour marker role".split()
)
BLOCKS = ["document", "block", "line", "start", "end", "role", "reason", "text"]
SENTENCES = ["document", "paragraph", "sentence", "start", "end", "text"]

Row = tuple[Any, ...]


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows of a frame, columns as attributes."""
    yield from frame.itertuples()


def stacked(frames: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    """Return frames one under the other, these columns of them; empty if there is no frame."""
    whole = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[*columns])
    return whole[[*columns]]


def block_table(entries: Sequence[Entry], texts: Mapping[str, str]) -> pd.DataFrame:
    """Return one row a stretch of lines: every line of a file that is not blank stands in one."""
    found: list[Row] = []
    for entry in watched(entries, total=len(entries), doing="Blocks"):
        pieces = segment(texts[entry.document])
        roles = classify(pieces, entry.facts)
        for number, (piece, role) in enumerate(zip(pieces, roles, strict=True), 1):
            place = piece.line, piece.start, piece.end
            found.append((entry.document, number, *place, *role, piece.text))
    return pd.DataFrame(found, columns=BLOCKS)


def sentence_table(blocks: pd.DataFrame) -> pd.DataFrame:
    """Return one row a sentence of the body, numbered within its document."""
    body = blocks[blocks["role"].isin(BODY)]
    body = body.assign(paragraph=body.groupby("document").cumcount() + 1)
    found = [
        (row.document, row.paragraph, row.start + start, row.start + end, row.text[start:end])
        for row in watched(rows(body), total=len(body), doing="Sentences")
        for start, end in split_sentences(row.text)
    ]
    table = pd.DataFrame(found, columns=[name for name in SENTENCES if name != "sentence"])
    return table.assign(sentence=table.groupby("document").cumcount() + 1)[SENTENCES]


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
    table = pd.DataFrame([_facts(entry, sources[entry.file]) for entry in entries])[DOCUMENTS]
    table["year"] = table["year"].astype("Int64")
    sizes = {
        "paragraphs": sentences.groupby("document")["paragraph"].nunique(),
        "sentences": sentences["document"].value_counts(),
        "words": tokens.loc[~tokens["cited"], "document"].value_counts(),
    }
    for name, size in sizes.items():
        table[name] = table["document"].map(size).fillna(0).astype("int64")
    groups = dict.fromkeys(name for entry in entries for name in entry.groups)
    columns = {name: [entry.groups.get(name, "") for entry in entries] for name in groups}
    return table.assign(**columns)


def _facts(entry: Entry, source: Source) -> dict[str, Any]:
    empty = {fact: kind() for fact, kind in FACTS.items()}
    held = empty | {"label": entry.document, "role": "compared"} | dict(entry.facts)
    year = int(held["date"][:4]) if held["date"] else pd.NA
    known = {"document": entry.document, "file": entry.file, "sha256": source.sha256}
    return held | known | {"year": year, "authors": ", ".join(held["authors"])}
