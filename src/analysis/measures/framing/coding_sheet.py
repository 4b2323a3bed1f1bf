"""Check the coding yourself: a sheet to fill in, and how far it agrees with the passes."""

import csv
from pathlib import Path

import pandas as pd

from analysis.corpus.codebook import CODES
from analysis.corpus.coding import read_pass
from analysis.corpus.corpus import Corpus
from analysis.corpus.errors import CorpusError, check_whole
from analysis.corpus.tables import rows
from analysis.measures.framing.agreement import agreement

HEADING = ["sentence", "before", "text", "frames", "threat_from", "themes", "voice", "note"]
YOU = "you"
SHORT_FORM = Path(__file__).with_suffix(".txt")


def write_sheet(corpus: Corpus, path: str | Path, *, n: int = 30, seed: int = 1999) -> Path:
    """Write a blank coding sheet for random sentences, and return its path.

    Parameters
    ----------
    corpus
        Where the sentences come from.
    path
        A CSV file that does not exist yet; any spreadsheet opens it.
    n, seed
        How many sentences, at most, and the seed that draws them. Another seed is another sheet.

    Notes
    -----
    The sheet begins with the codebook’s short form. It gives each sentence with the two before it
    in its paragraph, and no code of either pass.
    """
    place = Path(path)
    if place.exists():
        raise CorpusError(f"{place}: is there already; name another file, so that no code is lost.")
    sentences = corpus.sentences
    earlier = sentences.groupby(["document", "paragraph"])["text"]
    context = earlier.shift(2).fillna("") + " " + earlier.shift(1).fillna("")
    check_whole(n=n)
    check_whole(seed=seed, least=0)
    drawn = sentences.assign(before=context).sample(min(n, len(sentences)), random_state=seed)
    with place.open("w", encoding="utf-8-sig", newline="") as file:
        codes = {name: " ".join(own) for name, own in CODES.items()}
        file.write(SHORT_FORM.read_text("utf-8").format(**codes))
        writer = csv.writer(file)
        writer.writerow(HEADING)
        for row in rows(drawn.sort_index()):
            texts = (" ".join(text.split()) for text in (row.before, row.text))
            writer.writerow([_name(row.document, row.sentence), *texts, *[""] * 5])
    return place


def read_sheet(
    path: str | Path, coding: pd.DataFrame, *, resamples: int = 1000, seed: int = 1999
) -> pd.DataFrame:
    """Return how far a filled sheet agrees with each pass of the coding.

    Parameters
    ----------
    path
        The filled sheet; rows may be deleted, columns must stay.
    coding
        The coding table.

    Returns
    -------
    DataFrame
        What ``agreement`` returns, for the sentences of the sheet, with the column pass in front:
        the pass that the sheet is compared with. *second_only* are codes that only the sheet has.

    Raises
    ------
    CorpusError
        If a code is unknown, a stance or voice missing, or a sentence not one of the coding.
    """
    known = coding[["document", "paragraph", "sentence"]].drop_duplicates()
    places = {_name(document, n): (document, p, n) for document, p, n in known.to_numpy(object)}
    filled = read_pass(Path(path), YOU, places, whole=False)
    both = pd.concat([coding, filled], ignore_index=True)
    found: dict[str, pd.DataFrame] = {
        name: agreement(both, passes=(name, YOU), resamples=resamples, seed=seed)
        for name in sorted(set(coding["pass"]))
    }
    return pd.concat(found, names=["pass"]).reset_index("pass").reset_index(drop=True)


def _name(document: str, sentence: int) -> str:
    return f"{document}.{sentence:03d}"
