"""Shares with intervals that know that sentences and words of a paragraph go together."""

from typing import Any, NamedTuple

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from analysis.corpus.errors import CorpusError, check_level

Floats = NDArray[np.float64]


class Intervals(NamedTuple):
    """Shares with their limits, and the number of independent draws that would be as sure."""

    share: Floats
    low: Floats
    high: Floats
    effective: Floats


def difference_intervals(one: Intervals, other: Intervals) -> tuple[Floats, Floats, Floats]:
    """Return how much shares differ, with limits made of those of both (Newcombe 1998, method 10).

    >>> sides = share_intervals([[5], [4]], [10, 10]), share_intervals([[1], [2]], [10, 10])
    >>> [round(float(limit[0]), 2) for limit in difference_intervals(*sides)]
    [0.3, -0.58, 0.84]
    """
    gap = one.share - other.share
    low = gap - np.hypot(one.share - one.low, other.high - other.share)
    high = gap + np.hypot(one.high - one.share, other.share - other.low)
    return gap, low, high


def log_ratio_intervals(one: Intervals, other: Intervals) -> tuple[Floats, Floats]:
    """Return the limits of log2 of one share to the other; NaN where a side has none.

    The limits of both, as logarithms, are joined as those of a difference are (Zou & Donner 2008).

    >>> sides = share_intervals([[5], [4]], [10, 10]), share_intervals([[1], [2]], [10, 10])
    >>> [round(float(limit[0]), 2) for limit in log_ratio_intervals(*sides)]
    [-3.43, 7.49]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = [Intervals(*map(np.log2, side)) for side in (one, other)]
        return difference_intervals(*logs)[1:]


def share_interval(
    hits: ArrayLike, sizes: ArrayLike, *, level: float = 0.95
) -> tuple[float, float, float]:
    """Return a share and its lower and upper limit, from hits and sizes by paragraph.

    A Wilson interval on the effective size N / deff, with the t quantile of k − 1 degrees of
    freedom for k paragraphs. The design effect compares the variance of the ratio between
    paragraphs, k/(k−1) Σ(xᵢ − p nᵢ)² / N², with p(1 − p)/N; it is taken as at least 1, so that no
    interval is shorter than one of independent draws. The percentile bootstrap over so few
    paragraphs is too short; the book’s page on validation shows how often each covers.

    Parameters
    ----------
    hits, sizes
        One value a paragraph: sentences (or words) that count, and all of them.
    level
        How often such an interval should hold the true share.

    Raises
    ------
    CorpusError
        If a value is negative or no number, a paragraph has more hits than size, the two are not
        as many, or the level is not between 0 and 1.

    Examples
    --------
    >>> [round(limit, 3) for limit in share_interval([1, 0, 2, 1], [4, 3, 5, 4])]
    [0.25, 0.06, 0.633]
    """
    one = share_intervals(np.asarray(hits, dtype=float)[:, None], sizes, level=level)
    return float(one.share[0]), float(one.low[0]), float(one.high[0])


def share_intervals(hits: ArrayLike, sizes: ArrayLike, *, level: float = 0.95) -> Intervals:
    """Return the same for many shares at once: ``hits`` is paragraphs × shares.

    Without any size the share is NaN; with fewer than two paragraphs the limits are.
    """
    check_level(level)
    x, n = np.asarray(hits, dtype=float), np.asarray(sizes, dtype=float)
    _check_counts(x, n)
    return stratified_intervals(x, n, np.zeros(len(n)), level=level)


def stratified_intervals(
    hits: Any, sizes: Floats, texts: ArrayLike, *, level: float = 0.95
) -> Intervals:
    """Return the same for paragraphs of several texts, dense or sparse, unchecked.

    The texts are strata, of a fixed size each: how far they lie apart adds no variance. Within a
    text of k paragraphs the residuals e = x − p n vary by k/(k−1) Σ(e − ē)²; the sum over texts
    stands for the Σ above, and t has a degree of freedom a paragraph less one a text. Texts of one
    paragraph are one stratum together.
    """
    total, count = sizes.sum(), np.asarray(hits.sum(axis=0), dtype=float)
    none = np.full(count.shape, np.nan)
    if not total:
        return Intervals(none, none, none, none)
    p = count / total
    of, k = np.unique(np.asarray(texts), return_inverse=True, return_counts=True)[1:]
    of, k = np.unique(np.where(k[of] > 1, of, -1), return_inverse=True, return_counts=True)[1:]
    if (k == 1).all():
        return Intervals(p, none, none, none)
    weight = np.where(k > 1, k / np.maximum(k - 1, 1), 0.0)
    within = scipy.sparse.csr_array((np.ones(len(of)), (of, np.arange(len(of)))))
    varied = _squares(hits, sizes, p, weight[of])
    varied -= _squares(within @ hits, within @ sizes, p, weight / k)
    simple = p * (1 - p) * total
    effect = np.divide(varied, simple, out=np.ones_like(p), where=simple > 0)
    effective = total / np.maximum(1.0, effect)
    z = float(scipy.special.stdtrit((k - 1).sum(), 0.5 + level / 2))
    centre = (p + z**2 / (2 * effective)) / (1 + z**2 / effective)
    spread = np.sqrt(p * (1 - p) / effective + (z / effective) ** 2 / 4)
    half = z / (1 + z**2 / effective) * spread
    low = np.where(p > 0, centre - half, 0.0)
    high = np.where(p < 1, centre + half, 1.0)
    return Intervals(p, low, high, effective)


def _squares(x: Any, n: Any, p: Floats, weight: Floats) -> Floats:
    """Return Σ w (x − p n)², multiplied out, so that a sparse x stays sparse."""
    return np.asarray((x * x).T @ weight - 2 * p * (x.T @ (weight * n)) + p**2 * (weight @ n**2))


def percentile_limits(drawn: Floats) -> tuple[float, float]:
    """Return the limits between which the middle 95% of a bootstrap lie; NaN is no value.

    >>> percentile_limits(np.arange(1001) / 1000)
    (0.025, 0.975)
    """
    known = drawn[~np.isnan(drawn)]
    low, high = np.percentile(known, [2.5, 97.5]) if len(known) else (np.nan, np.nan)
    return float(low), float(high)


def _check_counts(hits: Floats, sizes: Floats) -> None:
    if len(hits) != len(sizes):
        raise CorpusError(f"{len(hits)} hits and {len(sizes)} sizes; give one of each a paragraph.")
    if not (np.isfinite(hits).all() and np.isfinite(sizes).all() and (hits >= 0).all()):
        raise CorpusError("A count is negative or no number; give hits and sizes by paragraph.")
    if (hits > sizes[:, None]).any():
        raise CorpusError("A paragraph has more hits than its size; hits are part of the size.")
