"""Press citations in parentheses, taken apart: which source, of which day."""

from typing import NamedTuple

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.marks import LIKE, citations_in
from analysis.corpus.tables import rows

COLUMNS = [
    "document", "paragraph", "sentence", "start", "end", "source", "date", "inherited", "broken",
]  # fmt: skip


class Item(NamedTuple):
    """One date of a press citation with its source; offsets in the text given."""

    start: int
    end: int
    source_start: int
    source_end: int
    date: str
    inherited: bool
    broken: bool


def citations(corpus: Corpus) -> pd.DataFrame:
    """Return the press citations of the body, one row a source and date.

    Returns
    -------
    DataFrame
        document, paragraph, sentence, start, end (offsets in the file), source, date (as they
        stand), inherited (the source stands only before an earlier date of the same parentheses),
        broken (the source was lost: “(, May 1)”; its source is empty, and nothing is guessed).

    Examples
    --------
    >>> from analysis import load_corpus
    >>> found = citations(load_corpus())
    >>> len(found), int(found["broken"].sum())
    (34, 8)
    """
    found = [
        (
            row.document, row.paragraph, row.sentence, row.start + item.start,
            row.start + item.end, row.text[item.source_start : item.source_end], item.date,
            item.inherited, item.broken,
        )
        for row in rows(corpus.sentences)
        for item in cited_items(row.text)
    ]  # fmt: skip
    return pd.DataFrame(found, columns=COLUMNS)


def cited_items(text: str) -> list[Item]:
    """Return the items of all press citations in a text.

    >>> [(item.date, item.inherited, item.broken) for item in
    ...  cited_items("So it was (Xinhua, June 30, July 2; , March 19).")]
    [('June 30', False, False), ('July 2', True, False), ('March 19', False, True)]
    """
    found: list[Item] = []
    for start, end in citations_in(text):
        source, broken = (start, start), False
        for match in LIKE["citation_item"].finditer(text, start + 1, end - 1):
            before = match["before"]
            name = before.strip(" ,")
            inherited = not name and "," not in before and bool(found) and match.start() > start + 1
            if not inherited:
                first = match.start("before") + len(before) - len(before.lstrip(" ,"))
                source, broken = (first, first + len(name)), not name
            place = (source[0], match.end("date")) if name else match.span("date")
            found.append(Item(*place, *source, match["date"], inherited, broken))
    return found
