"""Paragraphs dealt anew: tests that know that words clump.

Three ways of dealing them, each with its statistic, and the p-values that come of it.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations, islice
from math import comb
from typing import NamedTuple, TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from analysis.corpus.errors import check_known, check_whole

Floats = NDArray[np.float64]
Counts: TypeAlias = "scipy.sparse.csr_array"
CELLS = 2**16  # rows or paragraphs × relabellings held at a time: what fits near the processor
PARAGRAPHS_NEEDED = 10  # on each side, for a test
TESTS = ("conditional", "chances", "pooled")

TINY = 1e-12  # rounding, not variance
SMALL = 1e-9  # when the fit on lengths is found
STEADY = 1 / 3  # of the expected variance beside the observed; 0 rejects too often, more is weaker


class Comparison(NamedTuple):
    """What is tested: rows × paragraphs, the size of each paragraph, and which are the target’s.

    Sizes are words, or sentences, or ones where paragraphs are counted.
    """

    counts: Counts
    sizes: NDArray[np.int64]
    in_target: NDArray[np.bool_]


class Relabelling(NamedTuple):
    """A statistic of labels (paragraphs × draws), how they are drawn, and those of the texts.

    ``log_odds`` weigh the ways of dealing where all are taken.
    """

    statistic: Callable[[Floats], Floats]
    draw: Callable[[np.random.Generator, int], Floats]
    actual: Floats
    log_odds: Floats


class Permutation(NamedTuple):
    """One permutation test for each row: p, one-sided p, step-down max-T for the whole family.

    ``drawn`` says how many relabellings were drawn; none where all were taken.
    """

    p: Floats
    greater: Floats
    max_t: Floats
    drawn: int


def permute(
    counts: Counts,
    sizes: NDArray[np.int64],
    in_target: NDArray[np.bool_],
    *,
    test: str = "conditional",
    permutations: int,
    seed: int,
) -> Permutation:
    """Return paragraph-permutation p-values for the difference of two sides, a row each.

    Paragraphs are dealt anew to the two sides, as many to each as before; ``relabelling`` says how,
    and what is compared. Where there are at most ``permutations`` ways to deal them, all are taken
    and p is the chance of those at least as extreme; otherwise so many are drawn and
    p = (1 + extreme) / (1 + drawn). ``greater`` is the tail above, ``p`` is two-sided: twice the
    smaller tail, at most 1.

    Max-T is the step-down of Westfall & Young (1993) over the same relabellings and statistics; it
    knows that words go together.

    Parameters
    ----------
    counts
        Rows × paragraphs.
    sizes
        The denominator of each paragraph: words, or ones for a share of sentences or paragraphs.
    in_target
        Which paragraphs are the target’s.
    test
        *conditional*, *chances* or *pooled*; see ``relabelling``.
    permutations, seed
        How many relabellings at most, and the seed that draws them. They are held in batches.
    """
    check_whole(permutations=permutations)
    compared = Comparison(counts.astype(float), sizes, in_target)
    dealt = relabelling(compared, test)
    observed = dealt.statistic(dealt.actual[:, None])[:, 0]
    slack = 1e-9 * (1 + np.abs(observed))
    order = np.argsort(-np.abs(observed), kind="stable")
    every = comb(len(sizes), int(in_target.sum())) <= permutations
    width = max(64, CELLS // max(len(sizes), len(observed)))
    batches = _every(dealt, width) if every else _drawn(dealt, width, permutations, seed)
    tails, whole = np.zeros((3, len(observed))), 0.0
    for labels, weights in batches:
        drawn = dealt.statistic(labels)
        tails[0] += (drawn >= (observed - slack)[:, None]) @ weights
        tails[1] += (drawn <= (observed + slack)[:, None]) @ weights
        largest = np.maximum.accumulate(np.abs(drawn[order[::-1]]), axis=0)[::-1]
        tails[2] += (largest >= (np.abs(observed) - slack)[order, None]) @ weights
        whole += weights.sum()
    upper, lower, max_t = tails / whole if every else (tails + 1) / (whole + 1)
    max_t[order] = np.maximum.accumulate(max_t)
    p = np.minimum(1.0, 2 * np.minimum(upper, lower))
    return Permutation(p, upper, max_t, 0 if every else permutations)


def random_draws(seed: int) -> np.random.Generator:
    """Return what draws by a seed, a whole number: the same seed, the same draws."""
    check_whole(seed=seed, least=0)
    return np.random.default_rng(seed)


def too_short(paragraphs: Mapping[str, int]) -> str:
    """Say which documents have too few paragraphs to be tested, or nothing."""
    short = [name for name, count in paragraphs.items() if count < PARAGRAPHS_NEEDED]
    return f"fewer than ten paragraphs in {' and '.join(short)}: shown, not tested" if short else ""


def _every(dealt: Relabelling, width: int) -> Iterator[tuple[Floats, Floats]]:
    """Yield all ways of dealing, with weights by their odds."""
    length, log_odds = len(dealt.actual), dealt.log_odds
    ways = combinations(range(length), int(dealt.actual.sum()))
    while batch := list(islice(ways, width)):
        labels = np.zeros((length, len(batch)))
        labels[np.array(batch).T, np.arange(len(batch))] = 1
        yield labels, np.exp(log_odds @ (labels - dealt.actual[:, None]))


def _drawn(
    dealt: Relabelling, width: int, permutations: int, seed: int
) -> Iterator[tuple[Floats, Floats]]:
    generator = random_draws(seed)
    for first in range(0, permutations, width):
        labels = dealt.draw(generator, min(width, permutations - first))
        yield labels, np.ones(labels.shape[1])


def relabelling(compared: Comparison, test: str) -> Relabelling:
    """Return how a test deals paragraphs anew, and what it then compares.

    *conditional*
        Each paragraph is dealt to the target with the chance pᵢ that its length gives it (logistic
        regression of the side on length: Rosenbaum 1984; Berrett et al. 2020), as many to each side
        as before (the m smallest of odds(Uᵢ)/odds(pᵢ), Uᵢ uniform: Rosén 1997). A side drawn so has
        about as many words as the real one. With eᵢ the residual of the counts on length, weighted
        by pᵢ(1 − pᵢ), the statistic is Σ(Lᵢ − pᵢ)eᵢ / √Σ[(Lᵢ − pᵢ)² + pᵢ(1 − pᵢ)/3]eᵢ², a score
        in standard errors; the third of the variance that is expected keeps it from small
        denominators. Where lengths tell the sides apart, nothing can be dealt anew, and p nears 1.
    *chances*
        Dealt in the same way; the statistic is Σ(Lᵢ − pᵢ)(yᵢ − r nᵢ), r the rate of both sides
        together. It keeps to its level, and is the weaker the more lengths tell the sides apart.
    *pooled*
        Paragraphs are dealt alike, whatever their length; the statistic is the difference of the
        pooled rates. Its denominators move with the labels: wrong in the tail for rare codes where
        lengths differ, and kept to show that.
    """
    check_known(test, TESTS, f"There is no test “{test}”")
    return {"conditional": _conditional, "chances": _chances, "pooled": _pooled}[test](compared)


def _conditional(compared: Comparison) -> Relabelling:
    counts, rows = compared.counts, compared.counts.shape[0]
    length, log_odds = _by_length(compared)
    chance = scipy.special.expit(log_odds)
    powers = np.vander(length, 3, increasing=True).T
    variance = chance * (1 - chance)
    line = powers[:2] * variance
    slope = counts @ line.T @ np.linalg.pinv(line @ powers[:2].T)
    expected = np.column_stack([slope[:, 0] ** 2, 2 * slope[:, 0] * slope[:, 1], slope[:, 1] ** 2])
    row, place = np.repeat(np.arange(rows), np.diff(counts.indptr)), counts.indices
    fitted = (slope[row] * powers[:2, place].T).sum(axis=1)
    square = counts.data * (counts.data - 2 * fitted)  # e² = y(y − 2ŷ) + ŷ²: all that is sparse
    both = scipy.sparse.csr_array(
        (
            np.concatenate([counts.data, square * (1 - 2 * chance[place])]),
            np.tile(place, 2),
            np.concatenate([counts.indptr, counts.indptr[1:] + len(place)]),
        ),
        shape=(2 * rows, len(chance)),
    )
    mean, least = counts @ chance, expected @ powers @ variance * STEADY
    weighted = square * (chance**2 + variance * STEADY)[place]
    least = least + np.bincount(row, weights=weighted, minlength=rows)

    def statistic(labels: Floats) -> Floats:
        away = labels - chance[:, None]
        found = both @ labels
        total = found[:rows] - mean[:, None] - slope @ (powers[:2] @ away)
        spread = found[rows:] + least[:, None] + expected @ (powers @ away**2)
        return np.asarray(total / np.sqrt(np.maximum(spread, TINY)))

    target, odds = int(compared.in_target.sum()), np.exp(log_odds.clip(-60, 60)).astype(np.float32)

    def draw(generator: np.random.Generator, width: int) -> Floats:
        uniform = generator.random((width, len(odds)), dtype=np.float32)
        keys = uniform / (odds - odds * uniform)
        last = np.partition(keys, target - 1, axis=1)[:, target - 1, None]
        return np.ascontiguousarray((keys <= last).T).astype(float)

    return Relabelling(statistic, draw, compared.in_target.astype(float), log_odds)


def _by_length(compared: Comparison) -> tuple[Floats, Floats]:
    """Return lengths in standard deviations, and the log odds that they give for the target.

    The likelihood is maximised less 5e-7 times the slope squared, so that there is a maximum where
    lengths tell the sides apart.
    """
    length = compared.sizes - compared.sizes.mean()
    if not length.any():
        return length, np.zeros(len(length))
    length /= length.std()
    design = np.column_stack([np.ones_like(length), length])
    ridge = np.array([0, 1e-6])

    def slope(at: Floats) -> Floats:
        chance = scipy.special.expit(design @ at)
        return np.asarray(design.T @ (chance - compared.in_target) + ridge * at)

    found = scipy.optimize.root(slope, np.zeros(2), tol=SMALL)
    return length, design @ found.x


def _chances(compared: Comparison) -> Relabelling:
    counts, sizes = compared.counts, compared.sizes
    dealt = _conditional(compared)
    chance = scipy.special.expit(dealt.log_odds)
    rate, spread = _about_rate(compared, chance * (1 - chance))

    def statistic(labels: Floats) -> Floats:
        away = labels - chance[:, None]
        return np.asarray((counts @ away - np.outer(rate, sizes @ away)) / spread)

    return dealt._replace(statistic=statistic)


def _about_rate(compared: Comparison, weights: Floats) -> tuple[Floats, Floats]:
    """Return the rate r of both sides together, and √Σ wᵢ(yᵢ − r nᵢ)², a row each."""
    counts, sizes = compared.counts, compared.sizes
    rate = np.asarray(counts.sum(axis=1) / sizes.sum())
    square = counts**2 @ weights - 2 * rate * (counts @ (sizes * weights))
    square = square + rate**2 * (sizes**2 @ weights)
    return rate, np.sqrt(np.maximum(square, TINY))[:, None]


def _pooled(compared: Comparison) -> Relabelling:
    counts, sizes = compared.counts, compared.sizes
    whole, words = counts.sum(axis=1), sizes.sum()
    _, spread = _about_rate(compared, np.ones(len(sizes)))

    def statistic(labels: Floats) -> Floats:
        inside = sizes @ labels
        outside = words - inside
        gap = counts @ labels * (1 / inside + 1 / outside) - np.outer(whole, 1 / outside)
        return np.asarray(gap / spread)

    def draw(generator: np.random.Generator, width: int) -> Floats:
        return generator.permuted(np.tile(actual, (width, 1)), axis=1).T.copy()

    actual = compared.in_target.astype(float)
    return Relabelling(statistic, draw, actual, np.zeros(len(sizes)))
