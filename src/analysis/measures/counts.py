"""Tokens become counts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.corpus.errors import CorpusError, nearest

if TYPE_CHECKING:
    from scipy.sparse import csr_array

PARAGRAPH = ["document", "paragraph"]


def without_citations(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the tokens outside press citations such as “(Xinhua, July 5)”.

    A press citation names a source; its months and newspapers are not the piece’s vocabulary.
    """
    return tokens[~tokens["cited"]]


def without_quotations(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the tokens outside quotation marks and block quotations: the author’s own words.

    Titles and words in scare quotes go as well; reported speech without marks stays.
    """
    return tokens[~tokens["quoted"]]


def ngrams(tokens: pd.DataFrame, n: int) -> pd.DataFrame:
    """Return tokens whose terms are runs of ``n`` words within a sentence.

    Examples
    --------
    >>> tokens = pd.DataFrame({"document": "a", "paragraph": 1, "sentence": [1, 1, 2],
    ...     "start": [0, 4, 9], "end": [3, 7, 12], "term": ["new", "cold", "war"]})
    >>> ngrams(tokens, 2)[["term", "start", "end"]].to_dict("records")
    [{'term': 'new cold', 'start': 0, 'end': 7}]
    """
    inside = tokens.groupby(["document", "sentence"], sort=False)
    runs = tokens.assign(end=inside["end"].shift(1 - n))
    for step in range(1, n):
        runs["term"] = runs["term"] + " " + inside["term"].shift(-step)
    return runs.dropna(subset=["term", "end"]).astype({"end": tokens["end"].dtype})


def count_terms(tokens: pd.DataFrame, *, by: str | Sequence[str] = "document") -> pd.DataFrame:
    """Return how often each term occurs in each group.

    Parameters
    ----------
    tokens
        One row a term.
    by
        The column, or columns, that make a group.

    Returns
    -------
    DataFrame
        One row a term and group: the group’s columns, term, count; most frequent first within a
        group, then by term.

    Examples
    --------
    >>> tokens = pd.DataFrame({"document": list("aab"), "term": ["war", "war", "peace"]})
    >>> count_terms(tokens).to_dict("records")
    [{'document': 'a', 'term': 'war', 'count': 2}, {'document': 'b', 'term': 'peace', 'count': 1}]
    """
    groups = [by] if isinstance(by, str) else list(by)
    counts = tokens.groupby([*groups, "term"], sort=False).size().rename("count").reset_index()
    order = [True] * len(groups) + [False, True]
    return counts.sort_values([*groups, "count", "term"], ascending=order, ignore_index=True)


def count_matrix(
    tokens: pd.DataFrame, terms: Sequence[str]
) -> tuple["csr_array", np.ndarray, pd.DataFrame]:
    """Return terms × paragraphs counts, the words of each paragraph, and the paragraphs.

    The matrix is sparse (CSR), a row a term in the order given; the paragraphs come in the order
    of their documents.
    """
    from scipy.sparse import csr_array

    place, paragraphs = pd.factorize(pd.MultiIndex.from_frame(tokens[PARAGRAPH]), sort=True)
    row = pd.Index(terms).get_indexer(pd.Index(tokens["term"]))
    known = row >= 0
    ones = np.ones(int(known.sum()), dtype=np.float32)
    shape = (len(terms), len(paragraphs))
    matrix = csr_array((ones, (row[known], place[known])), shape=shape)
    matrix.sum_duplicates()
    sizes = np.bincount(place, minlength=len(paragraphs))
    return matrix, sizes, pd.DataFrame(list(paragraphs), columns=PARAGRAPH)


def check_documents(frame: pd.DataFrame, documents: Sequence[str]) -> None:
    """Refuse documents that the frame does not hold, naming the nearest.

    Raises
    ------
    CorpusError
        For the first document that is not there.
    """
    known = sorted(set(frame["document"]))
    for document in documents:
        if document not in known:
            raise CorpusError(
                f"There is no document “{document}” in these tokens{nearest(document, known)}."
            )
