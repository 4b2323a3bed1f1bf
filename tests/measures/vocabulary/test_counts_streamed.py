"""Measures take streamed counts, and say the same of them as of tokens."""

import numpy as np
import pandas as pd
import pytest

from analysis import count_terms, dispersion, diversity, keyness, load_corpus
from analysis.corpus.errors import CorpusError

pytest.importorskip("polars")
TWO = ["2012-jamestown", "2020-tpq"]
FEW = {"permutations": 99}


@pytest.fixture(scope="module")
def tokens():
    tokens = load_corpus().tokens
    return tokens[tokens["document"].isin(TWO) & ~tokens["cited"]]


@pytest.fixture(scope="module")
def counts(tokens):
    """Counts by paragraph in the shape of ``count_files``."""
    counts = count_terms(tokens, by=["document", "paragraph"])
    return counts.astype({"document": "category", "term": "category"})


@pytest.fixture(scope="module")
def many():
    """Forty documents of a hundred words; *left* stands in the first twenty only."""
    drawn = np.random.default_rng(1).choice(list("abcdefghij"), size=(40, 100)).astype(object)
    drawn[:20, :9] = "left"
    frame = pd.DataFrame({"document": np.repeat(range(40), 100), "term": drawn.ravel()})
    return count_terms(frame.assign(document=frame["document"].map("d{:02}".format)))


def test_keyness_of_counts_by_paragraph_is_that_of_tokens(tokens, counts):
    expected = keyness(tokens, *TWO, **FEW)
    pd.testing.assert_frame_equal(keyness(counts, *TWO, **FEW), expected)


def test_dispersion_of_counts_by_paragraph_is_that_of_tokens(tokens, counts):
    found = dispersion(counts).astype({"document": "str"})
    pd.testing.assert_frame_equal(found, dispersion(tokens), check_dtype=False)


def test_diversity_of_counts_is_that_of_tokens(tokens, counts):
    known = ["words", "types", "ttr", "hdd", "yule_k"]
    found, expected = diversity(counts), diversity(tokens)
    assert found["document"].to_list() == expected["document"].to_list()
    np.testing.assert_allclose(found[known], expected[known])
    assert found[["mattr", "mtld"]].isna().all(axis=None)
    assert set(found["note"]) == {"counts know no order: no MATTR, no MTLD"}


def test_diversity_of_few_words_says_so():
    counts = pd.DataFrame({"document": "a", "term": ["x", "y"], "count": [40, 1]})
    row = diversity(counts).iloc[0]
    assert np.isnan(row["hdd"])
    assert row["note"].startswith("too short")


def test_documents_are_dealt_where_nothing_is_known_of_paragraphs(many):
    sides = [f"d{n:02}" for n in range(20)], [f"d{n:02}" for n in range(20, 40)]
    words = keyness(many, *sides, **FEW).set_index("term")
    assert words.loc["left", "p"] < 0.02
    assert (words.drop("left")["p"] > 0.02).all()
    inside = words.query("low == low")
    assert (inside["low"] < inside["high"]).all()
    assert words["paragraphs"].isna().all()
    assert words.loc["a", "texts"] == 40


def test_few_documents_are_not_dealt(many):
    words = keyness(many, ["d00", "d01"], ["d20", "d21"])
    assert words["p"].isna().all()
    assert set(words["note"]) == {"counts know no paragraphs: no test, no interval"}


def test_dispersion_over_documents(many):
    spread = dispersion(many.assign(all="all"), by="all").set_index("term")
    assert spread.loc["left", ["count", "range", "paragraphs"]].to_list() == [180, 20, 40]
    assert spread.loc["left", "dp"] == pytest.approx(0.5)
    with pytest.raises(CorpusError, match="have no parts"):
        dispersion(many)
