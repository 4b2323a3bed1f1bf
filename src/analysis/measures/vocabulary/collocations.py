"""The company that a word keeps."""

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import permutations
from math import log2
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.corpus.errors import CorpusError, check_at_least_one, known_names, listed
from analysis.corpus.nltk_module import nltk_module
from analysis.corpus.tokens import term_of
from analysis.measures.vocabulary.concordance import Words
from analysis.measures.vocabulary.counts import stretches, terms_of, without_citations

COLUMNS = [
    "document", "node", "collocate", "count", "count_left", "count_right", "node_count",
    "collocate_count", "g2", "log_dice", "mi", "mi3", "t_score", "delta_p_node",
    "delta_p_collocate",
]  # fmt: skip


def collocates(
    tokens: pd.DataFrame,
    node: str,
    *,
    window: int = 5,
    min_count: int = 3,
    stop: Collection[str] = (),
    measures: Sequence[str] = (),
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
    measures
        Further measures by the names of NLTK’s ``BigramAssocMeasures``, a column each: ``chi_sq``,
        ``dice``, ``fisher``, ``jaccard``, ``likelihood_ratio``, ``mi_like``, ``phi_sq``, ``pmi``,
        ``poisson_stirling``, ``raw_freq``, ``student_t``.

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
        If ``window`` or ``min_count`` is under 1 or NLTK has no such measure.

    Notes
    -----
    The measures are NLTK’s where NLTK has them. Its ``BigramCollocationFinder`` does not count for
    them: it counts pairs, so that a word between two nodes counts twice and may then be near more
    often than it occurs.

    Examples
    --------
    >>> tokens = pd.DataFrame({"document": "a", "sentence": 1, "position": range(6),
    ...     "term": ["cold", "war", "and", "cold", "war", "again"]})
    >>> near = collocates(tokens, "cold", window=1, min_count=2)
    >>> near[["collocate", "count", "count_right"]].to_dict("records")
    [{'collocate': 'war', 'count': 2, 'count_right': 2}]
    """
    check_at_least_one(window=window, min_count=min_count)
    measures = listed(measures)
    _check_measures(measures)
    left_out = terms_of(stop)
    found = [
        row
        for document, rows in without_citations(tokens).groupby("document", sort=True)
        for row in _of_document(str(document), rows, node, window, measures)
        if row["count"] >= min_count and row["collocate"] not in left_out
    ]
    table = pd.DataFrame(found, columns=[*COLUMNS, *measures])
    order = {"document": True, "g2": False, "collocate": True}
    return table.sort_values(list(order), ascending=list(order.values()), ignore_index=True)


def association(
    near: float, node: float, collocate: float, size: float, *, measures: Sequence[str] = ()
) -> dict[str, float]:
    """Return the measures of attraction for a 2×2 table.

    Parameters
    ----------
    near
        How often the two go together (f).
    node, collocate
        How often each occurs (fx, fy).
    size
        How many places there are (N).
    measures
        Further measures, by NLTK’s names.

    Examples
    --------
    >>> measures = association(5610, 5610 + 168938, 5610 + 2257, 5610 + 168938 + 2257 + 10233063)
    >>> round(measures["delta_p_node"], 3), round(measures["delta_p_collocate"], 3)
    (0.032, 0.697)
    """
    nltk = _nltk_measures()
    table = (near, (node, collocate), size)
    return {
        "g2": nltk.likelihood_ratio(*table),
        "log_dice": 14 + log2(2 * near / (node + collocate)),
        "mi": nltk.pmi(*table),
        "mi3": log2(near**3 * size / (node * collocate)),
        "t_score": nltk.student_t(*table),
        "delta_p_node": near / node - _share(collocate - near, size - node),
        "delta_p_collocate": near / collocate - _share(node - near, size - collocate),
        **{name: getattr(nltk, name)(*table) for name in measures},
    }


def _nltk_measures() -> Any:
    return nltk_module("metrics.association").BigramAssocMeasures


def _check_measures(measures: Sequence[str]) -> None:
    known = [name for name in dir(_nltk_measures()) if not name.startswith("_")]
    for name in measures:
        if name not in known:
            raise CorpusError(f"NLTK has no measure “{name}”{known_names(name, known)}.")


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def near(tokens: pd.DataFrame, node: str, collocate: str, *, window: int = 5) -> pd.DataFrame:
    """Return the tokens of a collocate that stand near a word, and those of the word near it.

    The passages behind a count of ``collocates``, in the same window. Either may be a phrase or
    pattern; then the row is its first word, with the end of the whole.
    """
    check_at_least_one(window=window)
    kept = [tokens.iloc[:0]]
    for _, rows in without_citations(tokens).groupby("document", sort=True):
        words = Words(rows)
        for one, other in permutations(sorted({node, collocate}), 2):
            sides = _windows(rows, words.find(one), window)
            inside = np.union1d(*sides)
            starts = [run[0] for run in words.find(other)]
            kept.append(words.spans(other)[np.isin(starts, inside)])
    return pd.concat(kept)


def company(tokens: pd.DataFrame, pairs: pd.DataFrame, *, window: int = 5) -> pd.DataFrame:
    """Return where the words of each pair of node and collocate stand near each other.

    What ``collocates`` counts, in every document: pairs without a count there as well.

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
    kept = [tokens.head(0).assign(node="", collocate="", span=0)]
    known = pairs[["node", "collocate"]].drop_duplicates()
    for node, collocate in known.itertuples(index=False, name=None):
        held = near(tokens, node, collocate, window=window)
        own = held["start"].where(held["term"] == term_of(collocate))
        first = own.groupby([held["document"], held["sentence"]]).transform("first")
        kept.append(held.assign(node=node, collocate=collocate, span=own.fillna(first)))
    return pd.concat(kept)


def _windows(
    tokens: pd.DataFrame, runs: list[tuple[int, int]], window: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places left and right of runs, within their stretches, each once."""
    stretch = stretches(tokens).to_numpy()
    edges = np.array(runs, dtype=int).reshape(-1, 2).T
    steps = np.arange(1, window + 1)
    sides = []
    for edge, direction in zip(edges, (-1, 1), strict=True):
        places = edge[:, None] + direction * steps
        known = places.clip(0, len(stretch) - 1)
        inside = (places == known) & (stretch[known] == stretch[edge][:, None])
        sides.append(np.unique(places[inside]))
    return sides[0], sides[1]


def _of_document(
    document: str, tokens: pd.DataFrame, node: str, window: int, measures: Sequence[str]
) -> list[dict[str, Any]]:
    terms = tokens["term"].to_numpy(object)
    runs = Words(tokens).find(node)
    own = {place for first, last in runs for place in range(first, last + 1)}
    left, right = (set(side.tolist()) - own for side in _windows(tokens, runs, window))
    inside = left | right
    counts = Counter(terms[[place for place in range(len(terms)) if place not in own]].tolist())
    size = len(terms) - len(own)
    near, before, after = (Counter(terms[sorted(side)].tolist()) for side in (inside, left, right))
    return [
        {
            "document": document,
            "node": node if "*" in node else term_of(node),
            "collocate": word,
            "count": count,
            "count_left": before[word],
            "count_right": after[word],
            "node_count": len(runs),
            "collocate_count": counts[word],
            **association(count, len(inside), counts[word], size, measures=measures),
        }
        for word, count in near.items()
        if count * size >= len(inside) * counts[word]
    ]
