"""How often each measure calls a difference where there is none: an article against itself."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.corpus.errors import check_at_least_one
from analysis.measures.certainty.permutation import permute
from analysis.measures.vocabulary.contingency import log_likelihood
from analysis.measures.vocabulary.counts import count_matrix, without_citations

CRITICAL = 3.84


def calibration(
    tokens: pd.DataFrame,
    *,
    min_count: int = 5,
    splits: int = 500,
    permutations: int = 199,
    seed: int = 2012,
    cited: bool = False,
) -> pd.DataFrame:
    """Return how many words of each document differ “significantly” between its own halves.

    Parameters
    ----------
    tokens
        One row a term; leave stop words out beforehand if only words of content are to count.
    min_count
        The words looked at: those with so many occurrences in the document.
    splits
        Random splits of the paragraphs into halves.
    permutations
        Relabellings for each paragraph permutation.
    cited
        Keep press citations.

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
    check_at_least_one(min_count=min_count, splits=splits)
    tokens = tokens if cited else without_citations(tokens)
    found = []
    for document, rows in tokens.groupby("document", sort=True):
        counts = rows["term"].value_counts()
        words = sorted(counts[counts >= min_count].index)
        matrix, sizes, paragraphs = count_matrix(rows, words)
        if len(paragraphs) < 10 or not words:
            continue
        half = np.arange(len(sizes)) < len(sizes) // 2
        for split, labels in {
            "random halves": list(_halves(half, splits, seed)),
            "first against second half": [half],
        }.items():
            dense = matrix.toarray()
            g2 = [_g2(dense, sizes, side) > CRITICAL for side in labels]
            tested = [
                permute(matrix, sizes, side, permutations=permutations, seed=seed + number).p < 0.05
                for number, side in enumerate(labels)
            ]
            found.append((document, split, len(words), np.mean(g2), np.mean(tested)))
    return pd.DataFrame(found, columns=["document", "split", "words", "g2", "permutation"])


def _halves(half: NDArray[np.bool_], splits: int, seed: int) -> Iterator[NDArray[np.bool_]]:
    generator = np.random.default_rng(seed)
    for _ in range(splits):
        yield generator.permutation(half)


def _g2(
    dense: NDArray[np.float32], sizes: NDArray[np.int64], side: NDArray[np.bool_]
) -> NDArray[np.float64]:
    inside = dense[:, side].sum(axis=1), dense[:, ~side].sum(axis=1)
    return log_likelihood(*inside, sizes[side].sum(), sizes[~side].sum())
