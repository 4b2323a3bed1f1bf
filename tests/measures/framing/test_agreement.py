"""Agreement against Krippendorff's published tables, NLTK, and numbers worked out on paper."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask

from analysis import CorpusError, agreement, read_sheet, write_sheet
from analysis.measures.framing.agreement import agree, paragraph_weights


def by_nltk(first, second):
    coders = {"first": first, "second": second}
    triples = [(name, unit, code) for name, own in coders.items() for unit, code in enumerate(own)]
    return AnnotationTask(triples).alpha()


@pytest.mark.parametrize(
    ("first", "second", "alpha"),
    [("aabbdcccedda", "babbbccceddd", 0.692), ("0100000010", "1110010000", 0.095)],
)
def test_the_published_tables(first, second, alpha):
    """Krippendorff (2011), Computing Krippendorff's alpha-reliability, sections A and B."""
    first, second = (np.array(list(own), dtype=object) for own in (first, second))
    found = agree(first, second, np.ones((len(first), 1))).alpha[0]
    assert found == pytest.approx(alpha, abs=5e-4)


def test_kappa_on_paper():
    """Cohen: 20 yes and 15 no in common, 5 and 10 apart: κ = (.7 - .5) / (1 - .5) = .4."""
    first = np.array(["y"] * 25 + ["n"] * 25, dtype=object)
    second = np.array(["y"] * 20 + ["n"] * 5 + ["y"] * 10 + ["n"] * 15, dtype=object)
    found = agree(first, second, np.ones((50, 1)))
    assert (found.percent[0], found.kappa[0]) == pytest.approx((0.7, 0.4))


PAIRS = st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("xyz")), min_size=3, max_size=30)


@given(PAIRS)
def test_the_closed_form_is_what_nltk_computes(pairs):
    first, second = (np.array(side, dtype=object) for side in zip(*pairs, strict=True))
    if len({*first, *second}) < 2:
        return
    alpha = agree(first, second, np.ones((len(pairs), 1))).alpha[0]
    assert alpha == pytest.approx(by_nltk(first, second), abs=1e-9)


@given(PAIRS)
def test_a_sentence_drawn_twice_counts_twice(pairs):
    first, second = (np.array(side, dtype=object) for side in zip(*pairs, strict=True))
    weights = np.arange(1, len(pairs) + 1)
    one = agree(first, second, weights[:, None].astype(float))
    other = agree(*(np.repeat(side, weights) for side in (first, second)),
                  np.ones((int(weights.sum()), 1)))  # fmt: skip
    assert np.array(one) == pytest.approx(np.array(other), nan_ok=True)


def test_the_passes_of_the_book(corpus):
    table = agreement(corpus.coding, resamples=200).set_index(["attribute", "code"])
    frames = {
        "threat": 0.89, "cooperation": 0.92, "rivalry": 0.90, "hegemony": 0.97,
        "sovereignty": 1.0, "opportunity": 0.98, "common": 0.93, "order": 0.83, "division": 1.0,
        "military": 0.89,
    }  # fmt: skip
    assert table.loc["frame", "alpha"].round(2).to_dict() == frames
    assert table["alpha"].round(2)[[("voice", ""), ("stance", "military"), ("threat_from", ""),
                                    ("theme", "alliance")]].to_list() == [
        0.95, 0.87, 0.87, 0.84]  # fmt: skip
    assert (table["alpha_low"] <= table["alpha"]).all()
    assert (table["alpha"] <= table["alpha_high"]).all()
    assert table.loc[("frame", "threat"), ["both", "first_only", "second_only"]].to_list() == [
        38, 0, 8]  # fmt: skip


def test_a_pass_that_is_not_there(corpus):
    with pytest.raises(CorpusError, match="no pass “c”"):
        agreement(corpus.coding, passes=("a", "c"))


def codes_of(*given):
    """A coding of one code in two passes, a sentence an item: what each pass gave."""
    rows = [
        ("d", 1 + n // 2, n, name, "frame", code, "+" if code else "")
        for n, pair in enumerate(given)
        for name, code in zip("ab", pair, strict=True)
    ]
    columns = ["document", "paragraph", "sentence", "pass", "attribute", "code", "stance"]
    return pd.DataFrame(rows, columns=columns)


def test_the_columns_and_the_default_draws():
    table = agreement(codes_of(("threat", ""), ("threat", "threat"), ("", ""), ("", "")))
    assert list(table) == [
        "attribute", "code", "sentences", "both", "first_only", "second_only", "percent", "kappa",
        "kappa_low", "kappa_high", "alpha", "alpha_low", "alpha_high", "note",
    ]  # fmt: skip
    coding = codes_of(*[("threat", "threat"), ("threat", ""), ("", "")] * 5)
    pd.testing.assert_frame_equal(
        agreement(coding), agreement(coding, passes=("a", "b"), resamples=1000, seed=1999)
    )


def test_where_nothing_differs_there_is_nothing_to_agree_on():
    table = agreement(codes_of(*[("threat", "threat")] * 6), resamples=9)
    row = table[table["attribute"] == "frame"].set_index("code").loc["threat"]
    assert row[["percent", "both", "note"]].to_list() == [1, 6, "given by both to every sentence"]
    limits = ["kappa", "kappa_low", "kappa_high", "alpha", "alpha_low", "alpha_high"]
    assert row[limits].isna().all()
    never = table.set_index(["attribute", "code"]).loc[("frame", "order")]
    assert never["note"] == "given by neither pass"
    assert np.isnan(never["percent"])


def test_limits_are_percentiles_of_paragraphs_drawn_anew():
    """Three paragraphs, each weight drawn as the seed says: the limits by the definition."""
    coding = codes_of(*[("threat", "threat"), ("threat", ""), ("", ""), ("", ""), ("", "threat"),
                        ("", "")] * 4)  # fmt: skip
    table = agreement(coding, resamples=400, seed=5).set_index(["attribute", "code"])
    row = table.loc[("frame", "threat")]
    wide = coding.pivot_table(index=["document", "paragraph", "sentence"], columns="pass",
                              values="code", aggfunc="first")  # fmt: skip
    places = wide.index.to_frame(index=False)
    drawn = agree(wide["a"].to_numpy(object), wide["b"].to_numpy(object),
                  paragraph_weights(places, 400, 5))  # fmt: skip
    for name, values in (("kappa", drawn.kappa), ("alpha", drawn.alpha)):
        low, high = np.quantile(values, [0.025, 0.975])
        assert row[[f"{name}_low", f"{name}_high"]].to_list() == pytest.approx([low, high])
        assert low < row[name] < high


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"passes": ("a", "a")}, "“a” is compared with itself; name two passes"),
        ({"resamples": 0}, "resamples is 0"),
    ],
)
def test_agreements_that_cannot_be_are_refused(options, message):
    with pytest.raises(CorpusError, match=message):
        agreement(codes_of(("threat", "")), **options)


def test_passes_over_different_sentences_have_nothing_in_common():
    coding = codes_of(("threat", ""), ("", "threat"))
    apart = coding[(coding["pass"] == "a") == (coding["sentence"] == 0)]
    with pytest.raises(CorpusError, match="No sentence was coded by both a and b"):
        agreement(apart)


def filled(corpus, sheet, name):
    """Fill a sheet with the codes of a pass, as a reader of the same mind would."""
    codes = pd.read_csv(corpus.folder / "coding" / f"pass-{name}.csv", dtype=str).fillna("")
    codes = codes.set_index("sentence")
    text = sheet.read_text("utf-8-sig").splitlines()
    top = [line for line in text if line.startswith("#")]
    rows = pd.read_csv(sheet, comment=None, skiprows=len(top), dtype=str, encoding="utf-8-sig")
    cells = ["frames", "threat_from", "themes", "voice"]
    rows = rows.fillna("").set_index("sentence")
    rows[cells] = codes.loc[rows.index, cells]
    with sheet.open("w", encoding="utf-8", newline="") as file:
        file.write("\n".join(top) + "\n" + rows.reset_index().to_csv(index=False))
    return rows


def test_a_sheet_filled_like_a_pass_agrees_with_it(corpus, tmp_path):
    sheet = write_sheet(corpus, tmp_path / "sheet.csv", n=40)
    assert "threat+" in sheet.read_text("utf-8-sig")
    rows = filled(corpus, sheet, "b")
    assert len(rows) == 40
    heads = ["before", "text", "frames", "threat_from", "themes", "voice", "note"]
    assert rows.columns.to_list() == heads
    for _, own in corpus.sentences.groupby(["document", "paragraph"]):
        texts = own["text"].str.split().str.join(" ").to_list()
        for place, (document, number) in enumerate(own[["document", "sentence"]].to_numpy()):
            if (name := f"{document}.{number:03d}") in rows.index:
                assert rows.loc[name, "text"] == texts[place]
                assert rows.loc[name, "before"] == " ".join(texts[max(0, place - 2) : place])
    table = (
        read_sheet(sheet, corpus.coding, resamples=50)
        .set_index(["pass", "attribute", "code"])
        .sort_index()
    )
    given = table[table["note"] == ""]
    assert (given.loc["b", "percent"] == 1).all()
    assert (given.loc["a", "percent"] < 1).any()
    assert set(table["sentences"]) == {40}


def test_sheets_are_drawn_by_their_seed_and_hold_no_code(corpus, tmp_path):
    one, other, third = (
        write_sheet(corpus, tmp_path / name, n=5, seed=seed).read_text("utf-8-sig")
        for name, seed in (("1.csv", 1), ("2.csv", 1), ("3.csv", 2))
    )
    assert one == other != third
    assert all(line.endswith(",,,,,") for line in one.splitlines()[-5:])


def test_a_sheet_is_never_written_over_and_its_faults_are_named(corpus, tmp_path):
    sheet = write_sheet(corpus, tmp_path / "sheet.csv", n=3)
    with pytest.raises(CorpusError, match="is there already"):
        write_sheet(corpus, sheet)
    with pytest.raises(CorpusError, match=r"sheet.csv, row \d+: voice must be one of"):
        read_sheet(sheet, corpus.coding)
