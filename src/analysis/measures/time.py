"""Which years and events a text speaks of."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.corpus.errors import CorpusError
from analysis.corpus.marks import Span, citations_in
from analysis.corpus.reading import read_source
from analysis.corpus.tables import rows

YEAR = re.compile(r"(?<!\d)(?<!\d[.,])(1[5-9]\d\d|20\d\d)s?\b(?![.,]\d)")
COLUMNS = ["document", "paragraph", "sentence", "start", "end", "kind", "label", "year"]


def read_events(path: str | Path) -> pd.DataFrame:
    """Return the named events of a TOML file: event, year, phrase (one row a phrase).

    Each event is a table with its ``year`` and the ``phrases`` that name it.

    Raises
    ------
    CorpusError
        If an event lacks its year or its phrases; file and event are named.
    """
    place = Path(path)
    found: list[tuple[str, int, str]] = []
    for event, facts in tomllib.loads(read_source(place).text).items():
        if not isinstance(facts.get("year"), int) or not facts.get("phrases"):
            raise CorpusError(f'{place}: “{event}” needs year = (a number) and phrases = ["…"].')
        found.extend((event, facts["year"], phrase) for phrase in facts["phrases"])
    return pd.DataFrame(found, columns=["event", "year", "phrase"])


def time_references(sentences: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Return every explicit year and every named event in the sentences, with its span.

    Parameters
    ----------
    sentences
        Sentences with document, paragraph, sentence, start and text.
    events
        What ``read_events`` returns. A phrase is found in any case; the longest wins, and a year
        inside a named event (“NATO 2030”) is not counted again.

    Returns
    -------
    DataFrame
        One row a reference: document, paragraph, sentence, start, end (offsets in the file), kind
        (*year* or *event*), label, year. Years in press citations are left out: they date the
        source, not the matter. Relative dates (“last November”) are not resolved.

    Examples
    --------
    >>> sentence = pd.DataFrame([("a", 1, 1, 0, 40, "After 9/11 and in 2007 they met.")],
    ...     columns=["document", "paragraph", "sentence", "start", "end", "text"])
    >>> events = pd.DataFrame([("Attacks of 11 September", 2001, "9/11")],
    ...     columns=["event", "year", "phrase"])
    >>> time_references(sentence, events)[["start", "end", "kind", "year"]]
       start  end   kind  year
    0      6   10  event  2001
    1     18   22   year  2007
    """
    known = {phrase.lower(): (event, year) for event, year, phrase in events.to_numpy()}
    longest = sorted(known, key=lambda phrase: (-len(phrase), phrase))
    named = re.compile("|".join(map(re.escape, longest)) or r"(?!)", re.IGNORECASE)
    found = [reference for row in rows(sentences) for reference in _references(row, named, known)]
    return pd.DataFrame(found, columns=COLUMNS)


def _references(
    row: Any, named: re.Pattern[str], known: dict[str, tuple[str, int]]
) -> Iterator[tuple[Any, ...]]:
    place = (row.document, row.paragraph, row.sentence)
    taken: list[Span] = citations_in(row.text)
    hits: list[tuple[int, int, str, str, int]] = []
    for match in named.finditer(row.text):
        taken.append(match.span())
        hits.append((*match.span(), "event", *known[match.group().lower()]))
    for match in YEAR.finditer(row.text):
        if not any(start <= match.start() < end for start, end in taken):
            hits.append((*match.span(), "year", match.group(), int(match.group(1))))
    for start, end, *rest in sorted(hits):
        yield (*place, row.start + start, row.start + end, *rest)
