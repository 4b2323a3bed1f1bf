"""A word in its contexts."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.errors import CorpusError, check_text, check_whole
from analysis.corpus.tokens import find_tokens, fold, stop_words
from analysis.measures.vocabulary.counts import stretches, without_citations

Sort = Literal["text", "left", "right"]
PLACE = ["document", "paragraph", "sentence"]
COLUMNS = [*PLACE, "start", "end", "left", "node", "right"]
ANY = "ꙮ"  # stands for * while a pattern is folded: a letter that no text has


class Piece(NamedTuple):
    """A word of a pattern, and whether only a hyphen may part it from the word before."""

    term: str
    hyphened: bool = False


def concordance(
    corpus: Corpus, pattern: str, *, width: int = 60, sort: Sort = "text"
) -> pd.DataFrame:
    """Return every place where a word or phrase occurs, with what stands left and right of it.

    Parameters
    ----------
    corpus
        The texts, which the contexts are cut from letter by letter.
    pattern
        One word or several side by side, folded as the texts are: *China-NATO* finds China and
        NATO, *U.S.* finds US and *us* does not; *nato* finds NATO where no text writes it small.
        ``*`` stands for any letters, as in ``"challeng*"`` or ``"anti-*"``. Words are side by side
        within a sentence if no comma, semicolon, bracket or other mark stands between them;
        quotation marks and hyphens may. Press citations are left out.
    width
        Characters of context on each side at most, whole words of the same paragraph.
    sort
        In the order of the texts, by the words on the right, or by the words on the left, nearest
        first.

    Returns
    -------
    DataFrame
        One row an occurrence: document, paragraph, sentence, start, end (offsets in the file),
        left, node, right. ``passages(corpus, lines)`` gives the whole sentences.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> lines = concordance(load_corpus(), "new cold war", width=20)
    >>> lines[["left", "node", "right"]].to_numpy().tolist()
    [['reminiscent of a "', 'new Cold War', '".']]
    """
    check_whole(width=width)
    if sort not in get_args(Sort):
        raise CorpusError(f"sort is “{sort}”; take one of {', '.join(get_args(Sort))}.")
    found = find_runs(corpus.tokens, pattern)
    body = corpus.sentences.groupby(["document", "paragraph"])
    bounds = pd.DataFrame({"first": body["start"].min(), "last": body["end"].max()})
    rows = [
        (
            document, paragraph, sentence, start, end,
            *_context(corpus.text(document), start, end, width, bounds.loc[document, paragraph]),
        )
        for document, paragraph, sentence, start, end in found.to_numpy(object)
    ]  # fmt: skip
    lines = pd.DataFrame(rows, columns=COLUMNS)
    if sort == "text":
        return lines
    words = lines[sort].str.lower().str.findall(r"\w+")
    key = words.map(lambda found: found[::-1] if sort == "left" else found)
    return lines.iloc[key.argsort(kind="stable")].reset_index(drop=True)


def find_runs(tokens: pd.DataFrame, pattern: str) -> pd.DataFrame:
    """Return the spans where a pattern of one or more words occurs, as in ``concordance``.

    One row an occurrence: document, paragraph, sentence, start, end. No span bridges a mark or a
    place where words were left out, such as a press citation.
    """
    tokens = without_citations(tokens)
    return Words(tokens).spans(pattern)[[*PLACE, "start", "end"]].reset_index(drop=True)


class Words:
    """Tokens in the order of the texts, made ready for looking up many patterns."""

    def __init__(self, tokens: pd.DataFrame):
        """Number the words, and the stretches that no mark or gap parts."""
        self.tokens = tokens
        self._codes, self._vocabulary = pd.factorize(tokens["term"].to_numpy(object))
        self.stretch = stretches(tokens).to_numpy()
        self._unmarked = stretches(tokens, marks=True).to_numpy()
        before = tokens["before"] if "before" in tokens else pd.Series("", index=tokens.index)
        self._hyphen = (before == "hyphen").to_numpy()

    def find(self, pattern: str) -> list[tuple[int, int]]:
        """Return the first and last place of each occurrence of a pattern, in order."""
        found = {run for pieces in readings(pattern) for run in self._runs(pieces)}
        return sorted(found)

    def spans(self, pattern: str) -> pd.DataFrame:
        """Return the tokens that begin an occurrence of a pattern, each with the ``end`` of it."""
        runs = self.find(pattern)
        first, last = ([run[side] for run in runs] for side in (0, 1))
        ends = self.tokens["end"].to_numpy()[last]
        return self.tokens.iloc[first].assign(end=ends)

    def _runs(self, pieces: list[Piece]) -> Iterator[tuple[int, int]]:
        """Yield the runs of one reading of a pattern."""
        length, more = len(self._codes) - len(pieces) + 1, len(pieces) - 1
        if not pieces or length < 1:
            return
        matched = self._unmarked[:length] == self._unmarked[more:]
        for step, piece in enumerate(pieces):
            here = slice(step, step + length)
            matched &= np.isin(self._codes[here], self._terms(piece.term))
            if piece.hyphened:
                matched &= self._hyphen[here]
        for first in matched.nonzero()[0].tolist():
            yield first, first + more

    def _terms(self, term: str) -> list[int]:
        """Return the numbers of the terms that a word of a pattern stands for."""
        if ANY in term:
            regex = re.compile(".*".join(map(re.escape, term.split(ANY))))
            return [code for code, word in enumerate(self._vocabulary) if regex.fullmatch(word)]
        for form in (term, *_other_capitals(term)):
            if form in self._known:
                return [self._known[form]]
        return []

    @cached_property
    def _known(self) -> dict[str, int]:
        return {word: code for code, word in enumerate(self._vocabulary)}


def readings(pattern: str) -> list[list[Piece]]:
    """Return the ways to read a pattern, each a list of words to be found side by side.

    The words are folded as those of the texts are, so that a compound that holds an actor’s name is
    its parts (*anti-China*). A compound with a star, as ``anti-*``, may hold such a name or not:
    it is read as one word, and as parts that a hyphen joins.

    >>> [[piece.term for piece in pieces] for pieces in readings("U.S.-led anti-war talks")]
    [['US', 'led', 'anti-war', 'talks']]
    """
    check_text(pattern)
    marked = pattern.replace("*", ANY)
    whole: list[Piece] = []
    parted: list[Piece] = []
    for token in (marked[start:end] for start, end in find_tokens(marked)):
        terms = [part.term for part in fold(token)]
        plain = [Piece(term) for term in terms]
        parts = [piece for term in terms for piece in term.split("-")]
        pieces = [Piece(part, place > 0) for place, part in enumerate(parts)]
        parted += pieces if ANY in token else plain
        whole += pieces if ANY in token and len(terms) > 1 else plain
    return [whole] if whole == parted else [whole, parted]


def _other_capitals(term: str) -> list[str]:
    """Return a term in other capitals, by which it is known where it is not as it stands.

    *nato* finds NATO where no text writes it so; *us*, which is a word of its own, never US.
    """
    small = term.lower()
    return [] if small in stop_words() else [form for form in (term.upper(), small) if form != term]


def _context(
    text: str, start: int, end: int, width: int, bounds: "pd.Series[int]"
) -> tuple[str, str, str]:
    far = 4 * width  # so that a paragraph as long as a book is not read anew for each line
    first, last = max(bounds["first"], start - far), min(bounds["last"], end + far)
    left, right = _flat(text[first:start]), _flat(text[end:last])
    if len(left) > width:
        left = left[-width - 1 :].partition(" ")[2]
    if len(right) > width:
        right = right[: width + 1].rpartition(" ")[0]
    return left, _flat(text[start:end]), right


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
