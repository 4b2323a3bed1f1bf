"""Numbers in the prose: bound to the computation, and to the sentences behind them."""

import re
from collections.abc import Iterable
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from analysis.book.records import Record, leave
from analysis.book.style import label_of
from analysis.corpus.errors import CorpusError
from analysis.corpus.tables import rows

WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
).split()
WRITTEN = re.compile(r"(?P<sign>[−-]?)(?P<digits>[\d,]*\.?\d+)(?P<share>\s?%|\s?per cent)?")
NAME = re.compile(r"[a-z][a-z0-9-]*")
MISSING = "–"
COMPUTED = "Computed from whole tables, not from single sentences."
NOWHERE = "It occurs nowhere, and so there is no sentence to show."
NONE = "There is none."
Evidence = pd.DataFrame | Iterable[str] | None


def number(value: float | str, *, name: str, what: str, evidence: Evidence = None) -> None:
    """Bind a value to a name, so that the prose of the page can write it as a checked link.

    In a Markdown cell, ``[eleven](#n:nato)`` writes the value bound to *nato*. The build compares
    what is written with what was computed, at the precision written (*eleven*, *1,234*, *9.1%*,
    *−0.25*), and stops where they differ. A share is bound as a fraction and written with a
    percent sign. A text is compared letter by letter.

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
        hits. Where it counts other things (words, comparisons, lines), these as texts. Without
        evidence the page says that the number was computed from whole tables.

    Raises
    ------
    CorpusError
        If the name has other characters, or the evidence lacks a column or is no list.

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
    leave(record, as_html(record))


def number_record(value: float | str, *, name: str, what: str, evidence: Evidence) -> Record:
    """Return what the build needs to know of a number."""
    if not NAME.fullmatch(name):
        raise CorpusError(
            f"“{name}” cannot name a number; use small letters, digits and hyphens: nato-2012."
        )
    plain = value if isinstance(value, str) else float(value)
    return {"name": name, "value": plain, "what": what, **_behind(name, evidence)}


def _behind(name: str, evidence: Evidence) -> Record:
    """Sentences, or things; where there is neither, one line that says why."""
    if evidence is None:
        return {"passages": [], "things": [COMPUTED]}
    if isinstance(evidence, pd.DataFrame):
        passages = _passages(name, evidence)
        return {"passages": passages, "things": [] if passages else [NOWHERE]}
    if isinstance(evidence, str):
        raise CorpusError(
            f"The evidence of “{name}” is one text; give sentences or a list of texts."
        )
    return {"passages": [], "things": [label_of(str(thing)) for thing in evidence] or [NONE]}


def _passages(name: str, evidence: pd.DataFrame) -> list[Record]:
    if missing := {"document", "sentence", "text"} - set(evidence.columns):
        raise CorpusError(
            f"The evidence of “{name}” lacks {', '.join(sorted(missing))}; "
            "make it with passages(corpus, spans)."
        )
    hits = evidence.get("hits", pd.Series([[]] * len(evidence), index=evidence.index))
    return [
        {
            "document": row.document,
            "label": label_of(row.document),
            "sentence": int(row.sentence),
            "text": row.text,
            "hits": [[int(start), int(end)] for start, end in row.hits],
        }
        for row in rows(evidence.assign(hits=hits))
    ]


def agrees(written: str, value: float | str) -> bool:
    """Return whether what is written is the value, at the precision written.

    >>> agrees("eleven", 11), agrees("9.1%", 1 / 11), agrees("1,234", 1235), agrees("−0.3", -0.25)
    (True, True, False, True)
    """
    if isinstance(value, str):
        return written == value
    if written.lower() in WORDS:
        return WORDS.index(written.lower()) == value
    match = WRITTEN.fullmatch(written)
    if match is None:
        return False
    digits = match["digits"].replace(",", "")
    found = float(digits) * (-1 if match["sign"] else 1)
    wanted = value * 100 if match["share"] else value
    half = 0.5 * 10.0 ** -len(digits.partition(".")[2])
    return abs(found - wanted) <= half * (1 + 1e-9)


def rewrite(written: str, value: float | str) -> str:
    """Return the value as it was written: as a word, with as many decimals, as a share.

    >>> [rewrite(*pair) for pair in [("eleven", 12), ("9.1%", 0.25), ("1,234", 5678), (".8", 0.76)]]
    ['twelve', '25.0%', '5,678', '.8']
    """
    if isinstance(value, str):
        return value
    match = WRITTEN.fullmatch(written)
    if match is None:
        small = value == int(value) and 0 <= value < len(WORDS)
        word = WORDS[int(value)] if small else f"{value:,.10g}"
        return word.capitalize() if written[:1].isupper() else word
    decimals = len(match["digits"].partition(".")[2])
    shown = value * 100 if match["share"] else value
    text = f"{shown:,.{decimals}f}"
    if match["digits"].startswith("."):
        text = text.replace("0.", ".", 1) if abs(shown) < 1 else text
    return text.replace("-", "−") + (match["share"] or "")


def as_html(record: Record) -> str:
    """Return a number as JupyterLab shows it: its value, and its sentences to open."""
    shown = record["value"] if isinstance(record["value"], str) else f"{record['value']:,.6g}"
    items = "".join(
        f"<li><b>{escape(p['label'])}, sentence {p['sentence']}.</b> {_marked(p)}</li>"
        for p in record["passages"]
    ) + "".join(f"<li>{escape(thing)}</li>" for thing in record["things"])
    summary = f"<b>{escape(record['name'])}: {escape(shown)}</b> — {escape(record['what'])}"
    return f"<details><summary>{summary}</summary><ol>{items}</ol></details>"


def _marked(passage: Record) -> str:
    """The text of a passage as HTML, its hits marked."""
    text, last, html = passage["text"], 0, ""
    for start, end in passage["hits"]:
        html += f"{escape(text[last:start])}<mark>{escape(text[start:end])}</mark>"
        last = end
    return html + escape(text[last:])


def shown(value: Any, spec: str = "") -> str:
    """Return a value as a table or a caption shows it: proper minus, commas, a dash for nothing.

    >>> shown(-1234.5), shown(3), shown(0.0912, ".1%"), shown(float("nan")), shown(0.0004, "p")
    ('−1,234.50', '3', '9.1%', '–', '< .001')
    """
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return MISSING
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if spec == "p":
        return "< .001" if value < 0.0005 else f"{value:.3f}".replace("0.", ".", 1)
    default = ",d" if isinstance(value, int | np.integer) else ",.2f"
    return format(value, spec or default).replace("-", "−")
