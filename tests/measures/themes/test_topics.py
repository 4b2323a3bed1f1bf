"""Topics are found where there are any, and called chance where there are none."""

import numpy as np
import pandas as pd
import pytest

from analysis import (
    CorpusError,
    nearest_passages,
    topic_sentences,
    topic_stability,
    topics,
    without_citations,
)
from analysis.measures.themes import topics as topics_module
from analysis.measures.themes.similarity import SHARED
from analysis.measures.themes.term_weights import paragraph_counts, tf_idf
from analysis.measures.themes.topics import agreements, match_topics

OPTIONS = {"subsamples": 4, "nulls": 19}


def paragraphs(words_of, n, *, length=12, seed=1):
    """Tokens of n paragraphs, each drawn from the words that ``words_of`` gives for it."""
    generator = np.random.default_rng(seed)
    rows = [
        (f"text-{number % 3}", number, number, term)
        for number in range(n)
        for term in generator.choice(words_of(number), size=length)
    ]
    return pd.DataFrame(rows, columns=["document", "paragraph", "sentence", "term"])


SPORT, MUSIC, TRADE = (
    [f"{word}{letter}" for letter in "abcdefghijklmno"] for word in ("sport", "music", "trade")
)


ALBUM, SPORTS = [1, 2, 3, 4, 5], [6, 3, 5, 7, 4]  # album music best award win; sport best …


def test_agreement_of_greene_o_callaghan_and_cunningham_2014():
    found = agreements([ALBUM, SPORTS], [ALBUM, SPORTS])
    assert found.diagonal().tolist() == [1, 1]
    assert found[0, 1] == found[1, 0] == pytest.approx(0.154286, abs=1e-6)
    assert match_topics([ALBUM, SPORTS], [SPORTS, ALBUM]) == 1


def test_lists_that_end_early_are_compared_to_the_end_of_the_longer():
    found = agreements([[1, 2, -1], [1, -1, -1], [-1, -1, -1]], [[1, -1, -1]])
    assert found[:2].tolist() == [[pytest.approx((1 + 1 / 2) / 2)], [1]]
    assert agreements([[0, 1]], [[0, 1], [1, 0]]).tolist() == [[1, 0.5]]


def test_true_topics_are_told_from_shuffled_words():
    tokens = paragraphs(lambda n: (SPORT, MUSIC, TRADE)[n % 3], 60)
    row = topic_stability(tokens, ks=[3], **OPTIONS).iloc[0]
    assert row["stability"] > row["null_high"]
    assert row["p"] == pytest.approx(0.05)
    assert row["nmi"] == pytest.approx(1)
    assert row["note"] == ""
    found = topics(tokens, k=3)
    for _, own in found.groupby("topic"):
        assert own["term"].str[:5].nunique() == 1
        assert own["main_share"].iloc[0] == 1
    assert found.groupby("topic")["paragraphs"].first().to_list() == [20, 20, 20]


def test_words_without_topics_are_called_too_few_to_tell():
    tokens = paragraphs(lambda n: SPORT + MUSIC + TRADE, 40)
    row = topic_stability(tokens, ks=[5], **OPTIONS).iloc[0]
    assert row["p"] > 0.05
    assert row["note"].startswith("too few paragraphs (40)")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_topics_of_the_book_are_a_little_stabler_than_shuffled_words(corpus, seed):
    """What *Themes* says, with other draws; a p of so few would hang on the seed."""
    row = topic_stability(corpus.tokens, ks=[8], subsamples=8, nulls=4, seed=seed).iloc[0]
    assert 0.03 < row["stability"] - row["null_mean"] < 0.2
    assert row["nmi"] > 2 * row["null_nmi"]


def test_weights_are_those_of_scikit_learn(corpus):
    from sklearn.feature_extraction.text import TfidfTransformer

    counts = paragraph_counts(without_citations(corpus.tokens)).counts
    theirs = TfidfTransformer(sublinear_tf=True, smooth_idf=True).fit_transform(counts)
    assert tf_idf(counts).toarray() == pytest.approx(theirs.toarray(), abs=1e-6)


def test_topics_do_not_depend_on_the_order_of_rows(corpus):
    tokens = without_citations(corpus.tokens)
    mixed = tokens.sample(frac=1, random_state=3)
    one, other = (topics(own, k=4) for own in (tokens, mixed))
    pd.testing.assert_frame_equal(one, other)


def test_a_topic_that_is_strongest_nowhere_has_no_paragraph_and_no_document(monkeypatch):
    strengths = np.zeros((20, 3))
    strengths[:, 2] = 1
    words = np.eye(3, len(SPORT))
    monkeypatch.setattr(topics_module, "_factorise", lambda counts, k: (strengths, words))
    tokens = paragraphs(lambda n: SPORT, 20, length=40)
    found = topics(tokens, k=3, top=1)
    assert found["topic"].to_list() == [1, 2, 3]
    assert found["term"].to_list() == ["sportc", "sporta", "sportb"]
    assert found["paragraphs"].to_list() == [20, 0, 0]
    assert [len(members) for members in found["members"]] == [20, 0, 0]
    assert found["main_document"].to_list() == ["text-0", "", ""]
    assert found["main_share"].fillna(-1).to_list() == [7 / 20, -1, -1]
    places = tokens.drop_duplicates(["document", "paragraph"])
    assert topic_sentences(found, places)["topic"].to_list() == [1] * 20


def test_requests_that_cannot_be_met():
    tokens = paragraphs(lambda n: SPORT, 6)
    with pytest.raises(CorpusError, match="9 topics cannot be made of 6 paragraphs"):
        topics(tokens, k=9)
    assert topics(tokens, k=4)["topic"].max() == 4
    with pytest.raises(CorpusError, match=r"5 topics cannot be made .* take 2 to 4"):
        topics(tokens, k=5)
    with pytest.raises(CorpusError, match="0 paragraphs that share words are too few"):
        topics(tokens[tokens["paragraph"] == 0])


def test_the_nearest_passage_is_in_another_piece_and_shares_its_words(corpus):
    found = nearest_passages(corpus, "2023-china-daily", 5, n=4)
    assert len(found) == 4
    every = nearest_passages(corpus, "2023-china-daily", 5, n=500)
    assert 4 < len(every) < 75
    assert every["similarity"].min() > 0
    assert "2023-china-daily" not in set(found["document"])
    assert found["similarity"].is_monotonic_decreasing
    assert found.iloc[0][["document", "paragraph"]].to_list() == ["2020-tpq", 1]
    assert "london" in found.iloc[0]["shared"]
    assert found["shared"].str.split(", ").map(len).max() == SHARED
    for row in found.itertuples():
        assert " ".join(corpus.text(row.document)[row.start : row.end].split()) == row.text
    whole = nearest_passages(corpus, "2023-china-daily", 5, n=4, itself=True)
    assert whole.iloc[0][["document", "paragraph", "shared"]].to_list() == [
        "2023-china-daily",
        5,
        "",
    ]
    assert whole.iloc[0]["similarity"] == pytest.approx(1)
    pd.testing.assert_frame_equal(whole.iloc[1:].reset_index(drop=True), found)


def test_a_paragraph_that_is_not_there_is_named(corpus):
    with pytest.raises(CorpusError, match="no paragraph 15 that holds words; take one of 1 to 14"):
        nearest_passages(corpus, "2023-china-daily", 15)
    with pytest.raises(CorpusError, match="did you mean “2020-tpq”"):
        nearest_passages(corpus, "2020-tqp", 1)
