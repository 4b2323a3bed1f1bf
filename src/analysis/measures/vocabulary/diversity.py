"""How rich the vocabulary of a text is."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd
import scipy

from analysis.corpus.errors import check_columns, check_whole
from analysis.measures.vocabulary.counts import count_terms, without_citations

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
    check_whole(window=window)
    check_columns(tokens, [by])
    if "count" in tokens:
        table = _of_counts(tokens, by)
        order = "counts know no order: no MATTR, no MTLD"
        table["note"] = [f"{note}; {order}" if note else order for note in table["note"]]
    else:
        tokens = without_citations(tokens)
        table = _of_counts(count_terms(tokens, by=by), by)
        texts = tokens.groupby(by)["term"]
        table = table.join(pd.DataFrame(_of_order(list(words), window) for _, words in texts))
    return table.reindex(columns=[by, *COLUMNS])


def window_ratios(words: Sequence[str], window: int) -> list[float]:
    """Return the type–token ratio of each window of so many words, moved on word by word.

    Their mean is MATTR (Covington & McFall 2010).

    >>> window_ratios("one one two one".split(), 2)
    [0.5, 1.0, 1.0]
    """
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


def _of_order(words: list[str], window: int) -> dict[str, float]:
    """Return what the order of the words tells."""
    ratios = window_ratios(words, window) if len(words) >= window else [float("nan")]
    low, high = np.percentile(ratios, [10, 90])
    mattr = float(np.mean(ratios))
    return {"mattr": mattr, "mattr_low": low, "mattr_high": high, "mtld": mtld(words)}


def _of_counts(counts: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return what the counts of the types alone tell, for all groups at once.

    With f the counts and N their sum, Yule’s K is 10⁴ (Σ f² − N) / N²: the higher, the more a text
    repeats itself. HD-D (McCarthy & Jarvis 2007) is the expected type–token ratio of 42 words drawn
    at random, from the hypergeometric chance that each type is in the draw.
    """
    gammaln = scipy.special.gammaln
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
    found["note"] = [_note(size) for size in words]
    return found.reset_index()


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
