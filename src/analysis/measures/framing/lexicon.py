"""A dictionary that codes sentences, and says for every code which words it was given for."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis.corpus.coding import COLUMNS
from analysis.corpus.errors import CorpusError, known_names
from analysis.corpus.marks import citations_in, notes_in
from analysis.corpus.reading import check_facts, read_toml
from analysis.corpus.tables import rows
from analysis.corpus.tokens import HYPHEN, POSSESSIVE, find_tokens, fold

PLACE = ["document", "paragraph", "sentence"]
HITS = [*PLACE, "start", "end", "code", "stance", "phrase", "rejected_by"]
BOOK = Path(__file__).with_name("lexicon.toml")
GAP = 5
WORDS, REJECT, NEUTRAL = "words", "reject", "neutral"
KEYS: dict[str, type] = {
    "any": list, "near": list, "within": int, "context": int, "not": list, "without": list,
    "stance": str, "from": list,
}  # fmt: skip
REJECT_KEYS: dict[str, type] = {
    "any": list, "codes": list, "before": int, "after": int, "from": list,
}  # fmt: skip

Run = tuple[int, int]


class Phrase(NamedTuple):
    """A phrase as it stands in the file, and the expression that finds it."""

    text: str
    expression: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Entry:
    """Phrases that give a code, under the same conditions and from the same texts."""

    code: str
    any: tuple[Phrase, ...]
    near: tuple[Phrase, ...] = ()
    within: int | None = None
    context: int = 0
    blocks: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()
    stance: str = "+"
    origins: frozenset[str] = frozenset()

    @cached_property
    def first_look(self) -> re.Pattern[str]:
        """The expression that finds any of the phrases: one look instead of many."""
        return _whole_words("|".join(phrase.expression for phrase in self.any))


@dataclass(frozen=True)
class Rejection:
    """Phrases that turn the codes of hits that follow or precede them into denied ones."""

    any: tuple[Phrase, ...]
    codes: frozenset[str]
    before: int
    after: int
    origins: frozenset[str]


class Hit(NamedTuple):
    """A run of words that an entry matched."""

    run: Run
    entry: Entry
    phrase: str


class Line(NamedTuple):
    """A sentence as terms in a row, with the place of each in the file."""

    text: str
    starts: list[int]
    spans: list[Run]

    def find(self, pattern: re.Pattern[str]) -> Iterator[Run]:
        """Yield the runs of terms, from first to behind the last, that the pattern matches."""
        for match in pattern.finditer(self.text):
            first, last = match.span()
            yield bisect_right(self.starts, first) - 1, bisect_right(self.starts, last - 1)


@dataclass(frozen=True)
class Lexicon:
    """Entries that give codes, and rejections that deny them.

    In the file, a table ``[words]`` names sets of phrases; ``[[threat]]`` (or any other code)
    begins an entry of that code; ``[[neutral]]`` one whose phrases mean nothing and keep shorter
    ones inside them from counting; ``[[reject]]`` a rejection. In a phrase ``*`` stands for any
    letters, ``/`` between words for *or*, ``...`` for up to five words, ``@name`` for a set.
    The head of ``lexicon.toml``, beside this module, says what each key of an entry does.
    """

    entries: tuple[Entry, ...]
    rejections: tuple[Rejection, ...] = ()

    @classmethod
    def from_toml(cls, path: str | Path | None = None) -> "Lexicon":
        """Return the lexicon in a TOML file, or, without a path, the book’s own.

        Raises
        ------
        CorpusError
            If the file is not TOML, or an entry has an unknown key, a value of the wrong type, an
            unknown set, or does not say where it is from; file, code and number are named.
        """
        place = Path(path or BOOK)
        tables = read_toml(place)
        sets = tables.pop(WORDS, {})
        entries: list[Entry] = []
        rejections: list[Rejection] = []
        for code, records in tables.items():
            for number, record in enumerate(records if isinstance(records, list) else [{}], 1):
                where = f"{place}, [[{code}]] number {number}"
                keys = REJECT_KEYS if code == REJECT else KEYS
                check_facts(where, record, keys, needed=["any", "from"])
                if code == REJECT:
                    rejections.append(_rejection(where, record, sets))
                else:
                    entries.append(_entry(where, code, record, sets))
        return cls(tuple(entries), tuple(rejections))

    def without(self, document: str) -> "Lexicon":
        """Return the lexicon without what was taken from this document alone."""
        only = frozenset([document])
        return replace(
            self,
            entries=tuple(entry for entry in self.entries if entry.origins != only),
            rejections=tuple(entry for entry in self.rejections if entry.origins != only),
        )

    @property
    def codes(self) -> list[str]:
        """The codes that the lexicon can give, in the order of the file."""
        given = dict.fromkeys(entry.code for entry in self.entries)
        return [code for code in given if code != NEUTRAL]

    def hits(self, sentences: pd.DataFrame) -> pd.DataFrame:
        """Return every hit with its span: why a sentence has a code.

        Within a code the longest of overlapping matches counts, then the first; press citations
        and note markers are not read.

        Parameters
        ----------
        sentences
            Sentences with document, paragraph, sentence, start and text, in the order of the texts.

        Returns
        -------
        DataFrame
            One row a hit: document, paragraph, sentence, start, end (offsets in the file), code,
            stance, phrase (as it stands in the lexicon), rejected_by (the words that denied it).
        """
        found: list[tuple[Any, ...]] = []
        before: list[Line] = []
        paragraph: tuple[Any, ...] = ()
        for row in rows(sentences):
            if (row.document, row.paragraph) != paragraph:
                before, paragraph = [], (row.document, row.paragraph)
            line = _line(row.text, row.start)
            place = (row.document, row.paragraph, row.sentence)
            found.extend((*place, *hit) for hit in self._hits(line, before))
            before.append(line)
        return pd.DataFrame(found, columns=HITS)

    def code(self, sentences: pd.DataFrame) -> pd.DataFrame:
        """Return the codes of the sentences in the shape of the coding table.

        The pass is *lexicon*, the attribute *frame*; a sentence without any code keeps one row
        with an empty code. A code is ``-`` where any hit of it is denied.

        Examples
        --------
        >>> from analysis import load_corpus
        >>> corpus = load_corpus()
        >>> lexicon = Lexicon.from_toml()
        >>> lexicon.code(corpus.sentences[:1])[["sentence", "attribute", "code", "stance"]]
           sentence attribute         code stance
        0         1     frame  cooperation      +
        """
        hits = self.hits(sentences)
        denied = (hits["stance"] == "-").groupby([hits[name] for name in [*PLACE, "code"]]).any()
        stances = denied.map({True: "-", False: "+"}).rename("stance")
        table = sentences[PLACE].merge(stances.reset_index(), on=PLACE, how="left")
        table = table.fillna({"code": "", "stance": ""})
        return table.assign(attribute="frame", **{"pass": "lexicon"})[COLUMNS]

    def _hits(self, line: Line, before: Sequence[Line]) -> Iterator[tuple[Any, ...]]:
        matches = [hit for entry in self.entries for hit in _matches(entry, line, before)]
        neutral = [hit for hit in matches if hit.entry.code == NEUTRAL]
        for code in self.codes:
            own = [hit for hit in matches if hit.entry.code == code]
            for hit in _longest(own + neutral):
                if hit.entry.code != NEUTRAL:
                    denied = self._denied(hit, line)
                    stance = "-" if denied else hit.entry.stance
                    first, last = line.spans[hit.run[0]], line.spans[hit.run[1] - 1]
                    yield first[0], last[1], code, stance, hit.phrase, denied

    def _denied(self, hit: Hit, line: Line) -> str:
        start, end = hit.run
        for rejection in self.rejections:
            if hit.entry.code not in rejection.codes:
                continue
            for phrase in rejection.any:
                for first, last in line.find(phrase.pattern):
                    ahead = last < end and start - last < rejection.before
                    if ahead or 0 <= first - end < rejection.after:
                        return " ".join(line.text.split(" ")[first:last])
        return ""


def _line(text: str, start: int) -> Line:
    """Return the terms of a sentence outside its press citations and note markers."""
    masked = citations_in(text) + notes_in(text)
    terms: list[str] = []
    spans: list[Run] = []
    for left, right in find_tokens(text):
        if any(a <= left < b for a, b in masked):
            continue
        for part in fold(text[left:right]):
            terms.append(_plain(part.term))
            spans.append((start + left + part.start, start + left + part.end))
    starts = list(accumulate((len(term) + 1 for term in terms), initial=0))[: len(terms)]
    return Line(" ".join(terms), starts, spans)


def _plain(term: str) -> str:
    """Lower case but for *US*, which would become a pronoun."""
    return term if term == "US" else HYPHEN.sub("-", term.lower())


def _matches(entry: Entry, line: Line, before: Sequence[Line]) -> Iterator[Hit]:
    if not entry.first_look.search(line.text):
        return
    if any(phrase.pattern.search(line.text) for phrase in entry.without):
        return
    blocked: list[Run] | None = None
    for phrase in entry.any:
        for run in line.find(phrase.pattern):
            if blocked is None:
                blocked = [block for kept in entry.blocks for block in line.find(kept.pattern)]
            if _overlaps(run, blocked):
                continue
            if all(_is_near(run, other, entry, line, before) for other in entry.near):
                yield Hit(run, entry, phrase.text)


def _is_near(run: Run, other: Phrase, entry: Entry, line: Line, before: Sequence[Line]) -> bool:
    reach = entry.within
    for first, last in line.find(other.pattern):
        if reach is None or (first - run[1] < reach and run[0] - last < reach):
            return True
    recent = before[-entry.context :] if entry.context else []
    return any(other.pattern.search(earlier.text) for earlier in recent)


def _longest(hits: Iterable[Hit]) -> list[Hit]:
    """Return hits that do not overlap: the longest first, then the one further left."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.run[0] - hit.run[1], hit.run[0])):
        if not _overlaps(hit.run, [other.run for other in kept]):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.run)


def _overlaps(run: Run, others: Iterable[Run]) -> bool:
    return any(run[0] < last and first < run[1] for first, last in others)


def _entry(where: str, code: str, record: Mapping[str, Any], sets: Mapping[str, Any]) -> Entry:
    def phrases(key: str) -> tuple[Phrase, ...]:
        return tuple(find_phrase(text, sets, where) for text in record.get(key, ()))

    return Entry(
        code, phrases("any"), phrases("near"), record.get("within"), record.get("context", 0),
        phrases("not"), phrases("without"), record.get("stance", "+"), frozenset(record["from"]),
    )  # fmt: skip


def _rejection(where: str, record: Mapping[str, Any], sets: Mapping[str, Any]) -> Rejection:
    return Rejection(
        tuple(find_phrase(text, sets, where) for text in record["any"]),
        frozenset(record.get("codes", ())), record.get("before", 0), record.get("after", 0),
        frozenset(record["from"]),
    )  # fmt: skip


def find_phrase(text: str, sets: Mapping[str, Any] | None = None, where: str = "") -> Phrase:
    """Return a phrase with the expression that finds it in a line of terms."""
    expression = _expression(where, text, sets or {})
    return Phrase(text, expression, _whole_words(expression))


def _whole_words(expression: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{expression})(?!\S)")


def _expression(where: str, text: str, sets: Mapping[str, Any]) -> str:
    """Return the regular expression of a phrase."""
    result, gap = "", ""
    for word in text.split():
        if word == "...":
            gap = rf"(?: \S+){{0,{GAP}}}?"
            continue
        choices = [_choice(where, choice, sets) for choice in word.split("/")]
        one = choices[0] if len(choices) == 1 else f"(?:{'|'.join(choices)})"
        result = f"{result}{gap} {one}" if result else one
        gap = ""
    return result


def _choice(where: str, word: str, sets: Mapping[str, Any]) -> str:
    if not word.startswith("@"):
        return "".join(
            r"\S*" if piece == "*" else re.escape(POSSESSIVE.sub("", _plain(piece)))
            for piece in re.split(r"(\*)", word)
        )
    if word[1:] not in sets:
        raise CorpusError(f"{where}: there is no set “{word}”{known_names(word[1:], list(sets))}.")
    return f"(?:{'|'.join(_expression(where, text, sets) for text in sets[word[1:]])})"
