"""Numbers in the prose: bound to the computation, and to the sentences behind them."""

from collections.abc import Iterable
from math import isfinite

import pandas as pd

from analysis.book.records import Record, leave
from analysis.book.written import agrees as agrees
from analysis.book.written import shown_plainly
from analysis.corpus.codebook import ATTRIBUTES
from analysis.corpus.errors import CorpusError

COMPUTED = "Computed from whole tables, not from single sentences."
NOWHERE = "It occurs nowhere, and so there is no sentence to show."
NOTHING = "There is none."
Evidence = pd.DataFrame | Iterable[str] | None


def number(value: float | str, *, name: str, what: str, evidence: Evidence = None) -> None:
    """Bind a value that is no cell of a result, so that the prose can write it as a checked link.

    In a Markdown cell, ``[eleven](#n:nato)`` writes the value bound to *nato*. The build compares
    what is written with what was computed, at the precision written (*eleven*, *1,234*, *9.1%*,
    *−0.25*), and stops where they differ. A share is bound as a fraction and written with a
    percent sign. A text is compared letter by letter. Cells of results need no binding: see
    ``publish``.

    Parameters
    ----------
    value
        A number, or a text such as a word.
    name
        Small letters, digits and hyphens; once on a page.
    what
        What the number says, in a few words; what is behind it stands under it.
    evidence
        The sentences behind it: document, sentence and text, and, if ``passages`` made it, the
        hits; a column *frame*, *theme* … says which code was counted. Where it counts other things
        (words, comparisons, lines), these as texts. Without evidence the page says that the number
        was computed from whole tables.

    Raises
    ------
    CorpusError
        If the value is no number, the name has other characters, or the evidence lacks a column
        or is no list.

    Examples
    --------
    >>> from analysis import load_corpus, passages
    >>> corpus = load_corpus()
    >>> hits = corpus.tokens[corpus.tokens["term"] == "hegemonism"]
    >>> number(len(hits), name="hegemonism", what="*hegemonism* in all five pieces",
    ...        evidence=passages(corpus, hits))
    {...}
    """
    record = {"kind": "number"} | number_record(value, name=name, what=what, evidence=evidence)
    leave(record, shown_plainly)


def number_record(value: float | str, *, name: str, what: str, evidence: Evidence) -> Record:
    """Return what the build needs to know of a number."""
    plain = value if isinstance(value, str) else float(value)
    if isinstance(plain, float) and not isfinite(plain):
        raise CorpusError(f"The value of “{name}” is {plain}; bind a number that there is.")
    return {"name": name, "value": plain, "what": what, **evidence_record(name, evidence)}


def evidence_record(name: str, evidence: Evidence) -> Record:
    """Return what is behind a number: sentences, or things, or one line that says why neither."""
    if evidence is None:
        return {"passages": [], "things": [COMPUTED]}
    if isinstance(evidence, pd.DataFrame):
        passages = _passages(name, evidence)
        found: Record = {"passages": passages, "things": [] if passages else [NOWHERE]}
        named = [key for key in (*ATTRIBUTES, "stance") if key in evidence]
        codes = {key: str(evidence[key].iloc[0]) for key in named if evidence[key].nunique() == 1}
        return found | ({"codes": codes} if codes else {})
    if isinstance(evidence, str):
        raise CorpusError(
            f"The evidence of “{name}” is one text; give sentences or a list of texts."
        )
    return {"passages": [], "things": [str(thing) for thing in evidence] or [NOTHING]}


def _passages(name: str, evidence: pd.DataFrame) -> list[Record]:
    if missing := {"document", "sentence", "text"} - set(evidence.columns):
        raise CorpusError(
            f"The evidence of “{name}” lacks {', '.join(sorted(missing))}; "
            "make it with passages(corpus, spans)."
        )
    label = evidence.get("label", evidence["document"])
    hits = evidence.get("hits", pd.Series([[]] * len(evidence), index=evidence.index))
    columns = evidence[["document", "sentence", "text"]].assign(label=label, hits=hits)
    return [{str(key): value for key, value in row.items()} for row in columns.to_dict("records")]
