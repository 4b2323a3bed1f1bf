"""The entries of a lexicon: read from a TOML file, every fault named with its line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from analysis.corpus.coding import CODES
from analysis.corpus.errors import CorpusError, known_names
from analysis.corpus.reading import check_facts, read_source, read_toml
from analysis.corpus.tokens import HYPHEN, find_tokens, fold

GAP, MOST_GAPS, LONGEST_WORD, LONGEST_SET = 5, 3, 40, 50_000
STAR = "ʘ"  # a letter that no text holds, in place of * while a phrase is folded
WORDS, REJECT, NEUTRAL = "words", "reject", "neutral"
SETS = ("any", "near", "doer", "victim", "not", "without")
KEYS: dict[str, type] = {
    **dict.fromkeys(SETS, list), "within": int, "context": int, "stance": str, "sense": str,
    "from": list,
}  # fmt: skip
REJECT_KEYS: dict[str, type] = {
    "any": list, "codes": list, "before": int, "after": int, "sense": str, "from": list,
}  # fmt: skip
HEADING = re.compile(r"""\s*\[{1,2}\s*["']?([^]"']+?)["']?\s*\]{1,2}""")


class Words(NamedTuple):
    """What finds a phrase: an expression, how many gaps it can hold, how its first words begin."""

    expression: str
    gaps: int
    first: frozenset[str]


@dataclass(frozen=True)
class Phrase:
    """A phrase as it stands in the file, and what finds it."""

    text: str
    words: Words

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression of the whole phrase, to the end of its last word."""
        return re.compile(rf"(?:{self.words.expression})(?!\S)")


@dataclass(frozen=True)
class Entry:
    """Phrases that give a code, under the same conditions and from the same texts."""

    code: str
    any: tuple[Phrase, ...]
    near: tuple[Phrase, ...] = ()
    doer: tuple[Phrase, ...] = ()
    victim: tuple[Phrase, ...] = ()
    within: int | None = None
    context: int = 0
    blocks: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()
    stance: str = "+"
    sense: str = ""
    origins: frozenset[str] = frozenset()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """All that is looked for in a line."""
        conditions = self.near + self.doer + self.victim
        return self.any + conditions + self.blocks + self.without


@dataclass(frozen=True)
class Rejection:
    """Phrases that turn the codes of hits that follow or precede them into denied ones."""

    any: tuple[Phrase, ...]
    codes: frozenset[str]
    before: int
    after: int
    origins: frozenset[str]

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """All that is looked for in a line."""
        return self.any


def read_lexicon(path: Path) -> tuple[tuple[Entry, ...], tuple[Rejection, ...]]:
    """Return the entries and the rejections of a lexicon file.

    Raises
    ------
    CorpusError
        For the first fault, with file, line, code, number of the entry, and how to mend it.
    """
    tables = read_toml(path)
    lines = read_source(path).text.removeprefix("\ufeff").splitlines()
    sets = _Sets(path, lines, tables.pop(WORDS, {}))
    entries: list[Entry] = []
    rejections: list[Rejection] = []
    for code, records in tables.items():
        begins = [n for n, line in enumerate(lines) if _heading(line) == code]
        for number, record in enumerate(records if isinstance(records, list) else [{}]):
            begin = begins[number] if number < len(begins) else 0
            place = _Place(path, lines, begin, f"[[{code}]] number {number + 1}")
            if code == REJECT:
                rejections.append(_rejection(place, record, sets))
            else:
                entries.append(_entry(place, code, record, sets))
    if not entries:
        raise CorpusError(f"{path}: gives no code; add an entry that begins with [[threat]].")
    return tuple(entries), tuple(rejections)


class _Place(NamedTuple):
    """Where an entry stands in the file."""

    path: Path
    lines: Sequence[str]
    begin: int
    name: str

    def of(self, text: str = "") -> str:
        """Return file, line and name for a fault: the line that holds the text, or the heading."""
        later = range(self.begin + 1, len(self.lines))
        end = next((n for n in later if _heading(self.lines[n])), len(self.lines))
        own = range(self.begin, end)
        line = next((n for n in own if text and f'"{text}"' in self.lines[n]), self.begin)
        return f"{self.path}, line {line + 1}, {self.name}"


class _Sets:
    """The sets of ``[words]``, each made into an expression when a phrase first names it."""

    def __init__(self, path: Path, lines: Sequence[str], sets: Any) -> None:
        begin = next((n for n, line in enumerate(lines) if _heading(line) == WORDS), 0)
        self.place = _Place(path, lines, begin, f"[{WORDS}]")
        if not isinstance(sets, Mapping):
            raise CorpusError(
                f'{self.place.of()}: must be a table of sets such as us = ["america"].'
            )
        check_facts(self.place.of(), sets, dict.fromkeys(sets, list), needed=list(sets))
        self.sets, self.done, self.open = sets, dict[str, Words](), list[str]()

    def words(self, where: str, name: str) -> Words:
        """Return the expression of a set, and refuse one that holds itself."""
        if name not in self.sets:
            raise CorpusError(
                f"{where}: no set “@{name}”{known_names(name, [*self.sets])}; name one of [words]."
            )
        if name in self.open:
            chain = ", ".join(f"@{one}" for one in [*self.open[self.open.index(name) :], name])
            raise CorpusError(f"{where}: the sets name each other ({chain}); take one of them out.")
        if name not in self.done:
            self.open.append(name)
            found = [_words(self.place.of(text), text, self) for text in self.sets[name]]
            self.open.pop()
            self.done[name] = _either(where, found)
        return self.done[name]


def _heading(line: str) -> str:
    found = HEADING.match(line)
    return found.group(1) if found else ""


def _entry(place: _Place, code: str, record: Any, sets: _Sets) -> Entry:
    _check_codes(place, [code], [NEUTRAL, REJECT, WORDS])
    check_facts(place.of(), record, KEYS, needed=["any", "from"])
    _check_windows(place, record, ["within", "context"])
    stance = record.get("stance", "+")
    if stance not in ("+", "-"):
        raise CorpusError(f"{place.of(stance)}: there is no stance “{stance}”; write + or -.")
    parts = {key: _phrases(place, record.get(key, ()), sets) for key in SETS}
    if "within" in record and not (parts["near"] or parts["doer"]):
        raise CorpusError(f"{place.of()}: within = {record['within']} needs near or doer; add one.")
    return Entry(
        code, parts["any"], parts["near"], parts["doer"], parts["victim"], record.get("within"),
        record.get("context", 0), parts["not"], parts["without"], stance, record.get("sense", ""),
        frozenset(record["from"]),
    )  # fmt: skip


def _rejection(place: _Place, record: Any, sets: _Sets) -> Rejection:
    check_facts(place.of(), record, REJECT_KEYS, needed=["any", "codes", "from"])
    _check_codes(place, record["codes"], [])
    _check_windows(place, record, ["before", "after"])
    before, after = record.get("before", 0), record.get("after", 0)
    if not before and not after:
        raise CorpusError(f"{place.of()}: denies nothing; add before = 6 or after = 4 (words).")
    phrases = _phrases(place, record["any"], sets)
    return Rejection(phrases, frozenset(record["codes"]), before, after, frozenset(record["from"]))


def _check_codes(place: _Place, codes: Sequence[str], others: Sequence[str]) -> None:
    known = [*CODES["frame"], *others]
    for code in codes:
        if code not in known:
            raise CorpusError(
                f"{place.of(code)}: the codebook has no frame “{code}”{known_names(code, known)}."
            )


def _check_windows(place: _Place, record: Mapping[str, Any], keys: Sequence[str]) -> None:
    for key in keys:
        value = record.get(key, 1)
        if isinstance(value, bool) or value < 1:
            raise CorpusError(
                f"{place.of()}: {key} = {str(value).lower()} must be a whole number from 1 up; "
                "leave it out for none."
            )


def _phrases(place: _Place, texts: Sequence[str], sets: _Sets) -> tuple[Phrase, ...]:
    return tuple(Phrase(text, _words(place.of(text), text, sets)) for text in texts)


def find_phrase(text: str) -> Phrase:
    """Return a phrase that names no set, with what finds it in a line of terms."""
    return Phrase(text, _words(f"The phrase “{text}”", text, None))


def _words(where: str, text: str, sets: _Sets | None) -> Words:
    """Return what finds a phrase."""
    pieces = text.replace("…", "...").split()
    result, gap, gaps, first = "", " ", 0, frozenset[str]()
    for piece in pieces:
        if piece == "...":
            gap, gaps = rf"(?: \S+){{0,{GAP}}}? ", gaps + 1
            continue
        one = _either(where, [_choice(where, choice, sets) for choice in piece.split("/")])
        result = f"{result}{gap}{one.expression}" if result else one.expression
        gap, gaps, first = " ", gaps + one.gaps, first or one.first
    if not first or "*" in first or pieces[-1] == "...":
        raise CorpusError(f"{where}: “{text}” must begin with a letter and end with a word.")
    if gaps > MOST_GAPS or pieces[0] == "...":
        raise CorpusError(
            f"{where}: “{text}” holds {gaps} gaps (...); leave at most {MOST_GAPS}, none in front."
        )
    return Words(result, gaps, first)


def _either(where: str, choices: Sequence[Words]) -> Words:
    """Return what finds any one of the choices."""
    expression = choices[0].expression
    if len(choices) > 1:
        expression = f"(?:{'|'.join(choice.expression for choice in choices)})"
    if len(expression) > LONGEST_SET:
        raise CorpusError(f"{where}: a set grows too long to be read; name fewer sets in it.")
    first = frozenset[str]().union(*(choice.first for choice in choices))
    return Words(expression, max(choice.gaps for choice in choices), first)


def _choice(where: str, word: str, sets: _Sets | None) -> Words:
    """Return what finds one word of a phrase, folded as the words of a text are."""
    if word.startswith("@") and sets:
        return sets.words(where, word[1:])
    word_ = word.replace("*", STAR)
    terms = [plain(part.term) for a, b in find_tokens(word_) for part in fold(word_[a:b])]
    if not terms or any(term.count(STAR) > 2 for term in terms):
        raise CorpusError(f"{where}: “{word}” is no word to look for; write letters, and * twice.")
    star = rf"\S{{{int(terms[0] == STAR)},{LONGEST_WORD}}}"
    expression = " ".join(re.escape(term).replace(STAR, star) for term in terms)
    head, any_ending, _ = terms[0].partition(STAR)
    return Words(expression, 0, frozenset([head + "*" * len(any_ending)]))


def plain(term: str) -> str:
    """Return a term in lower case, but for *US*, which would become a pronoun."""
    return term if term == "US" else HYPHEN.sub("-", term.lower())
