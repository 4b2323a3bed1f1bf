"""Tokens become counts."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
import scipy

from analysis.corpus.errors import check_columns, check_whole, listed
from analysis.corpus.tokens import POSSESSIVE, term_of

PARAGRAPH = ["document", "paragraph"]
RUNNING = ["document", "sentence", "position"]


def without_citations(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the tokens outside press citations such as “(Xinhua, July 5)”.

    A press citation names a source; its months and newspapers are not the piece’s vocabulary. Every
    measure of tokens does this by itself; ``count_terms`` counts what it is given. Tokens that do
    not know what is ``cited`` are taken whole: ``tokens.drop(columns="cited")`` keeps citations.

    Raises
    ------
    CorpusError
        If the whole corpus is given.
    """
    check_columns(tokens, [])
    return tokens[~tokens["cited"]] if "cited" in tokens else tokens


def without_quotations(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the tokens outside quotation marks and block quotations: the author’s own words.

    Titles and words in scare quotes go as well; reported speech without marks stays.
    """
    return tokens[~tokens["quoted"]]


def ngrams(tokens: pd.DataFrame, n: int, *, stop: Collection[str] = ()) -> pd.DataFrame:
    """Return tokens whose terms are runs of ``n`` words that stand side by side in a sentence.

    Parameters
    ----------
    tokens
        One row a term, in the order of the texts. No run bridges a comma, a bracket or another
        mark, nor a place where words were left out; press citations are.
    n
        Words of a run.
    stop
        Runs that hold one of these words are dropped.

    Examples
    --------
    >>> tokens = pd.DataFrame({"document": "a", "sentence": 1, "position": [0, 1, 2],
    ...     "start": [0, 4, 9], "end": [3, 8, 12], "term": ["the", "cold", "war"]})
    >>> ngrams(tokens, 2, stop={"the"})[["term", "start", "end"]].to_dict("records")
    [{'term': 'cold war', 'start': 4, 'end': 12}]
    """
    check_whole(n=n)
    tokens, stop = without_citations(tokens), terms_of(stop)
    inside = tokens.groupby(stretches(tokens, marks=True), sort=False)
    n = min(n, 1 + max(inside.size(), default=0))  # no run is longer than the longest stretch
    runs = tokens.assign(end=inside["end"].shift(1 - n))
    kept = runs["end"].notna() & ~tokens["term"].isin(stop)
    for step in range(1, n):
        word = inside["term"].shift(-step)
        runs["term"] += " " + word
        kept &= ~word.isin(stop)
    return runs[kept].astype({"end": tokens["end"].dtype})


def stretches(tokens: pd.DataFrame, *, marks: bool = False) -> "pd.Series[int]":
    """Number the stretches of words that stand side by side in a sentence.

    A new one begins with each sentence, and after each word that was left out; with ``marks`` also
    after each comma, bracket or other mark, where the tokens know what stands ``before`` them.
    """
    expected = tokens[RUNNING].shift()
    expected["position"] += 1
    new = (tokens[RUNNING] != expected).any(axis=1)
    if marks and "before" in tokens:
        new |= tokens["before"] == "mark"
    return new.astype(int).cumsum()


def terms_of(words: Collection[str]) -> frozenset[str]:
    """Return words as terms, folded as those of the texts were.

    >>> sorted(terms_of(["The", "U.S."]))
    ['US', 'the']
    """
    return frozenset(map(term_of, listed(words)))


def with_facts(tokens: pd.DataFrame, documents: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Return tokens (or counts) with facts of their documents as columns, to make groups by.

    Parameters
    ----------
    tokens
        A table with the column document.
    documents
        The documents, as ``corpus.documents`` or with columns of your own (party, outlet, …).
    columns
        The facts wanted. Where one is not known, the group is named *not known*.

    Raises
    ------
    CorpusError
        If the documents have no such column; the nearest is named.

    Examples
    --------
    >>> tokens = pd.DataFrame({"document": ["a", "b"], "term": ["war", "war"]})
    >>> documents = pd.DataFrame({"document": ["a", "b"], "party": ["red", ""]})
    >>> with_facts(tokens, documents, "party")["party"].to_list()
    ['red', 'not known']
    """
    check_columns(documents, columns)
    facts = documents.set_index("document")[list(columns)].astype(object)
    facts = facts.where(facts.notna() & (facts != ""), "not known")
    return tokens.join(facts, on="document")


def count_terms(tokens: pd.DataFrame, *, by: str | Sequence[str] = "document") -> pd.DataFrame:
    """Return how often each term occurs in each group.

    Parameters
    ----------
    tokens
        One row a term. All are counted, press citations too: ``without_citations`` leaves them out.
    by
        The column, or columns, that make a group: *document*, or what ``with_facts`` adds.

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
    groups = listed(by)
    check_columns(tokens, groups)
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
) -> tuple["scipy.sparse.csr_array", np.ndarray, pd.DataFrame]:
    """Return terms × paragraphs counts, the words of each paragraph, and the paragraphs.

    The matrix is sparse (CSR), a row a term in the order given; the paragraphs come in the order
    of their documents. Of counts by document alone the columns are the documents.
    """
    units = [column for column in PARAGRAPH if column in tokens]
    grouped = tokens.groupby(units, sort=True, observed=True)
    place, paragraphs = grouped.ngroup().to_numpy(), grouped.size().index.to_frame(index=False)
    times = np.asarray(tokens["count"] if "count" in tokens else np.ones(len(tokens)), dtype=float)
    written = tokens["term"].astype("category").cat
    row = pd.Index(terms).get_indexer(pd.Index(written.categories))[written.codes]
    known = row >= 0
    shape = (len(terms), len(paragraphs))
    held = times[known].astype(np.float32)
    matrix = scipy.sparse.csr_array((held, (row[known], place[known])), shape=shape)
    matrix.sum_duplicates()
    sizes = np.bincount(place, weights=times, minlength=len(paragraphs)).astype(np.int64)
    return matrix, sizes, paragraphs
