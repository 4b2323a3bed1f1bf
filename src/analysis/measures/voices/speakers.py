"""Who speaks: the subject of a verb of saying, a name behind, or whoever spoke last."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from analysis.corpus.marks import Span
from analysis.corpus.roles import MONTH
from analysis.corpus.sentences import ABBREVIATIONS, STARTERS
from analysis.corpus.tokens import actor_names, find_tokens, stop_words, term_of

HIDDEN = "\0"
WINDOW, BACK, LONG = 400, 3, 12
NO_NAME = re.compile(rf"(?:{MONTH}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Yesterday|Today)$")
JOINED = re.compile(r"\s+(?:(?:of|for|the|de|du|la|van|von|der|bin|al|\d+)\s+)*|-")
NICKNAME = re.compile(r" \0{3,25} ")
SIGNED = re.compile(r"[,.]?\s*(?:(?P<bracket>\()|[—–]|--)\s*(?=[A-Z][^()]*[ a-z])")
DASH = re.compile(r"[\s).]*\s(?:-|–|—|--)\s+")
TITLED = re.compile(r",? (?:titled|entitled|called|named),?\s+(\0+)")
STOP = r"\0;:"  # what ends a clause: a quotation, a semicolon, a colon
TABLE = tomllib.loads(Path(__file__).with_name("speech_verbs.toml").read_text("utf-8"))
LISTS = SimpleNamespace(**{name: frozenset(words.split()) for name, words in TABLE.items()})


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


class Cue(NamedTuple):
    """A word of saying: its place among the words, and its form."""

    at: int
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
        """Keep where sentences start."""
        self.starts = [start for start, _ in self.sentences]

    def sentence_at(self, place: int) -> int:
        """The number of the sentence that a place stands in."""
        return max(0, bisect_right(self.starts, place) - 1)

    def words(self, start: int, end: int) -> list[Word]:
        """The words between two places, with those that are names."""
        found: list[Word] = []
        last = start
        for a, b in find_tokens(self.text[start:end]):
            word = self.text[start + a : start + b]
            gap = self.text[last : start + a]
            last = start + b
            name = self._is_name(word, start + a)
            if found and found[-1].name and name and NICKNAME.fullmatch(gap):
                gap = " "
            found.append(Word(start + a, last, word, gap, name))
        return found

    def _is_name(self, word: str, at: int) -> bool:
        """Return whether a word has its capital from itself, not from its sentence."""
        if not word[0].isupper() or NO_NAME.match(word):
            return False
        plain = word.lower()
        if (
            term_of(word) in stop_words()
            or re.split("['’]", plain)[0] in LISTS.pronouns | LISTS.nobody
        ):
            return False
        first = self.starts[self.sentence_at(at)] == at if self.starts else False
        whole = re.sub(r"n?['’]\w+$", "", plain)
        common = whole in stop_words() or whole in STARTERS or whole in _forms()
        return not first or not (common or term_of(word).lower() in self.small)


def cues(words: Sequence[Word]) -> list[Cue]:
    """Return the words of saying among words: verbs, nouns, “according to”."""
    found = []
    for index, word in enumerate(words):
        low, after = word.low, words[index + 1].low if index + 1 < len(words) else ""
        before = words[index - 1] if index and not re.search(r"[\0.:;,]", word.gap) else None
        form = _forms().get(low, "")
        if low == "according" and after == "to":
            found.append(Cue(index, "according"))
        elif low in ("put", "puts") and after == "it":
            found.append(Cue(index, "past"))
        elif form and not _is_noun(words, index, before, after):
            passive = form == "past" and before and _is_passive(words, index)
            found.append(Cue(index, "passive" if passive else form))
        elif low.removesuffix("s") in LISTS.nouns or low in LISTS.nouns:
            found.append(Cue(index, "noun"))
    return found


def _is_noun(words: Sequence[Word], index: int, before: Word | None, after: str) -> bool:
    """Return whether a word that could be a verb of saying is a noun or an adjective here."""
    word, form = words[index], _forms()[words[index].low]
    owned = before and (before.low in LISTS.determiners or _is_possessive(before))
    if word.name or (owned and before and before.low != "that"):
        return True
    if form == "base" and before and not _is_plural(before):
        return True
    if form not in ("base", "s") or word.low.removesuffix("s") not in LISTS.nouns:
        return False
    return before.low in LISTS.prepositions - {"to"} if before else after in LISTS.behind_nouns


def _is_plural(word: Word) -> bool:
    """Return whether a word can be the subject, or auxiliary, of a verb in its base form."""
    return (
        word.low.endswith("s")
        or word.low in LISTS.light | LISTS.relatives | LISTS.plural
        or word.name
    )


def _is_passive(words: Sequence[Word], index: int) -> bool:
    place = index - 1
    while place > 0 and (words[place].low.endswith("ly") or words[place].low in ("not", "also")):
        place -= 1
    return words[place].low in LISTS.be


def _is_possessive(word: Word) -> bool:
    return re.search(r"['’]s$", word.low) is not None or word.low in ("his", "her", "its", "their")


def names(words: Sequence[Word]) -> list[list[Word]]:
    """Return the runs of words that are one name: “Rear Adm. Tomas ‘Tug’ Albers”."""
    runs: list[list[Word]] = []
    last = -2
    for index, word in enumerate(words):
        if not word.name:
            continue
        inner = words[last + 1 : index] if runs else []
        between = "".join(w.gap + w.text for w in inner) + word.gap
        if runs and _is_short(runs[-1][-1]):
            between = between.removeprefix(".")
        if runs and JOINED.fullmatch(between):
            runs[-1] += [*inner, word]
        else:
            runs.append([word])
        last = index
    return runs


def _is_short(word: Word) -> bool:
    return len(word.text) == 1 or word.low in ABBREVIATIONS


def _plain(word: Word) -> str:
    """Return a word without what is contracted with it: *we* of “we’re”."""
    return re.split("['’]", word.low)[0]


def _span(words: Sequence[Word]) -> Span:
    """Return where words stand, without the possessive *’s* of the last."""
    last = words[-1]
    return words[0].start, last.end - 2 * bool(re.search("['’][sS]$", last.text))


def subject(page: Page, words: Sequence[Word], index: int) -> Span | None:
    """Return the subject of the verb at ``index``: the name, pronoun or description before it."""
    end = index
    while end and (words[end - 1].low in LISTS.light or words[end - 1].low.endswith("ly")):
        end -= 1
    if end < len(words) and re.search(r"[\0;:]", words[end].gap):
        return None
    if end and words[end - 1].low in LISTS.relatives:
        end -= 1
    comma = "," in words[end].gap if end < len(words) else False
    begin = end
    while begin and (comma or words[begin - 1].low not in LISTS.breaks):
        begin -= 1
        if re.search(rf"[{STOP}—–]|--", words[begin].gap):
            break
    parts = _parts(words[begin:end])
    while comma and len(parts) > 1 and (not parts[-1][0].name or _ends_in_name(parts[-2])):
        parts.pop()
    return _noun_phrase(page, parts[-1]) if parts else None


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


def _ends_in_name(words: Sequence[Word]) -> bool:
    """Return whether words end in a name that no preposition leads in."""
    runs = names(words)
    if not runs or runs[-1][-1] is not words[-1]:
        return False
    start = words.index(runs[-1][0])
    return start == 0 or words[start - 1].low not in LISTS.prepositions


def _noun_phrase(page: Page, words: Sequence[Word]) -> Span | None:
    """Return what a run of words ends in: a pronoun’s meaning, a name, or a description."""
    last = words[-1]
    if last.low in LISTS.pronouns:
        return refer(page, last)
    if _plain(last) in LISTS.nobody:
        return None
    runs = names(words)
    start = words.index(runs[-1][0]) if runs else 0
    if _ends_in_name(words):
        return _span(runs[-1])
    for place, word in enumerate(words):
        known = word.low in LISTS.determiners or _is_possessive(word)
        if known and (place == 0 or words[place - 1].low not in LISTS.prepositions):
            rest = words[place:]
            return _meaning(page, rest) if len(rest) <= LONG else _first(rest, person=False)
    if runs and (start or runs[-1][0].start != words[0].start):
        return _span(runs[-1])
    if words[0].low in LISTS.prepositions or words[0].low in LISTS.breaks or len(words) > 6:
        known = last.low in stop_words() or last.low in LISTS.prepositions
        return None if known else (last.start, last.end)
    return _meaning(page, words)


def _meaning(page: Page, words: Sequence[Word]) -> Span:
    """Return the name that “the minister” or “the report” stands for; else the words themselves."""
    noun = words[-1]
    if words[-2:][0].low != "the" or not (len(words) == 2 or words[0].low in LISTS.parts):
        return _span(words)
    begin = max(0, noun.start - 8 * WINDOW)
    places = list(re.finditer(rf"\b{noun.low}\b", page.text[begin : words[0].start], re.IGNORECASE))
    for match in reversed(places[-3 * BACK :]):
        at, end = begin + match.start(), begin + match.end()
        if titled := TITLED.match(page.text, end):
            return titled.span(1)
        for run in names(page.words(max(begin, at - 60), end + 60)):
            if (run[0].start <= at < run[-1].end and len(run) > 1) or (
                end < run[0].start <= end + 2
            ):
                return _span(run)
    return _span(words)


def refer(page: Page, pronoun: Word) -> Span | None:
    """Return whom a pronoun means: a name before it in its sentence, or whoever was named last."""
    sentence = page.sentence_at(pronoun.start)
    person = pronoun.low in ("he", "she")
    begin = max(page.starts[sentence], pronoun.start - WINDOW)
    return _first(page.words(begin, pronoun.start), person=person, strict=True) or latest(
        page, sentence, person=person
    )


def latest(page: Page, sentence: int, *, person: bool = False) -> Span | None:
    """Return the last speaker before a sentence, or the first who is named in the one before."""
    seen = 0
    for earlier in range(sentence - 1, max(-1, sentence - 1 - 5 * BACK), -1):
        if earlier in page.spoken:
            return page.spoken[earlier]
        start, end = page.sentences[earlier]
        words = page.words(start, min(end, start + WINDOW))
        found = _first(words, person=person)
        seen += bool(words)
        if found or seen == BACK:
            return found
    return None


def _first(words: Sequence[Word], *, person: bool, strict: bool = False) -> Span | None:
    """Return the first name that no preposition leads in; else a description that opens."""
    if words and words[0].text.isupper():  # a dateline: “BERLIN, 3 May — ”
        line = _until(words, lambda _, word: DASH.fullmatch(word.gap))
        words = words[len(line) :] or words
    runs = names(words)
    for run in runs:
        start = words.index(run[0])
        led = start and words[start - 1].low in LISTS.prepositions
        actor = all(word.low in actor_names() for word in run)
        led = led or (run == words[:1] and run[0].low.endswith("ing") and not actor)
        if not led and not _is_possessive(run[-1]) and not (person and actor):
            return _span(run)
    if person and runs and not strict:
        return _span(runs[0])
    if strict or not words or not (words[0].low in LISTS.determiners or _is_possessive(words[0])):
        return None
    opened = _until(
        words,
        lambda place, word: (
            (place and re.search(rf"[{STOP},]", word.gap))
            or (
                place > 1
                and (word.low in LISTS.prepositions | LISTS.light or word.low[-2:] == "ed")
            )
        ),
    )
    opened = opened if len(opened) < len(words) else words[:3]
    return _span(opened) if len(opened) > 1 else None


def behind(page: Page, words: Sequence[Word]) -> Span | None:
    """Return who stands behind “said” or “according to”: “its president, Ada Brinkmann, …”."""
    clause = _until(
        words[:25],
        lambda place, word: (
            place and re.search(rf"[{STOP}.(—–]", word.gap) and not _is_short(words[place - 1])
        ),
    )
    parts = _parts(clause)
    if not parts:
        return None
    head = parts[0]
    if head[0].low in LISTS.pronouns:
        return refer(page, head[0])
    if _plain(head[0]) in LISTS.nobody:
        return None
    runs = [run for run in names(head) if not _is_possessive(run[-1])]
    for run in runs:
        place = head.index(run[0])
        if place == 0 or head[place - 1].low not in LISTS.prepositions:
            return _span(run)
    second = names(parts[1]) if len(parts) > 1 else []
    if second and second[0][0] is parts[1][0]:
        return _span(second[0])
    other = LISTS.breaks | LISTS.prepositions - {"of", "for"}
    return _meaning(page, _until(head, lambda place, word: place and word.low in other))


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
    lead_in = page.text[max(0, span[0] - 9) : span[0]].rstrip()
    if opens and (lead_in.endswith((":", ",")) or block.role == "block-quote"):
        left = max(page.starts[first - 1], span[0] - WINDOW)
        before = page.words(left, span[0])
    lead, tag = _lead(page, before), _tag(page, after)
    if not after and span[1] < block.end and page.raw[span[1] - 2] in "?!…":
        right = min(page.sentences[last + 1][1], span[1] + WINDOW)
        tag = _tag(page, page.words(span[1], right))
        tag = tag if tag.tag else Said()
    close = lead.cue is not None and len(lead.between) < 2 and lead.form != "noun"
    if lead.form == "passive" and after and after[0].low == "by":
        lead = lead._replace(speaker=behind(page, after[1:]))
    close = close and (lead.speaker is not None or tag.speaker is None)
    how = lead if close else tag if tag.tag else lead if lead.cue else tag
    signed = None if how.speaker else _in_brackets(page, span, block.end)
    speaker = how.speaker or signed
    if not speaker and how.form == "ing":
        speaker = tag.speaker or _first(after, person=False)
    if not speaker and not how.cue and (lead_in.endswith(":") or (len(before) > 0 and opens)):
        speaker = _first(before, person=False)
    if not speaker and alone:
        inside = carried or not opens
        speaker = latest(page, first) if inside else page.spoken.get(first - 1)
    if not speaker and not how.cue:
        speaker = page.spoken.get(first)
    tagged = how.tag or signed is not None
    return how._replace(speaker=speaker, tag=tagged, alone=alone, left=left, right=right)


def _in_brackets(page: Page, span: Span, end: int) -> Span | None:
    """Return the name behind a quotation in brackets, or behind a dash that ends the block."""
    match = SIGNED.match(page.text, span[1])
    if not match:
        return None
    runs = names(page.words(match.end(), min(end, match.end() + 80)))
    whole = match["bracket"] or end - match.end() < 80
    return _span(runs[0]) if whole and runs and runs[0][0].start == match.end() else None


def _lead(page: Page, before: Sequence[Word]) -> Said:
    """Return the last word of saying before a quotation; a verb rather than a noun."""
    found = [cue for cue in cues(before) if not any(";" in w.gap for w in before[cue.at + 1 :])]
    verbs = [cue for cue in found if cue.form != "noun"]
    if not found:
        return Said()
    cue = (verbs or found)[-1]
    place = _span(before[cue.at : cue.at + 1 + (cue.form == "according")])
    between = before[cue.at + 1 + (cue.form == "according") :]
    return Said(place, _doer(page, before, cue, verbs), cue.form, between)


def _doer(page: Page, words: Sequence[Word], cue: Cue, verbs: Sequence[Cue]) -> Span | None:
    """Return who says by the word of saying: subject, owner, or the subject of an earlier verb."""
    index = cue.at
    if cue.form == "according":
        return behind(page, words[index + 2 :])
    by = [i for i, word in enumerate(words) if i > index and word.low in ("by", "of", "from")]
    if cue.form == "passive":
        return behind(page, words[by[0] + 1 :]) if by and words[by[0]].low == "by" else None
    if cue.form == "noun":
        if (
            by
            and by[0] == index + 1
            and (words[by[0]].low != "of" or words[index].low in LISTS.owned)
        ):
            return behind(page, words[index + 2 :])
        return _owner(page, words[max(0, index - 3) : index]) or _first(words, person=False)
    if words[index].low.startswith("quot") and index + 1 < len(words):
        return behind(page, words[index + 1 :])
    earlier = [other for other in verbs if other.at < index]
    shared = None
    if earlier and cue.form == "ing":
        shared = _doer(page, words, earlier[-1], earlier[:-1])
    if cue.form == "ing" and "," in words[index].gap:
        shared = shared or _first(words[:index], person=False)
    found = shared or subject(page, words, index)
    found = found or page.spoken.get(page.sentence_at(words[index].start))
    if found is None and earlier:
        found = _doer(page, words, earlier[-1], earlier[:-1])
    if found is None and cue.form != "ing" and HIDDEN in words[index].gap:
        found = behind(page, words[index + 1 :])
    return found or _first(words[:index], person=False)


def _owner(page: Page, words: Sequence[Word]) -> Span | None:
    """Return whose word it is: “Berg’s”, “the ministry’s”, “her”."""
    for place in range(len(words) - 1, -1, -1):
        word = words[place]
        if word.low in ("his", "her", "its", "their"):
            return refer(page, word._replace(text={"his": "he", "her": "she"}.get(word.low, "it")))
        if _is_possessive(word):
            return _noun_phrase(page, words[: place + 1])
    return None


def _tag(page: Page, after: Sequence[Word]) -> Said:
    """Return the first verb of saying behind a quotation; a tag if it stands right behind."""
    clause = _until(after, lambda _, word: re.search(f"[{STOP}]", word.gap))
    found = [cue for cue in cues(clause) if cue.form not in ("noun", "passive", "ing")]
    if not found:
        return Said()
    cue = found[0]
    place = _span(after[cue.at : cue.at + 1 + (cue.form == "according")])
    if cue.form == "according":
        return Said(place, behind(page, clause[cue.at + 2 :]), cue.form, (), cue.at == 0)
    lone = all(word.low in LISTS.light or word.low.endswith("ly") for word in clause[: cue.at])
    who = behind(page, clause[cue.at + 1 :]) if lone else subject(page, after, cue.at)
    known = LISTS.breaks | LISTS.prepositions | LISTS.light
    opens = lone or clause[0].low not in known
    return Said(place, who, cue.form, (), who is not None and opens and cue.at < 25)


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
