"""Dispersion, diversity, collocates, concordance, rates, shares."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lexicalrichness import LexicalRichness

from analysis import (
    CorpusError,
    calibration,
    collocates,
    company,
    concordance,
    count_terms,
    counted_codes,
    dispersion,
    diversity,
    find_runs,
    near,
    ngrams,
    pairwise_keyness,
    passages,
    positions,
    select,
    share_interval,
    term_rates,
    without_citations,
)
from analysis.measures.vocabulary.collocations import association
from analysis.measures.vocabulary.dispersion import dispersion_measures
from analysis.measures.vocabulary.diversity import mtld

from .test_keyness import made


def test_dispersion_of_an_even_word_and_of_one_in_a_single_paragraph():
    spread = dispersion(made(x=["a b b", "a c c", "a d d"]), min_count=1).set_index("term")
    assert spread.loc["a", ["dp", "juilland_d", "carroll_d2", "rosengren_s", "kld"]].to_list() == (
        pytest.approx([0, 1, 1, 1, 0])
    )
    assert spread.loc["b", ["range", "paragraphs"]].to_list() == [1, 3]
    assert spread.loc["b", "dp"] == pytest.approx(2 / 3)
    assert spread.loc["b", "dp_norm"] == pytest.approx(1)
    assert spread.loc["b", "kld"] == pytest.approx(np.log2(3))


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(10, 40)), min_size=2, max_size=12).filter(
        lambda parts: any(count for count, _ in parts)
    )
)
def test_dispersion_measures_keep_their_bounds(parts):
    counts, sizes = zip(*parts, strict=True)
    row = dispersion_measures([counts], sizes).iloc[0]
    assert 0 <= row["dp"] <= 1
    assert -1e-9 <= row["dp_norm"] <= 1 + 1e-9
    assert -1e-9 <= row["carroll_d2"] <= 1 + 1e-9
    assert 0 < row["rosengren_s"] <= 1 + 1e-9
    assert row["kld"] >= -1e-9


def test_the_most_frequent_come_first_and_then_the_alphabet():
    spread = dispersion(made(y=["c a b a"], x=["b a"]), min_count=1)
    assert list(zip(spread["document"], spread["term"], strict=True)) == [
        ("x", "a"), ("x", "b"), ("y", "a"), ("y", "b"), ("y", "c"),
    ]  # fmt: skip


def test_one_paragraph_has_no_spread():
    spread = dispersion(made(x=["a a b"]), min_count=1)
    assert spread["dp"].to_list() == [0, 0]
    assert spread["carroll_d2"].isna().all()


def rich(words, **options):
    return diversity(made(a=[" ".join(words)]), **options).iloc[0]


WORDS = st.lists(st.sampled_from("abcdefgh"), min_size=60, max_size=200)


@given(WORDS)
@settings(max_examples=40)
def test_diversity_agrees_with_an_independent_package(words):
    theirs = LexicalRichness(list(words), preprocessor=None, tokenizer=None)
    ours = rich(words, window=20)
    assert ours["mattr"] == pytest.approx(theirs.mattr(window_size=20))
    assert ours["hdd"] == pytest.approx(theirs.hdd(draws=42))
    assert ours["yule_k"] == pytest.approx(theirs.yulek)


@given(st.lists(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=10, max_size=200))
def test_mtld_agrees_with_an_independent_package(words):
    theirs = LexicalRichness(list(words), preprocessor=None, tokenizer=None)
    assert mtld(words) == pytest.approx(theirs.mtld(threshold=0.72))


def test_mtld_by_hand_and_where_the_closing_rule_matters():
    assert mtld("This is a sentence .".split() * 20) == pytest.approx(7.142857, abs=1e-6)
    assert mtld(["a"] * 10) == 2
    closes_at_72 = [*"abcdefghijklmnopqr", *"aaaaaaa", "z"]  # 18 of 25 words: .72
    backwards = 26 / (3 + (1 - 18 / 19) / 0.28)
    assert mtld(closes_at_72) == pytest.approx((26 + backwards) / 2)
    assert mtld(list("abcdefghij")) == 10
    assert np.isnan(mtld([]))


def test_a_text_just_as_long_as_the_window_has_a_ratio_and_a_shorter_one_has_none():
    both = diversity(made(a=["v w x"], b=["v w"]), window=3)
    assert both["mattr"].to_list() == pytest.approx([1, np.nan], nan_ok=True)
    assert both["mattr_low"].isna().to_list() == [False, True]
    assert rich("vww", window=3)["mattr"] == pytest.approx(2 / 3)
    words = [f"w{n % 60}" for n in range(120)]
    assert rich(words)["mattr"] == 1
    assert rich(words, window=100)["mattr"] == pytest.approx(0.6)


def test_notes_by_length():
    lengths = {"a": 49, "b": 50, "c": 499, "d": 500}
    table = diversity(made(**{name: ["w " * size] for name, size in lengths.items()}))
    assert table["note"].to_list() == [
        "too short for any of these measures",
        *["too short for MTLD, HD-D"] * 2,
        "",
    ]
    assert rich(["w"] * 42)["hdd"] == pytest.approx(1 / 42)
    assert np.isnan(rich(["w"] * 41)["hdd"])


def test_no_words_are_no_row():
    assert diversity(made(a=["w"]).head(0)).empty


def test_the_spread_over_windows():
    table = diversity(made(a=["v w v v v v v v v v v v"]), window=2)
    ratios = [1, 1] + [0.5] * 9
    assert table[["mattr", "mattr_low", "mattr_high"]].iloc[0].to_list() == pytest.approx(
        [np.mean(ratios), 0.5, 1]
    )


def test_fewer_than_five_occurrences_have_no_dispersion():
    assert dispersion(made(x=["a a a a"])).empty
    assert dispersion(made(x=["a a a a a"]))["term"].to_list() == ["a"]


def test_short_texts_are_marked():
    table = diversity(made(a=["w"] * 3, b=[" ".join("abcdefgh")] * 20, c=["w v"] * 300))
    assert list(table["note"]) == [
        "too short for any of these measures",
        "too short for MTLD, HD-D",
        "",
    ]
    assert np.isnan(table.loc[0, "mattr"])


def test_the_five_pieces_lie_where_they_were_measured_before(corpus):
    table = diversity(without_citations(corpus.tokens)).set_index("document")
    expected = {
        "2012-jamestown": (0.839, 121, 0.863),
        "2020-tpq": (0.778, 70, 0.818),
        "2020-antiwar": (0.768, 69, 0.816),
        "2022-isdp": (0.808, 88, 0.845),
        "2023-china-daily": (0.811, 103, 0.838),
    }
    for document, (ttr, run, drawn) in expected.items():
        assert table.loc[document, "mattr"] == pytest.approx(ttr, abs=0.015)
        assert table.loc[document, "mtld"] == pytest.approx(run, rel=0.08)
        assert table.loc[document, "hdd"] == pytest.approx(drawn, abs=0.01)


def test_gries_2013_of_course():
    found = association(5610, 5610 + 168938, 5610 + 2257, 5610 + 168938 + 2257 + 10233063)
    assert round(found["delta_p_node"], 3) == 0.032
    assert round(found["delta_p_collocate"], 3) == 0.697


def test_association_on_paper():
    found = association(4, 8, 8, 64)
    assert found["log_dice"] == pytest.approx(13)
    assert found["mi"] == pytest.approx(2)
    assert found["mi3"] == pytest.approx(6)
    several = association([4, 1], [8, 9], [8, 3], [64, 70])
    for name, value in several.items():
        alone = association(1, 9, 3, 70)[name]
        assert value.tolist() == pytest.approx([float(found[name]), float(alone)])


def test_measures_that_nltk_has_are_those_of_nltk():
    from nltk.metrics import BigramAssocMeasures

    for together, node, collocate, size in ((2, 2, 3, 9), (4, 8, 8, 64), (3, 5, 40, 900)):
        found = association(together, node, collocate, size)
        table = (together, (node, collocate), size)
        assert found["g2"] == pytest.approx(BigramAssocMeasures.likelihood_ratio(*table))
        assert found["mi"] == pytest.approx(BigramAssocMeasures.pmi(*table))
        assert found["t_score"] == pytest.approx(BigramAssocMeasures.student_t(*table))


def test_neighbours_are_those_that_nltk_finds(corpus):
    from nltk.collocations import BigramCollocationFinder

    own = without_citations(corpus.tokens).query("document == '2023-china-daily'")
    sentences = own.groupby("sentence")["term"].agg(list)
    theirs = BigramCollocationFinder.from_documents(sentences).ngram_fd
    found = collocates(own, "China", window=1, min_count=1)
    assert len(found) > 30
    for row in found.itertuples():
        assert row.count_right == theirs["china", row.collocate]
        assert row.count_left == theirs[row.collocate, "china"]


def test_windows_stop_at_the_sentence_and_count_a_neighbour_once():
    tokens = made(x=["n w n", "w x n", "z z z z"])
    found = collocates(tokens, "n", window=5, min_count=1).set_index("collocate")
    assert found.loc["w", ["count", "count_left", "count_right"]].to_list() == [2, 2, 1]
    only = collocates(made(x=["w w w", "n y y y"]), "n", min_count=1)
    assert "w" not in set(only["collocate"])


def test_neighbours_by_every_measure_on_paper():
    """Seven places besides n; w at 2, of them 1 beside n (left), where 3 places lie; N = 7."""
    tokens = made(x=["w n v", "u n", "w z", "z z"])
    found = collocates(tokens, "n", window=1, min_count=1)
    row = found.set_index("collocate").loc["w"]
    assert list(found) == [
        "document", "node", "collocate", "count", "count_left", "count_right", "node_count",
        "collocate_count", "g2", "log_dice", "mi", "mi3", "t_score", "delta_p_node",
        "delta_p_collocate",
    ]  # fmt: skip
    counts = ["count", "count_left", "count_right", "node_count", "collocate_count"]
    assert row[counts].to_list() == [1, 1, 0, 2, 2]
    assert row["log_dice"] == pytest.approx(14 + np.log2(2 / 5))
    assert row["mi"] == pytest.approx(np.log2(7 / 6))
    assert row["mi3"] == pytest.approx(np.log2(7 / 6))
    assert row["t_score"] == pytest.approx(1 - 6 / 7)
    assert row["delta_p_node"] == pytest.approx(1 / 3 - 1 / 4)
    assert row["delta_p_collocate"] == pytest.approx(1 / 2 - 2 / 5)


def test_a_neighbour_is_near_within_five_words_unless_told_otherwise():
    tokens = made(x=["n a b c d e f"])
    for window, seen in (({}, "abcde"), ({"window": 2}, "ab")):
        found = collocates(tokens, "n", min_count=1, **window)
        assert sorted(found["collocate"]) == list(seen)
        assert [not near(tokens, "n", word, **window).empty for word in "ef"] == [
            "e" in seen, False,
        ]  # fmt: skip
    assert collocates(made(x=["n w", "n w", "z z"]), "n").empty
    assert len(collocates(made(x=["n w", "n w", "n w", "z z"]), "n")) == 1


def test_a_word_as_near_as_expected_is_listed():
    assert collocates(made(x=["n w"]), "n", min_count=1)["collocate"].to_list() == ["w"]


def test_the_whole_corpus_is_no_table_of_words(corpus):
    for measure in (dispersion, diversity, lambda given: collocates(given, "China")):
        with pytest.raises(CorpusError, match=r"such as corpus\.tokens"):
            measure(corpus)


def test_near_gives_the_sentences_behind_a_count(corpus):
    tokens = without_citations(corpus.tokens)
    own = tokens[tokens["document"] == "2020-tpq"]
    counted = collocates(own, "China", min_count=1).set_index("collocate").loc["relations", "count"]
    behind = near(own, "China", "relations")
    assert (behind["term"] == "relations").sum() == counted
    assert set(behind["term"]) == {"relations", "china"}


def test_company_holds_what_collocates_counts_in_every_document(corpus):
    found = pd.concat([collocates(corpus.tokens, node) for node in ("china", "NATO")])
    places = company(corpus.tokens, found)
    keys = ["document", "node", "collocate"]
    met = places.groupby(keys)["span"].nunique()
    counted = found.set_index(keys)["count"]
    assert len(met) > len(counted)
    assert (met[counted.index] == counted).all()
    assert set(places["term"]) == {*found["node"], *found["collocate"]}
    assert company(corpus.tokens, found.head(0)).empty


def test_a_row_selects_its_words_in_both_texts_of_a_side_and_by_pattern(corpus):
    sides, terms = ["2012-jamestown", "2020-antiwar"], ["Chinese", "west*", "Cold War"]
    result = pd.DataFrame({"target": "2020-tpq", "reference": ", ".join(sides), "term": terms})
    held = select(corpus, result, column="reference_count")
    rates = term_rates(corpus.tokens, terms).set_index(["document", "term"])["count"]
    counted = rates[sides].groupby("term").sum()
    assert held.groupby("row").size().to_list() == counted[terms].to_list()
    near = pd.DataFrame({"node": ["NATO"], "collocate": "China", "document": "2023-china-daily"})
    whole = select(corpus, near, column="collocate_count", counted=company(corpus.tokens, near))
    own = without_citations(corpus.tokens).query("document == '2023-china-daily'")
    assert len(whole) == (own["term"] == "china").sum()
    nodes = select(corpus, near, column="node_count", counted=company(corpus.tokens, near))
    assert len(nodes) == (own["term"] == "NATO").sum() != len(whole)


def test_a_row_of_a_stance_alone_selects_the_sentences_that_have_it(corpus):
    result = pd.DataFrame({"document": ["2023-china-daily"], "stance": "-", "count": 1})
    codes = counted_codes(corpus.coding, "frame").query("document == '2023-china-daily'")
    denied = codes.loc[codes["stance"] == "-", "sentence"].nunique()
    assert select(corpus, result)["place"].nunique() == denied > 0


def test_concordance_lines_are_spans_and_can_be_sorted(corpus):
    lines = concordance(corpus, "china", width=30)
    assert len(lines) == (without_citations(corpus.tokens)["term"] == "china").sum()
    for line in lines.itertuples():
        assert corpus.text(line.document)[line.start : line.end] == line.node
    right = concordance(corpus, "china", sort="right")["right"].str.lower().str.findall(r"\w+")
    assert right.to_list() == sorted(right.to_list())
    left = concordance(corpus, "china", sort="left")["left"].str.lower().str.findall(r"\w+")
    assert left.to_list() == sorted(left.to_list(), key=lambda words: words[::-1])


def test_contexts_are_cut_at_the_ends_of_words(corpus):
    for line in concordance(corpus, "china", width=25).itertuples():
        assert len(line.left) <= 25
        assert len(line.right) <= 25
        words = set(corpus.text(line.document).split())
        assert set(line.left.split()[:-1] + line.right.split()[1:]) <= words


@pytest.mark.parametrize(
    ("pattern", "regex"),
    [
        ("cold war", r"(?i)(?<![\w-])cold war(?![\w-])"),
        ("Cold War", r"(?i)(?<![\w-])cold war(?![\w-])"),
        ("U.S.", r"\bUS\b|\bU\.S\."),
        ("challeng*", r"(?i)\bchalleng"),
        ("* threat", r"(?i)[\w’'-]+ threat\b"),
        ("no such words", r"(?!)"),
        ("", r"(?!)"),
        ("c.ina", r"(?!)"),
    ],
)
def test_patterns_find_what_a_plain_search_finds(corpus, pattern, regex):
    expected = corpus.sentences["text"].str.count(regex).sum()
    whole = replace(corpus, tokens=corpus.tokens.drop(columns="cited"))
    assert len(concordance(whole, pattern)) == expected


def test_runs_give_whole_sentences(corpus):
    runs = find_runs(corpus.tokens, "new cold war")
    assert passages(corpus, runs)["text"].str.contains('"new Cold War"').all()


def test_positions_run_from_the_first_word_to_the_last():
    tokens = made(x=["a b a b"])
    assert positions(tokens, "A")["place"].to_list() == [0, 0.5]


def test_share_interval_by_hand():
    share, low, high = share_interval([5, 5], [10, 10])
    assert share == 0.5
    assert 0 <= low < share < high <= 1
    assert share_interval([3], [10])[0] == 0.3
    assert np.isnan(share_interval([3], [10])[1])


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(5, 9)), min_size=2, max_size=30),
    st.integers(2, 4),
)
def test_share_interval_holds_its_share_and_narrows_with_more_of_the_same(parts, times):
    hits, sizes = zip(*parts, strict=True)
    share, low, high = share_interval(hits, sizes)
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1
    _, more_low, more_high = share_interval(hits * times, sizes * times)
    assert more_high - more_low <= high - low + 1e-9


def test_rates_per_thousand_words_of_words_and_phrases():
    rates = term_rates(made(x=["cold war x x", "x x x cold"], y=["x x"]), ["cold", "cold war"])
    assert rates["count"].to_list() == [2, 0, 1, 0]
    assert rates["rate"].to_list() == [250, 0, 125, 0]
    assert rates["low"].isna().to_list() == [False, True, False, True]


def test_calibration_g2_promises_too_much_and_paragraphs_do_not():
    generator = np.random.default_rng(5)
    paragraphs = [" ".join(generator.choice(list("abcdefgh"), 3).repeat(8)) for _ in range(24)]
    found = calibration(made(x=paragraphs, short=["a"] * 4), splits=60, permutations=99)
    assert list(found["document"]) == ["x", "x"]
    random = found[found["split"] == "random halves"].iloc[0]
    assert random["g2"] > 0.15
    assert random["permutation"] < 0.12


def test_an_empty_frame_of_tokens_gives_empty_results():
    nothing = made(x=["a"]).iloc[:0]
    assert term_rates(nothing, ["a"]).empty
    assert isinstance(collocates(nothing, "a"), pd.DataFrame)
    assert collocates(nothing, "a").empty
    assert near(nothing, "a", "b").empty
    assert ngrams(nothing, 2).empty
    assert list(dispersion(nothing)) == list(dispersion(made(x=["a"]), min_count=1))
    assert list(diversity(nothing)) == list(diversity(made(x=["a"])))
    assert list(count_terms(nothing)) == ["document", "term", "count"]
    assert positions(nothing, "a").empty
    one = pairwise_keyness(made(x=["a"]), ["x"])
    assert one.empty
    assert list(one) == list(pairwise_keyness(made(x=["a"], y=["a"]), ["x", "y"]))
    assert list(pairwise_keyness(made(x=["a"]), ["x"], against_rest=True)) == list(one)
