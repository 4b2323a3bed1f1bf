"""Which years and events a text speaks of."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.corpus.errors import CorpusError
from analysis.corpus.marks import Span, citations_in
from analysis.corpus.patterns import patterns
from analysis.corpus.reading import check_one_owner, located, read_toml
from analysis.corpus.tables import rows

LIKE = patterns("dates", Path(__file__).with_suffix(".toml"))
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
NUMBERS = "one two three four five six seven eight nine ten".split()
COLUMNS = ["document", "paragraph", "sentence", "start", "end", "kind", "label", "year"]


def read_events(path: str | Path) -> pd.DataFrame:
    """Return the named events of a TOML file: event, year, phrase (one row a phrase).

    Each event is a table with its ``year`` and the ``phrases`` that name it.

    Raises
    ------
    CorpusError
        If the file is not TOML, an event lacks its year or its phrases, or two have one phrase;
        file and line or event are named.
    """
    found: list[tuple[str, int, str]] = []
    for event, table in read_toml(Path(path)).items():
        match table:
            case {"year": int(year), "phrases": [str(), *_] as phrases}:
                found += [(event, year, phrase) for phrase in phrases]
            case _:
                with located(Path(path), event):
                    raise CorpusError(f'“{event}” needs year = (a number) and phrases = ["…"].')
    check_one_owner(Path(path), [(event, phrase) for event, _, phrase in found])
    return pd.DataFrame(found, columns=["event", "year", "phrase"])


def time_references(
    sentences: pd.DataFrame, events: pd.DataFrame, documents: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return every year, named event and relative date in the sentences, with its span and year.

    Parameters
    ----------
    sentences
        Sentences with document, paragraph, sentence, start and text.
    events
        What ``read_events`` returns. A phrase is found in any case; the longest wins, and a year
        inside a named event (“NATO 2030”) is not counted again.
    documents
        The documents with their dates, which relative dates are reckoned from: “last November”,
        “this year”, “70 years ago”, “in February” (the latest that is not after the document;
        beside *will*, the next). Without it, or for a document without a date, they are left out.

    Returns
    -------
    DataFrame
        One row a reference: document, paragraph, sentence, start, end (offsets in the file), kind
        (*year*, *event* or *relative*), label, year. Dates in press citations are left out: they
        date the source, not the matter. Left out, too, are numbers of resolutions and the like, and
        numbers that count or measure (“1800 delegates”).

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
    known_dates = {} if documents is None else documents.set_index("document")["date"].to_dict()
    found = [
        reference
        for row in rows(sentences)
        for reference in _references(row, named, known, known_dates.get(row.document) or "")
    ]
    return pd.DataFrame(found, columns=COLUMNS)


def reach(references: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return how far back and forward each piece looks from its own year.

    Parameters
    ----------
    references
        What ``time_references`` returns. A year counts once a sentence.
    documents
        The documents with their years.

    Returns
    -------
    DataFrame
        One row a document, in the order given: document, count (sentences that hold a reference),
        earliest (year), median (of the years spoken of: how many years it lies before the piece’s
        own; negative: ahead), latest (year). A document without references has empty cells, and so
        has the median of one without a date.

    Examples
    --------
    >>> references = pd.DataFrame(
    ...     {"document": ["a"] * 3, "sentence": [1, 2, 2], "year": [1999, 2010, 2014]})
    >>> reach(references, pd.DataFrame({"document": ["a"], "year": [2012]})).to_dict("records")
    [{'document': 'a', 'count': 2, 'earliest': 1999, 'median': 2.0, 'latest': 2014}]
    """
    own = references.drop_duplicates(["document", "sentence", "year"]).groupby("document")
    years = own["year"].agg(earliest="min", median="median", latest="max")
    years["count"] = own["sentence"].nunique()
    table = documents[["document", "year"]].join(years, on="document")
    table["count"] = table["count"].fillna(0).astype(int)
    table["median"] = table["year"].astype("Float64") - table["median"]
    table = table.astype({"earliest": "Int64", "median": "Float64", "latest": "Int64"})
    return table[["document", "count", "earliest", "median", "latest"]].reset_index(drop=True)


def years_named(references: pd.DataFrame) -> pd.DataFrame:
    """Return in how many sentences each document speaks of each year, and under which names.

    Parameters
    ----------
    references
        What ``time_references`` returns.

    Returns
    -------
    DataFrame
        document, year, count, named_as (the labels of the references), the earliest year first.

    Examples
    --------
    >>> references = pd.DataFrame({"document": ["a"] * 2, "sentence": [1, 1], "year": [2001] * 2,
    ...                            "label": ["Attacks of 11 September", "2001"]})
    >>> years_named(references).to_numpy().tolist()
    [['a', 2001, 1, '2001; Attacks of 11 September']]
    """
    named = references.groupby(["year", "document"], as_index=False).agg(
        count=("sentence", "nunique"), named_as=("label", lambda own: "; ".join(sorted(set(own))))
    )
    return named[["document", "year", "count", "named_as"]]


def _references(
    row: Any, named: re.Pattern[str], known: dict[str, tuple[str, int]], date: str
) -> Iterator[tuple[Any, ...]]:
    place = (row.document, row.paragraph, row.sentence)
    taken: list[Span] = citations_in(row.text)
    hits: list[tuple[int, int, str, str, int]] = []
    for match in named.finditer(row.text):
        taken.append(match.span())
        hits.append((*match.span(), "event", *known[match.group().lower()]))
    for match in LIKE["relative"].finditer(row.text) if date else ():
        year = _year(match, date)
        if year and not any(start <= match.start() < end for start, end in taken):
            label = match.group().removesuffix(".")
            hits.append((match.start(), match.start() + len(label), "relative", label, year))
    for match in LIKE["year"].finditer(row.text):
        if _is_year(match) and not any(start <= match.start() < end for start, end in taken):
            hits.append((*match.span(), "year", match.group(), int(match.group(1))))
    for start, end, *rest in sorted(hits):
        yield (*place, row.start + start, row.start + end, *rest)


def _year(match: re.Match[str], date: str) -> int | None:
    """Return the year of a relative date, seen from a date that may be partial."""
    own, month = int(date[:4]), int(date[5:7] or 12)
    if match["count"]:
        word = match["count"].lower()
        ago = int(word) if word.isdigit() else NUMBERS.index(word) + 1 if word in NUMBERS else 0
        return own - ago if ago else None
    name = match["unit"] or match["month"]
    if name == "year":
        return own + {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
    number, which = MONTHS.index(name[:3].lower()) + 1, (match["which"] or "").lower()
    if which == "this":
        return own
    if which == "next":
        return own + (number <= month)
    if not which and _lies_ahead(match):
        return own + (number < month)
    earlier = number > month or (which == "last" and number == month)
    return own - earlier


def _lies_ahead(match: re.Match[str]) -> bool:
    before, after = match.string[: match.start()], match.string[match.end() :]
    ahead = LIKE["ahead_before"].search(before) or LIKE["ahead_after"].match(after)
    return ahead is not None and not match.group().lower().startswith("since")


def _is_year(match: re.Match[str]) -> bool:
    """Return whether a number that could be a year is one, by what stands around it."""
    before, after = match.string[: match.start()][-80:], match.string[match.end() :]
    if LIKE["number_of"].search(before):
        return False
    if LIKE["counted"].match(after) and not LIKE["dating"].search(before):
        return False
    return not (LIKE["plural"].match(after) and LIKE["about"].search(before))
