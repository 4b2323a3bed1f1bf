"""A word in its contexts."""

import re
from typing import TYPE_CHECKING, Literal, get_args

import pandas as pd

from analysis.corpus.errors import CorpusError, check_at_least_one
from analysis.corpus.tokens import find_tokens, fold
from analysis.measures.vocabulary.counts import stretches, without_citations

if TYPE_CHECKING:
    from analysis.corpus.corpus import Corpus

Sort = Literal["text", "left", "right"]
PLACE = ["document", "paragraph", "sentence"]
COLUMNS = [*PLACE, "start", "end", "left", "node", "right"]


def concordance(
    corpus: "Corpus", pattern: str, *, width: int = 60, sort: Sort = "text", cited: bool = False
) -> pd.DataFrame:
    """Return every place where a word or phrase occurs, with what stands left and right of it.

    Parameters
    ----------
    corpus
        The texts, which the contexts are cut from letter by letter.
    pattern
        One word or several in a row, within a sentence, compared as terms (*U.S.* finds *US*,
        *us* does not); ``*`` stands for any letters, as in ``"challeng*"`` or ``"cold war"``.
    width
        Characters of context on each side at most, whole words of the same paragraph.
    sort
        In the order of the texts, by the words on the right, or by the words on the left, nearest
        first.
    cited
        Look into press citations as well.

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
    check_at_least_one(width=width)
    if sort not in get_args(Sort):
        raise CorpusError(f"sort is “{sort}”; take one of {', '.join(get_args(Sort))}.")
    found = find_runs(corpus.tokens, pattern, cited=cited)
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


def find_runs(tokens: pd.DataFrame, pattern: str, *, cited: bool = False) -> pd.DataFrame:
    """Return the spans where a pattern of one or more terms occurs within a sentence.

    One row an occurrence: document, paragraph, sentence, start, end. No span bridges a place where
    words were left out, such as a press citation; ``cited`` keeps those.
    """
    tokens = tokens if cited else without_citations(tokens)
    parts = [_as_regex(word) for word in pattern.split()]
    inside = tokens.groupby(stretches(tokens), sort=False)
    matched = pd.Series(bool(parts), index=tokens.index)
    for step, part in enumerate(parts):
        matched &= inside["term"].shift(-step).str.fullmatch(part).fillna(False).astype(bool)
    ends = inside["end"].shift(1 - len(parts)) if parts else tokens["end"]
    found = tokens.assign(end=ends)[matched]
    return found[[*PLACE, "start", "end"]].astype({"end": "int64"}).reset_index(drop=True)


def _context(
    text: str, start: int, end: int, width: int, bounds: "pd.Series[int]"
) -> tuple[str, str, str]:
    left, right = _flat(text[bounds["first"] : start]), _flat(text[end : bounds["last"]])
    if len(left) > width:
        left = left[-width - 1 :].partition(" ")[2]
    if len(right) > width:
        right = right[: width + 1].rpartition(" ")[0]
    return left, _flat(text[start:end]), right


def _as_regex(word: str) -> str:
    pieces = [piece if piece == "*" else _folded(piece) for piece in re.split(r"(\*)", word)]
    return "".join(".*" if piece == "*" else re.escape(piece) for piece in pieces)


def _folded(piece: str) -> str:
    return "-".join(part.term for a, b in find_tokens(piece) for part in fold(piece[a:b]))


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
