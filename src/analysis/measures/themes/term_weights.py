"""Paragraphs as weighted words: what topics and likeness are computed from."""

from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
import scipy
from numpy.typing import NDArray

from analysis.corpus.tokens import stop_words
from analysis.measures.vocabulary.counts import count_matrix

Counts: TypeAlias = "scipy.sparse.csr_array"


class Weights(NamedTuple):
    """Paragraphs × terms, what the rows and the columns are."""

    counts: Counts
    paragraphs: pd.DataFrame
    terms: list[str]


def paragraph_counts(tokens: pd.DataFrame) -> Weights:
    """Return how often each word of content occurs in each paragraph.

    Stop words, single letters, bare numbers and words of one paragraph only are left out; so are
    paragraphs in which no word is left.
    """
    content = tokens[
        ~tokens["term"].isin(stop_words()) & tokens["term"].str.contains("[^\\W\\d]{2}")
    ]
    places = content.drop_duplicates(["document", "paragraph", "term"])["term"].value_counts()
    terms = sorted(places[places > 1].index)
    matrix, _, paragraphs = count_matrix(content, terms)
    filled = np.asarray(matrix.sum(axis=0)).ravel() > 0
    kept = paragraphs[filled].reset_index(drop=True)
    return Weights(matrix.T.tocsr()[filled], kept, terms)


def tf_idf(counts: Counts) -> Counts:
    """Return counts as tf-idf: (1 + ln count) · (1 + ln((1 + n) / (1 + df))), rows of length 1."""
    from sklearn.feature_extraction.text import TfidfTransformer

    weights = TfidfTransformer(sublinear_tf=True).fit_transform(counts.astype(np.float32))
    return scipy.sparse.csr_array(weights)


def first_terms(words: NDArray[Any], top: int) -> NDArray[np.int64]:
    """Return the numbers of the strongest terms of each row; −1 where a weight is 0."""
    order = np.argsort(-words, axis=1, kind="stable")[:, :top]
    return np.where(np.take_along_axis(words, order, axis=1) > 0, order, -1)
