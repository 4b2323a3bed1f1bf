"""Precision, recall and corrected shares that can be worked out on paper."""

import numpy as np
import pandas as pd
import pytest

from analysis import (
    CorpusError,
    Lexicon,
    agreement,
    coding_errors,
    compare_instruments,
    compared_passes,
    every_frame,
    frames,
    held_out,
    held_out_hits,
    keywords,
    marked_sentences,
    regression,
    stance_accuracy,
    validate,
)
from analysis.corpus.coding import COLUMNS
from analysis.measures.framing.agreement import agree, paragraph_weights
from analysis.measures.framing.error_correction import correct, rogan_gladen


def coding(codes, name):
    """One sentence for each item of codes, two a paragraph; an item is threat+, or nothing."""
    rows = [
        ("x", 1 + n // 2, n, name, "frame", code[:-1], code[-1:]) for n, code in enumerate(codes)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


GOLD = coding(["threat+"] * 8 + ["threat-"] * 4 + [""] * 8, "a")
MINE = coding(["threat+"] * 9 + [""] * 3 + ["threat+"] + [""] * 7, "lexicon")


def test_precision_and_recall_on_paper():
    table = validate(MINE, GOLD, resamples=50).set_index("code")
    threat = table.loc["threat"]
    assert threat[["positives", "coded", "hits"]].to_list() == [12, 10, 9]
    assert threat[["precision", "recall", "specificity", "f1"]].to_list() == pytest.approx(
        [0.9, 0.75, 7 / 8, 18 / 22]
    )
    assert threat["precision_low"] < 0.9 < threat["precision_high"]
    assert bool(threat["judged"])
    assert table.loc["order", "note"] == "fewer than 10 positives: not judged"
    assert table.loc["mean", "f1"] == threat["f1"]
    assert table.loc["mean", "note"] == "over 1 judged frames"


def test_ten_positives_are_enough_to_be_judged_and_nine_are_not():
    for positives, judged in ((9, False), (10, True)):
        gold = coding(["threat+"] * positives + [""] * 9, "a")
        table = validate(gold, gold, resamples=9)
        row = table.set_index("code").loc["threat"]
        assert row["judged"] == judged
        assert (row["note"] == "") == judged
        assert list(table.index) == list(range(len(table)))
        marks = marked_sentences(gold, gold)
        assert (marks["code"] == "mean").sum() == positives * judged
        few = coding(["threat+"] * positives + ["threat-"] * positives, "a")
        note = stance_accuracy(few, few).set_index("code").loc["threat", "note"]
        assert note == ("" if judged else "only 9 of one stance")


def test_the_default_draws():
    pd.testing.assert_frame_equal(
        validate(MINE, GOLD),
        validate(MINE, GOLD, resamples=1000, seed=1999),
    )


def test_limits_of_f1_and_alpha_are_percentiles_of_paragraphs_drawn_anew():
    table = validate(MINE, GOLD, resamples=300, seed=3).set_index("code")
    true = np.array([True] * 12 + [False] * 8)
    mine = np.array([True] * 9 + [False] * 3 + [True] + [False] * 7)
    places = GOLD[["document", "paragraph", "sentence"]].drop_duplicates()
    weights = paragraph_weights(places, 300, 3)
    hits = (mine & true) @ weights
    f1 = 2 * hits / (mine @ weights + true @ weights)
    alpha = agree(mine.astype(object), true.astype(object), weights).alpha
    for name, drawn in (("f1", f1), ("alpha", alpha)):
        limits = table.loc["threat", [f"{name}_low", f"{name}_high"]].to_list()
        assert limits == pytest.approx(list(np.nanquantile(drawn, [0.025, 0.975])))
        assert table.loc["mean", [f"{name}_low", f"{name}_high"]].to_list() == limits
    with pytest.raises(CorpusError, match="resamples is 0"):
        validate(MINE, GOLD, resamples=0)


def test_one_hit_and_no_error_is_an_f1_of_one():
    gold = coding(["threat+"] + [""] * 5, "a")
    assert validate(gold, gold, resamples=9).set_index("code").loc["threat", "f1"] == 1


def test_stance_on_paper():
    """Of eight asserted all, of the one denied that was found none: balanced (1 + 0) / 2."""
    row = stance_accuracy(MINE, GOLD).set_index("code").loc["threat"]
    assert row.to_list()[:5] == [8, 1, 8, 0, 0.5]


def test_codes_of_other_sentences_are_refused():
    with pytest.raises(CorpusError, match="not of the same sentences"):
        validate(MINE.iloc[:-1], GOLD)


def test_rogan_gladen_on_paper():
    share, recall, specificity = (np.array(value) for value in (0.30, 0.75, 0.95))
    assert rogan_gladen(share, recall, specificity) == pytest.approx(0.357143, abs=5e-7)


def error(recall, specificity, size=1e9, **others):
    return pd.DataFrame(
        {
            "code": ["threat"], "recall": [recall], "specificity": [specificity],
            "recall_effective": [size], "specificity_effective": [size], "judged": [True], **others,
        }
    )  # fmt: skip


SHARES = pd.DataFrame({"frame": ["threat"], "share": [0.3], "effective": [100.0]})


def test_a_faultless_instrument_needs_no_correction_and_a_known_one_gets_it():
    """With se = sp = 1 known for sure, the interval is Agresti's and Coull's."""
    row = correct(SHARES, error(1, 1)).iloc[0]
    p = (30 + 1.959964**2 / 2) / (100 + 1.959964**2)
    half = 1.959964 * (p * (1 - p) / (100 + 1.959964**2)) ** 0.5
    assert row["corrected"] == pytest.approx(0.3)
    assert row[["corrected_low", "corrected_high"]].to_list() == pytest.approx(
        [p - half, p + half], abs=1e-6
    )
    assert correct(SHARES, error(0.75, 0.95))["corrected"].item() == pytest.approx(0.357143)


def test_the_limits_of_lang_and_reiczigel_step_by_step():
    """P = .3 of 100, se = .75 and sp = .95 from 60 each, each step of the paper by hand."""
    row = correct(SHARES, error(0.75, 0.95, 60)).iloc[0]
    assert row["corrected_low"] == pytest.approx(0.2078505, abs=1e-6)
    assert row["corrected_high"] == pytest.approx(0.5166502, abs=1e-6)


def test_the_less_is_known_of_the_error_the_wider_the_interval():
    widths = [
        float((row["corrected_high"] - row["corrected_low"]).item())
        for row in (correct(SHARES, error(0.75, 0.95, size)) for size in (1e9, 100, 20))
    ]
    assert widths == sorted(widths)


def test_no_correction_without_judgement_or_better_than_chance():
    for bad in (error(0.75, 0.95).assign(judged=False), error(0.4, 0.5)):
        row = correct(SHARES, bad).iloc[0]
        assert np.isnan(row["corrected"])
        assert row["correction_note"].endswith("no correction")


@pytest.mark.parametrize(("share", "low", "high"), [(0.01, 0, None), (0.99, None, 1)])
def test_no_correction_leaves_0_to_1(share, low, high):
    row = correct(SHARES.assign(share=share), error(0.75, 0.95, 60)).iloc[0]
    beyond = [row["corrected"], row["corrected_low" if high is None else "corrected_high"]]
    assert beyond == [low if high is None else high] * 2


def test_the_corrected_interval_covers():
    """A thousand texts of a hundred sentences, se and sp each known from sixty: about 95 %."""
    generator = np.random.default_rng(4)
    true, se, sp, n, known = 0.2, 0.8, 0.9, 100, 60
    drawn = generator.binomial(
        [n, known, known], [true * se + (1 - true) * (1 - sp), se, sp], size=(1000, 3)
    )
    texts = pd.DataFrame({"frame": range(1000), "share": drawn[:, 0] / n, "effective": float(n)})
    found = error(*drawn[0, 1:], size=known).drop(columns=["code", "recall", "specificity"])
    found = pd.DataFrame(
        {"code": range(1000), "recall": drawn[:, 1] / known, "specificity": drawn[:, 2] / known}
    ).merge(found, how="cross")
    table = correct(texts, found)
    held = ((table["corrected_low"] <= true) & (true <= table["corrected_high"])).mean()
    assert 0.93 <= held <= 0.985


@pytest.fixture(scope="module")
def instruments(corpus):
    lexicon = Lexicon.from_toml()
    return {
        "every frame": every_frame(corpus.sentences),
        "keyword": keywords(corpus.sentences),
        "regression": regression(corpus.sentences, corpus.coding),
        "lexicon": held_out(lexicon, corpus.sentences),
    }


def test_the_lexicon_beats_what_it_has_to_beat(corpus, instruments):
    named = {name: set(codes["pass"]) for name, codes in instruments.items()}
    assert named == {"every frame": {"every"}} | {
        name: {name} for name in ("keyword", "regression", "lexicon")
    }
    table = compare_instruments(instruments, corpus.coding, resamples=20)
    means = table[table["code"] == "mean"].set_index("instrument")["f1"]
    assert means.index[0] == "lexicon"
    assert means["lexicon"] >= 0.75
    assert means["every frame"] == pytest.approx(0.185, abs=0.001)
    assert (means.drop("lexicon") < 0.4).all()


def test_holding_out_costs_something(corpus, instruments):
    whole = Lexicon.from_toml().code(corpus.sentences)
    full, held = (validate(codes, corpus.coding, resamples=10)["f1"].iloc[-1]
                  for codes in (whole, instruments["lexicon"]))  # fmt: skip
    assert full > held


def test_shares_of_an_instrument_carry_its_error(corpus, instruments):
    known = validate(instruments["lexicon"], corpus.coding, resamples=20)
    table = frames(instruments["lexicon"], error=known)
    assert table["corrected"].between(table["corrected_low"], table["corrected_high"]).mean() > 0.9
    assert (table["correction_note"] == "").all()


def test_marked_sentences_are_what_the_scores_count(corpus, instruments):
    codes = instruments["lexicon"]
    hits = held_out_hits(Lexicon.from_toml(), corpus.sentences)
    marks = marked_sentences(codes, corpus.coding, hits=hits)
    scores = validate(codes, corpus.coding, resamples=2).set_index("code")
    stance = stance_accuracy(codes, corpus.coding).set_index("code")
    for table, names in (
        (scores, ["positives", "coded", "hits"]),
        (stance, ["asserted", "denied"]),
    ):
        for name in names:
            counted = marks[marks[name]].groupby("code")["span"].nunique()
            assert counted.reindex(table.index, fill_value=0).to_list() == table[name].to_list()
    errors = coding_errors(corpus, marks)
    for row in errors.itertuples():
        whole = " ".join(corpus.text(row.document).split())
        assert all(" ".join(words.split()) in whole for words in row.words.split("; "))
    assert errors["words"].str.contains("; ").any()
    assert len(errors) == scores.loc[scores.index != "mean", ["positives", "coded"]].sum().sum() - (
        2 * scores.loc[scores.index != "mean", "hits"].sum()
    )
    assert ((errors["words"] != "") == (errors["error"] == "found, not coded")).all()


def test_compared_passes_are_what_agreement_counts(corpus):
    held = compared_passes(corpus.coding)
    table = agreement(corpus.coding, resamples=2).set_index(["attribute", "code"])
    sums = held.groupby(["attribute", "code"])[
        ["both", "first_only", "second_only", "unlike"]
    ].sum()
    known = table.loc[sums.index]
    assert sums["both"].to_list() == known["both"].to_list()
    assert sums["second_only"].to_list() == known["second_only"].to_list()
    alike = 1 - sums["unlike"] / known["sentences"]
    assert alike.to_list() == pytest.approx(known["percent"].to_list())
