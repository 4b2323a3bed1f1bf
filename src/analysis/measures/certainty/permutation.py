"""Paragraphs shuffled and drawn again: tests and intervals that know that words clump."""

from collections.abc import Iterator
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.corpus.errors import check_at_least_one

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]

BATCH = 64
PARAGRAPHS_NEEDED = 10  # on each side, for a test


class Permutation(NamedTuple):
    """One permutation test for each row: p, one-sided p, step-down max-T for the whole family."""

    p: Floats
    greater: Floats
    max_t: Floats


def permute(
    counts: "csr_array",
    sizes: NDArray[np.int64],
    in_target: NDArray[np.bool_],
    *,
    permutations: int,
    seed: int,
) -> Permutation:
    """Return paragraph-permutation p-values for the difference of pooled rates, a row each.

    Paragraphs are dealt anew to the two sides, as many to each as before. Where there are at most
    ``permutations`` ways to deal them, all are taken and p is the share at least as extreme;
    otherwise so many are drawn and p = (1 + extreme) / (1 + drawn). ``greater`` is the tail above,
    ``p`` is two-sided: twice the smaller tail, at most 1.

    Max-T is the step-down of Westfall & Young (1993) over the same relabellings, on differences
    divided by their standard deviation over the relabellings; it knows that words go together.

    Parameters
    ----------
    counts
        Rows × paragraphs.
    sizes
        The denominator of each paragraph: words, or ones for a share of sentences or paragraphs.
    in_target
        Which paragraphs are the target’s.
    permutations, seed
        How many relabellings at most, and the seed that draws them.
    """
    check_at_least_one(permutations=permutations)
    observed = _differences(counts, sizes, in_target[:, None])[:, 0]
    every = comb(len(in_target), int(in_target.sum())) <= permutations
    draw = _every if every else _drawn
    drawn = np.hstack(
        [_differences(counts, sizes, labels) for labels in draw(in_target, permutations, seed)]
    )
    slack = 1e-12 * (1 + np.abs(observed))[:, None]
    extra = 0 if every else 1
    upper = (drawn >= observed[:, None] - slack).sum(axis=1) + extra
    lower = (drawn <= observed[:, None] + slack).sum(axis=1) + extra
    total = drawn.shape[1] + extra
    p = np.minimum(1.0, 2 * np.minimum(upper, lower) / total)
    return Permutation(p, upper / total, _max_t(observed, drawn, extra))


def bootstrap_rates(
    counts: "csr_array", sizes: NDArray[np.int64], texts: ArrayLike, *, resamples: int, seed: int
) -> Floats:
    """Return rates of each row over paragraphs drawn again with replacement: rows × resamples.

    ``texts`` says which text each paragraph is from: from each are drawn as many as it has.
    """
    check_at_least_one(resamples=resamples)
    generator = np.random.default_rng(seed)
    text_of = np.asarray(texts)
    weights = np.empty((resamples, len(sizes)), dtype=np.int64)
    for text in np.unique(text_of):
        weights[:, text_of == text] = _drawn_again(
            generator, int((text_of == text).sum()), resamples
        )
    return np.asarray((counts @ weights.T.astype(np.float32)) / (weights @ sizes))


def _drawn_again(generator: np.random.Generator, length: int, resamples: int) -> NDArray[np.int64]:
    """Return how often each of ``length`` paragraphs is drawn: resamples × paragraphs."""
    picks = generator.integers(length, size=(resamples, length))
    places = picks + length * np.arange(resamples)[:, None]
    return np.bincount(places.ravel(), minlength=length * resamples).reshape(resamples, length)


def _differences(
    counts: "csr_array", sizes: NDArray[np.int64], labels: NDArray[np.bool_]
) -> Floats:
    """Rates in the target less rates in the reference, rows × relabellings."""
    inside = sizes @ labels
    outside = sizes.sum() - inside
    whole = np.asarray(counts.sum(axis=1), dtype=float)[:, None]
    target = counts @ labels.astype(np.float32, order="C")
    differences: Floats = target * (1 / inside + 1 / outside)
    differences -= whole / outside
    return differences


def _every(
    in_target: NDArray[np.bool_], permutations: int, seed: int
) -> Iterator[NDArray[np.bool_]]:
    length, chosen = len(in_target), int(in_target.sum())
    labels = np.zeros((length, comb(length, chosen)), dtype=bool)
    for column, rows in enumerate(combinations(range(length), chosen)):
        labels[list(rows), column] = True
    yield labels


def _drawn(
    in_target: NDArray[np.bool_], permutations: int, seed: int
) -> Iterator[NDArray[np.bool_]]:
    generator = np.random.default_rng(seed)
    for first in range(0, permutations, BATCH):
        width = min(BATCH, permutations - first)
        # numpy shuffles items of eight bytes fastest
        labels = np.repeat(in_target[None, :].astype(np.int64), width, axis=0)
        yield generator.permuted(labels, axis=1).T.astype(bool)


def _max_t(observed: Floats, drawn: Floats, extra: int) -> Floats:
    square = np.einsum("ij,ij->i", drawn, drawn) / drawn.shape[1]
    spread = np.sqrt(np.maximum(square - drawn.mean(axis=1) ** 2, 0))
    spread[spread < 1e-12] = np.inf  # rounding, not spread
    scores: Floats = np.abs(observed) / spread
    order = np.lexsort((np.arange(len(scores)), -scores))
    maxima = np.zeros(drawn.shape[1])
    adjusted: Floats = np.empty(len(scores))
    for row in order[::-1]:
        maxima = np.maximum(maxima, np.abs(drawn[row]) / spread[row])
        adjusted[row] = ((maxima >= scores[row] * (1 - 1e-12)).sum() + extra) / (
            len(maxima) + extra
        )
    adjusted[order] = np.maximum.accumulate(adjusted[order])
    return adjusted
