"""The four tables of a corpus: blocks, sentences, tokens, documents."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.corpus.manifest import Entry
from analysis.corpus.marks import Span, citations_in, notes_in, quotations_over
from analysis.corpus.reading import Source
from analysis.corpus.roles import BODY, classify
from analysis.corpus.segments import segment
from analysis.corpus.sentences import split_sentences
from analysis.corpus.tokens import find_tokens, fold

BLOCKS = ["document", "block", "line", "start", "end", "role", "reason", "text"]
SENTENCES = ["document", "paragraph", "sentence", "start", "end", "text"]
TOKENS = [
    "document", "paragraph", "sentence", "position", "start", "end", "token", "term", "quoted",
    "cited",
]  # fmt: skip

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


def token_table(blocks: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return one row a term of the body, with its place in the file.

    ``quoted`` terms stand between quotation marks or in a block quotation, ``cited`` ones in a
    parenthetical press citation. Note markers are no tokens.
    """
    found: list[Row] = []
    for document, inside in sentences.groupby("document", sort=False):
        blocks_of = _body(blocks[blocks["document"] == document])
        spans = quotations_over(list(blocks_of["text"]))
        marks = [_marks(*pair) for pair in zip(rows(blocks_of), spans, strict=True)]
        terms = (term for row in rows(inside) for term in _terms(row, *marks[row.paragraph - 1]))
        found.extend((*term[:3], position, *term[3:]) for position, term in enumerate(terms))
    return pd.DataFrame(found, columns=TOKENS).astype({"quoted": bool, "cited": bool})


def document_table(
    entries: Iterable[Entry],
    sources: Mapping[str, Source],
    sentences: pd.DataFrame,
    tokens: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row a document: what is known of it, and the size of its body.

    ``words`` counts the terms of the body without press citations. A fact that nobody gave is
    empty; ``redistribute`` is false unless ``corpus.toml`` says otherwise. ``label`` is the short
    name of tables and figures, ``colour`` and ``marker`` how it is drawn (empty: as its place in
    the order gives), ``role`` is *compared* or *shown beside*.
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
    return table.fillna(dict.fromkeys(sizes, 0)).astype(whole)


def _blocks(entry: Entry, text: str) -> Iterator[Row]:
    pieces = segment(text)
    title, authors = entry.facts.get("title", ""), entry.facts.get("authors", ())
    roles = classify(pieces, title=title, authors=authors)
    for number, (piece, role) in enumerate(zip(pieces, roles, strict=True), 1):
        yield (entry.document, number, piece.line, piece.start, piece.end, *role, piece.text)


def _body(blocks: pd.DataFrame) -> pd.DataFrame:
    return blocks[blocks["role"].isin(BODY)]


def _marks(block: Any, quoted: list[Span]) -> tuple[list[Span], list[Span], list[Span]]:
    """Return the spans of a block, in the file, that are quoted, cited, and note markers."""
    text = block.text
    whole = [(0, len(text))] if block.role == "block-quote" else quoted
    found = (whole, citations_in(text), notes_in(text))
    return tuple([(block.start + a, block.start + b) for a, b in spans] for spans in found)  # type: ignore[return-value]


def _terms(row: Any, quoted: list[Span], cited: list[Span], notes: list[Span]) -> Iterator[Row]:
    for start, end in find_tokens(row.text):
        for part in fold(row.text[start:end]):
            left, right = row.start + start + part.start, row.start + start + part.end
            if _within(left, notes):
                continue
            yield (
                row.document, row.paragraph, row.sentence, left, right,
                row.text[left - row.start : right - row.start], part.term,
                _within(left, quoted), _within(left, cited),
            )  # fmt: skip


def _within(position: int, spans: list[Span]) -> bool:
    return any(start <= position < end for start, end in spans)


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
