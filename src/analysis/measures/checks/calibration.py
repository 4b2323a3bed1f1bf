"""How often each measure calls a difference where there is none."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd
import scipy
from numpy.typing import NDArray

from analysis.corpus.errors import check_documents, check_whole
from analysis.measures.certainty.permutation import (
    PARAGRAPHS_NEEDED,
    TESTS,
    Counts,
    Floats,
    permute,
    random_draws,
)
from analysis.measures.vocabulary.contingency import log_likelihood
from analysis.measures.vocabulary.counts import count_matrix, without_citations

CRITICAL = 3.84
FIRST = "first against second half"
LEVELS = (0.05, 0.01, 0.002)
TAIL = ["target", "reference", "occurrences", "clumped", "test", "level", "rejected"]


def calibration(
    tokens: pd.DataFrame,
    *,
    min_count: int = 5,
    splits: int = 500,
    permutations: int = 199,
    seed: int = 2012,
) -> pd.DataFrame:
    """Return how many words of each document differ “significantly” between its own halves.

    Parameters
    ----------
    tokens
        One row a term; leave stop words out beforehand if only words of content are to count.
        Press citations are left out.
    min_count
        The words looked at: those with so many occurrences in the document.
    splits
        Random splits of the paragraphs into halves.
    permutations
        Relabellings for each random split; the one in the middle has as many as all these.

    Returns
    -------
    DataFrame
        One row a document and kind of split (*random halves*, *first against second half*):
        document, split, words, ``g2`` (share of words and splits with G² > 3.84), ``permutation``
        (share with p < .05). Where nothing differs, both should be about .05.

    Notes
    -----
    A split by random paragraphs calibrates a permutation of paragraphs by construction. First
    against second half is the harder check: neighbouring paragraphs share topics. Documents with
    fewer than ten paragraphs are left out.
    """
    check_whole(min_count=min_count, splits=splits)
    found = []
    for document, rows in without_citations(tokens).groupby("document", sort=True):
        counts = rows["term"].value_counts()
        matrix, sizes, _ = count_matrix(rows, sorted(counts[counts >= min_count].index))
        words, paragraphs = matrix.shape
        if paragraphs < PARAGRAPHS_NEEDED or not words:
            continue
        half, generator = np.arange(paragraphs) < paragraphs // 2, random_draws(seed)
        halves = [generator.permutation(half) for _ in range(splits)]
        for split, sides in {"random halves": halves, FIRST: [half]}.items():
            g2 = np.mean([_g2(matrix, sizes, side) > CRITICAL for side in sides])
            draws = permutations * splits // len(sides)
            tested = [
                permute(matrix, sizes, side, permutations=draws, seed=seed + number).p < 0.05
                for number, side in enumerate(sides)
            ]
            found.append((document, split, words, g2, np.mean(tested)))
    return pd.DataFrame(found, columns=["document", "split", "words", "g2", "permutation"])


def tail_calibration(
    units: pd.DataFrame,
    documents: Sequence[str],
    *,
    tests: Sequence[str] = TESTS,
    occurrences: Sequence[int] = (4, 5, 6, 8, 12, 20, 30, 60),
    runs: int = 2000,
    permutations: int = 9999,
    seed: int = 1983,
) -> pd.DataFrame:
    """Return how often tests reject where two documents do not differ, far out in the tail.

    So many occurrences as asked are thrown on the units (sentences or words) of two documents as
    long as the real ones, each unit with the same chance (*even*), or with a chance that each
    paragraph draws for itself (*clumped*: gamma with variance 1); then they are tested.

    Parameters
    ----------
    units
        A row a unit, with document and paragraph: ``corpus.sentences``, or
        ``without_citations(corpus.tokens)``.
    documents
        Every pair of them is simulated.
    tests
        See ``relabelling``.
    occurrences
        Totals on both sides. Codes and words of a family have at least five.
    runs, permutations, seed
        Simulated rows of each kind, relabellings, and the seed of both. With the defaults some
        minutes in all; a share near .002 is then known to ± .002.

    Returns
    -------
    DataFrame
        One row a pair, number of occurrences, clumped or not, test and level (.05, .01, .002):
        target, reference, occurrences, clumped, test, level, rejected (share of the runs with p at
        most the level). A test that holds rejects no more than the level.

    Notes
    -----
    A chapter should show, for sentences and for words, the largest ``rejected`` of each test and
    level over pairs, for four, for five to eight, and for more occurrences, beside the level: the
    pooled difference goes beyond .002 many times over, the test used does not go beyond 1.5 times
    the level. It should say that paragraphs are dealt as if independent, which neighbours are not.
    """
    check_whole(runs=runs, permutations=permutations)
    check_documents(units, documents)
    sizes = units.groupby(["document", "paragraph"]).size()
    generator, found = random_draws(seed), []
    for target, reference in combinations(documents, 2):
        sides = [sizes.loc[[name]].to_numpy() for name in (target, reference)]
        both = np.concatenate(sides).astype(np.int64)
        inside = np.arange(len(both)) < len(sides[0])
        kinds = [(total, clumped) for total in occurrences for clumped in (False, True)]
        thrown = [_thrown(generator, both, *kind, runs) for kind in kinds]
        rows = scipy.sparse.csr_array(np.concatenate(thrown))
        for test in tests:
            p = permute(rows, both, inside, test=test, permutations=permutations, seed=seed).p
            found += [
                (target, reference, *kind, test, level, (own <= level).mean())
                for kind, own in zip(kinds, p.reshape(len(kinds), runs), strict=True)
                for level in LEVELS
            ]
    return pd.DataFrame(found, columns=TAIL)


def _thrown(
    generator: np.random.Generator,
    sizes: NDArray[np.int64],
    total: int,
    clumped: bool,
    runs: int,
) -> Floats:
    """Return occurrences on units, none hit twice: runs × paragraphs."""
    paragraph = np.repeat(np.arange(len(sizes)), sizes)
    chance = generator.gamma(1, size=(runs, len(sizes))) if clumped else np.ones((runs, len(sizes)))
    waits = generator.exponential(size=(runs, len(paragraph))) / chance[:, paragraph]
    hit = np.argpartition(waits, total, axis=1)[:, :total]
    place = paragraph[hit] + len(sizes) * np.arange(runs)[:, None]
    counts = np.bincount(place.ravel(), minlength=runs * len(sizes))
    return counts.reshape(runs, len(sizes)).astype(float)


def _g2(counts: Counts, sizes: NDArray[np.int64], side: NDArray[np.bool_]) -> Floats:
    inside, rest = (counts @ own.astype(float) for own in (side, ~side))
    return log_likelihood(inside, rest, sizes[side].sum(), sizes[~side].sum())
