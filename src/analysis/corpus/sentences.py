"""Blocks of the body become sentences: Punkt with a fixed list of abbreviations, marks masked."""

import re
from functools import cache
from itertools import pairwise
from typing import Any

from analysis.corpus.marks import Span, citations_in, notes_in
from analysis.corpus.nltk_module import nltk_module

ABBREVIATIONS = """
    adm approx art assoc capt cf cmdr co col corp dept dr e.g ed eds esp est etc fig ft gen gov
    hon i.e inc jr lt ltd maj mr mrs ms no nos op p par ph.d pp prof rep rev sec sen sgt sr st
    univ vol vols vs a.m p.m u.k u.n u.s u.s.a d.c
    jan feb mar apr jun jul aug sep sept oct nov dec
""".split()
STARTERS = """
    a after although an and as at but despite during for he however if in it its meanwhile
    moreover nevertheless on she since so some still such that the their then there therefore
    these they this those though thus under we when while with yet
""".split()
# A full stop, its closing marks and the next sentence without a space; or an ellipsis likewise.
GLUED = re.compile(r"(?:[a-z]{2}[.!?][”\"’')\]]?|[”\"’')\]][.!?]|…)(?=[A-Z])")
QUESTION_THEN_CITATION = re.compile(r"[.!?](?=[”\"’']\s*\()")
STRAIGHT = str.maketrans("“”‘’„«»‚‹›", "\"\"''\"\"\"'''")


def split_sentences(text: str) -> list[Span]:
    """Return the (start, end) of each sentence of a block of text.

    Trailing note markers and press citations belong to their sentence. Sentences glued together
    by a lost space (“issues.”In April”) or by an ellipsis (“recognition…And”) are parted.

    >>> text = 'U.S. bombers struck. “Why?” (Xinhua, May 5). It was in 1999.[2] So he said.'
    >>> [text[a:b] for a, b in split_sentences(text)]
    ['U.S. bombers struck.', '“Why?” (Xinhua, May 5).', 'It was in 1999.[2]', 'So he said.']
    """
    masked = _mask(text)
    cuts = [0, *(match.end() for match in GLUED.finditer(masked)), len(text)]
    spans = []
    for left, right in pairwise(cuts):
        for start, end in _punkt().span_tokenize(masked[left:right]):
            spans.append(_trim(text, left + start, left + end))
    return [(start, end) for start, end in spans if start < end]


def _mask(text: str) -> str:
    """A text of the same length in which Punkt meets no mark that is none of its business."""
    masked = list(text.translate(STRAIGHT))
    for start, end in notes_in(text):
        masked[start:end] = '"' * (end - start)
    for start, end in citations_in(text):
        masked[start + 1 : end - 1] = "x" * (end - start - 2)
        before = QUESTION_THEN_CITATION.search(text, max(0, start - 4), start + 1)
        if before:
            masked[before.start()] = "x"
    return "".join(masked)


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


@cache
def _punkt() -> Any:
    punkt = nltk_module("tokenize.punkt")
    parameters = punkt.PunktParameters()
    parameters.abbrev_types = set(ABBREVIATIONS)
    parameters.sent_starters = set(STARTERS)
    return punkt.PunktSentenceTokenizer(parameters)
