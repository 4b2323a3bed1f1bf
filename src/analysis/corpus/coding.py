"""The codes of the sentences: read, checked against the texts, made tidy."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import pandas as pd

from analysis.corpus.codebook import CODES
from analysis.corpus.errors import CorpusError, check_known
from analysis.corpus.reading import located, read_records
from analysis.corpus.tables import rows

CELLS = {"frame": "frames", "threat_from": "threat_from", "theme": "themes", "voice": "voice"}
PASSES = {"a": "pass-a.csv", "b": "pass-b.csv"}
COLUMNS = ["document", "paragraph", "sentence", "pass", "attribute", "code", "stance"]

Place = tuple[str, int, int]


def load_coding(folder: Path, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the codes of the sentences, one row a code, a pass and an attribute after the other.

    Parameters
    ----------
    folder
        Holds ``sentences.csv`` (sentence, document, line, start, end, sha256) and the passes
        ``pass-a.csv`` and ``pass-b.csv`` (sentence, frames, threat_from, themes, voice, note).
        Where there is no such folder the table is empty.
    sentences
        The sentences of the corpus, which the codes must fit.

    Returns
    -------
    DataFrame
        document, paragraph, sentence, pass (a, b), attribute (frame, theme, voice, threat_from),
        code, stance (``+`` or ``-`` for frames). A sentence without any code of an attribute keeps
        one row with an empty code, so that shares have their denominator.

    Raises
    ------
    CorpusError
        If a code is unknown, a stance or a voice missing, a sentence missing or doubled, or a
        sentence no longer the text that was coded; file and row are named.
    """
    if not folder.is_dir():
        return pd.DataFrame(columns=COLUMNS)
    places = _places(folder / "sentences.csv", sentences)
    return pd.concat(
        [read_pass(folder / file, name, places) for name, file in PASSES.items()],
        ignore_index=True,
    )


def read_pass(
    path: Path, name: str, places: Mapping[str, Place], *, whole: bool = True
) -> pd.DataFrame:
    """Return the codes of one pass: each sentence of ``places`` once, or, if not whole, some."""
    found = list(_pass(path, name, places))
    coded = {row[:3] for row in found}
    if whole and (missing := [name for name, place in places.items() if place not in coded]):
        raise CorpusError(f"{path}: {missing[0]} is not coded; add a row for it.")
    return pd.DataFrame(found, columns=COLUMNS)


def _places(path: Path, sentences: pd.DataFrame) -> dict[str, Place]:
    """Return document, paragraph and sentence of each coded sentence whose text is unchanged."""
    spans = {(row.document, str(row.start), str(row.end)): row for row in rows(sentences)}
    places: dict[str, Place] = {}
    for line, record in read_records(path, ["sentence", "document", "start", "end", "sha256"]):
        name = record["sentence"]
        row = spans.get((record["document"], record["start"], record["end"]))
        with located(path, row=line):
            if name in places:
                raise CorpusError(f"{name} stands there twice; keep one row.")
            if row is None or sha256(row.text.encode()).hexdigest() != record["sha256"]:
                raise CorpusError(
                    f"{name} is no longer the text that was coded; "
                    "restore the text or code the sentence anew."
                )
        places[name] = (row.document, row.paragraph, row.sentence)
    coded, documents = set(places.values()), {document for document, *_ in places.values()}
    for row in rows(sentences[sentences["document"].isin(documents)]):
        if (row.document, row.paragraph, row.sentence) not in coded:
            raise CorpusError(
                f"{path}: sentence {row.sentence} of {row.document} is missing; add a row for it."
            )
    return places


def _pass(path: Path, name: str, places: Mapping[str, Place]) -> Iterator[tuple[object, ...]]:
    seen: set[str] = set()
    for line, record in read_records(path, ["sentence", *CELLS.values()]):
        sentence = record["sentence"]
        with located(path, row=line):
            if sentence not in places:
                raise CorpusError(f"no sentence is called “{sentence}”; see sentences.csv.")
            if sentence in seen:
                raise CorpusError(f"{sentence} is coded twice; keep one of the rows.")
            seen.add(sentence)
            for attribute, cell in CELLS.items():
                for code, stance in _codes(attribute, record[cell]):
                    yield (*places[sentence], name, attribute, code, stance)


def _codes(attribute: str, cell: str) -> Iterable[tuple[str, str]]:
    """Return (code, stance) for a cell; one empty code where it is empty."""
    items = cell.split("+" if attribute == "threat_from" else None)
    pairs = [_code(attribute, item.strip()) for item in items if item.strip()]
    given = [code for code, _ in pairs]
    if twice := [code for code in given if given.count(code) > 1]:
        raise CorpusError(f"{attribute} “{twice[0]}” is given twice; keep one.")
    if attribute == "voice" and len(pairs) != 1:
        raise CorpusError(f"voice must be one of {', '.join(CODES['voice'])}.")
    return pairs or [("", "")]


def _code(attribute: str, item: str) -> tuple[str, str]:
    code, stance = (item[:-1], item[-1]) if item[-1] in "+-" else (item, "")
    check_known(code, CODES[attribute], f"unknown {attribute} “{code}”")
    if (attribute == "frame") != bool(stance):
        need = "needs its stance, + or -" if attribute == "frame" else "takes no stance"
        raise CorpusError(f"“{item}” {need}.")
    return code, stance
