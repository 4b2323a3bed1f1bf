"""How rich the vocabulary of a text is."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.corpus.errors import check_at_least_one, check_columns
from analysis.measures.vocabulary.counts import without_citations

WINDOW = 50
SHORT, TOO_SHORT = 500, 50
FACTOR = 0.72
DRAW = 42
COLUMNS = [
    "words", "types", "ttr", "mattr", "mattr_low", "mattr_high", "mtld", "hdd", "yule_k", "note",
]  # fmt: skip


def diversity(tokens: pd.DataFrame, *, window: int = WINDOW, by: str = "document") -> pd.DataFrame:
    """Return how rich the vocabulary of each document is, by five measures.

    Parameters
    ----------
    tokens
        One row a term, in the order of the texts. Press citations are left out. Or counts, as of
        ``count_files``: then without MATTR and MTLD, which need the order of the words.
    window
        Words in a moving window, for ``mattr``.
    by
        The column that makes a group instead of the document; see ``with_facts``. The texts of a
        group are read one after the other.

    Returns
    -------
    DataFrame
        One row a document (or group): document, words, types, ``ttr``, ``mattr`` with ``mattr_low``
        and ``mattr_high`` (the 10th and 90th percentile over the windows), ``mtld``, ``hdd``,
        ``yule_k``, note. A text shorter than the window has no ``mattr``; one under 500 words has
        MTLD and HD-D that are not to be interpreted, and the note says so.

    Notes
    -----
    TTR falls with length and is given for its fame only. The spread over windows is no confidence
    interval: neighbouring windows share words. There is none from resampled paragraphs either,
    because a paragraph drawn twice repeats its words. A million words take five seconds; ten
    million counts, as of a hundred thousand documents, as long.

    Raises
    ------
    CorpusError
        If ``window`` is under 1 or there is no such column.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> rich = diversity(load_corpus().tokens).set_index("document")
    >>> rich["mattr"].idxmax()
    '2012-jamestown'
    """
    check_at_least_one(window=window)
    check_columns(tokens, [by])
    if "count" in tokens:
        return _of_counts(tokens, by)
    found = [
        {by: group, **_of_words(list(rows["term"]), window)}
        for group, rows in without_citations(tokens).groupby(by, sort=True)
    ]
    return pd.DataFrame(found, columns=[by, *COLUMNS])


def mattr(words: Sequence[str], window: int) -> float:
    """Return the mean type–token ratio over moving windows (Covington & McFall 2010).

    >>> round(mattr("one one two one one two one".split(), 2), 6)
    0.833333
    """
    return float(np.mean(window_ratios(words, window))) if len(words) >= window else float("nan")


def window_ratios(words: Sequence[str], window: int) -> list[float]:
    """Return the type–token ratio of each window of so many words, moved on word by word."""
    inside = Counter(words[:window])
    ratios = [len(inside) / window]
    for leaving, entering in zip(words, words[window:], strict=False):
        inside[entering] += 1
        inside[leaving] -= 1
        if not inside[leaving]:
            del inside[leaving]
        ratios.append(len(inside) / window)
    return ratios


def mtld(words: Sequence[str]) -> float:
    """Return the mean length of runs that keep a type–token ratio above .72, both ways.

    McCarthy & Jarvis (2010). A run closes where the ratio falls to .72 or below; some programs
    close it only below.

    >>> round(mtld("This is a sentence .".split() * 20), 6)
    7.142857
    """
    if not words:
        return float("nan")
    return (_one_way(words) + _one_way(words[::-1])) / 2


def hdd(words: Sequence[str], draw: int = DRAW) -> float:
    """Return HD-D: the expected type–token ratio of 42 words drawn at random.

    McCarthy & Jarvis (2007), from the hypergeometric chance that each type is in the draw.

    >>> round(hdd("This is a sentence .".split() * 20), 7)
    0.1190472
    """
    from scipy.stats import hypergeom

    if len(words) < draw:
        return float("nan")
    counts = list(Counter(words).values())
    return float(np.sum(1 - hypergeom.pmf(0, len(words), counts, draw)) / draw)


def yule_k(words: Sequence[str]) -> float:
    """Return Yule’s K = 10⁴ (Σ f² − N) / N²: the higher, the more a text repeats itself.

    >>> yule_k("a b c d d e e f f f".split())
    1000.0
    """
    size = len(words)
    repeated = sum(count**2 for count in Counter(words).values()) - size
    return 1e4 * repeated / size**2 if size else float("nan")


def _of_words(words: list[str], window: int) -> dict[str, float | str]:
    ratios = window_ratios(words, window) if len(words) >= window else [float("nan")]
    return {
        "words": len(words),
        "types": len(set(words)),
        "ttr": len(set(words)) / len(words),
        "mattr": float(np.mean(ratios)),
        "mattr_low": float(np.percentile(ratios, 10)),
        "mattr_high": float(np.percentile(ratios, 90)),
        "mtld": mtld(words),
        "hdd": hdd(words),
        "yule_k": yule_k(words),
        "note": _note(len(words)),
    }


def _of_counts(counts: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return what the counts of the types alone tell, for all groups at once."""
    from scipy.special import gammaln

    types = counts.groupby([by, "term"], sort=False)["count"].sum().reset_index()
    count = types["count"].to_numpy(float)
    size = types.groupby(by)["count"].transform("sum").to_numpy(float)
    left = np.maximum(size - count - DRAW, -1)  # under 0: no draw misses the type
    none = gammaln(size - count + 1) - gammaln(left + 1) - gammaln(size + 1)
    none = np.exp(none + gammaln(np.maximum(size - DRAW, 0) + 1))
    types = types.assign(drawn=(1 - none) / DRAW, square=count**2)
    groups = types.groupby(by)
    found = groups.agg(words=("count", "sum"), types=("count", "size"), hdd=("drawn", "sum"))
    words = found["words"]
    found["hdd"] = found["hdd"].where(words >= DRAW)
    found["ttr"] = found["types"] / words
    found["yule_k"] = 1e4 * (groups["square"].sum() - words) / words**2
    order = "counts know no order: no MATTR, no MTLD"
    found["note"] = [f"{note}; {order}" if (note := _note(size)) else order for size in words]
    return found.reset_index().reindex(columns=[by, *COLUMNS])


def _note(size: int) -> str:
    if size < TOO_SHORT:
        return "too short for any of these measures"
    return "too short for MTLD, HD-D" if size < SHORT else ""


def _one_way(words: Sequence[str]) -> float:
    factors, types, run = 0.0, set[str](), 0
    for word in words:
        types.add(word)
        run += 1
        if len(types) / run <= FACTOR:
            factors, types, run = factors + 1, set(), 0
    if run:
        factors += (1 - len(types) / run) / (1 - FACTOR)
    return len(words) / factors if factors else float(len(words))
