"""The company that a word keeps."""

from collections.abc import Collection
from itertools import permutations

import numpy as np
import pandas as pd
import scipy
from numpy.typing import ArrayLike, NDArray

from analysis.corpus.errors import check_whole
from analysis.corpus.tokens import term_of
from analysis.measures.vocabulary.concordance import Words
from analysis.measures.vocabulary.contingency import Floats
from analysis.measures.vocabulary.counts import terms_of, without_citations

COUNTS = ["count", "count_left", "count_right", "node_count", "collocate_count"]
MEASURES = ["g2", "log_dice", "mi", "mi3", "t_score", "delta_p_node", "delta_p_collocate"]
COLUMNS = ["document", "node", "collocate", *COUNTS, *MEASURES]
Places = NDArray[np.int64]


def collocates(
    tokens: pd.DataFrame,
    node: str,
    *,
    window: int = 5,
    min_count: int = 3,
    stop: Collection[str] = (),
) -> pd.DataFrame:
    """Return the words that stand near a word, in each document, with measures of attraction.

    Parameters
    ----------
    tokens
        One row a term, in the order of the texts.
    node
        A word, phrase or pattern, as ``concordance`` takes it. A phrase takes one place.
    window
        Words on each side, within the sentence, over commas and other marks; it ends where words
        were left out beforehand. Press citations are.
    min_count
        Fewest co-occurrences; at the size of one article fewer say nothing.
    stop
        Words not listed; they still take up a place in the window.

    Returns
    -------
    DataFrame
        One row a document and collocate: ``count`` (occurrences of the collocate within a window,
        each counted once), ``count_left``, ``count_right``, ``node_count``, ``collocate_count``,
        and measures over the words in and out of the windows: ``g2`` (Dunning), ``log_dice``
        = 14 + log2(2f/(fx+fy)) (Rychlý 2008), ``mi``, ``mi3`` = log2(f³N/(fx·fy)), ``t_score``,
        ``delta_p_node`` = P(collocate | in a window) − P(collocate | outside) and
        ``delta_p_collocate``, the other way round (Gries 2013). Largest ``g2`` first, then by
        collocate; only words that stand near no less often than expected.

    Raises
    ------
    CorpusError
        If ``window`` or ``min_count`` is under 1.

    Notes
    -----
    NLTK’s ``BigramCollocationFinder`` counts pairs instead, so that a word between two nodes counts
    twice and may then be near more often than it occurs.

    Examples
    --------
    >>> tokens = pd.DataFrame({"document": "a", "sentence": 1, "position": range(6),
    ...     "term": ["cold", "war", "and", "cold", "war", "again"]})
    >>> near = collocates(tokens, "cold", window=1, min_count=2)
    >>> near[["collocate", "count", "count_right"]].to_dict("records")
    [{'collocate': 'war', 'count': 2, 'count_right': 2}]
    """
    check_whole(window=window, min_count=min_count)
    tokens = without_citations(tokens)
    words, key = Words(tokens), ["document", "term"]
    runs = words.find(node)
    own = np.array([place for first, last in runs for place in range(first, last + 1)], dtype=int)
    left, right = (np.setdiff1d(side, own) for side in _windows(words, node, window))
    inside, rest = np.union1d(left, right), np.setdiff1d(np.arange(len(tokens)), own)
    counted = [tokens.iloc[places].groupby(key).size() for places in (inside, left, right, rest)]
    table = pd.concat(counted, axis=1, keys=[*COUNTS[:3], "collocate_count"]).dropna(subset="count")
    table = table.fillna(0).astype(int).rename_axis(["document", "collocate"]).reset_index()
    nodes, near, whole = (
        table["document"].map(tokens["document"].iloc[places].value_counts())
        for places in ([first for first, _ in runs], inside, rest)
    )
    table = table.assign(node=node if "*" in node else term_of(node), node_count=nodes)
    table = table.assign(**association(table["count"], near, table["collocate_count"], whole))
    kept = (table["count"] >= min_count) & ~table["collocate"].isin(terms_of(stop))
    kept &= table["count"] * whole >= near * table["collocate_count"]
    order = {"document": True, "g2": False, "collocate": True}
    return table.loc[kept, COLUMNS].sort_values(
        list(order), ascending=list(order.values()), ignore_index=True
    )


def association(
    near: ArrayLike, node: ArrayLike, collocate: ArrayLike, size: ArrayLike
) -> dict[str, Floats]:
    """Return the measures of attraction for 2×2 tables.

    Parameters
    ----------
    near
        How often the two go together (f).
    node, collocate
        How often each occurs (fx, fy).
    size
        How many places there are (N).

    Examples
    --------
    >>> measures = association(5610, 5610 + 168938, 5610 + 2257, 5610 + 168938 + 2257 + 10233063)
    >>> [float(measures[name].round(3)) for name in ("delta_p_node", "delta_p_collocate")]
    [0.032, 0.697]
    """
    f, x, y, n = np.broadcast_arrays(
        *(np.asarray(one, float) for one in (near, node, collocate, size))
    )
    expected = np.array([x * y, (n - x) * y, x * (n - y), (n - x) * (n - y)]) / n
    with np.errstate(invalid="ignore"):
        beside = [np.nan_to_num((one - f) / (n - other)) for one, other in ((y, x), (x, y))]
    return {
        "g2": 2 * scipy.special.rel_entr([f, y - f, x - f, n - x - y + f], expected).sum(axis=0),
        "log_dice": 14 + np.log2(2 * f / (x + y)),
        "mi": np.log2(f * n / (x * y)),
        "mi3": np.log2(f**3 * n / (x * y)),
        "t_score": (f - x * y / n) / np.sqrt(f),
        "delta_p_node": f / x - beside[0],
        "delta_p_collocate": f / y - beside[1],
    }


def near(tokens: pd.DataFrame, node: str, collocate: str, *, window: int = 5) -> pd.DataFrame:
    """Return the tokens of a collocate that stand near a word, and those of the word near it.

    The passages behind a count of ``collocates``, in the same window. Either may be a phrase or
    pattern; then the row is its first word, with the end of the whole.
    """
    check_whole(window=window)
    return _near(Words(without_citations(tokens)), node, collocate, window)


def company(tokens: pd.DataFrame, pairs: pd.DataFrame, *, window: int = 5) -> pd.DataFrame:
    """Return where the words of each pair of node and collocate stand near each other.

    What ``collocates`` counts, of each pair in every document.

    Parameters
    ----------
    tokens
        One row a term, in the order of the texts.
    pairs
        node and collocate, such as rows of ``collocates``.
    window
        Words on each side, as in ``collocates``.

    Returns
    -------
    DataFrame
        The tokens of both, with node, collocate and ``span``: the rows of one occurrence of the
        collocate, with what it stands near in its sentence, have the same.

    Examples
    --------
    >>> tokens = pd.DataFrame({"document": "a", "sentence": 1, "position": range(4),
    ...     "start": [0, 4, 9, 13], "end": [3, 8, 12, 17], "term": ["new", "cold", "war", "cold"]})
    >>> pairs = pd.DataFrame({"node": ["war"], "collocate": ["cold"]})
    >>> company(tokens, pairs).groupby(["document", "node", "collocate"])["span"].nunique().item()
    2
    """
    check_whole(window=window)
    words = Words(without_citations(tokens))
    kept = [tokens.head(0).assign(node="", collocate="", span=0)]
    known = pairs[["node", "collocate"]].drop_duplicates()
    for node, collocate in known.itertuples(index=False, name=None):
        held = _near(words, node, collocate, window)
        own = held["start"].where(held["term"] == term_of(collocate))
        first = own.groupby([held["document"], held["sentence"]]).transform("first")
        kept.append(held.assign(node=node, collocate=collocate, span=own.fillna(first)))
    return pd.concat(kept)


def _near(words: Words, node: str, collocate: str, window: int) -> pd.DataFrame:
    """Return the tokens of either that stand near the other, in the order of the texts."""
    kept = [words.tokens.head(0)]
    for one, other in permutations(sorted({node, collocate}), 2):
        inside = np.union1d(*_windows(words, one, window))
        starts = [first for first, _ in words.find(other)]
        kept.append(words.spans(other)[np.isin(starts, inside)])
    return pd.concat(kept).sort_index()


def _windows(words: Words, node: str, window: int) -> list[Places]:
    """Return the places left and right of a word, within its sentence, each once."""
    edges = np.array(words.find(node), dtype=int).reshape(-1, 2).T[..., None]
    window, sides = min(window, max(np.bincount(words.stretch), default=0)), []
    for edge, direction in zip(edges, (-1, 1), strict=True):
        places = edge + direction * np.arange(1, window + 1)
        known = places.clip(0, len(words.stretch) - 1)
        inside = (places == known) & (words.stretch[known] == words.stretch[edge])
        sides.append(np.unique(places[inside]))
    return sides
