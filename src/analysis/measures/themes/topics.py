"""Unsupervised topics, and whether they are more than chance would make."""

import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd
import scipy
from numpy.typing import ArrayLike, NDArray

from analysis.corpus.errors import CorpusError, check_whole
from analysis.measures.certainty.permutation import random_draws
from analysis.measures.themes.term_weights import (
    Counts,
    Weights,
    first_terms,
    paragraph_counts,
    tf_idf,
)
from analysis.measures.vocabulary.counts import without_citations

Floats = NDArray[np.float64]
KEPT = 0.8
FEW = "too few paragraphs ({}) to tell these topics from those of shuffled words"
COLUMNS = [
    "k", "paragraphs", "stability", "null_mean", "null_high", "p", "nmi", "null_nmi", "note",
]  # fmt: skip


def topics(tokens: pd.DataFrame, *, k: int = 8, top: int = 10) -> pd.DataFrame:
    """Return the first words of each topic, and where it is strongest.

    Whether the topics can be told from chance says ``topic_stability``.

    Parameters
    ----------
    tokens
        One row a term. Press citations are left out.
    k, top
        Topics, and words of each.

    Returns
    -------
    DataFrame
        One row a topic and word: topic (1 is the one with most paragraphs), term (the strongest
        first), members (the paragraphs whose strongest topic it is, as pairs of document and
        paragraph), paragraphs (how many), main_document, main_share (of these).

    Notes
    -----
    Non-negative matrix factorisation (scikit-learn, NNDSVD, Frobenius norm) of tf-idf by paragraph;
    words in one paragraph only and stop words left out. There is no random start.
    """
    check_whole(top=top)
    weights = paragraph_counts(without_citations(tokens))
    _check(weights, k)
    found, words = _factorise(weights.counts, k)
    strongest, terms = found.argmax(axis=1), np.array(weights.terms, dtype=object)
    sizes = np.bincount(strongest, minlength=k)
    tables = []
    for place, topic in enumerate(np.argsort(-sizes, kind="stable"), 1):
        first = first_terms(words[[topic]], top)[0]
        own = weights.paragraphs[strongest == topic]
        shares = own["document"].value_counts(normalize=True).sort_index()
        members = list(own.itertuples(index=False, name=None))
        table = pd.DataFrame({"topic": place, "term": terms[first[first >= 0]]})
        table["members"] = [members for _ in table.index]
        main = shares.idxmax() if members else ""
        tables.append(
            table.assign(paragraphs=len(own), main_document=main, main_share=shares.max())
        )
    return pd.concat(tables, ignore_index=True)


def topic_sentences(found: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences of the paragraphs whose strongest topic each is.

    Parameters
    ----------
    found
        What ``topics`` returned.
    sentences
        ``corpus.sentences``.

    Returns
    -------
    DataFrame
        document, paragraph, sentence, topic, in the order of the texts.

    Examples
    --------
    >>> found = pd.DataFrame({"topic": [1, 1], "members": [[("a", 1)]] * 2})
    >>> sentences = pd.DataFrame({"document": "a", "paragraph": [1, 2], "sentence": [1, 2]})
    >>> topic_sentences(found, sentences).to_dict("records")
    [{'document': 'a', 'paragraph': 1, 'sentence': 1, 'topic': 1}]
    """
    held = found.drop_duplicates("topic").explode("members").dropna(subset="members")
    pairs = pd.DataFrame(held["members"].to_list(), columns=["document", "paragraph"])
    places = sentences[["document", "paragraph", "sentence"]]
    return places.merge(pairs.assign(topic=held["topic"].to_numpy()))


def topic_stability(
    tokens: pd.DataFrame,
    *,
    ks: Sequence[int] = (4, 6, 8, 10),
    top: int = 10,
    subsamples: int = 10,
    nulls: int = 19,
    seed: int = 1999,
) -> pd.DataFrame:
    """Return how stable topics are, beside the topics of the same words shuffled.

    Parameters
    ----------
    tokens
        One row a term. Press citations are left out.
    ks, top
        Numbers of topics to try, and words of each topic that are compared.
    subsamples, nulls
        Draws of 80% of the paragraphs, and shuffled tables: in each, every term is dealt anew to
        as many paragraphs as it stands in. Ten subsamples are a quick look: where p is near .05 it
        hangs on the seed, and more are needed (the book takes 25).
    seed
        Draws both.

    Returns
    -------
    DataFrame
        One row a k: k, paragraphs, stability (mean agreement of the topics of the subsamples with
        those of the whole), null_mean and null_high (of the shuffled tables: mean and largest), p
        (share of tables, the true one included, that are at least as stable), nmi (how far the
        strongest topic of a paragraph tells its document: 0 not at all, 1 wholly), null_nmi, note.

    Notes
    -----
    Agreement of two lists of words is the mean Jaccard index of their first 1, 2, … words; topics
    are matched so that the mean agreement is largest (Greene, O’Callaghan & Cunningham 2014).
    """
    from threadpoolctl import threadpool_limits

    check_whole(top=top, subsamples=subsamples, nulls=nulls)
    weights = paragraph_counts(without_citations(tokens))
    of, size = weights.paragraphs["document"], len(weights.paragraphs)
    generator = random_draws(seed)
    tables = [weights.counts, *(_shuffled(weights.counts, generator) for _ in range(nulls))]
    rows = []
    for k in ks:
        _check(weights, k)
        with threadpool_limits(1):  # tables as small as these cost more to share than to compute
            found = [_stability(one, of, k, top, subsamples, seed) for one in tables]
        stable, tie = np.transpose(found)
        p = (stable >= stable[0] - 1e-12).mean()
        chance = (stable[1:].mean(), stable[1:].max())
        note = "" if p <= 0.05 else FEW.format(size)
        rows.append((k, size, stable[0], *chance, p, tie[0], tie[1:].mean(), note))
    return pd.DataFrame(rows, columns=COLUMNS)


def agreements(first: ArrayLike, second: ArrayLike) -> Floats:
    """Return how much each two ranked lists share: the mean Jaccard index of their first 1, 2, ….

    Lists are rows, all of one length; −1 is no item.

    >>> album, sport = [1, 2, 3, 4, 5], [6, 3, 5, 7, 4]
    >>> agreements([album], [sport, album]).round(6).tolist()
    [[0.154286, 1.0]]
    """
    one, other = np.asarray(first), np.asarray(second)
    known = one >= 0
    same = (one[:, None, :, None] == other[None, :, None, :]) & known[:, None, :, None]
    shared = np.diagonal(same.cumsum(axis=2).cumsum(axis=3), axis1=2, axis2=3)
    items = known.cumsum(axis=1)[:, None] + (other >= 0).cumsum(axis=1)[None]
    depths = np.maximum(known.sum(axis=1)[:, None], (other >= 0).sum(axis=1)[None])
    within = np.arange(one.shape[1]) < depths[..., None]
    return np.asarray((shared / (items - shared)).sum(axis=2, where=within) / depths)


def match_topics(first: ArrayLike, second: ArrayLike) -> float:
    """Return the mean agreement of two sets of topics under the matching that makes it largest."""
    table = agreements(first, second)
    return float(table[scipy.optimize.linear_sum_assignment(table, maximize=True)].mean())


def _stability(
    counts: Counts, documents: "pd.Series[str]", k: int, top: int, subsamples: int, seed: int
) -> tuple[float, float]:
    """Return stability and NMI with the document."""
    from sklearn.metrics import normalized_mutual_info_score

    generator, size = random_draws(seed), counts.shape[0]
    found, words = _factorise(counts, k)
    whole, scores = first_terms(words, top), []
    for _ in range(subsamples):
        kept = np.sort(generator.choice(size, size=round(KEPT * size), replace=False))
        scores.append(match_topics(whole, first_terms(_factorise(counts[kept], k)[1], top)))
    tie = normalized_mutual_info_score(documents, found.argmax(axis=1))
    return float(np.mean(scores)), float(tie)


def _factorise(counts: Counts, k: int) -> tuple[Floats, Floats]:
    """Return paragraphs × topics and topics × terms."""
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    model = NMF(n_components=k, init="nndsvd", max_iter=400, tol=1e-3, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # shuffled words have no good fit
        weights = tf_idf(counts).toarray().astype(np.float32)  # half the time, the same topics
        return model.fit_transform(weights), model.components_


def _shuffled(counts: Counts, generator: np.random.Generator) -> Counts:
    """Return the table with each term dealt anew to as many paragraphs as it stands in."""
    columns = scipy.sparse.csc_array(counts)
    places = [
        generator.choice(counts.shape[0], size=size, replace=False)
        for size in np.diff(columns.indptr)
    ]
    dealt = (columns.data, np.concatenate(places), columns.indptr)
    return scipy.sparse.csc_array(dealt, shape=columns.shape).tocsr()


def _check(weights: Weights, k: int) -> None:
    check_whole(k=k)
    paragraphs, terms = len(weights.paragraphs), len(weights.terms)
    most = min(round(KEPT * paragraphs), terms) - 1
    if most < 2:
        raise CorpusError(f"{paragraphs} paragraphs that share words are too few; add texts.")
    if not 2 <= k <= most:
        raise CorpusError(
            f"{k} topics cannot be made of {paragraphs} paragraphs and {terms} words; "
            f"take 2 to {most}."
        )
