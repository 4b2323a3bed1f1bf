"""The list of quotations that was made by reading."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.errors import CorpusError, check_known
from analysis.corpus.reading import located, read_records

PARTS = ("the quotation", "its speaker", "its cue")
KINDS = ("quotation", "term", "title")
PLACES = ["speaker_start", "speaker_end", "cue_start", "cue_end"]
OFFSETS = ["start", "end", *PLACES]
COLUMNS = ["document", "start", "end", "kind", *PLACES]


def read_quotations(path: str | Path, corpus: Corpus) -> pd.DataFrame:
    """Return the quoted spans as they were read: document, start, end, kind, speaker and cue.

    Parameters
    ----------
    path
        A CSV file with quotation (a name), document, start, end, sha256 (of the span), kind
        (*quotation*, *term* or *title*) and the offsets of speaker and cue.
    corpus
        The texts, which the spans must still fit.

    Returns
    -------
    DataFrame
        One row a span; places of speaker and cue are −1 where there is none.

    Raises
    ------
    CorpusError
        If a kind is unknown, a span ends before it begins or beyond its file, stands there twice,
        or is no longer the text that was read; file and row are named.
    """
    found: dict[tuple[str, int, int], tuple[Any, ...]] = {}
    for row, record in read_records(Path(path), ["quotation", "sha256", *COLUMNS]):
        with located(Path(path), row=row):
            span, places = _checked(record, corpus)
            if span in found:
                raise CorpusError(
                    f"{span[1]} to {span[2]} of {span[0]} stands there twice; "
                    "delete one of the two rows."
                )
        found[span] = (*span, record["kind"], *places)
    return pd.DataFrame(list(found.values()), columns=COLUMNS)


def _checked(record: Mapping[str, str], corpus: Corpus) -> tuple[tuple[str, int, int], list[int]]:
    """Return the span of a row, and where its speaker and cue stand."""
    check_known(record["kind"], KINDS, f"unknown kind “{record['kind']}”")
    start, end, *places = (_offset(name, record[name]) for name in OFFSETS)
    text = corpus.text(record["document"])
    for part, place in zip(PARTS, ([start, end], places[:2], places[2:]), strict=True):
        _check_place(part, place, len(text))
    if sha256(text[start:end].encode()).hexdigest() != record["sha256"]:
        raise CorpusError(
            f"{record['quotation']} is no longer the text that was read; "
            "restore the text or read the quotation anew."
        )
    return (record["document"], start, end), places


def _check_place(part: str, place: Sequence[int], length: int) -> None:
    """Refuse a place that is none; start and end of −1 say that there is no speaker or cue."""
    start, end = place
    if end > length:
        fault = f"ends at {end}, beyond its file of {length} characters"
    elif start == end == -1 or 0 <= start < end:
        return
    else:
        fault = f"starts at {start} and ends at {end}; a place ends behind its start"
    raise CorpusError(f"{part} {fault}; correct the offsets.")


def _offset(name: str, cell: str) -> int:
    """Return an offset; −1 for a speaker or cue that there is not."""
    if not cell and name in PLACES:
        return -1
    if not cell.isdecimal():
        raise CorpusError(f"{name} “{cell}” is no offset; write a whole number.")
    return int(cell)
