"""The list of quotations that was made by reading."""

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from analysis.corpus.errors import CorpusError, known_names
from analysis.corpus.reading import read_records

if TYPE_CHECKING:
    from analysis.corpus.corpus import Corpus

KINDS = ("quotation", "term", "title")
PLACES = ["speaker_start", "speaker_end", "cue_start", "cue_end"]
OFFSETS = ["start", "end", *PLACES]
COLUMNS = ["document", "start", "end", "kind", *PLACES]


def read_quotations(path: str | Path, corpus: "Corpus") -> pd.DataFrame:
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
        If a kind is unknown or a span no longer the text that was read; file and row are named.
    """
    found = []
    for line, record in read_records(Path(path), ["quotation", "sha256", *COLUMNS]):
        where = f"{path}, row {line}"
        if record["kind"] not in KINDS:
            raise CorpusError(
                f"{where}: unknown kind “{record['kind']}”{known_names(record['kind'], [*KINDS])}."
            )
        start, end, *places = (_offset(where, name, record[name]) for name in OFFSETS)
        try:
            span = corpus.text(record["document"])[start:end]
        except CorpusError as fault:
            raise CorpusError(f"{where}: {fault}") from None
        if sha256(span.encode()).hexdigest() != record["sha256"]:
            raise CorpusError(
                f"{where}: {record['quotation']} is no longer the text that was read; "
                "restore the text or read the quotation anew."
            )
        found.append((record["document"], start, end, record["kind"], *places))
    return pd.DataFrame(found, columns=COLUMNS)


def _offset(where: str, name: str, cell: str) -> int:
    """Return an offset; −1 for a speaker or cue that there is not."""
    if not cell and name in PLACES:
        return -1
    if not cell.isdecimal():
        raise CorpusError(f"{where}: {name} “{cell}” is no offset; write a whole number.")
    return int(cell)
