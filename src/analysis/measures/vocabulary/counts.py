"""Tokens become counts."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.corpus.errors import check_at_least_one
from analysis.corpus.tokens import POSSESSIVE

if TYPE_CHECKING:
    from scipy.sparse import csr_array

PARAGRAPH = ["document", "paragraph"]
RUNNING = ["document", "sentence", "position"]


def without_citations(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the tokens outside press citations such as “(Xinhua, July 5)”.

    A press citation names a source; its months and newspapers are not the piece’s vocabulary. Every
    measure of tokens does this by itself, unless it is called with ``cited=True``; ``count_terms``
    counts what it is given. Tokens that do not know what is ``cited`` come back whole.
    """
    return tokens[~tokens["cited"]] if "cited" in tokens else tokens


def without_quotations(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the tokens outside quotation marks and block quotations: the author’s own words.

    Titles and words in scare quotes go as well; reported speech without marks stays.
    """
    return tokens[~tokens["quoted"]]


def ngrams(
    tokens: pd.DataFrame, n: int, *, stop: Collection[str] = (), cited: bool = False
) -> pd.DataFrame:
    """Return tokens whose terms are runs of ``n`` words that stand side by side in a sentence.

    Parameters
    ----------
    tokens
        One row a term, in the order of the texts. No run bridges a place where words were left out.
    n
        Words of a run.
    stop
        Runs that hold one of these terms are dropped.
    cited
        Keep press citations.

    Examples
    --------
    >>> tokens = pd.DataFrame({"document": "a", "sentence": 1, "position": [0, 1, 2],
    ...     "start": [0, 4, 9], "end": [3, 8, 12], "term": ["the", "cold", "war"]})
    >>> ngrams(tokens, 2, stop={"the"})[["term", "start", "end"]].to_dict("records")
    [{'term': 'cold war', 'start': 4, 'end': 12}]
    """
    check_at_least_one(n=n)
    tokens = tokens if cited else without_citations(tokens)
    inside = tokens.groupby(stretches(tokens), sort=False)
    runs = tokens.assign(end=inside["end"].shift(1 - n))
    kept = runs["end"].notna() & ~tokens["term"].isin(stop)
    for step in range(1, n):
        word = inside["term"].shift(-step)
        runs["term"] += " " + word
        kept &= ~word.isin(stop)
    return runs[kept].astype({"end": tokens["end"].dtype})


def stretches(tokens: pd.DataFrame) -> "pd.Series[int]":
    """Number the stretches of words that stand side by side in a sentence.

    A new one begins with each sentence, and after each word that was left out.
    """
    expected = tokens[RUNNING].shift()
    expected["position"] += 1
    return (tokens[RUNNING] != expected).any(axis=1).astype(int).cumsum()


def count_terms(tokens: pd.DataFrame, *, by: str | Sequence[str] = "document") -> pd.DataFrame:
    """Return how often each term occurs in each group.

    Parameters
    ----------
    tokens
        One row a term. All are counted, press citations too: ``without_citations`` leaves them out.
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


def as_written(result: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """Return a result with its terms as the tokens mostly write them: *china* is China.

    Its columns term, node and collocate, for those who read. Possessive ’s dropped, small letters
    where two forms are as frequent; terms of several words word by word.

    Examples
    --------
    >>> tokens = pd.DataFrame({"token": ["China’s", "war"], "term": ["china", "war"]})
    >>> as_written(pd.DataFrame({"term": ["china war"], "count": 1}), tokens)
            term  count
    0  China war      1
    """
    bare = tokens.assign(token=tokens["token"].str.replace(POSSESSIVE, "", regex=True))
    forms = bare.groupby(["term", "token"]).size().rename("count").reset_index()
    first = forms.sort_values(["count", "token"], ascending=False).drop_duplicates("term")
    form = first.set_index("term")["token"].to_dict()
    return result.assign(
        **{
            column: [" ".join(form.get(word, word) for word in term.split()) for term in terms]
            for column, terms in result.items()
            if column in ("term", "node", "collocate")
        }
    )


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
