"""Paragraphs dealt anew: tests that know that words clump."""

from collections.abc import Iterator, Mapping
from itertools import combinations, islice
from math import comb
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.corpus.errors import check_at_least_one
from analysis.measures.certainty.relabelling import (
    Comparison,
    Floats,
    Relabelling,
    relabelling,
)

if TYPE_CHECKING:
    from scipy.sparse import csr_array

CELLS = 2**18  # rows × relabellings that are held at a time
PARAGRAPHS_NEEDED = 10  # on each side, for a test


class Permutation(NamedTuple):
    """One permutation test for each row: p, one-sided p, step-down max-T for the whole family.

    ``drawn`` says how many relabellings were drawn; none where all were taken.
    """

    p: Floats
    greater: Floats
    max_t: Floats
    drawn: int


def permute(
    counts: "csr_array",
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
    check_at_least_one(permutations=permutations)
    compared = Comparison(counts.astype(float), sizes, in_target)
    dealt = relabelling(compared, test)
    observed = dealt.statistic(dealt.actual[:, None])[:, 0]
    slack = 1e-9 * (1 + np.abs(observed))
    order = np.argsort(-np.abs(observed), kind="stable")
    every = dealt.log_odds is not None and comb(len(sizes), int(in_target.sum())) <= permutations
    width = max(64, CELLS // max(1, len(observed)))
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


def too_short(paragraphs: Mapping[str, int]) -> str:
    """Say which documents have too few paragraphs to be tested, or nothing."""
    short = [name for name, count in paragraphs.items() if count < PARAGRAPHS_NEEDED]
    return f"fewer than ten paragraphs in {' and '.join(short)}: shown, not tested" if short else ""


def _every(dealt: Relabelling, width: int) -> Iterator[tuple[Floats, Floats]]:
    """Yield all ways of dealing, with weights by their odds."""
    length, log_odds = len(dealt.actual), np.asarray(dealt.log_odds)
    ways = combinations(range(length), int(dealt.actual.sum()))
    while batch := list(islice(ways, width)):
        labels = np.zeros((length, len(batch)))
        labels[np.array(batch).T, np.arange(len(batch))] = 1
        yield labels, np.exp(log_odds @ (labels - dealt.actual[:, None]))


def _drawn(
    dealt: Relabelling, width: int, permutations: int, seed: int
) -> Iterator[tuple[Floats, Floats]]:
    generator = np.random.default_rng(seed)
    for first in range(0, permutations, width):
        labels = dealt.draw(generator, min(width, permutations - first))
        yield labels, np.ones(labels.shape[1])
