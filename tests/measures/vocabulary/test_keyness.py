"""Keyness on texts whose every count can be worked out on paper, and on the five pieces."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import (
    CorpusError,
    as_written,
    calibration,
    collocates,
    concordance,
    count_terms,
    dispersion,
    diversity,
    find_runs,
    keyness,
    mention_rates,
    mentions,
    near,
    ngrams,
    pairwise_keyness,
    positions,
    read_actors,
    stop_words,
    term_of,
    term_rates,
    topic_stability,
    topics,
    without_citations,
    without_quotations,
)
from analysis.measures.certainty import families
from analysis.measures.certainty.intervals import (
    log_ratio_intervals,
    share_intervals,
    stratified_intervals,
)


def made(**paragraphs):
    """Tokens of documents given as lists of paragraphs of words."""
    rows = [
        (document, number, number, place, 10 * place, 10 * place + 9, word)
        for document, texts in paragraphs.items()
        for number, text in enumerate(texts, 1)
        for place, word in enumerate(text.split())
    ]
    columns = ["document", "paragraph", "sentence", "position", "start", "end", "term"]
    return pd.DataFrame(rows, columns=columns)


A = "a a a b b c c c c c c d e f g h h"
B = "a a b c c d d d d e f h"


def test_quanteda_signed_order():
    words = keyness(made(x=[A], y=[B]), "x", "y", min_count=1)
    signed = words["g2"].where(words["direction"] == "target", -words["g2"])
    order = words.assign(signed=signed).sort_values("signed", ascending=False)["term"]
    assert " ".join(order) == "c g b h a e f d"


def test_counts_and_rates_on_paper():
    words = keyness(made(x=[A], y=[B]), "x", "y", min_count=1).set_index("term")
    assert words.loc["c", ["target_count", "reference_count", "texts", "paragraphs"]].to_list() == [
        6,
        2,
        2,
        2,
    ]
    assert words.loc["c", "target_rate"] == pytest.approx(6000 / 17)
    assert words.loc["g", ["direction", "texts"]].to_list() == ["target", 1]
    assert words.loc["d", "direction"] == "reference"
    alike = keyness(made(x=["a b"], y=["a b a b"]), "x", "y", min_count=1)
    assert set(alike["direction"]) == {"equal"}
    several = keyness(made(x=["a b"], y=["b a"], z=["a b"]), ["x", "y"], "z", min_count=1)
    assert set(several["one_text"]) == {""}
    assert np.isinf(words.loc["g", "diff"])
    assert words.loc["g", "bic"] == pytest.approx(words.loc["g", "g2"] - np.log(17 + 12))


def test_few_paragraphs_are_shown_and_not_tested():
    words = keyness(made(x=[A] * 9, y=[B] * 12), "x", "y")
    assert words[["p", "q", "holm", "max_t", "low", "high"]].isna().all(axis=None)
    assert set(words["note"]) == {"fewer than ten paragraphs in x: shown, not tested"}
    tested = keyness(made(x=[A] * 10, y=[B] * 12), "x", "y")
    assert tested["p"].notna().all()


def test_a_word_that_one_side_lacks_has_an_exact_interval_alone():
    words = keyness(made(x=[A] * 10, y=[B] * 10), "x", "y").set_index("term")
    assert words.loc["g", "note"] == "none in y: exact interval only"
    exact = words[["exact_low", "exact_high"]].to_numpy()
    alone = words["note"] != ""
    assert (words.loc[alone, ["low", "high"]].to_numpy() == exact[alone]).all()
    assert words.loc["g", "low"] > 0
    assert np.isinf(words.loc["g", "high"])
    sides = share_intervals([[6]] * 10, [17] * 10), share_intervals([[2]] * 10, [12] * 10)
    own = [limit[0] for limit in log_ratio_intervals(*sides)]
    assert words.loc["c", ["low", "high"]].to_list() == pytest.approx(own)


def test_a_word_that_one_side_lacks_can_lie_on_the_edge_as_well(monkeypatch):
    texts, options = made(x=["g a"] * 5 + ["a b"] * 5, y=["a b"] * 10), {"permutations": 99}
    p = keyness(texts, "x", "y", **options).set_index("term").loc["g", "p"]
    monkeypatch.setattr(families, "ALPHA", p)
    words = keyness(texts, "x", "y", **options).set_index("term")
    assert words.loc["g", "note"].startswith("none in y: exact interval only; on the edge of 0.0")
    assert words.loc["a", "note"] == ""


def test_a_count_of_zero_is_no_text_that_holds_the_word():
    counts = pd.DataFrame({"document": [*"xxyy"], "term": [*"abab"], "count": [9, 5, 0, 5]})
    words = keyness(counts, "x", "y").set_index("term")
    assert words["texts"].to_dict() == {"a": 1, "b": 2}


def test_swapping_the_sides_mirrors_every_signed_measure(corpus):
    tokens = corpus.tokens
    one = keyness(tokens, "2012-jamestown", "2020-tpq", permutations=499)
    two = keyness(tokens, "2020-tpq", "2012-jamestown", permutations=499)
    one, two = one.set_index("term").sort_index(), two.set_index("term").sort_index()
    for name in ("log_ratio", "log_odds_z"):
        assert one[name].to_numpy() == pytest.approx(-two[name].to_numpy())
    assert one["low"].to_numpy() == pytest.approx(-two["high"].to_numpy(), nan_ok=True)
    assert one["exact_low"].to_numpy() == pytest.approx(-two["exact_high"].to_numpy())
    for name in ("g2", "g2_two_cell", "chi2", "bic", "p", "q", "holm", "max_t", "paragraphs"):
        assert one[name].to_numpy() == pytest.approx(two[name].to_numpy())


def test_results_do_not_depend_on_the_order_of_rows(corpus):
    tokens = corpus.tokens
    shuffled = tokens.sample(frac=1, random_state=7)
    options = {"permutations": 199}
    pd.testing.assert_frame_equal(
        keyness(tokens, "2012-jamestown", "2023-china-daily", **options),
        keyness(shuffled, "2012-jamestown", "2023-china-daily", **options),
    )


def test_the_order_in_which_documents_are_named_changes_nothing(corpus):
    options = {"permutations": 199}
    sides = ["2012-jamestown", "2020-antiwar"], ["2020-tpq", "2023-china-daily"]
    pd.testing.assert_frame_equal(
        keyness(corpus.tokens, *sides, **options),
        keyness(corpus.tokens, *(side[::-1] for side in sides), **options),
    )


def test_texts_of_a_side_are_strata():
    """However far two texts lie apart: where their paragraphs are even nothing varies within."""
    texts = {"x": ["a a a a"] * 10, "y": ["b b b b"] * 10}
    z = ["a a b b"] * 10
    apart = keyness(made(**texts, z=z), ["x", "y"], "z", permutations=9).set_index("term")
    one = keyness(made(x=texts["x"] + texts["y"], z=z), "x", "z", permutations=9).set_index("term")
    even = stratified_intervals(np.full((20, 1), 2.0), np.full(20, 4.0), ["x", "y"] * 10)
    low, high = log_ratio_intervals(even, share_intervals([[2]] * 10, [4] * 10))
    assert apart.loc["a", ["low", "high"]].to_list() == pytest.approx([low[0], high[0]])
    assert one.loc["a", "high"] > 1.1 * high[0]


def test_counts_give_the_same_without_what_needs_paragraphs():
    tokens = made(x=[A] * 12, y=[B] * 12)
    whole = keyness(tokens, "x", "y").set_index("term")
    counted = keyness(count_terms(tokens), "x", "y").set_index("term")
    assert counted["g2"].to_dict() == pytest.approx(whole["g2"].to_dict())
    assert counted["p"].isna().all()
    assert counted["note"].str.contains("counts know no paragraphs").all()


@pytest.mark.parametrize("count", [-1, np.nan, np.inf])
def test_counts_that_are_none_are_refused(count):
    counts = count_terms(made(x=[A], y=[B])).assign(count=float(count))
    with pytest.raises(CorpusError, match="negative or no number"):
        keyness(counts, "x", "y")


def test_words_left_out_are_folded_as_the_texts_are():
    words = keyness(made(x=["tax US US"], y=["tax"]), "x", "y", min_count=1, stop="Tax")
    assert words["term"].to_list() == ["US"]
    words = keyness(made(x=["tax US US"], y=["tax"]), "x", "y", min_count=1, stop=["U.S."])
    assert words["term"].to_list() == ["tax"]


def test_rates_are_per_thousand_words():
    words = keyness(made(x=[A], y=[B]), "x", "y", min_count=1).set_index("term")
    assert words.loc["c", "reference_rate"] == pytest.approx(2000 / 12)


def test_words_of_five_occurrences_are_compared_unless_told_otherwise():
    words = keyness(made(x=["a a a b b"], y=["a a b b c"]), "x", "y")
    assert words["term"].to_list() == ["a"]


def test_the_seeds_are_those_of_the_book(corpus):
    """The results of the book hang on them: a changed default would change its pages."""
    sides = corpus.tokens, "2012-jamestown", "2020-tpq"
    options = {"permutations": 99}
    pd.testing.assert_frame_equal(keyness(*sides, **options), keyness(*sides, **options, seed=2012))
    assert not keyness(*sides, **options).equals(keyness(*sides, **options, seed=2013))
    own = {"ks": [3], "subsamples": 1, "nulls": 3}
    pd.testing.assert_frame_equal(
        topic_stability(corpus.tokens, **own), topic_stability(corpus.tokens, **own, seed=1999)
    )


def test_leave_one_text_out_names_the_text_that_a_difference_hangs_on():
    tokens = made(x=["w w w v v v"] * 10, y=["v v v v v u"] * 10, z=["w v u u u u"] * 10)
    words = keyness(tokens, ["x", "z"], "y", permutations=99).set_index("term")
    assert words.loc["u", "direction"] == "target"
    assert words.loc["u", "one_text"] == "z"
    assert words.loc["w", "one_text"] == ""
    single = keyness(tokens, "x", "y", permutations=99)
    assert set(single["one_text"]) == {""}


def test_the_family_is_fixed_before_testing(corpus):
    words = keyness(
        corpus.tokens, "2020-tpq", "2023-china-daily", stop=stop_words(), permutations=99
    )
    assert (words["target_count"] + words["reference_count"] >= 5).all()
    assert not set(words["term"]) & stop_words()
    assert (words["q"] >= words["p"] - 1e-12).all()
    assert (words["holm"] >= words["q"] - 1e-12).all()


def test_pairs_and_each_against_the_rest():
    tokens = made(x=[A] * 10, y=[B] * 10, z=[A] * 10)
    pairs = pairwise_keyness(tokens, ["x", "y", "z"], permutations=99)
    assert list(pairs.groupby(["target", "reference"]).groups) == [
        ("x", "y"),
        ("x", "z"),
        ("y", "z"),
    ]
    rest = pairwise_keyness(tokens, ["x", "y", "z"], against_rest=True, permutations=99)
    assert set(rest["reference"]) == {"y, z", "x, z", "x, y"}


@pytest.mark.parametrize(
    ("target", "reference", "message"),
    [
        ("xx", "y", "There is no document “xx”"),
        ("x", ["y", "x"], "“x” stands on both sides"),
        ("x", [], "A side has no document"),
        (["x", "x"], "y", "“x” is named twice on a side; name it once."),
        ("x", ["y", "y"], "“y” is named twice"),
    ],
)
def test_bad_sides_end_in_one_sentence(target, reference, message):
    with pytest.raises(CorpusError, match=message):
        keyness(made(x=[A], y=[B]), target, reference)


def test_no_word_passes_min_count():
    assert keyness(made(x=["a"] * 10, y=["b"] * 10), "x", "y", min_count=99).empty


def test_ngrams_stay_within_their_sentence(corpus):
    tokens = made(x=["cold war again", "cold war"])
    pairs = ngrams(tokens, 2)
    assert list(pairs["term"]) == ["cold war", "war again", "cold war"]
    for row in ngrams(corpus.tokens, 3).head(500).itertuples():
        assert corpus.text(row.document)[row.start : row.end].startswith(row.token)


def test_ngrams_without_stop_words():
    tokens = made(x=["the new cold war"])
    assert list(ngrams(tokens, 2, stop={"the", "war"})["term"]) == ["new cold"]
    assert ngrams(tokens, 2, stop={"cold", "the"}).empty


def test_runs_and_windows_do_not_bridge_what_was_left_out(corpus):
    tokens = made(x=["new old cold war"])
    gap = tokens[tokens["term"] != "old"]
    assert list(ngrams(tokens, 2)["term"]) == ["new old", "old cold", "cold war"]
    assert list(ngrams(gap, 2)["term"]) == ["cold war"]
    assert find_runs(gap, "new cold").empty
    assert len(find_runs(gap, "cold war")) == 1
    assert set(collocates(gap, "cold", min_count=1)["collocate"]) == {"war"}
    assert near(gap, "cold", "new").empty
    ends = corpus.tokens.set_index(["document", "position"])["end"]
    own = ngrams(without_quotations(corpus.tokens), 2)
    after = pd.MultiIndex.from_arrays([own["document"], own["position"] + 1])
    assert list(own["end"]) == list(ends.loc[after])


MEASURES = {
    "keyness": lambda tokens: keyness(tokens, "2012-jamestown", "2022-isdp", permutations=9),
    "pairwise_keyness": lambda tokens: pairwise_keyness(
        tokens, ["2012-jamestown", "2022-isdp"], permutations=9
    ),
    "dispersion": dispersion,
    "diversity": diversity,
    "positions": lambda tokens: positions(tokens, "China"),
    "collocates": lambda tokens: collocates(tokens, "China"),
    "near": lambda tokens: near(tokens, "China", "daily"),
    "ngrams": lambda tokens: ngrams(tokens, 2),
    "find_runs": lambda tokens: find_runs(tokens, "china"),
    "term_rates": lambda tokens: term_rates(tokens, ["china", "NATO"]),
    "mentions": lambda tokens: mentions(tokens, read_actors()),
    "mention_rates": lambda tokens: mention_rates(mentions(tokens, read_actors()), tokens),
    "topics": lambda tokens: topics(tokens, k=3),
    "topic_stability": lambda tokens: topic_stability(tokens, ks=[3], subsamples=1, nulls=1),
}


@pytest.mark.parametrize("name", MEASURES)
def test_press_citations_are_out_unless_the_tokens_do_not_know_them(corpus, name):
    measure, tokens = MEASURES[name], corpus.tokens
    pd.testing.assert_frame_equal(measure(tokens), measure(without_citations(tokens)))
    kept = measure(tokens.drop(columns="cited"))
    assert not kept.equals(measure(tokens).drop(columns="cited", errors="ignore"))


def test_a_concordance_leaves_press_citations_out(corpus):
    named = corpus.tokens[corpus.tokens["term"] == "xinhua"]
    assert len(concordance(corpus, "Xinhua")) == (~named["cited"]).sum() == 1
    known = replace(corpus, tokens=corpus.tokens.drop(columns="cited"))
    assert len(concordance(known, "Xinhua")) == len(named)


@pytest.mark.parametrize(
    ("work", "message"),
    [
        (lambda t: keyness(t, "x", "y", permutations=0), "permutations is 0"),
        (lambda t: keyness(t, "x", "y", min_count=0), "min_count is 0"),
        (lambda t: dispersion(t, min_count=0), "min_count is 0"),
        (lambda t: collocates(t, "a", window=0), "window is 0"),
        (lambda t: collocates(t, "a", min_count=0), "min_count is 0"),
        (lambda t: near(t, "a", "b", window=-1), "window is -1"),
        (lambda t: diversity(t, window=0), "window is 0"),
        (lambda t: ngrams(t, 0), "n is 0"),
        (lambda t: calibration(t, splits=0), "splits is 0"),
        (lambda t: calibration(t, permutations=0), "permutations is 0"),
        (lambda t: ngrams(t, 1.5), "n is 1.5; give a whole number of at least 1"),
        (lambda t: diversity(t, window=float("nan")), "window is nan"),
        (lambda t: keyness(t, "x", "y", permutations=float("inf")), "permutations is inf"),
        (lambda t: ngrams(t, True), "n is True; give a whole number of at least 1"),
        (lambda t: keyness(t, "x", "y", seed=-1), "seed is -1; give a whole number of at least 0"),
        (lambda t: calibration(t, seed=1.5), "seed is 1.5"),
        (lambda t: topic_stability(t, seed=None), "seed is None"),
        (lambda t: keyness(t, "x", "y", stop=None), "A word or pattern is text, not None"),
        (lambda t: ngrams(t, 2, stop=["a", 3]), "A word or pattern is text, not 3"),
        (lambda t: topics(t, k=-1), "k is -1"),
        (lambda t: topics(t, top=0), "top is 0"),
        (lambda t: topic_stability(t, subsamples=0), "subsamples is 0"),
        (lambda t: topic_stability(t, nulls=-1), "nulls is -1"),
        (lambda t: collocates(t, ["a"]), r"A word or pattern is text, not \['a'\]"),
        (lambda t: dispersion(t, by="parti"), "There is no column “parti”"),
        (lambda t: diversity(t, by="dokument"), "did you mean “document”"),
        (lambda t: term_rates(t, ["a"], by="dokument"), "did you mean “document”"),
        (lambda t: count_terms(t, by="dokument"), "did you mean “document”"),
        (lambda t: keyness(t, {"document": "xx"}, "y"), "There is no document “xx”"),
        (lambda t: keyness(t, {"outlet": "xx"}, "y"), "There is no column “outlet”"),
        (lambda t: keyness(t, {"document": ["x", "y"]}, "y"), "“y” stands on both sides"),
    ],
)
def test_a_request_that_cannot_be_met_ends_in_one_sentence(work, message):
    with pytest.raises(CorpusError, match=message) as caught:
        work(made(x=[A] * 10, y=[B] * 10))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({"x": "left", "y": "right"}, "left"),
        ({"x": 2012, "y": 2013}, 2012),
        ({"x": 2012, "y": 2013, "z": 2014}, "2012"),
        ({"x": True, "y": False}, 1),
    ],
)
def test_a_side_is_named_by_any_fact_of_ones_own(facts, wanted):
    """What some documents lack is no value, and compares with nothing."""
    tokens = made(x=[A] * 10, y=[B] * 10, z=[A] * 10)
    tokens["fact"] = tokens["document"].map(facts)
    found = keyness(tokens, {"fact": wanted}, "y", permutations=9)
    pd.testing.assert_frame_equal(found, keyness(tokens, "x", "y", permutations=9))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sort": "up"}, "sort is “up”; take one of text, left, right."),
        ({"width": 0}, "width is 0; give a whole number of at least 1."),
    ],
)
def test_a_concordance_refuses_what_it_does_not_know(corpus, options, message):
    with pytest.raises(CorpusError, match=message):
        concordance(corpus, "china", **options)


def test_terms_are_shown_as_the_texts_mostly_write_them(corpus):
    tokens = made(x=["Two two Cold cold Cold China’s war"])
    tokens = tokens.assign(token=tokens["term"], term=tokens["term"].map(term_of))
    terms = ["two", "cold war", "china", "unseen"]
    shown = as_written(pd.DataFrame({"term": terms, "node": "china", "note": "china"}), tokens)
    assert list(shown["term"]) == ["two", "Cold war", "China", "unseen"]
    assert set(shown["node"] + shown["note"]) == {"Chinachina"}
    known = pd.DataFrame({"term": sorted(set(corpus.tokens["term"]))})
    assert list(as_written(known, corpus.tokens)["term"].map(term_of)) == list(known["term"])


def test_quotations_and_citations_can_be_left_out(corpus):
    tokens = corpus.tokens
    assert len(without_citations(tokens)) == len(tokens) - tokens["cited"].sum()
    assert not without_quotations(tokens)["quoted"].any()


def test_count_terms_orders_ties_by_term():
    counts = count_terms(made(x=["b a c c"]))
    assert list(counts["term"]) == ["c", "a", "b"]
    assert list(counts["count"]) == [2, 1, 1]
