"""What is written is compared with what was computed, at the precision written."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from analysis import CorpusError, claim, figure, number, passages, table
from analysis.book.numbers import number_record
from analysis.book.records import BUILT, MIME
from analysis.book.written import agrees, rewrite, shown


@pytest.mark.parametrize(
    ("written", "value", "expected"),
    [
        ("eleven", 11, True),
        ("Eleven", 11, True),
        ("eleven", 12, False),
        ("1,234", 1234, True),
        ("1,234", 1235, False),
        ("1234", 1234, True),
        ("9.1%", 1 / 11, True),
        ("9.2%", 1 / 11, False),
        ("9 per cent", 1 / 11, True),
        ("9.1", 1 / 11, False),
        (".83", 0.831, True),
        ("0.83", 0.836, False),
        ("−0.25", -0.25, True),
        ("-0.25", -0.25, True),
        ("0.25", -0.25, False),
        ("0.3", 0.25, True),
        ("hegemony", "hegemony", True),
        ("hegemony", "Hegemony", False),
        ("about 3", 3, False),
        ("", 0, False),
        ("12", math.nan, False),
        ("twenty-one", 21, True),
        ("Ninety-nine", 99, True),
        ("twenty", 21, False),
        ("no", 0, True),
        ("none", 1, False),
        ("1,23", 123, False),
        ("12,34", 1234, False),
        ("1,234.5", 1234.5, True),
        ("1234,567", 1234567, False),
    ],
)
def test_agrees(written, value, expected):
    assert agrees(written, value) is expected


@given(
    st.integers(-(10**9), 10**9),
    st.sampled_from(["7", "12.5", "1,000", "−3.25", "-3.25", ".75", "four", "none", "5%"]),
)
def test_a_number_that_was_rewritten_agrees(value, manner):
    assert agrees(rewrite(manner, value), value)


@given(st.floats(-1e6, 1e6), st.sampled_from(["7", "12.5", "−3.25", "9.1%", "12 per cent"]))
def test_a_fraction_that_was_rewritten_agrees(value, manner):
    assert agrees(rewrite(manner, value), value)


@pytest.mark.parametrize(
    ("value", "spec", "expected"),
    [
        (1234567, "", "1,234,567"),
        (-0.5, "", "−0.50"),
        (0.1234, ".1%", "12.3%"),
        (0.0001, "p", "< .001"),
        (0.0123, "p", ".012"),
        (1.0, "p", "1.000"),
        (float("nan"), "p", "–"),
        (None, "", "–"),
        (True, "", "yes"),
        ("text", ".1f", "text"),
    ],
)
def test_shown(value, spec, expected):
    assert shown(value, spec) == expected


def test_passages_hold_each_sentence_once_with_all_its_hits(corpus):
    spans = corpus.tokens[corpus.tokens["term"] == "NATO"]
    found = passages(corpus, spans)
    assert found["hits"].map(len).sum() == len(spans)
    assert not found.duplicated(["document", "sentence"]).any()
    for row in found.itertuples():
        assert all(row.text[start:end].startswith("NATO") for start, end in row.hits)


def test_spans_that_overlap_or_run_over_sentences_are_marked_once_in_each(corpus):
    first, second = corpus.sentences.iloc[0], corpus.sentences.iloc[1]
    spans = pd.DataFrame(
        {
            "document": first["document"],
            "start": [first["start"] + 3, first["start"] + 3, first["end"] - 5],
            "end": [first["start"] + 9, first["start"] + 20, second["start"] + 4],
        }
    )
    found = passages(corpus, spans)
    assert found["sentence"].tolist() == [1, 2]
    length = first["end"] - first["start"]
    assert found["hits"].tolist() == [[(3, 20), (length - 5, length)], [(0, 4)]]


def test_rows_without_offsets_give_their_sentences_without_hits(corpus):
    rows = corpus.coding[corpus.coding["code"] == "order"]
    found = passages(corpus, rows)
    places = rows[["document", "sentence"]].drop_duplicates()
    assert len(found) == len(places)
    assert found["hits"].map(len).sum() == 0
    assert passages(corpus, rows[:0]).columns.tolist() == found.columns.tolist()
    number_record(len(found), name="x", what="", evidence=found)


def test_evidence_says_which_code_was_counted_where_it_is_one(corpus):
    found = passages(corpus, corpus.coding[corpus.coding["code"] == "order"])
    named = number_record(1, name="x", what="", evidence=found.assign(frame="order"))
    assert named["codes"] == {"frame": "order"}
    mixed = found.assign(frame=["order"] * (len(found) - 1) + ["threat"])
    assert "codes" not in number_record(1, name="x", what="", evidence=mixed)


@pytest.mark.parametrize(
    ("leave", "kind"),
    [
        (lambda: number(1, name="A b", what=""), "number"),
        (lambda: table(pd.DataFrame({"word": ["war"]}), name="A b"), "table"),
        (lambda: table(pd.DataFrame({"word": ["war"]}), name=5), "table"),
        (lambda: figure(Figure(), name="A b", title="Rising.", holds=True), "figure"),
    ],
)
def test_what_the_prose_cannot_refer_to_is_refused(leave, kind):
    with pytest.raises(CorpusError, match=f"” cannot name a {kind}; use small letters"):
        leave()


def test_html_is_made_where_somebody_may_see_it_and_not_for_the_book(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, raw: shown.append({*bundle}))
    number(1, name="one", what="")
    monkeypatch.setenv(BUILT, "1")
    number(1, name="one", what="")
    assert shown == [{MIME, "text/html"}, {MIME}]


def test_evidence_without_its_columns_is_refused():
    with pytest.raises(CorpusError, match="evidence of “x” lacks sentence, text"):
        number_record(1, name="x", what="", evidence=pd.DataFrame({"document": ["a"]}))
    with pytest.raises(CorpusError, match="value of “x” is nan"):
        number(math.nan, name="x", what="")
    with pytest.raises(CorpusError, match="evidence of “x” is one text"):
        number_record(1, name="x", what="", evidence="NATO")


def test_rows_that_passages_cannot_place_are_refused(corpus):
    with pytest.raises(CorpusError, match="lack sentence; passages need document, sentence"):
        passages(corpus, pd.DataFrame({"document": ["2020-tpq"]}))
    with pytest.raises(CorpusError, match="did you mean “2020-tpq”"):
        passages(corpus, pd.DataFrame({"document": ["2020-tqp"], "sentence": [1]}))


def test_a_minus_is_kept_as_it_was_written():
    assert rewrite("−3.25", -1) == "−1.00"
    assert rewrite("-3.25", -1) == "-1.00"


@pytest.mark.parametrize("holds", [math.nan, "False", 1, None])
def test_a_claim_holds_or_does_not(holds):
    with pytest.raises(CorpusError, match=r"holds is .*; give True or False"):
        claim("All is well.", holds=holds, found="")
