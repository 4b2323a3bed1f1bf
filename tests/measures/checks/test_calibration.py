"""Tests that reject as often as they say, far out in the tail; intervals that cover."""

import numpy as np
import pytest

from analysis import CorpusError, calibration, interval_coverage, stop_words, without_citations
from analysis.measures.checks.calibration import TAIL, _thrown, tail_calibration
from analysis.measures.checks.conformance import GIVEN, _compared
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


def test_clumped_occurrences_vary_more_between_paragraphs_than_even_ones():
    """Twenty on ten paragraphs of fifty: 20 · .1 · .9 each if even; more if a paragraph draws."""
    even, clumped = (
        _thrown(np.random.default_rng(1), np.full(10, 50), 20, clumped, 2000)
        for clumped in (False, True)
    )
    assert set(even.sum(axis=1)) == set(clumped.sum(axis=1)) == {20}
    assert even.var() == pytest.approx(1.8, rel=0.1)
    assert clumped.var() > 3


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


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_the_book_says_of_its_measures_hangs_on_no_seed(corpus, seed):
    """The claims and sentences of *Conformance* and *Validation* on simulated and split texts."""
    content = without_citations(corpus.tokens)
    content = content[~content["term"].isin(stop_words())]
    halves = calibration(content, splits=60, seed=seed).set_index("document").groupby("split")
    most = halves[["g2", "permutation"]].idxmax()
    assert most.loc["random halves", "g2"] == "2020-tpq"
    assert most.loc["first against second half", "permutation"] == "2023-china-daily"
    means = halves[["g2", "permutation"]].mean()
    assert means.loc["random halves", "g2"] > 0.08
    assert means.loc["random halves", "permutation"] < 0.06
    options = {"occurrences": (4, 6), "runs": 200, "permutations": 1999, "seed": seed}
    tail = tail_calibration(corpus.sentences, LONG, **options)
    rare = tail[tail["level"] == 0.002].groupby("test")["rejected"].mean()
    assert rare["pooled"] > 2 * 0.002
    assert rare.drop("pooled").max() < 0.002
    held = interval_coverage(corpus.sentences, seed=seed)
    means = held.pivot_table(index="document", columns="interval", values="coverage")
    assert means["wilson"].idxmin() == "2020-tpq"
    assert means["bootstrap"].idxmax() == "2012-jamestown"
    assert means.loc[LONG, "wilson"].min() > 0.94 > means["bootstrap"].max()


@pytest.mark.parametrize(
    ("published", "agrees"), [("1.004", True), ("0.996", True), ("1.008", False)]
)
def test_a_value_agrees_with_one_that_is_published_to_half_its_last_figure(published, agrees):
    case = dict.fromkeys(GIVEN, "") | {
        "expected": published, "decimals": "2", "call": "log_ratio", "arguments": "[2, 1, 8, 8]",
    }  # fmt: skip
    assert _compared("a row", case)[-1] == agrees
