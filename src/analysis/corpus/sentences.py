"""Blocks of the body become sentences: Punkt with a fixed list of abbreviations, marks masked."""

import re
from functools import cache
from itertools import pairwise
from typing import Any

from analysis.corpus.marks import Span, citations_in, notes_in
from analysis.corpus.nltk_module import nltk_module
from analysis.corpus.roles import MONTH

ABBREVIATIONS = """
    adj adm al amb approx assoc atty ave bldg blvd bros brig capt cf cmdr cmdt co col corp cpl
    dept det dist dr e.g esp esq est etc ft gen gov hon i.e inc insp jr lt ltd maj messrs mgr
    mlle mme mmes mr mrs ms msgr mt mts op ph.d pp prof pvt rep reps rev sen sens sgt sr st supt
    treas univ vol vols vs viz jan feb mar apr jun jul aug sep sept oct nov dec ala ariz calif
    colo conn fla ga ky mass mich minn okla ore penn tenn va wis
""".split()
STARTERS = """
    a after although an and as at but despite during for he however if in it its meanwhile
    moreover nevertheless on she since so some still such that the their then there therefore
    these they this those though thus under we when while with yet
""".split()
# A full stop, its closing marks and the next sentence without a space; or an ellipsis likewise; or
# the full stop of a script that Punkt does not know.
GLUED = re.compile(
    r"(?:[a-z]{2}[.!?][”\"’')\]]?|[”\"’')\]][.!?]|…)(?=[A-Z])"
    r"|[。！？｡]+[”’」』）\"')]*|[؟۔।॥።]+[”’»\"')]*(?=\s)"
)
ADDRESS = re.compile(
    r"(?:https?://|www\.)\S*[^\s.,;:!?)\]”\"’']"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
)
# Words that are abbreviations where a number follows, or one letter.
BEFORE_NUMBERS = """
    no nos art arts para paras par pars fig figs sec secs ch chs p pp ed eds cl app vol vols
""".split()
NUMBERED = re.compile(
    rf"\b(?:{'|'.join(BEFORE_NUMBERS)})(?P<stop>\.)"
    r"(?=\s+[(§]?(?:\d|[IVXLC]+\b|[A-Z]\b(?!\.)))",
    re.IGNORECASE,
)
INITIALISM = re.compile(
    r"\b(?:[^\W\d_]\.)+[^\W\d_](?P<stop>\.)(?P<next>\s+[\"'(]*(?P<word>\w+)|.)?"
)
HOUR = re.compile(r"[ap]\.m", re.IGNORECASE)
ZONE_OR_DAY = re.compile(
    rf"(?:[A-Z]{{2,4}}|Eastern|Central|Pacific|Mountain|[A-Z][a-z]+day|\d{{1,2}}\s+{MONTH}|{MONTH})\b"
)
MARKER_ALONE = re.compile(r"\(?(?:\d{1,3}|[ivxlc]+|[a-z])[.)]", re.IGNORECASE)
QUOTED_END = re.compile(r"[.?!…][\"'”’)\]]+$")
QUOTED_QUESTION = re.compile(r"[?!][\"'”’]+$")
SPEECH_TAG = re.compile(
    r"(?P<first>[A-Z][\w.’'-]*)(?:\s+(?:[A-Z][\w.’'-]*|of|the|de|van|von)){0,4}\s+"
    r"(?:said|says|ask(?:ed|s)|cried|cries|repl(?:ied|ies)|wrote|writes|added|adds|told|wondered|shouted"
    r"|demanded|answered|exclaimed|inquired|called|warned|joked|tweeted|remarked|declared|recalled)\b"
)
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
    spans: list[Span] = []
    for left, right in pairwise(cuts):
        for begin, stop in _punkt().span_tokenize(masked[left:right]):
            start, end = _trim(text, left + begin, left + stop)
            if spans and start < end and _belongs(text[slice(*spans[-1])], text[start:end]):
                spans[-1] = (spans[-1][0], end)
            elif start < end:
                spans.append((start, end))
    return spans


def _belongs(before: str, after: str) -> bool:
    """Whether what Punkt parted is one: a number and its paragraph, a speech and its tag."""
    if after[0] in ",;:)" or MARKER_ALONE.fullmatch(before):
        return True
    tail = before[-8:]
    if QUOTED_END.search(tail) and after[0].islower():
        return True
    tag = SPEECH_TAG.match(after) if QUOTED_QUESTION.search(tail) else None
    return tag is not None and tag["first"].lower() not in STARTERS


def _mask(text: str) -> str:
    """A text of the same length in which Punkt meets no mark that is none of its business."""
    plain = text.translate(STRAIGHT)
    edits = [(*span, '"' if text[span[0]] == "[" else " ") for span in notes_in(text)]
    for start, end in citations_in(text):
        edits.append((start + 1, end - 1, "x"))
        if before := QUESTION_THEN_CITATION.search(text, max(0, start - 4), start + 1):
            edits.append((before.start(), before.start() + 1, "x"))
    edits += [(*match.span(), "x") for match in ADDRESS.finditer(plain)]
    stops = [match.start("stop") for match in NUMBERED.finditer(plain)]
    initialisms = INITIALISM.finditer(plain)
    stops += [m.start("stop") for m in initialisms if not _ends_sentence(m, plain)]
    edits += [(stop, stop + 1, "x") for stop in stops]
    if not edits:
        return plain
    masked = list(plain)
    for start, end, mark in edits:
        masked[start:end] = mark * (end - start)
    return "".join(masked)


def _ends_sentence(match: re.Match[str], text: str) -> bool:
    """Whether the last full stop of an initialism also ends the sentence."""
    word = match["word"] or ""
    if HOUR.fullmatch(match.group().partition(match["next"] or " ")[0].rstrip(".")):
        upper = bool(word) and not word[0].islower()
        return upper and not ZONE_OR_DAY.match(text, match.start("word"))
    return word[:1].isupper() and word.lower() in STARTERS


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
