"""Marks inside a text: note markers, press citations, quotation marks."""

import re

from analysis.corpus.roles import MONTH
from analysis.corpus.segments import PAGE

Span = tuple[int, int]

NOTE_MARKER = re.compile(rf"\[\d{{1,3}}\]|(?<=\n)[ \t\f]*{PAGE}(?=[ \t]*\r?\n)")
CITATION = re.compile(rf"\((?:[^()]*[,;]\s*){MONTH}\s+\d{{1,2}}(?:,\s*\d{{4}})?\)")
PAIRS = {"“": "”", "‘": "’", "«": "»", "„": "“"}


def citations_in(text: str) -> list[Span]:
    """Return the spans of parenthetical press citations: parentheses that end in a date.

    >>> text = "He said so (Xinhua, July 5)."
    >>> [text[a:b] for a, b in citations_in(text)]
    ['(Xinhua, July 5)']
    """
    return [match.span() for match in CITATION.finditer(text)]


def notes_in(text: str) -> list[Span]:
    """Return the spans of note markers such as ``[12]`` and of lines that hold a page’s number."""
    return [match.span() for match in NOTE_MARKER.finditer(text)]


def quotations_in(text: str) -> list[Span]:
    r"""Return the outermost spans between quotation marks, marks included, in order.

    Double and single, curly and straight marks are paired within the text given (a paragraph).
    An apostrophe is no mark: a single mark opens only after a space or an opening bracket and
    closes only before something that is no letter. A closing curly mark in an opening place (after
    a space, before a letter) is read as the slip it is. A mark without its partner quotes nothing.

    >>> text = 'China\'s "coercive policies" and the ”no-fly zone”'
    >>> [text[a:b] for a, b in quotations_in(text)]
    ['"coercive policies"', '”no-fly zone”']
    """
    spans: list[Span] = []
    position = 0
    while position < len(text):
        close = _closing(text, position)
        stop = _partner(text, position + 1, close) if close else -1
        if stop >= 0:
            spans.append((position, stop + 1))
            position = stop
        position += 1
    return spans


def _closing(text: str, position: int) -> str:
    """The mark that would close a quotation opened here, if one can open here."""
    mark = text[position]
    if mark in PAIRS:
        return PAIRS[mark]
    before = text[position - 1] if position else " "
    after = text[position + 1] if position + 1 < len(text) else " "
    opens = (before.isspace() or before in "([—–-") and not after.isspace()
    return mark if opens and mark in "\"'”" else ""


def _partner(text: str, start: int, close: str) -> int:
    for position in range(start, len(text)):
        if text[position] == close and (
            close not in "'’" or not text[position + 1 : position + 2].isalpha()
        ):
            return position
    return -1
