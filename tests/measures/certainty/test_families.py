"""Families of tests: who is in, when to draw more, and that no verdict hangs on the seed."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from analysis import CorpusError, frame_differences, keyness, stop_words
from analysis.measures.certainty import families
from analysis.measures.certainty.families import ADJUSTED, family_tests
from analysis.measures.certainty.multiplicity import benjamini_hochberg
from analysis.measures.certainty.permutation import permute
from analysis.measures.certainty.relabelling import Comparison
from tests.conftest import LONG


def comparison(*rows, target=12):
    counts = csr_array(np.array(rows, dtype=float))
    length = counts.shape[1]
    return Comparison(counts, np.full(length, 9), np.arange(length) < target)


CLEAR = [1] * 12 + [0] * 12
ALIKE = [1, 0] * 12
RARE = [1] * 3 + [0] * 21
CLOSE = [1] * 10 + [0] * 2 + [1] * 5 + [0] * 7  # p = .0894


@pytest.fixture
def drawn(monkeypatch):
    """How many relabellings were asked for, each time, and of how many rows."""
    asked = []

    def counted(counts, *args, **options):
        asked.append((counts.shape[0], options["permutations"]))
        return permute(counts, *args, **options)

    monkeypatch.setattr(families, "permute", counted)
    return asked


def test_decided_at_once_is_not_drawn_again(drawn):
    table = family_tests([comparison(CLEAR, ALIKE)], permutations=1999, seed=1)
    assert drawn == [(2, 1999)]
    assert list(table["note"]) == ["", ""]
    assert table["q"].to_list() == pytest.approx(benjamini_hochberg(table["p"]).tolist())


def test_what_is_open_is_drawn_again_and_then_said(drawn, monkeypatch):
    monkeypatch.setattr(families, "ALPHA", 0.0894)
    table = family_tests([comparison(CLEAR, CLOSE)], permutations=499, seed=1, shown=["p"])
    assert drawn == [(2, 499), (1, 4 * 499)]
    assert list(table["note"]) == ["", "on the edge of 0.0894: p"]
    drawn.clear()
    family_tests([comparison(CLEAR), comparison(CLOSE)], permutations=499, seed=1)
    assert [size for _, size in drawn] == [499, 499, 4 * 499]


def test_all_ways_taken_are_never_open(drawn, monkeypatch):
    one = comparison([1, 1, 1, 0, 0, 0, 0, 1], target=4)
    monkeypatch.setattr(families, "ALPHA", 34 / 70)
    table = family_tests([one], permutations=99, seed=1)
    assert len(drawn) == 1
    assert table.loc[0, "note"] == ""


def test_rare_rows_are_not_of_the_family():
    several = [comparison(RARE, CLEAR, ALIKE), comparison(RARE), comparison(ALIKE, RARE)]
    table = family_tests(several, permutations=199, seed=1, min_count=5)
    kept = [comparison(CLEAR, ALIKE), comparison(ALIKE)]
    expected = family_tests(kept, permutations=199, seed=1)[ADJUSTED]
    assert list(table["note"].str.startswith("fewer than 5")) == [1, 0, 0, 1, 0, 1]
    pd.testing.assert_frame_equal(table.dropna()[ADJUSTED].reset_index(drop=True), expected)
    assert family_tests([], permutations=9, seed=1).empty
    assert family_tests([comparison(RARE)], permutations=9, seed=1, min_count=5)["p"].isna().all()


def test_codes_are_tested_from_five_sentences_on(corpus):
    table = frame_differences(corpus.coding, documents=LONG, permutations=99)
    few = table[table["note"].str.startswith("fewer than 5 occurrences")]
    assert set(zip(few["target"], few["reference"], few["frame"], strict=True)) == {
        (LONG[0], LONG[2], "order"), (LONG[1], LONG[2], "military"),
    }  # fmt: skip
    assert few[["p", "q", "holm"]].isna().all(axis=None)
    assert table.drop(few.index)["p"].notna().all()


def test_a_test_that_does_not_exist_is_named():
    with pytest.raises(CorpusError, match=r"no test “poold” .did you mean “pooled”"):
        family_tests([comparison(CLEAR)], test="poold", permutations=9, seed=1)


def redrawn(corpus, seed):
    """Return every test of the book on words, frames, themes and voices."""
    options = {"permutations": 9999, "seed": seed}
    tables = [
        frame_differences(corpus.coding, documents=LONG, attribute=attribute, **options)
        for attribute in ("frame", "theme", "voice")
    ]
    for pair in combinations(LONG, 2):
        words = keyness(corpus.tokens, *pair, stop=stop_words(), resamples=2, **options)
        tables.append(words.sort_values("term"))
    return pd.concat(tables, ignore_index=True)


def test_no_verdict_hangs_on_the_seed(corpus):
    first = redrawn(corpus, 0)
    for seed in (1, 2, 3):
        other = redrawn(corpus, seed)
        edge = first["note"].str.contains("edge") | other["note"].str.contains("edge")
        changed = (first[ADJUSTED] < 0.05) != (other[ADJUSTED] < 0.05)
        assert not changed[~edge].any(axis=None)
        assert edge.sum() < 0.1 * len(first)
