"""Tests that reject as often as they say, far out in the tail; intervals that cover."""

import numpy as np
import pytest

from analysis import CorpusError, interval_coverage, without_citations
from analysis.measures.checks.calibration import TAIL, tail_calibration
from tests.conftest import LONG

RUNS = 600


@pytest.fixture(scope="module")
def rejected(corpus):
    return tail_calibration(
        corpus.sentences, LONG, tests=("pooled", "conditional"), occurrences=(4, 5, 6, 12),
        runs=RUNS, permutations=1999,
    )  # fmt: skip


def holds(own):
    """At most one and a half times the level, beyond what so many runs leave open."""
    promised = 1.5 * own["level"]
    return own["rejected"] <= promised + 3 * np.sqrt(promised * (1 - promised) / RUNS)


def test_the_test_used_holds_in_its_tail_at_the_lengths_of_the_texts(rejected):
    own = rejected[rejected["test"] == "conditional"]
    assert holds(own).all()
    means = own.groupby("level")["rejected"].mean()
    assert (means <= 1.1 * means.index).all()
    assert means[0.05] > 0.02  # it rejects at all


def test_the_difference_of_pooled_rates_does_not(rejected):
    own = rejected[(rejected["test"] == "pooled") & (rejected["level"] == 0.002)]
    assert not holds(own).all()
    assert own["rejected"].max() > 5 * 0.002


def test_every_kind_of_occurrence_is_tried_once(corpus):
    table = tail_calibration(
        without_citations(corpus.tokens), LONG[:2], occurrences=(5,), runs=3, permutations=9
    )
    assert list(table) == TAIL
    assert len(table) == 2 * 3 * 3  # even and clumped, tests, levels
    assert not table.duplicated(TAIL[:-1]).any()
    with pytest.raises(CorpusError, match="runs is 0"):
        tail_calibration(corpus.sentences, LONG, runs=0)


def test_intervals_of_differences_and_rates_cover(corpus):
    long = corpus.sentences[corpus.sentences["document"].isin(LONG)]
    tokens = without_citations(corpus.tokens)
    table = interval_coverage(
        long, tokens=tokens[tokens["document"].isin(LONG)], runs=600, resamples=99
    )
    sizes = {"share": 12, "rate": 18, "difference of shares": 12, "difference of rates": 27}
    assert table["what"].value_counts().to_dict() == sizes | {"log ratio": 27}
    used = table[table["interval"] != "bootstrap"]
    assert used["coverage"].min() > 0.92
    ratios = table[table["what"] == "log ratio"]
    assert ratios["coverage"].min() >= 0.93
    assert ratios["coverage"].mean() < 0.97
    gaps = table[table["interval"] == "newcombe"]
    assert (gaps["share"] == 0).sum() == 6 + 9 + 9
    assert set(gaps["document"]) == {f"{LONG[0]} and {LONG[1]}", f"{LONG[0]} and {LONG[2]}",
                                     f"{LONG[1]} and {LONG[2]}"}  # fmt: skip
    alone = interval_coverage(long, runs=600, resamples=99)
    assert alone.equals(table[table["what"] == "share"])
