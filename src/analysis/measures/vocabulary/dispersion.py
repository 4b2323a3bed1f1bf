"""How evenly a word is spread over the paragraphs of a text."""

import numpy as np
import pandas as pd
import scipy
from numpy.typing import ArrayLike, NDArray

from analysis.corpus.errors import CorpusError, check_columns, check_whole
from analysis.corpus.tables import stacked
from analysis.measures.vocabulary.concordance import Words
from analysis.measures.vocabulary.counts import count_matrix, without_citations

Floats = NDArray[np.float64]

COLUMNS = ["dp", "dp_norm", "juilland_d", "carroll_d2", "rosengren_s", "kld"]


def dispersion(tokens: pd.DataFrame, *, min_count: int = 5, by: str = "document") -> pd.DataFrame:
    """Return how evenly each term is spread over the paragraphs of each document.

    Parameters
    ----------
    tokens
        One row a term, with document and paragraph; for phrases of n words ``ngrams(tokens, n)``.
        Press citations are left out. Or counts, as of ``count_files``: by paragraph, or by
        document, where a group of several (``by``) is parted into its documents.
    min_count
        Terms with fewer occurrences in a document are left out: their spread says nothing.
    by
        The column that makes a group instead of the document; see ``with_facts``.

    Returns
    -------
    DataFrame
        One row a document (or group) and term: document, term, count, range (paragraphs that hold
        it), paragraphs (of the document), and six measures. ``dp`` and ``dp_norm`` run from 0
        (even) to 1 (in one place); ``juilland_d``, ``carroll_d2`` and ``rosengren_s`` from 1 (even)
        towards 0; ``kld`` from 0 upwards, in bits. Sorted by document, count and term.

    Notes
    -----
    Gries (2008, 2020, 2021). All depend on the number and sizes of the paragraphs: compare words
    within a text, not texts. A group costs as its words, or its counts: half a second a million.

    Raises
    ------
    CorpusError
        If ``min_count`` is under 1, there is no such column, or a document has no parts.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> spread = dispersion(load_corpus().tokens, min_count=20)
    >>> spread.query("document == '2012-jamestown' and term == 'NATO'")["range"].to_list()
    [27]
    """
    check_whole(min_count=min_count)
    check_columns(tokens, [by])
    if by == "document" and "paragraph" not in tokens:
        raise CorpusError("Counts by document have no parts; count by paragraph, or name a by=….")
    frames = [
        _of_group(rows, min_count).assign(**{by: group})
        for group, rows in without_citations(tokens).groupby(by, sort=True)
    ]
    columns = [by, "term", "count", "range", "paragraphs", *COLUMNS]
    return stacked(frames, columns)


def dispersion_measures(
    counts: "NDArray[np.float64] | scipy.sparse.csr_array | list[list[int]]", sizes: ArrayLike
) -> pd.DataFrame:
    """Return the six measures for rows of counts over parts of given sizes.

    With v the counts, f their sum, w the shares of the parts in size, t = v/f, R = v/size,
    r = R/ΣR and k parts: DP = Σ|t − w|/2 = 1 − Σ min(t, w); DPnorm = DP/(1 − min w);
    D = 1 − sd(R)/mean(R)/√(k−1); D2 = −Σ r log2 r / log2 k; S = (Σ√(w v))²/f; KLD = Σ t log2(t/w).
    Every sum is over the parts that hold the word, so that a sparse matrix stays sparse.

    >>> dispersion_measures([[1, 2, 3, 4, 5]], [9, 10, 10, 10, 11])["dp"].round(2).to_list()
    [0.18]
    """
    table = scipy.sparse.coo_array(counts)
    row, v = table.row, table.data.astype(float)
    size, k = np.asarray(sizes, dtype=float), table.shape[1]

    def total(values: Floats) -> Floats:
        return np.bincount(row, weights=values, minlength=table.shape[0]).astype(float)

    f, rate = total(v), v / size[table.col]
    w, t, mean = (size / size.sum())[table.col], v / f[row], total(rate) / k
    r, parts = rate / (mean * k)[row], total(np.ones_like(v))
    dp = 1 - total(np.minimum(t, w))
    variance = (total((rate - mean[row]) ** 2) + (k - parts) * mean**2) / k
    with np.errstate(divide="ignore", invalid="ignore"):
        measures = {
            "dp": dp,
            "dp_norm": dp / (1 - size.min() / size.sum()),
            "juilland_d": 1 - np.sqrt(variance) / mean / np.sqrt(k - 1),
            "carroll_d2": -total(scipy.special.xlogy(r, r)) / np.log(k),
            "rosengren_s": total(np.sqrt(w * v)) ** 2 / f,
            "kld": total(scipy.special.xlogy(t, t / w)) / np.log(2),
        }
    return pd.DataFrame(measures, columns=COLUMNS)


def _of_group(tokens: pd.DataFrame, min_count: int) -> pd.DataFrame:
    terms = tokens.groupby("term", observed=True)
    counts = terms["count"].sum() if "count" in tokens else terms.size()
    counts = counts[counts >= min_count]
    matrix, sizes, _ = count_matrix(tokens, list(counts.index))
    table = pd.DataFrame(
        {
            "term": list(counts.index),
            "count": counts.to_numpy(),
            "range": np.diff(matrix.indptr),
            "paragraphs": len(sizes),
        }
    )
    table = table.join(dispersion_measures(matrix, sizes))
    return table.sort_values(["count", "term"], ascending=[False, True])


def positions(tokens: pd.DataFrame, term: str) -> pd.DataFrame:
    """Return where a word or phrase stands in each document, as a share of its length from 0 to 1.

    One row an occurrence: document, sentence, start, end, place (of its first word). For a
    dispersion plot. The word is looked up as ``concordance`` does; press citations are left out.
    """
    tokens = without_citations(tokens)
    documents = tokens.groupby("document")
    place = documents.cumcount() / documents["term"].transform("size")
    found = Words(tokens.assign(place=place)).spans(term)
    return found[["document", "sentence", "start", "end", "place"]].reset_index(drop=True)
