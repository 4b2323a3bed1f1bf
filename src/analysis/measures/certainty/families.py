"""Tests that are one family: corrected together, and drawn until each verdict is decided."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import scipy
from numpy.typing import ArrayLike, NDArray

from analysis.corpus.errors import check_columns, check_level
from analysis.measures.certainty.permutation import Comparison, Floats, permute

ALPHA = 0.05
DRAWS = 99_999
FIRST = 9_999  # draws that settle most tests
SURE = 0.999  # of the interval that a verdict must leave out
ADJUSTED = ["p", "q", "holm", "max_t"]


def family_tests(
    comparisons: Sequence[Comparison],
    *,
    test: str = "conditional",
    permutations: int = DRAWS,
    seed: int,
    min_count: int = 1,
    shown: Sequence[str] = ADJUSTED,
) -> pd.DataFrame:
    """Return the p-values of comparisons that are one family, with corrections.

    Ten thousand relabellings are drawn, or as many as ``permutations`` says. Where the 99.9%
    Monte-Carlo interval (Clopper–Pearson; adjusted like the value itself) of p, q or Holm holds
    .05, that many are drawn for what is open, and four times as many for what is open then. What
    stays open is *on the edge*: another seed may decide it otherwise. max_t is of the first draws.

    Parameters
    ----------
    comparisons
        What is compared: each row of each is a test.
    test, permutations, seed
        As in ``permute``.
    min_count
        Rows with fewer occurrences on both sides together are not of the family.
    shown
        The columns that must be decided.

    Returns
    -------
    DataFrame
        The rows of each comparison in turn: p, q (Benjamini–Hochberg), holm, max_t (Westfall–Young,
        within a comparison), note (what is on the edge, or why there is no p).
    """
    frequent = [np.asarray(one.counts.sum(axis=1)) >= min_count for one in comparisons]
    kept = [_rows(one, rows) for one, rows in zip(comparisons, frequent, strict=True)]
    of = np.repeat(np.arange(len(kept)), [one.counts.shape[0] for one in kept])
    p, max_t = np.zeros((2, 3, len(of)))  # value, low, high
    edge = pd.DataFrame(True, index=range(len(of)), columns=ADJUSTED)
    adjusted = _adjusted(p[0], max_t[0])
    rounds = sorted({min(FIRST, permutations), permutations, 4 * permutations})
    for draws in rounds if len(of) else ():
        for place, one in enumerate(kept):
            mine = of == place
            rows = mine & edge[ADJUSTED[:3]].any(axis=1).to_numpy()
            if rows.any():
                drawn = permute(*_rows(one, rows[mine]), test=test, permutations=draws, seed=seed)
                p[:, rows] = np.minimum(1, 2 * _limits(drawn.p / 2, drawn.drawn))
                if draws == rounds[0]:  # later not all of them are drawn
                    max_t[:, rows] = _limits(drawn.max_t, drawn.drawn)
        adjusted, low, high = (_adjusted(*limits) for limits in zip(p, max_t, strict=True))
        edge = (low < ALPHA) & (high >= ALPHA) & np.isin(ADJUSTED, shown)
    table = pd.DataFrame(index=range(sum(map(len, frequent))), columns=ADJUSTED, dtype=float)
    tested = pd.Series(np.concatenate([[], *frequent]), dtype=bool)
    table.loc[tested] = adjusted.to_numpy()
    table["note"] = f"fewer than {min_count} occurrences: not tested"
    open_ones = edge.to_numpy()
    table.loc[tested, "note"] = [
        _said([name for name, own in zip(ADJUSTED, row, strict=True) if own]) for row in open_ones
    ]
    return table


def _rows(one: Comparison, rows: NDArray[np.bool_]) -> Comparison:
    return one._replace(counts=one.counts[rows.nonzero()[0]])


def _adjusted(p: Floats, max_t: Floats) -> pd.DataFrame:
    columns = [p, benjamini_hochberg(p), holm(p), max_t]
    return pd.DataFrame(dict(zip(ADJUSTED, columns, strict=True)))


def _limits(share: Floats, drawn: int) -> Floats:
    """Return shares of draws with the limits of their Monte-Carlo interval, a row each."""
    if not drawn:
        return np.tile(share, (3, 1))
    hits = np.rint(share * (drawn + 1)) - 1
    low = scipy.special.betaincinv(hits, drawn - hits + 1, (1 - SURE) / 2)
    high = scipy.special.betaincinv(hits + 1, drawn - hits, (1 + SURE) / 2)
    return np.array([share, np.where(hits > 0, low, 0), np.where(hits < drawn, high, 1)])


def _said(names: Sequence[str]) -> str:
    return f"on the edge of {ALPHA}: {', '.join(names)}" if names else ""


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """Return q-values: the false discovery rate at which each test would be kept.

    Benjamini & Hochberg (1995). Right for independent and for positively dependent tests.

    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    values = np.asarray(p, dtype=float)
    order = np.argsort(-values, kind="stable")
    steps = len(values) / np.arange(len(values), 0, -1) * values[order]
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum(np.minimum.accumulate(steps), 1)
    return adjusted


def holm(p: ArrayLike) -> Floats:
    """Return p-values adjusted by Holm (1979): the chance of any false discovery in the family.

    >>> holm([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.06, 0.06]
    """
    values = np.asarray(p, dtype=float)
    order = np.argsort(values, kind="stable")
    steps = np.arange(len(values), 0, -1) * values[order]
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1)
    return adjusted


def passing(result: pd.DataFrame, *, level: float = 0.05) -> pd.DataFrame:
    """Return the rows of a result whose q is under the level, the smallest p first.

    Raises
    ------
    CorpusError
        If the result has no p or q, or ``level`` is not between 0 and 1.

    Examples
    --------
    >>> passing(pd.DataFrame({"term": ["a", "b"], "p": [0.2, 0.001], "q": [0.2, 0.002]}))
      term      p      q
    1    b  0.001  0.002
    """
    check_level(level)
    check_columns(result, ["p", "q"])
    keys = [str(c) for c in result if not pd.api.types.is_numeric_dtype(result[c])]
    return result[result["q"] < level].sort_values(["p", *keys])
