"""Who speaks: the subject of a verb of saying, a name behind, or whoever spoke last."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from analysis.corpus.marks import Span
from analysis.corpus.patterns import patterns, tables
from analysis.corpus.sentences import ABBREVIATIONS, STARTERS
from analysis.corpus.tokens import actor_names, find_tokens, stop_words, term_of

HIDDEN = "\0"
WINDOW, NEAR, BACK = 400, 80, 3
FILE = Path(__file__).with_name("speech_verbs.toml")
LIKE = patterns("shapes", FILE)
LISTS = SimpleNamespace(**{n: frozenset(held.split()) for n, held in tables(FILE)["words"].items()})
PAIRS = {"according to": "according", "put it": "past", "puts it": "past"}


class Word(NamedTuple):
    """A word outside quotations, with what stands between it and the word before."""

    start: int
    end: int
    text: str
    gap: str
    name: bool

    @property
    def low(self) -> str:
        """The word in lower case."""
        return self.text.lower()

    @property
    def stem(self) -> str:
        """The word without what is contracted with it: *we* of “we’re”."""
        return re.split("['’]", self.low)[0]

    @property
    def owns(self) -> bool:
        """Whether it is a possessive."""
        named = self.low.endswith(("'s", "’s")) and self.stem not in LISTS.pronouns
        return named or self.low in LISTS.possessives

    @property
    def opens(self) -> bool:
        """Whether it can begin a description: “a clerk”, “the fund’s director”."""
        return self.owns or self.low in LISTS.determiners

    @property
    def light(self) -> bool:
        """Whether it may stand between subject and verb."""
        return self.low in LISTS.light or self.low.endswith("ly")


class Cue(NamedTuple):
    """A word of saying, or two: first and behind the last among the words, and the form."""

    at: int
    end: int
    form: str


class Said(NamedTuple):
    """How a quotation is said: by which word, by whom, with which words between.

    ``tag``: the word of saying stands right behind; ``alone``: its sentence holds nothing else.
    """

    cue: Span | None = None
    speaker: Span | None = None
    form: str = ""
    between: Sequence[Word] = ()
    tag: bool = False
    alone: bool = False
    left: int = 0
    right: int = 0


@dataclass
class Page:
    """A document, also with quotations and citations hidden, and what is known of its speakers."""

    raw: str
    text: str
    sentences: Sequence[Span]
    small: frozenset[str]
    spoken: dict[int, Span] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep where sentences start, and which words have a capital there only."""
        self.starts = [start for start, _ in self.sentences]
        self.common = self.small.union(STARTERS, _forms())

    def sentence_at(self, place: int) -> int:
        """The number of the sentence that a place stands in."""
        return max(0, bisect_right(self.starts, place) - 1)

    def ahead(self, place: int) -> str:
        """The text shortly before a place."""
        return self.text[max(0, place - NEAR) : place]

    def words(self, start: int, end: int) -> list[Word]:
        """The words between two places, with those that are names."""
        found: list[Word] = []
        last = start
        for a, b in find_tokens(self.text[start:end]):
            text, gap = self.text[start + a : start + b], self.text[last : start + a]
            last = start + b
            name = self._is_name(text, start + a)
            if name and found and found[-1].name and LIKE["nickname"].fullmatch(gap):
                gap = " "
            found.append(Word(start + a, last, text, gap, name))
        return found

    def _is_name(self, word: str, at: int) -> bool:
        """Return whether a word has its capital from itself, not from its sentence."""
        term = term_of(word)
        known = term in stop_words() or term in LISTS.nobody
        if not word[0].isupper() or known or LIKE["no_name"].match(word):
            return False
        return term not in self.common or self.starts[self.sentence_at(at)] != at


def cues(words: Sequence[Word]) -> list[Cue]:
    """Return the words of saying among words: verbs, nouns, “according to”."""
    found = []
    for at in range(len(words)):
        if pair := PAIRS.get(" ".join(word.low for word in words[at : at + 2])):
            found.append(Cue(at, at + 2, pair))
        elif form := _form(words, at):
            found.append(Cue(at, at + 1, form))
    return found


def _form(words: Sequence[Word], at: int) -> str:
    """Return the form of a verb of saying, or that it is a noun here, or nothing."""
    word, after = words[at], words[at + 1].low if at + 1 < len(words) else ""
    before = words[at - 1] if at and not re.search(r"[\0.:;,]", word.gap) else None
    form = _forms().get(word.low, "")
    noun = word.low in LISTS.nouns or word.low.removesuffix("s") in LISTS.nouns
    if not form or word.name or _is_noun(form, noun, before, after):
        return "noun" if noun else ""
    helpers = words[_over_light(words, at) : at] if before else ()
    passive = after == "by" or any(helper.low in LISTS.be for helper in helpers)
    return "passive" if passive and form == "past" else form


def _is_noun(form: str, noun: bool, before: Word | None, after: str) -> bool:
    """Return whether a form of a verb of saying is a noun between two words."""
    if not before:
        return noun and after in LISTS.behind_nouns
    if before.opens:
        return before.low != "that"
    if form == "base":
        plural = before.low.endswith("s") or before.low in LISTS.plural or before.name
        return not (plural or before.low in LISTS.light | LISTS.relatives)
    return noun and before.low in LISTS.prepositions


def _over_light(words: Sequence[Word], at: int) -> int:
    """Return the place behind the last word before a verb that may not stand beside it."""
    while at and words[at - 1].light:
        at -= 1
    return at


def names(words: Sequence[Word]) -> list[list[Word]]:
    """Return the runs of words that are one name: “Rear Adm. Tomas ‘Tug’ Albers”."""
    runs: list[list[Word]] = []
    inner: list[Word] = []
    for word in words:
        if not word.name:
            inner.append(word)
            continue
        between = "".join(one.gap + one.text for one in inner) + word.gap
        if runs and _is_short(runs[-1][-1]):
            between = between.removeprefix(".")
        if runs and LIKE["joined"].fullmatch(between):
            runs[-1] += [*inner, word]
        else:
            runs.append([word])
        inner = []
    return runs


def _is_short(word: Word) -> bool:
    return len(word.text) == 1 or word.low in ABBREVIATIONS


def _span(words: Sequence[Word]) -> Span:
    """Return where words stand, without the possessive *’s* of the last."""
    last = words[-1]
    return words[0].start, last.end - 2 * last.low.endswith(("'s", "’s"))


def _is_led(words: Sequence[Word], at: int) -> bool:
    """Return whether a preposition leads in a word."""
    return at > 0 and words[at - 1].low in LISTS.prepositions


def _parts(words: Sequence[Word]) -> list[list[Word]]:
    """Return words parted at commas."""
    parts: list[list[Word]] = []
    for word in words:
        if not parts or "," in word.gap:
            parts.append([])
        parts[-1].append(word)
    return parts


def _until(words: Sequence[Word], ends: Callable[[int, Word], object]) -> Sequence[Word]:
    """Return the words before the first at which something ends, told by its place and itself."""
    size = next((place for place, word in enumerate(words) if ends(place, word)), len(words))
    return words[:size]


def subject(page: Page, words: Sequence[Word], at: int) -> Span | None:
    """Return the subject of the verb at a place: the name, pronoun or description before it."""
    end = _over_light(words, at)
    if end < len(words) and re.search(r"[\0;:]", words[end].gap):
        return None
    end -= end > 0 and words[end - 1].low in LISTS.relatives
    comma = end < len(words) and "," in words[end].gap
    begin = end
    while begin and (comma or words[begin - 1].low not in LISTS.breaks):
        begin -= 1
        if LIKE["break"].search(words[begin].gap):
            break
    parts = _parts(words[begin:end])
    while comma and len(parts) > 1 and (not parts[-1][0].name or _ends_in_name(parts[-2])):
        parts.pop()
    return _noun_phrase(page, parts[-1]) if parts else None


def _ends_in_name(words: Sequence[Word]) -> bool:
    """Return whether words end in a name that no preposition leads in."""
    runs = names(words)
    return bool(runs) and runs[-1][-1] is words[-1] and not _is_led(words, words.index(runs[-1][0]))


def _noun_phrase(page: Page, words: Sequence[Word]) -> Span | None:
    """Return what a run of words ends in: a pronoun’s meaning, a name, or a description."""
    last, runs = words[-1], names(words)
    if last.stem in LISTS.pronouns:
        return refer(page, last)
    if last.stem in LISTS.nobody:
        return None
    if _ends_in_name(words):
        return _span(runs[-1])
    for place, word in enumerate(words):
        if word.opens and not _is_led(words, place):
            return _meaning(page, words[place:])
    rest = words[words.index(runs[-1][0]) :] if runs else words
    if rest[0].low in LISTS.prepositions | LISTS.breaks:
        known = last.low in stop_words() | LISTS.prepositions
        return None if known else _span([last])
    return _meaning(page, rest)


def _meaning(page: Page, words: Sequence[Word]) -> Span:
    """Return the name that “the minister” or “the report” stands for; else the words themselves."""
    noun = words[-1]
    if words[-2:][0].low != "the" or not (len(words) == 2 or words[0].low in LISTS.parts):
        return _span(words)
    same = re.compile(rf"\b{re.escape(noun.stem)}\b", re.IGNORECASE)
    places = list(same.finditer(page.text, max(0, noun.start - 8 * WINDOW), words[0].start))
    for match in reversed(places[-3 * BACK :]):
        at, end = match.span()
        if titled := LIKE["titled"].match(page.text, end):
            return titled.span(1)
        for run in names(page.words(max(0, at - NEAR), end + NEAR)):
            beside = run[0].start <= at < run[-1].end and len(run) > 1
            if beside or end < run[0].start <= end + 2:
                return _span(run)
    return _span(words)


def refer(page: Page, pronoun: Word) -> Span | None:
    """Return whom a pronoun means: a name before it in its sentence, or whoever was named last."""
    sentence = page.sentence_at(pronoun.start)
    person = pronoun.stem in LISTS.persons
    begin = max(page.starts[sentence], pronoun.start - WINDOW)
    named = _first_name(page.words(begin, pronoun.start), person=person)
    return named or latest(page, sentence, person=person)


def latest(page: Page, sentence: int, *, person: bool = False) -> Span | None:
    """Return the last speaker before a sentence, or the first who is named in the one before."""
    for earlier in range(sentence - 1, max(-1, sentence - 1 - BACK), -1):
        start, end = page.sentences[earlier]
        words = page.words(start, min(end, start + WINDOW))
        if found := page.spoken.get(earlier) or _first(words, person=person):
            return found
    return None


def _first_name(words: Sequence[Word], *, person: bool = False) -> Span | None:
    """Return the first name that no preposition leads in and that is no possessive."""
    for run in names(words):
        actor = all(word.low in actor_names() for word in run)
        leaving = run == words[:1] and run[0].low.endswith("ing") and not actor
        led = leaving or _is_led(words, words.index(run[0]))
        if not (led or run[-1].owns or (person and actor)):
            return _span(run)
    return None


def _first(words: Sequence[Word], *, person: bool = False) -> Span | None:
    """Return the first name, behind a dateline (“BERLIN, 3 May — ”); else what words open with."""
    if words and words[0].text.isupper():
        line = _until(words, lambda _, word: LIKE["dash"].fullmatch(word.gap))
        words = words[len(line) :] or words
    runs = names(words) if person else []
    if found := _first_name(words, person=person) or (_span(runs[0]) if runs else None):
        return found
    if not words or not words[0].opens:
        return None
    ends = LISTS.prepositions | LISTS.light | LISTS.breaks | _forms().keys()
    opened = _until(
        words,
        lambda place, word: (
            (place and LIKE["stop"].search(word.gap))
            or (place > 1 and (word.low in ends or word.low.endswith("ed")))
        ),
    )
    return _span(opened) if 1 < len(opened) < len(words) else None


def behind(page: Page, words: Sequence[Word]) -> Span | None:
    """Return who stands behind “said” or “according to”: “its president, Ada Brinkmann, …”."""
    clause = _until(
        words,
        lambda place, word: (
            place and LIKE["end"].search(word.gap) and not _is_short(words[place - 1])
        ),
    )
    if not clause:
        return None
    head, *others = _parts(clause)
    if head[0].stem in LISTS.pronouns or head[0].stem in LISTS.nobody:
        return _noun_phrase(page, head[:1])
    if found := _first_name(head):
        return found
    second = names(others[0]) if others else []
    if second and second[0][0] is others[0][0]:
        return _span(second[0])
    ends = LISTS.breaks | LISTS.prepositions - {"of", "for"}
    described = _until(head, lambda _, word: word.text in ends)
    return _meaning(page, described) if described else None


def said(page: Page, span: Span, block: Any, *, carried: bool) -> Said:
    """Return the word of saying that goes with a quotation in a block, and its speaker.

    A tag right behind (“…”, she said) or a word of saying right before goes first, then one
    further before, then one further behind; without any, a name in brackets behind, the subject
    of a sentence that ends in a colon, or whoever spoke last.
    """
    first, last = page.sentence_at(span[0]), page.sentence_at(span[1] - 1)
    left = max(page.starts[first], span[0] - WINDOW)
    right = min(page.sentences[last][1], span[1] + WINDOW)
    before, after = page.words(left, span[0]), page.words(span[1], right)
    alone, opens = not before and not after, span[0] == block.start and first > 0
    lead_in = page.ahead(span[0]).rstrip()
    if opens and (lead_in.endswith((":", ",")) or block.role == "block-quote"):
        left = max(page.starts[first - 1], span[0] - WINDOW)
        before = page.words(left, span[0])
    lead, tag = _lead(page, before), _tag(page, after)
    if not after and span[1] < block.end and page.raw[span[1] - 2] in "?!…":
        right = min(page.sentences[last + 1][1], span[1] + WINDOW)
        tag = _tag(page, page.words(span[1], right))
        tag = tag if tag.tag else Said()
    if lead.form == "passive" and after and after[0].low == "by":
        lead = lead._replace(speaker=behind(page, after[1:]))
    close = lead.cue and len(lead.between) < 2
    close = close and (lead.speaker is not None or tag.speaker is None)
    how = lead if close else tag if tag.tag else lead if lead.cue else tag
    signed = None if how.speaker else _in_brackets(page, span[1], block.end)
    speaker = how.speaker or signed
    if not speaker and not how.cue and lead_in.endswith(":"):
        speaker = _first(before)
    if not speaker and alone:
        begins = opens and not carried
        speaker = page.spoken.get(first - 1) if begins else latest(page, first)
    if not speaker and not how.cue:
        speaker = page.spoken.get(first)
    tagged = how.tag or signed is not None
    return how._replace(speaker=speaker, tag=tagged, alone=alone, left=left, right=right)


def _in_brackets(page: Page, at: int, end: int) -> Span | None:
    """Return the name behind a place in brackets, or behind a dash that ends the block."""
    match = LIKE["signed"].match(page.text, at, end)
    if not match or not (match["bracket"] or end - match.start("inside") < NEAR):
        return None
    runs = names(page.words(*match.span("inside")))
    return _span(runs[0]) if runs and runs[0][0].start == match.start("inside") else None


def _lead(page: Page, before: Sequence[Word]) -> Said:
    """Return the last word of saying before a quotation; a verb rather than a noun."""
    begin = max((place for place, word in enumerate(before) if ";" in word.gap), default=0)
    found = [cue for cue in cues(before) if cue.at >= begin]
    verbs = [cue for cue in found if cue.form != "noun"]
    if not found:
        return Said()
    cue = (verbs or found)[-1]
    place = _span(before[cue.at : cue.end])
    return Said(place, _doer(page, before, cue, verbs), cue.form, before[cue.end :])


def _doer(page: Page, words: Sequence[Word], cue: Cue, verbs: Sequence[Cue]) -> Span | None:
    """Return who says by the word of saying: subject, owner, or the subject of an earlier verb."""
    rest, word = words[cue.end :], words[cue.at]
    if cue.form == "according":
        return behind(page, rest)
    if word.low.startswith("quot") and (quoted := behind(page, rest)):
        return quoted
    if cue.form == "passive":
        by = _until(rest, lambda _, one: one.low == "by")
        return behind(page, rest[len(by) + 1 :])
    if cue.form == "noun":
        owned = LISTS.by | ({"of"} if word.low in LISTS.owned else set())
        if rest and rest[0].low in owned:
            return behind(page, rest[1:])
        return _owner(page, words[: cue.at]) or _first(words[: cue.at])
    found, earlier = None, [other for other in verbs if other.at < cue.at]
    if cue.form == "ing" and earlier:
        found = _doer(page, words, earlier[-1], earlier[:-1])
    if cue.form == "ing" and "," in word.gap:
        found = found or _first(words[: cue.at])
    found = found or subject(page, words, cue.at)
    found = found or page.spoken.get(page.sentence_at(word.start))
    return found or _first(words[: cue.at])


def _owner(page: Page, words: Sequence[Word]) -> Span | None:
    """Return whose word it is: “Berg’s”, “the ministry’s”, “her”."""
    for place in range(len(words), max(0, len(words) - 3), -1):
        owner, runs = words[place - 1], names(words[:place])
        if owner.low in LISTS.possessives:
            return refer(page, owner)
        if owner.owns:
            if runs and runs[-1][-1] is owner:
                return _span(runs[-1])
            openers = [n for n, word in enumerate(words[:place]) if word.low in LISTS.determiners]
            return _meaning(page, words[max(openers, default=place - 1) : place])
    return None


def _tag(page: Page, after: Sequence[Word]) -> Said:
    """Return the first verb of saying behind a quotation; a tag if it stands right behind."""
    clause = _until(after, lambda _, word: re.search(r"[\0;:]", word.gap))
    found = [cue for cue in cues(clause) if cue.form not in ("noun", "passive")]
    if not found:
        return Said()
    cue = next((one for one in found if one.form != "ing"), found[0])
    lone = all(word.light for word in clause[: cue.at])
    if lone and cue.end == len(clause):
        return Said()
    who = behind(page, clause[cue.end :]) if lone else subject(page, after, cue.at)
    opens = lone or clause[0].low not in LISTS.breaks | LISTS.light
    place = _span(clause[cue.at : cue.end])
    return Said(place, who, cue.form, (), who is not None and opens)


@cache
def naming() -> frozenset[str]:
    """Return all forms of the verbs of naming."""
    return frozenset(form for entry in LISTS.naming for form in _inflect(entry))


@cache
def _forms() -> dict[str, str]:
    """Return every form of a verb of saying with its kind: base, s, past, ing."""
    entries = LISTS.verbs | LISTS.naming
    return {form: kind for entry in sorted(entries) for form, kind in _inflect(entry).items()}


def _inflect(entry: str) -> dict[str, str]:
    """Return the forms of a verb: its own, those by rule and those behind a colon."""
    base, *others = entry.split(":")
    stem = base.removesuffix("e")
    past, third = stem + "ed", base + "s"
    if re.search(r"[^aeiou]y$", base):
        past, third = base[:-1] + "ied", base[:-1] + "ies"
    elif re.search(r"(?:s|sh|ch|x|z)$", base):
        third = base + "es"
    extra = {form: "ing" if form.endswith("ing") else "past" for form in others}
    return {past: "past", stem + "ing": "ing", third: "s", base: "base"} | extra
