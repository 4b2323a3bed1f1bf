"""Three ways of dealing the paragraphs of two sides anew, each with its statistic."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.corpus.errors import CorpusError, known_names

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]
TESTS = ("conditional", "chances", "pooled")

TINY = 1e-12  # rounding, not variance
SMALL, STEPS = 1e-9, 100  # when the fit on lengths is found
STEADY = 1 / 3  # of the expected variance beside the observed; 0 rejects too often, more is weaker


class Comparison(NamedTuple):
    """What is tested: rows × paragraphs, the size of each paragraph, and which are the target’s.

    Sizes are words, or sentences, or ones where paragraphs are counted.
    """

    counts: "csr_array"
    sizes: NDArray[np.int64]
    in_target: NDArray[np.bool_]


class Relabelling(NamedTuple):
    """A statistic of labels (paragraphs × draws), how they are drawn, and those of the texts.

    ``log_odds`` weigh the ways of dealing where all are taken; without them they cannot be.
    """

    statistic: Callable[[Floats], Floats]
    draw: Callable[[np.random.Generator, int], Floats]
    actual: Floats
    log_odds: Floats | None


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
    if test not in TESTS:
        raise CorpusError(f"There is no test “{test}”{known_names(test, list(TESTS))}.")
    return {"conditional": _conditional, "chances": _chances, "pooled": _pooled}[test](compared)


def _conditional(compared: Comparison) -> Relabelling:
    from scipy.sparse import csr_array

    counts, rows = compared.counts, compared.counts.shape[0]
    length, log_odds = _by_length(compared)
    chance = 1 / (1 + np.exp(-log_odds))
    powers = np.vander(length, 3, increasing=True).T
    variance = chance * (1 - chance)
    line = powers[:2] * variance
    slope = counts @ line.T @ np.linalg.pinv(line @ powers[:2].T)
    expected = np.column_stack([slope[:, 0] ** 2, 2 * slope[:, 0] * slope[:, 1], slope[:, 1] ** 2])
    row, place = np.repeat(np.arange(rows), np.diff(counts.indptr)), counts.indices
    fitted = (slope[row] * powers[:2, place].T).sum(axis=1)
    square = counts.data * (counts.data - 2 * fitted)  # e² = y(y − 2ŷ) + ŷ²: all that is sparse
    both = csr_array(
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

    Newton’s steps to the maximum of the likelihood, less 5e-7 times the slope squared, so that
    there is one where lengths tell the sides apart; a step that overshoots is halved.
    """
    length = compared.sizes - compared.sizes.mean()
    if not length.any():
        return length, np.zeros(len(length))
    length /= length.std()
    design = np.column_stack([np.ones_like(length), length])
    ridge, found = np.array([0, 1e-6]), np.zeros(2)

    def loss(at: Floats) -> float:
        odds = design @ at
        cost = np.logaddexp(0, odds).sum() - odds[compared.in_target].sum()
        return float(cost + ridge @ at**2 / 2)

    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-design @ found))
        slope = design.T @ (chance - compared.in_target) + ridge * found
        curve = (design.T * (chance * (1 - chance))) @ design + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        while loss(found - step) > loss(found) + TINY * len(length):
            step = step / 2
        found = found - step
        if np.abs(step).max() < SMALL:
            break
    return length, design @ found


def _chances(compared: Comparison) -> Relabelling:
    counts, sizes = compared.counts, compared.sizes
    dealt = _conditional(compared)
    chance = 1 / (1 + np.exp(-np.asarray(dealt.log_odds)))
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

    actual = compared.in_target.astype(float)
    return Relabelling(statistic, _shuffled(actual), actual, np.zeros(len(sizes)))


def _shuffled(values: Floats) -> Callable[[np.random.Generator, int], Floats]:
    def draw(generator: np.random.Generator, width: int) -> Floats:
        return generator.permuted(np.tile(values, (width, 1)), axis=1).T.copy()

    return draw
