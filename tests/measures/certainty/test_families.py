"""Families of tests: who is in, when to draw more, and that no verdict hangs on the seed."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from analysis import (
    CorpusError,
    Multiverse,
    frame_differences,
    ngrams,
    pairwise_keyness,
    read_claims,
    specifications,
    stop_words,
    without_quotations,
)
from analysis.measures.certainty import families
from analysis.measures.certainty.families import ADJUSTED, benjamini_hochberg, family_tests
from analysis.measures.certainty.permutation import Comparison, permute
from analysis.measures.findings import multiverse
from analysis.measures.findings.checking import compare
from analysis.measures.findings.choices import CHOICES, DEFAULT
from analysis.measures.framing.coded import READINGS
from tests.conftest import LONG


def comparison(*rows, target=12):
    counts = csr_array(np.array(rows, dtype=float))
    length = counts.shape[1]
    return Comparison(counts, np.full(length, 9), np.arange(length) < target)


CODED = ("theme", "voice")
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
    two = family_tests([comparison(CLOSE)], permutations=499, seed=1, shown=["p", "holm"])
    assert list(two["note"]) == ["on the edge of 0.0894: p, holm"]
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
    """Return every test of the book: words, pairs of words, frames, themes and voices.

    Words between each two pieces, of each piece against all others, and without quotations; frames
    in every reading of the codes, and those of one stance alone.
    """
    options = {"permutations": 4999, "seed": seed}
    coding, words = corpus.coding, {**options, "stop": stop_words()}
    others = [coding.assign(code=coding["code"].where(coding["stance"] == one, "")) for one in "+-"]
    compared = corpus.tokens[corpus.tokens["document"].isin(LONG)]
    own = without_quotations(compared)
    tables = [
        *(frame_differences(one, documents=LONG, **options) for one in (coding, *others)),
        *(frame_differences(coding, documents=LONG, codes=c, **options) for c in READINGS[1:]),
        *(frame_differences(coding, documents=LONG, attribute=a, **options) for a in CODED),
        *(pairwise_keyness(tokens, LONG, **words) for tokens in (compared, own)),
        pairwise_keyness(ngrams(compared, 2, stop=stop_words()), LONG, **words),
        pairwise_keyness(
            corpus.tokens, list(corpus.documents["document"]), against_rest=True, **words
        ),
    ]
    keys = ["target", "reference"]
    tables = [one.sort_values([*keys, "term"] if "term" in one else keys) for one in tables]
    return pd.concat(tables, ignore_index=True)


@pytest.mark.xdist_group("seeds")
def test_no_verdict_hangs_on_the_seed(corpus):
    first = redrawn(corpus, 0)
    for seed in (1, 2, 3):
        other = redrawn(corpus, seed)
        edge = first["note"].str.contains("edge") | other["note"].str.contains("edge")
        changed = (first[ADJUSTED] < 0.05) != (other[ADJUSTED] < 0.05)
        assert not changed[~edge].any(axis=None)
        assert edge.sum() < 0.1 * len(first)


@pytest.mark.xdist_group("seeds of ways")
def test_no_word_passes_under_any_way_of_counting_with_any_seed(corpus, monkeypatch):
    (one,) = (c for c in read_claims(corpus.folder / "claims.toml") if c.kind == "keyness")
    table = specifications([one], corpus)
    assert table["same"].all()
    near = table[table["value"] < 0.1]
    for seed in (1, 2, 3):
        monkeypatch.setattr(multiverse, "SEED", seed)
        known = Multiverse(corpus)
        for choices in near[[*CHOICES]].to_dict("records"):
            chosen = {name: choices[name] or DEFAULT[name] for name in CHOICES}
            assert compare(one, known, chosen, 9999).value >= 0.05, (seed, chosen)
