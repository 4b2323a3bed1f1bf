"""Unsupervised topics, and whether they are more than chance would make."""

import warnings
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.corpus.errors import CorpusError, check_at_least_one
from analysis.measures.themes.term_weights import Weights, paragraph_counts, tf_idf
from analysis.measures.vocabulary.counts import without_citations

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]
KEPT = 0.8
COLUMNS = [
    "k", "paragraphs", "stability", "null_mean", "null_high", "p", "nmi", "null_nmi", "note",
]  # fmt: skip


def topics(
    tokens: pd.DataFrame,
    *,
    k: int = 8,
    top: int = 10,
    subsamples: int = 10,
    nulls: int = 19,
    seed: int = 1999,
) -> pd.DataFrame:
    """Return the first words of each topic, and whether the topics can be told from chance.

    Parameters
    ----------
    tokens
        One row a term. Press citations are left out.
    k, top
        Topics, and words of each.
    subsamples, nulls, seed
        As in ``topic_stability``, which is asked what the topics can bear.

    Returns
    -------
    DataFrame
        One row a topic and word: topic (1 is the one with most paragraphs), rank, term, weight,
        members (the paragraphs whose strongest topic it is, as pairs of document and paragraph),
        paragraphs (how many), main_document, main_share (of these), p, note. The note says so
        where the topics are no stabler than those of shuffled words.

    Notes
    -----
    Non-negative matrix factorisation (scikit-learn, NNDSVD, Frobenius norm) of tf-idf by paragraph;
    words in one paragraph only and stop words left out. There is no random start.
    """
    check_at_least_one(top=top)
    weights = paragraph_counts(without_citations(tokens))
    _check(weights, k)
    found, words = _factorise(tf_idf(weights.counts), k)
    strongest = found.argmax(axis=1)
    sizes = np.bincount(strongest, minlength=k)
    verdict = topic_stability(
        tokens, ks=[k], top=top, subsamples=subsamples, nulls=nulls, seed=seed
    ).iloc[0]
    rows = []
    for place, topic in enumerate(np.lexsort((np.arange(k), -sizes)), 1):
        own = weights.paragraphs[strongest == topic]
        members = list(own[["document", "paragraph"]].itertuples(index=False, name=None))
        counts = own["document"].value_counts().sort_index()
        main = str(counts.idxmax()) if len(own) else ""
        size = (len(own), main, float(counts.max() / len(own)) if len(own) else np.nan)
        rows += [
            (place, rank, weights.terms[term], float(words[topic, term]), members, *size)
            for rank, term in enumerate(_first(words[topic], top), 1)
        ]
    columns = [
        "topic", "rank", "term", "weight", "members", "paragraphs", "main_document", "main_share",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).assign(p=verdict["p"], note=verdict["note"])


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
        as many paragraphs as it stands in.
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
    check_at_least_one(top=top, subsamples=subsamples)
    if nulls != 0:
        check_at_least_one(nulls=nulls)
    weights = paragraph_counts(without_citations(tokens))
    generator = np.random.default_rng(seed)
    shuffled = [_shuffled(weights.counts, generator) for _ in range(nulls)]
    rows = []
    for k in ks:
        _check(weights, k)
        true, *chance = (
            _stability(counts, weights.paragraphs, k, top, subsamples, seed)
            for counts in (weights.counts, *shuffled)
        )
        stabilities, ties = (np.array([pair[place] for pair in chance]) for place in (0, 1))
        p = (1 + (stabilities >= true[0] - 1e-12).sum()) / (1 + nulls)
        limits = (stabilities.mean(), stabilities.max(), ties.mean()) if nulls else [np.nan] * 3
        note = _note(float(p), nulls, len(weights.paragraphs))
        rows.append((k, len(weights.paragraphs), true[0], *limits[:2], p, true[1], limits[2], note))
    return pd.DataFrame(rows, columns=COLUMNS)


def average_jaccard(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Return how much two ranked lists share: the mean Jaccard index of their first 1, 2, … items.

    >>> album = ["album", "music", "best", "award", "win"]
    >>> round(average_jaccard(album, ["sport", "best", "win", "medal", "award"]), 6)
    0.154286
    """
    depths = range(1, max(len(first), len(second)) + 1)
    pairs = ((set(first[:depth]), set(second[:depth])) for depth in depths)
    return float(np.mean([len(one & other) / len(one | other) for one, other in pairs]))


def match_topics(
    first: Sequence[Sequence[Hashable]], second: Sequence[Sequence[Hashable]]
) -> float:
    """Return the mean agreement of two sets of topics under the matching that makes it largest."""
    from scipy.optimize import linear_sum_assignment

    table = np.array([[average_jaccard(one, other) for other in second] for one in first])
    return float(table[linear_sum_assignment(table, maximize=True)].mean())


def _stability(
    counts: "csr_array", paragraphs: pd.DataFrame, k: int, top: int, subsamples: int, seed: int
) -> tuple[float, float]:
    """Return stability and NMI with the document."""
    from sklearn.metrics import normalized_mutual_info_score

    generator = np.random.default_rng(seed)
    found, words = _factorise(tf_idf(counts), k)
    whole = [_first(row, top) for row in words]
    scores = []
    for _ in range(subsamples):
        size = round(KEPT * counts.shape[0])
        kept = np.sort(generator.choice(counts.shape[0], size=size, replace=False))
        drawn = _factorise(tf_idf(counts[kept]), k)[1]
        scores.append(match_topics(whole, [_first(row, top) for row in drawn]))
    tie = normalized_mutual_info_score(paragraphs["document"], found.argmax(axis=1))
    return float(np.mean(scores)), float(tie)


def _factorise(weights: "csr_array", k: int) -> tuple[Floats, Floats]:
    """Return paragraphs × topics and topics × terms."""
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    model = NMF(n_components=k, init="nndsvd", max_iter=400, tol=1e-3, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # shuffled words have no good fit
        return model.fit_transform(weights), model.components_


def _first(row: Floats, top: int) -> list[int]:
    order = np.lexsort((np.arange(len(row)), -row))[:top]
    return [int(place) for place in order if row[place] > 0]


def _shuffled(counts: "csr_array", generator: np.random.Generator) -> "csr_array":
    """Return the table with each term dealt anew to as many paragraphs as it stands in."""
    from scipy.sparse import csc_array

    columns = csc_array(counts)
    places = [
        generator.choice(counts.shape[0], size=size, replace=False)
        for size in np.diff(columns.indptr)
    ]
    dealt = csc_array((columns.data, np.concatenate(places), columns.indptr), shape=columns.shape)
    return dealt.tocsr()


def _check(weights: Weights, k: int) -> None:
    check_at_least_one(k=k)
    most = min(round(KEPT * len(weights.paragraphs)), len(weights.terms)) - 1
    if not 2 <= k <= most:
        raise CorpusError(
            f"{k} topics cannot be made of {len(weights.paragraphs)} paragraphs and "
            f"{len(weights.terms)} words; take 2 to {most}."
            if most >= 2
            else f"{len(weights.paragraphs)} paragraphs that share words are too few; add texts."
        )


def _note(p: float, nulls: int, paragraphs: int) -> str:
    if not nulls:
        return "not compared with shuffled words"
    if p <= 0.05:
        return ""
    return f"too few paragraphs ({paragraphs}) to tell these topics from those of shuffled words"
