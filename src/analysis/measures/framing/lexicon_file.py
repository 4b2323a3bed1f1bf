"""The entries of a lexicon: read from a TOML file, every fault named with its line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from analysis.corpus.codebook import CODES
from analysis.corpus.errors import CorpusError, check_known
from analysis.corpus.reading import check_facts, located, read_toml
from analysis.corpus.tokens import HYPHEN, find_tokens, fold

GAP, MOST_GAPS, LONGEST_WORD, LONGEST_SET, WIDEST = 5, 3, 40, 50_000, 999
STAR = "ʘ"  # a letter that no text holds, in place of * while a phrase is folded
WORDS, REJECT, NEUTRAL = "words", "reject", "neutral"
PARTS = {
    "any": "any", "near": "near", "doer": "doer", "victim": "victim", "not": "blocks",
    "without": "without",
}  # fmt: skip
WINDOWS = ("within", "context", "before", "after")
KEYS: dict[str, type] = {
    **dict.fromkeys(PARTS, list), "within": int, "context": int, "stance": str, "sense": str,
    "from": list,
}  # fmt: skip
REJECT_KEYS: dict[str, type] = {
    "any": list, "codes": list, "before": int, "after": int, "sense": str, "from": list,
}  # fmt: skip


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
    """Phrases that give a code, or deny codes, under the same conditions, from the same texts."""

    code: str
    any: tuple[Phrase, ...]
    near: tuple[Phrase, ...] = ()
    doer: tuple[Phrase, ...] = ()
    victim: tuple[Phrase, ...] = ()
    blocks: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()
    within: int | None = None
    context: int = 0
    before: int = 0
    after: int = 0
    stance: str = "+"
    sense: str = ""
    codes: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """All that is looked for in a line."""
        return tuple(chain.from_iterable(getattr(self, part) for part in PARTS.values()))


def read_lexicon(path: Path) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Return the entries of a lexicon file that give a code, and those that deny codes.

    Raises
    ------
    CorpusError
        For the first fault, with file, line, and how to mend it.
    """
    tables = read_toml(path)
    found: list[Entry] = []
    with located(path, WORDS):
        sets = _sets(tables.pop(WORDS, {}))
    for code, records in tables.items():
        for number, record in enumerate(records if isinstance(records, list) else [{}]):
            with located(path, code, number=number):
                found.append(_entry(code, record, sets))
    entries = tuple(one for one in found if one.code != REJECT)
    with located(path):
        if not entries:
            raise CorpusError("there is no entry that gives a code; add one, such as [[threat]].")
    return entries, tuple(one for one in found if one.code == REJECT)


def _sets(tables: Any) -> Mapping[str, Words]:
    """Return what finds each set of ``[words]``, those first that others name."""
    if not isinstance(tables, Mapping):
        raise CorpusError('“words” must be a table, begun with [words]: us = ["america"].')
    check_facts("", tables, dict.fromkeys(tables, list), needed=list(tables))
    named = {name: re.findall(r"@([\w-]+)", " ".join(tables[name])) for name in tables}
    done: dict[str, Words] = {}
    try:
        for name in TopologicalSorter(named).static_order():
            if name in tables:
                done[name] = _either([_words(text, done) for text in tables[name]])
    except CycleError as fault:
        chain = ", ".join(f"“@{name}”" for name in fault.args[1])
        raise CorpusError(f"sets name each other ({chain}); take one of them out.") from None
    return done


def _entry(code: str, record: Any, sets: Mapping[str, Words]) -> Entry:
    """Return the entry that a table of the file makes."""
    rejects = code == REJECT
    _check_codes([code], [NEUTRAL, REJECT, WORDS])
    keys, needed = (REJECT_KEYS, ["any", "codes", "from"]) if rejects else (KEYS, ["any", "from"])
    check_facts("", record, keys, needed=needed)
    _check_codes(record.get("codes", ()), ())
    if fault := next(_faults(record, rejects), ""):
        raise CorpusError(fault)
    facts: dict[str, Any] = {
        field: tuple(Phrase(text, _words(text, sets)) for text in record.get(key, ()))
        for key, field in PARTS.items()
    }
    facts |= {key: record[key] for key in (*WINDOWS, "stance", "sense") if key in record}
    codes, origins = frozenset(record.get("codes", ())), frozenset(record["from"])
    return Entry(code, **facts, codes=codes, origins=origins)


def _faults(record: Mapping[str, Any], rejects: bool) -> Iterator[str]:
    """Yield what is wrong with the values of an entry."""
    for key in WINDOWS:
        if isinstance(record.get(key), bool) or not 1 <= record.get(key, 1) <= WIDEST:
            yield f"“{key}” must be 1 to {WIDEST}, not {record[key]}; leave it out for none."
    if rejects and not ("before" in record or "after" in record):
        yield "this entry denies nothing; add before = 6 or after = 4 (words)."
    if record.get("stance", "+") not in ("+", "-"):
        yield f"there is no stance “{record['stance']}”; write + or -."
    if "within" in record and not (record.get("near") or record.get("doer")):
        yield f"within = {record['within']} has nothing to be within of; add near or doer."


def _check_codes(codes: Sequence[str], others: Sequence[str]) -> None:
    known = [*CODES["frame"], *others]
    for code in codes:
        check_known(code, known, f"the codebook has no frame “{code}”")


def find_phrase(text: str) -> Phrase:
    """Return a phrase that names no set, with what finds it in a line of terms."""
    return Phrase(text, _words(text, {}))


def _words(text: str, sets: Mapping[str, Words]) -> Words:
    """Return what finds a phrase."""
    pieces = text.replace("…", "...").split()
    result, gap, gaps, first = "", " ", 0, frozenset[str]()
    for piece in pieces:
        if piece == "...":
            gap, gaps = rf"(?: \S+){{0,{GAP}}}? ", gaps + 1
        else:
            one = _either([_choice(choice, text, sets) for choice in piece.split("/")])
            result = f"{result}{gap}{one.expression}" if result else one.expression
            gap, gaps, first = " ", gaps + one.gaps, first or one.first
    if not first or "*" in first or "..." in (pieces[0], pieces[-1]):
        raise CorpusError(f"the phrase “{text}” must begin with a letter and end with a word.")
    if gaps > MOST_GAPS:
        raise CorpusError(f"the phrase “{text}” holds {gaps} gaps; leave {MOST_GAPS} at most.")
    return Words(result, gaps, first)


def _either(choices: Sequence[Words]) -> Words:
    """Return what finds any one of the choices."""
    expression = choices[0].expression
    if len(choices) > 1:
        expression = f"(?:{'|'.join(choice.expression for choice in choices)})"
    if len(expression) > LONGEST_SET:
        raise CorpusError("a set grows too long to be read; name fewer sets in it.")
    first = frozenset[str]().union(*(choice.first for choice in choices))
    return Words(expression, max(choice.gaps for choice in choices), first)


def _choice(word: str, phrase: str, sets: Mapping[str, Words]) -> Words:
    """Return what finds one word of a phrase, folded as the words of a text are."""
    if word.startswith("@"):
        check_known(word[1:], sets, f"there is no set “{word}”")
        return sets[word[1:]]
    starred = word.replace("*", STAR)
    terms = [plain(part.term) for a, b in find_tokens(starred) for part in fold(starred[a:b])]
    if not terms or any(term.count(STAR) > 2 for term in terms):
        raise CorpusError(
            f"the phrase “{phrase}” has “{word}” for a word; write letters, with two * at most."
        )
    star = rf"\S{{{int(terms[0] == STAR)},{LONGEST_WORD}}}"
    expression = " ".join(re.escape(term).replace(STAR, star) for term in terms)
    head, any_ending, _ = terms[0].partition(STAR)
    return Words(expression, 0, frozenset([head + "*" * len(any_ending)]))


def plain(term: str) -> str:
    """Return a term in lower case, but for *US*, which would become a pronoun."""
    return term if term == "US" else HYPHEN.sub("-", term.lower())
