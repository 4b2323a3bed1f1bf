"""Shares, their limits and differences against values worked out by hand."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.stats import t

from analysis import CorpusError, share_interval
from analysis.measures.certainty.intervals import (
    difference_intervals,
    log_ratio_intervals,
    percentile_limits,
    share_intervals,
    stratified_intervals,
)


def wilson(p, n, z):
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return [centre - half, centre + half]


@pytest.mark.parametrize("level", [0.8, 0.95])
def test_alike_paragraphs_give_a_wilson_interval_with_a_t_quantile(level):
    found = share_interval([5, 5], [10, 10], level=level)
    assert found[0] == 0.5
    assert found[1:] == pytest.approx(wilson(0.5, 20, t.ppf(0.5 + level / 2, 1)))


def test_clumped_paragraphs_count_as_fewer_draws():
    """p = 1/2, Σ(x − pn)² = 100, so 4/3·100/1600 = 1/12 against 1/160: 40/(40/3) = 3 draws."""
    found = share_intervals([[10], [10], [0], [0]], [10] * 4)
    assert found.effective[0] == pytest.approx(3)
    assert [found.low[0], found.high[0]] == pytest.approx(wilson(0.5, 3, t.ppf(0.975, 3)))


def test_none_and_all_keep_their_ends():
    none, every = share_interval([0, 0], [9, 9]), share_interval([9, 9], [9, 9])
    assert none[:2] == (0, 0)
    assert every[0] == every[2] == 1
    assert (
        none[2] == pytest.approx(1 - every[1]) == pytest.approx(wilson(0, 18, t.ppf(0.975, 1))[1])
    )


def test_unknown_is_not_nought():
    empty, single = share_intervals(np.empty((0, 2)), []), share_intervals([[1, 2]], [4])
    assert np.isnan(np.array(empty)).all()
    assert single.share.tolist() == [0.25, 0.5]
    assert np.isnan([single.low, single.high, single.effective]).all()


def test_a_difference_joins_the_limits_of_both():
    one, other = share_intervals([[5], [4]], [10, 10]), share_intervals([[1], [2]], [10, 10])
    gap, low, high = (float(limit[0]) for limit in difference_intervals(one, other))
    assert gap == pytest.approx(0.3)
    assert low == pytest.approx(gap - np.hypot(0.45 - one.low[0], other.high[0] - 0.15))
    assert high == pytest.approx(gap + np.hypot(one.high[0] - 0.45, 0.15 - other.low[0]))


def test_a_log_ratio_joins_the_limits_of_both_and_has_none_where_a_side_has_none():
    one, other = share_intervals([[9, 0], [6, 0]], [10, 10]), share_intervals([[1, 2]] * 2, [9, 9])
    low, high = log_ratio_intervals(one, other)
    gap = np.log2(0.75 / (1 / 9))
    below = np.hypot(np.log2(0.75 / one.low[0]), np.log2(other.high[0] * 9))
    above = np.hypot(np.log2(one.high[0] / 0.75), np.log2(1 / 9 / other.low[0]))
    assert [low[0], high[0]] == pytest.approx([gap - below, gap + above])
    assert np.isnan([low[1], high[1], *np.ravel(log_ratio_intervals(other, one))[1::2]]).all()


def test_texts_are_strata_and_those_of_one_paragraph_one_together():
    """Residuals of x: −1, 1, 0, of y: −2, 2; of the single ones −1, 1: 3/2·2 + 2·8 + 2·2 = 23."""
    hits, sizes = np.array([[1], [3], [2], [3], [7], [1], [3]]), np.array([4.0, 4, 4, 10, 10, 4, 4])
    found = stratified_intervals(hits, sizes, [*"xxxyy", "z", "w"])
    assert found.effective[0] == pytest.approx(40 * (0.5 * 0.5 * 40) / 23)
    n = found.effective[0]
    assert [found.low[0], found.high[0]] == pytest.approx(wilson(0.5, n, t.ppf(0.975, 7 - 3)))


def test_sparse_hits_give_the_same():
    generator = np.random.default_rng(0)
    sizes, texts = generator.integers(20, 90, 60), generator.integers(0, 5, 60)
    hits = generator.binomial(sizes[:, None], generator.beta(1, 9, (60, 8))).astype(float)
    dense, sparse = (stratified_intervals(x, sizes, texts) for x in (hits, csr_array(hits)))
    assert np.array(sparse) == pytest.approx(np.array(dense))
    one = share_intervals(hits, sizes)
    residuals = hits - one.share * sizes[:, None]
    between = 60 / 59 * (residuals**2).sum(axis=0)
    expected = one.share * (1 - one.share) * sizes.sum() ** 2 / between
    assert one.effective == pytest.approx(np.minimum(expected, sizes.sum()))
    assert (dense.effective != one.effective).any()


def test_limits_of_a_bootstrap_are_its_percentiles_and_nan_is_no_value():
    drawn = np.append(np.arange(1001.0), np.nan)
    assert percentile_limits(drawn) == (25, 975)
    assert np.isnan(percentile_limits(np.array([np.nan]))).all()


@pytest.mark.parametrize(
    ("hits", "sizes", "level", "message"),
    [
        ([5, 6], [1, 2], 0.95, "more hits than its size"),
        ([-1, 2], [3, 3], 0.95, "negative or no number"),
        ([np.nan, 2], [3, 3], 0.95, "negative or no number"),
        ([1, 2], [3, np.inf], 0.95, "negative or no number"),
        ([1, 2, 3], [3, 3], 0.95, "3 hits and 2 sizes"),
        ([1, 2], [3, 3], 95, "level is 95; give a share between 0 and 1"),
        ([1, 2], [3, 3], 0, "level is 0"),
        ([1, 2], [3, 3], np.nan, "level is nan"),
    ],
)
def test_what_is_no_share_is_refused(hits, sizes, level, message):
    with pytest.raises(CorpusError, match=message):
        share_interval(hits, sizes, level=level)
