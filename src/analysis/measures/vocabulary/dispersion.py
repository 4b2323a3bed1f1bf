"""How evenly a word is spread over the paragraphs of a text."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.corpus.errors import check_at_least_one, check_words
from analysis.corpus.tokens import term_of
from analysis.measures.vocabulary.counts import count_matrix, without_citations

Floats = NDArray[np.float64]

COLUMNS = ["dp", "dp_norm", "juilland_d", "carroll_d2", "rosengren_s", "kld"]


def dispersion(tokens: pd.DataFrame, *, min_count: int = 5, cited: bool = False) -> pd.DataFrame:
    """Return how evenly each term is spread over the paragraphs of each document.

    Parameters
    ----------
    tokens
        One row a term, with document and paragraph.
    min_count
        Terms with fewer occurrences in a document are left out: their spread says nothing.
    cited
        Keep press citations.

    Returns
    -------
    DataFrame
        One row a document and term: document, term, count, range (paragraphs that hold it),
        paragraphs (of the document), and six measures. ``dp`` and ``dp_norm`` run from 0 (even) to
        1 (in one place); ``juilland_d``, ``carroll_d2`` and ``rosengren_s`` from 1 (even) towards
        0; ``kld`` from 0 upwards, in bits. Sorted by document, count and term.

    Notes
    -----
    Gries (2008, 2020, 2021). All depend on the number and sizes of the paragraphs: compare words
    within a text, not texts.

    Raises
    ------
    CorpusError
        If there are no tokens, or ``min_count`` is under 1.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> spread = dispersion(load_corpus().tokens, min_count=20)
    >>> spread.query("document == '2012-jamestown' and term == 'NATO'")["range"].to_list()
    [27]
    """
    check_at_least_one(min_count=min_count)
    tokens = tokens if cited else without_citations(tokens)
    check_words(tokens)
    frames = [
        _of_document(str(document), rows, min_count)
        for document, rows in tokens.groupby("document", sort=True)
    ]
    return pd.concat(frames, ignore_index=True)


def dispersion_measures(counts: ArrayLike, sizes: ArrayLike) -> pd.DataFrame:
    """Return the six measures for rows of counts over parts of given sizes.

    With v the counts, f their sum, w the shares of the parts in size, t = v/f, R = v/size,
    r = R/ΣR and k parts: DP = Σ|t − w|/2; DPnorm = DP/(1 − min w); D = 1 − sd(R)/mean(R)/√(k−1);
    D2 = −Σ r log2 r / log2 k; S = (Σ√(w v))²/f; KLD = Σ t log2(t/w).

    >>> dispersion_measures([[1, 2, 3, 4, 5]], [9, 10, 10, 10, 11])["dp"].round(2).to_list()
    [0.18]
    """
    from scipy.special import xlogy

    v = np.atleast_2d(np.asarray(counts, dtype=float))
    size = np.asarray(sizes, dtype=float)
    w, f, k = size / size.sum(), v.sum(axis=1), v.shape[1]
    t, rate = v / f[:, None], v / size
    r = rate / rate.sum(axis=1, keepdims=True)
    dp = np.abs(t - w).sum(axis=1) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        measures = {
            "dp": dp,
            "dp_norm": dp / (1 - w.min()),
            "juilland_d": 1 - rate.std(axis=1) / rate.mean(axis=1) / np.sqrt(k - 1),
            "carroll_d2": -xlogy(r, r).sum(axis=1) / np.log(k),
            "rosengren_s": np.sqrt(w * v).sum(axis=1) ** 2 / f,
            "kld": xlogy(t, t / w).sum(axis=1) / np.log(2),
        }
    return pd.DataFrame(measures, columns=COLUMNS)


def _of_document(document: str, tokens: pd.DataFrame, min_count: int) -> pd.DataFrame:
    counts = tokens["term"].value_counts()
    counts = counts[counts >= min_count]
    matrix, sizes, _ = count_matrix(tokens, list(counts.index))
    dense = matrix.toarray()
    table = pd.DataFrame(
        {
            "document": document,
            "term": counts.index,
            "count": counts.to_numpy(),
            "range": (dense > 0).sum(axis=1),
            "paragraphs": len(sizes),
        }
    )
    measured = table.join(dispersion_measures(dense, sizes)) if len(table) else table
    columns = [*table.columns, *COLUMNS]
    return measured.reindex(columns=columns).sort_values(["count", "term"], ascending=[False, True])


def positions(tokens: pd.DataFrame, term: str, *, cited: bool = False) -> pd.DataFrame:
    """Return where a term stands in each document, as a share of its length from 0 to 1.

    One row an occurrence: document, sentence, start, end, place. For a dispersion plot. Press
    citations are left out unless they are ``cited``.
    """
    tokens = tokens if cited else without_citations(tokens)
    order = tokens.groupby("document").cumcount()
    length = tokens.groupby("document")["term"].transform("size")
    placed = tokens.assign(place=order / length)
    found = placed[placed["term"] == term_of(term)]
    return found[["document", "sentence", "start", "end", "place"]].reset_index(drop=True)
