"""The list of quotations that was made by reading."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.errors import CorpusError, check_known
from analysis.corpus.reading import read_records

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
    for line, record in read_records(Path(path), ["quotation", "sha256", *COLUMNS]):
        where = f"{path}, row {line}"
        check_known(record["kind"], KINDS, f"{where}: unknown kind “{record['kind']}”")
        start, end, *places = (_offset(where, name, record[name]) for name in OFFSETS)
        try:
            text = corpus.text(record["document"])
        except CorpusError as fault:
            raise CorpusError(f"{where}: {fault}") from None
        for part, place in zip(PARTS, ([start, end], places[:2], places[2:]), strict=True):
            _check_place(f"{where}: {part}", place, len(text))
        key = (record["document"], start, end)
        if key in found:
            raise CorpusError(
                f"{where}: {start} to {end} of {record['document']} stands there twice; "
                "delete one of the two rows."
            )
        if sha256(text[start:end].encode()).hexdigest() != record["sha256"]:
            raise CorpusError(
                f"{where}: {record['quotation']} is no longer the text that was read; "
                "restore the text or read the quotation anew."
            )
        found[key] = (*key, record["kind"], *places)
    return pd.DataFrame(list(found.values()), columns=COLUMNS)


def _check_place(where: str, place: Sequence[int], length: int) -> None:
    """Refuse a place that is none; start and end of −1 say that there is no speaker or cue."""
    start, end = place
    if start == end == -1 or 0 <= start < end <= length:
        return
    fault = (
        f"ends at {end}, beyond its file of {length} characters"
        if end > length
        else f"starts at {start} and ends at {end}; a place ends behind its start"
    )
    raise CorpusError(f"{where} {fault}; correct the offsets.")


def _offset(where: str, name: str, cell: str) -> int:
    """Return an offset; −1 for a speaker or cue that there is not."""
    if not cell and name in PLACES:
        return -1
    if not cell.isdecimal():
        raise CorpusError(f"{where}: {name} “{cell}” is no offset; write a whole number.")
    return int(cell)
