"""Blocks of the body become sentences: Punkt with a fixed list of abbreviations, marks masked."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from analysis.corpus.marks import RAISED, Span, citations_in, notes_in
from analysis.corpus.nltk_module import nltk_module
from analysis.corpus.patterns import patterns, words

ABBREVIATIONS, STARTERS = words("abbreviations"), words("starters")
BEFORE_NUMBERS = words("before_numbers")
SHORTENED, STARTING = {*ABBREVIATIONS}, {*STARTERS}
LIKE = patterns("sentences")
STRAIGHT = str.maketrans("“”‘’„«»‚‹›", "\"\"''\"\"\"'''")
END = re.compile(r"[.!?](?=[ \n]+[A-Z])")


def split_sentences(text: str) -> list[Span]:
    """Return the (start, end) of each sentence of a block of text.

    Trailing note markers and press citations belong to their sentence. Sentences glued together
    by a lost space (“issues.”In April”) or by an ellipsis (“recognition…And”) are parted.

    >>> text = 'U.S. bombers struck. “Why?” (Xinhua, May 5). It was in 1999.[2] So he said.'
    >>> [text[a:b] for a, b in split_sentences(text)]
    ['U.S. bombers struck.', '“Why?” (Xinhua, May 5).', 'It was in 1999.[2]', 'So he said.']
    """
    masked = _mask(text)
    glued = (match.end() for match in LIKE["glued"].finditer(masked))
    cuts = sorted({0, *glued, *_sure_ends(masked), len(text)})
    spans: list[Span] = []
    for left, right in pairwise(cuts):
        single = not LIKE["inner"].search(masked, left, right)
        parts = _punkt().span_tokenize(masked[left:right])
        for begin, stop in [(0, right - left)] if single else parts:
            start, end = _trim(text, left + begin, left + stop)
            if spans and start < end and _belongs(text[slice(*spans[-1])], text[start:end]):
                spans[-1] = (spans[-1][0], end)
            elif start < end:
                spans.append((start, end))
    edges = [0, *(start for start, _ in spans[1:]), len(text)]  # what was masked belongs before
    return [_trim(text, *own) for own in pairwise(edges)] if text.strip() else []


def _sure_ends(text: str) -> Iterator[int]:
    """Yield the ends that Punkt finds in any case, so that it need not be asked: a plain word, a
    mark, a space and a capital.
    """
    for match in END.finditer(text):
        word = text[text.rfind(" ", 0, match.start()) + 1 : match.start()]
        if word.isalpha() and len(word) > 1 and word.lower() not in SHORTENED:
            yield match.end()


def _belongs(before: str, after: str) -> bool:
    """Whether what Punkt parted is one: a number and its paragraph, a speech and its tag."""
    if after[0] in ",;:)" or after == "." or LIKE["marker_alone"].fullmatch(before):
        return True
    if LIKE["goes_on"].match(after) and LIKE["stopped"].match(before):
        return True
    tail = before[-8:]
    if LIKE["quoted_end"].search(tail) and after[0].islower():
        return True
    tag = LIKE["speech_tag"].match(after) if LIKE["quoted_question"].search(tail) else None
    return tag is not None and tag["first"].lower() not in STARTING


def _mask(text: str) -> str:
    """A text of the same length in which Punkt meets no mark that is none of its business."""
    plain = text.translate(STRAIGHT)
    edits = [(*span, '"' if text[span[0]] in f"[{RAISED}" else " ") for span in notes_in(text)]
    for start, end in citations_in(text):
        edits.append((start + 1, end - 1, "x"))
        place = max(0, start - 4)
        if before := LIKE["question_then_citation"].search(text, place, start + 1):
            edits.append((before.start(), before.start() + 1, "x"))
    if "@" in plain or "://" in plain or "www." in plain:
        edits += [(*match.span(), "x") for match in LIKE["address"].finditer(plain)]
    edits += [(stop, stop + 1, "x") for stop in _stops_inside(plain)]
    masked = list(plain) if edits else []
    for start, end, mark in edits:
        masked[start:end] = mark * (end - start)
    return "".join(masked) or plain


def _stops_inside(text: str) -> Iterator[int]:
    """Yield the full stops of abbreviations and initialisms that end no sentence."""
    for kind, short in (("numbered", BEFORE_NUMBERS), ("initial", SHORTENED)):
        for match in LIKE[kind].finditer(text):
            word = re.search(r"\w*$", text[max(0, match.start() - 8) : match.start()])
            if word and word.group().lower() in short:
                yield match.start()
    for match in LIKE["spaced"].finditer(text):
        yield from range(match.start(), match.end(), 2)
    for match in LIKE["initialism"].finditer(text):
        if not _ends_sentence(match):
            yield match.start("stop")


def _ends_sentence(match: re.Match[str]) -> bool:
    """Whether the last full stop of an initialism also ends the sentence."""
    text, word = match.string, match["word"] or ""
    if LIKE["hour"].fullmatch(text, match.start() - 1, match.start("stop")):
        upper = bool(word) and not word[0].islower()
        return upper and not LIKE["zone_or_day"].match(text, match.start("word"))
    return word[:1].isupper() and word.lower() in STARTING


def _trim(text: str, start: int, end: int) -> Span:
    own = text[start:end]
    return start + len(own) - len(own.lstrip()), start + len(own.rstrip())


@cache
def _punkt() -> Any:
    punkt = nltk_module("tokenize.punkt")
    parameters = punkt.PunktParameters()
    parameters.abbrev_types = SHORTENED
    parameters.sent_starters = STARTING
    return punkt.PunktSentenceTokenizer(parameters)
