"""Values that others published; swapping the sides mirrors every signed measure."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import CorpusError
from analysis.measures.checks.conformance import CALLS, CASES, conformance
from analysis.measures.vocabulary import contingency as table

CASE = (10, 5, 100, 200)


def test_dunning_1993_published_values():
    found = [
        table.log_likelihood(110, 111, 110 + 2442, 111 + 29114),
        table.log_likelihood(29, 123, 29 + 13, 123 + 31612),
        table.log_likelihood(10, 3, 10 + 0, 3 + 31764),
    ]
    assert [round(float(value), 2) for value in found] == [270.72, 263.90, 167.23]


def test_nltk_agrees_on_dunning():
    from nltk.metrics import BigramAssocMeasures

    theirs = BigramAssocMeasures.likelihood_ratio(110, (2552, 221), 31777)
    assert theirs == pytest.approx(270.721877, abs=1e-6)
    assert table.log_likelihood(110, 111, 2552, 29225) == pytest.approx(theirs)


def test_one_table_worked_out_by_hand_or_with_r():
    assert table.log_likelihood_two_cell(*CASE) == pytest.approx(10 * np.log(2))
    assert table.log_likelihood(*CASE) == pytest.approx(7.329812, abs=1e-6)
    four, two = table.log_likelihood(*CASE), table.log_likelihood_two_cell(*CASE)
    assert table.bayes_information(four, 300) == pytest.approx(1.626029, abs=1e-6)
    assert table.bayes_information(two, 300) == pytest.approx(1.227689, abs=1e-6)
    assert table.percent_difference(*CASE) == pytest.approx(300)
    assert table.log_ratio(*CASE) == 2
    low, high = table.exact_log_ratio_interval(*CASE)
    assert (low, high) == (pytest.approx(0.316979, abs=1e-6), pytest.approx(3.898653, abs=1e-6))


def test_zero_counts():
    assert table.log_ratio(0, 5, 100, 200) == pytest.approx(-2.321928, abs=1e-6)
    assert table.log_ratio(10, 0, 100, 200) == pytest.approx(5.321928, abs=1e-6)
    low, high = table.exact_log_ratio_interval(0, 5, 100, 200)
    assert (low, high) == (-np.inf, pytest.approx(1.126020, abs=1e-6))
    low, high = table.exact_log_ratio_interval(10, 0, 100, 200)
    assert (low, high) == (pytest.approx(2.164478, abs=1e-6), np.inf)
    assert table.percent_difference(10, 0, 100, 200) == np.inf
    assert table.log_likelihood(0, 0, 100, 200) == 0


@pytest.mark.parametrize(
    "case", [(-1, 5, 9, 9), (1, np.nan, 9, 9), (1, 5, np.inf, 9), (1, 5, 9, 4), (9, 5, 0, 9)]
)
@pytest.mark.parametrize(
    "measure",
    [
        table.log_likelihood, table.log_likelihood_two_cell, table.chi_squared,
        table.percent_difference, table.log_ratio,
        table.exact_log_ratio_interval,
    ],
)  # fmt: skip
def test_what_cannot_be_counts_is_refused(measure, case):
    with pytest.raises(CorpusError, match=r"A count is negative or no number|has fewer words than"):
        measure(*case)


def test_the_level_of_an_exact_interval():
    """Clopper and Pearson 1934 for 3 of 10 at 95 %: .0667 to .6525, of two texts as long."""
    low, high = table.exact_log_ratio_interval(3, 7, 100, 100)
    assert 1 / (1 + 2**-low) == pytest.approx(0.0667, abs=5e-5)
    assert 1 / (1 + 2**-high) == pytest.approx(0.6525, abs=5e-5)


def test_gabrielatos_and_marchi_2011():
    found = table.percent_difference(206523, 178174, 959641, 1562358)
    assert round(float(found), 1) == 88.7


def test_convokit_fighting_words():
    z = table.log_odds_z([12, 2, 4], [3, 10, 1], 18, 14, 1, 3)
    assert z == pytest.approx([2.910536, -3.681486, 1.018039], abs=1e-6)


def test_chi_squared_agrees_with_scipy():
    from scipy.stats import chi2_contingency

    theirs = chi2_contingency([[10, 5], [90, 195]], correction=False)
    assert table.chi_squared(*CASE) == pytest.approx(theirs.statistic)


COUNTS = st.tuples(
    st.integers(0, 50), st.integers(0, 50), st.integers(51, 400), st.integers(51, 400)
)


@given(COUNTS)
def test_swapping_the_sides_mirrors(case):
    a, b, c, d = case
    turned = (b, a, d, c)
    assert table.log_ratio(*case) == pytest.approx(-table.log_ratio(*turned))
    for measure in (table.log_likelihood, table.log_likelihood_two_cell, table.chi_squared):
        assert measure(*case) == pytest.approx(measure(*turned), abs=1e-9)
    low, high = table.exact_log_ratio_interval(*case)
    other_low, other_high = table.exact_log_ratio_interval(*turned)
    assert (low, high) == (pytest.approx(-other_high), pytest.approx(-other_low))
    z = table.log_odds_z(*case, a + b + 1, c + d)
    assert z == pytest.approx(-table.log_odds_z(*turned, a + b + 1, c + d))


@given(COUNTS)
def test_g2_is_never_negative_and_the_interval_holds_the_ratio(case):
    a, b, _, _ = case
    assert table.log_likelihood(*case) >= -1e-9
    low, high = table.exact_log_ratio_interval(*case)
    if a and b:
        assert low <= table.log_ratio(*case) <= high


def test_every_value_of_the_conformance_page_agrees():
    cases = conformance()
    assert len(cases) >= 60
    assert set(CALLS) == set(pd.read_csv(CASES)["call"])  # no call without a case
    assert cases.loc[~cases["agrees"], ["measure", "input", "expected", "ours"]].empty


def test_a_wrong_value_would_be_seen(monkeypatch):
    monkeypatch.setitem(CALLS, "log_ratio", lambda *_: np.asarray(1.99))
    cases = conformance()
    assert set(cases.loc[~cases["agrees"], "measure"]) == {"log ratio"}


def test_a_row_is_a_case_and_a_wrong_call_is_named(monkeypatch, tmp_path):
    path = tmp_path / "cases.csv"
    monkeypatch.setattr("analysis.measures.checks.conformance.CASES", path)
    head = "measure,input,kind,expected,decimals,source,call,arguments\n"
    path.write_text(
        head + 'log ratio,"1, 1, 1, 2",recomputed,1,1,by hand,log_ratio,"[1, 1, 1, 2]"\n'
    )
    assert conformance()[["expected", "ours", "agrees"]].to_numpy().tolist() == [
        ["1.0", "1.0", True]
    ]
    path.write_text(head + 'log ratio,"1, 1",recomputed,1,1,by hand,log_ration,"[1, 1]"\n')
    with pytest.raises(CorpusError, match=r"row 2: there is no call “log_ration”.*“log_ratio”"):
        conformance()
