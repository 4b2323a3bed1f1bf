"""A dictionary that codes sentences, and says for every code which words it was given for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis.corpus.coding import COLUMNS
from analysis.corpus.marks import citations_in, notes_in
from analysis.corpus.tables import rows
from analysis.corpus.tokens import find_tokens, fold
from analysis.measures.framing.coded import KEY
from analysis.measures.framing.lexicon_file import (
    LONGEST_WORD,
    NEUTRAL,
    Entry,
    Phrase,
    plain,
    read_lexicon,
)

HITS = [*KEY, "start", "end", "code", "stance", "phrase", "rejected_by"]
BOOK = Path(__file__).with_name("lexicon.toml")

Run = tuple[int, int]


class Hit(NamedTuple):
    """A run of words that an entry matched."""

    run: Run
    entry: Entry
    phrase: str


class Line(NamedTuple):
    """A sentence: its terms, the place of each in the file, and where each phrase stands."""

    terms: list[str]
    spans: list[Run]
    runs: Mapping[str, list[Run]]

    def cover(self, phrases: Iterable[Phrase]) -> set[int]:
        """Return the places of the terms that any of the phrases covers."""
        found = (run for phrase in phrases for run in self.runs.get(phrase.text, ()))
        return {place for run in found for place in range(*run)}


@dataclass(frozen=True)
class Lexicon:
    """Entries that give codes, and rejections that deny them.

    In the file, a table ``[words]`` names sets of phrases; ``[[threat]]`` (or any other code)
    begins an entry of that code; ``[[neutral]]`` one whose phrases mean nothing and keep shorter
    ones inside them from counting; ``[[reject]]`` a rejection. In a phrase ``*`` stands for any
    letters, ``/`` between words for *or*, ``...`` for up to five words, ``@name`` for a set.
    The head of ``lexicon.toml``, beside this module, says what each key of an entry does.

    Do not lean on the stance ``-``: nowhere, in the five texts or in those never seen, were there
    ten denials of one frame to judge it by.
    """

    entries: tuple[Entry, ...]
    rejections: tuple[Entry, ...] = ()

    @classmethod
    def from_toml(cls, path: str | Path | None = None) -> "Lexicon":
        """Return the lexicon in a TOML file, or, without a path, the book’s own.

        Raises
        ------
        CorpusError
            If the file is not TOML, or an entry has an unknown code or key, an impossible value, a
            phrase that is none or an unknown set, or does not say where it is from: file and line
            are named.
        """
        return cls(*read_lexicon(Path(path))) if path else _of_the_book()

    def without(self, document: str) -> "Lexicon":
        """Return the lexicon without what was taken from this document alone."""
        return Lexicon(
            *(
                tuple(entry for entry in entries if entry.origins != {document})
                for entries in (self.entries, self.rejections)
            )
        )

    @cached_property
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
        for place, paragraph in groupby(rows(sentences), attrgetter("document", "paragraph")):
            before: list[Line] = []
            for row in paragraph:
                line = self._line(row.text, row.start)
                found.extend((*place, row.sentence, *hit) for hit in self._hits(line, before))
                before.append(line)
        return pd.DataFrame(found, columns=HITS)

    def code(self, sentences: pd.DataFrame) -> pd.DataFrame:
        """Return the codes of the sentences in the shape of the coding table.

        The pass is *lexicon*, the attribute *frame*; a sentence without any code keeps one row
        with an empty code. A code is ``-`` where any hit of it is denied. That ``-`` was judged on
        too few sentences anywhere to be relied on.

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
        denied = (hits["stance"] == "-").groupby([hits[name] for name in [*KEY, "code"]]).any()
        stances = denied.map({True: "-", False: "+"}).rename("stance")
        table = sentences[KEY].merge(stances.reset_index(), on=KEY, how="left")
        table = table.fillna({"code": "", "stance": ""})
        return table.assign(attribute="frame", **{"pass": "lexicon"})[COLUMNS]

    @cached_property
    def _phrases(self) -> Mapping[str, list[Phrase]]:
        """The phrases by the beginning of their first word: a whole word, or one that ends in *."""
        found: dict[str, dict[str, Phrase]] = defaultdict(dict)
        for entry in self.rejections + self.entries:
            for phrase in entry.phrases:
                for beginning in phrase.words.first:
                    found[beginning][phrase.text] = phrase
        return {beginning: list(phrases.values()) for beginning, phrases in found.items()}

    @cached_property
    def _entries(self) -> Mapping[str, list[int]]:
        """The numbers of the entries that a phrase gives a hit of."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(self.entries):
            for phrase in entry.any:
                found[phrase.text].append(number)
        return found

    def _line(self, text: str, start: int) -> Line:
        """Return a sentence, outside its press citations and note markers, with its phrases."""
        masked = {place for span in citations_in(text) + notes_in(text) for place in range(*span)}
        terms: list[str] = []
        spans: list[Run] = []
        for left, right in find_tokens(text):
            if left not in masked:
                for part in _fold(text[left:right]):
                    terms.append(plain(part.term))
                    spans.append((start + left + part.start, start + left + part.end))
        return Line(terms, spans, self._runs(terms))

    def _beginning(self, term: str) -> Sequence[Phrase]:
        """Return the phrases that can begin with a term, worked out once a term."""
        if term not in self._known:
            heads = (f"{term[:n]}*" for n in range(1, min(len(term), LONGEST_WORD) + 1))
            own = [phrase for head in (term, *heads) for phrase in self._phrases.get(head, ())]
            self._known[term] = list({phrase.text: phrase for phrase in own}.values())
        return self._known[term]

    @cached_property
    def _known(self) -> dict[str, Sequence[Phrase]]:
        return {}

    def _runs(self, terms: Sequence[str]) -> Mapping[str, list[Run]]:
        """Return the runs of terms, first to behind the last, by the phrase that they match."""
        line = " ".join(terms)
        found: dict[str, list[Run]] = defaultdict(list)
        at = 0
        for first, term in enumerate(terms):
            for phrase in self._beginning(term):
                if match := phrase.pattern.match(line, at):
                    found[phrase.text].append((first, first + match[0].count(" ") + 1))
            at += len(term) + 1
        return found

    def _matches(self, line: Line, before: Sequence[Line]) -> list[Hit]:
        texts: dict[int, list[str]] = defaultdict(list)
        for text in line.runs:
            for number in self._entries.get(text, ()):
                texts[number].append(text)
        return [
            hit for n in sorted(texts) for hit in _hits_of(self.entries[n], texts[n], line, before)
        ]

    def _hits(self, line: Line, before: Sequence[Line]) -> Iterator[tuple[Any, ...]]:
        matches = self._matches(line, before)
        neutral = [hit for hit in matches if hit.entry.code == NEUTRAL]
        for code in self.codes:
            own = [hit for hit in matches if hit.entry.code == code]
            for hit in _longest(own + neutral) if own else ():
                if hit.entry.code != NEUTRAL:
                    denied = _denied(hit, line, self.rejections)
                    stance = "-" if denied else hit.entry.stance
                    first, last = line.spans[hit.run[0]], line.spans[hit.run[1] - 1]
                    yield first[0], last[1], code, stance, hit.phrase, denied


_fold = lru_cache(maxsize=1 << 16)(fold)


def _hits_of(
    entry: Entry, texts: Sequence[str], line: Line, before: Sequence[Line]
) -> Iterator[Hit]:
    """Yield the hits of an entry among the runs of its phrases, as its conditions allow."""
    if line.cover(entry.without):
        return
    blocked, reach = line.cover(entry.blocks), entry.within
    recent = [_needed(entry, old) for old in before[max(0, len(before) - entry.context) :]]
    needed = [
        here for n, here in enumerate(_needed(entry, line)) if not any(old[n] for old in recent)
    ]
    for text in texts:
        for first, last in line.runs[text]:
            if blocked.isdisjoint(range(first, last)) and all(
                here if reach is None else not here.isdisjoint(range(first - reach, last + reach))
                for here in needed
            ):
                yield Hit((first, last), entry, text)


def _needed(entry: Entry, line: Line) -> list[set[int]]:
    """Return where each thing stands that a hit needs: what is near, and a doer, no victim."""
    near = [line.cover([other]) for other in entry.near]
    doer = [line.cover(entry.doer) - line.cover(entry.victim)] if entry.doer else []
    return near + doer


def _longest(hits: Iterable[Hit]) -> list[Hit]:
    """Return hits that do not overlap: the longest first, then the one further left."""
    kept: list[Hit] = []
    taken: set[int] = set()
    for hit in sorted(hits, key=lambda hit: (hit.run[0] - hit.run[1], hit.run[0])):
        if taken.isdisjoint(range(*hit.run)):
            kept.append(hit)
            taken.update(range(*hit.run))
    return sorted(kept, key=lambda hit: hit.run)


def _denied(hit: Hit, line: Line, rejections: Iterable[Entry]) -> str:
    """Return the words that deny a hit: shortly before it, in it, or shortly behind it."""
    start, end = hit.run
    for one in rejections:
        if hit.entry.code in one.codes:
            runs = [run for phrase in one.any for run in line.runs.get(phrase.text, ())]
            ahead = [run for run in runs if start - one.before < run[1] < end]
            behind = [run for run in runs if end <= run[0] < end + one.after]
            if ahead or behind:
                near = max(ahead, key=lambda run: (run[1], -run[0])) if ahead else min(behind)
                return " ".join(line.terms[slice(*near)])
    return ""


@cache
def _of_the_book() -> Lexicon:
    return Lexicon(*read_lexicon(BOOK))
