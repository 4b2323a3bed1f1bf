"""A word, phrase or pattern is found where a reader would find it, by every verb that takes one."""

import unicodedata

import pytest

from analysis import (
    Claim,
    Corpus,
    check_claims,
    claim_passages,
    collocates,
    concordance,
    dispersion,
    find_runs,
    load_corpus,
    mentions,
    near,
    ngrams,
    positions,
    read_actors,
    term_rates,
)
from analysis.measures.findings.choices import DEFAULT

from .test_keyness import made

SPEECH = """A speech

An E.U.-funded plan and the pro-Japan camp met in a trade war room. The trade, war and peace.
They like trade; war (trade) war. Mr. Rossi said “trade” war: the OPEC fund. EU-funded roads are
pro-growth. I saw the trade
war.
"""


@pytest.fixture(scope="module")
def speech(tmp_path_factory) -> Corpus:
    folder = tmp_path_factory.mktemp("texts")
    (folder / "a.txt").write_bytes(SPEECH.replace("\n", "\r\n").encode())
    (folder / "b.txt").write_text("A title\n\nIt named opec and trade.\n", "utf-8")
    return load_corpus(folder)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("E.U.-funded", ["E.U.-funded", "EU-funded"]),
        ("EU funded", ["E.U.-funded", "EU-funded"]),
        ("pro-Japan", ["pro-Japan"]),
        ("pro-*", ["pro-Japan", "pro-growth"]),
        ("*-funded", ["E.U.-funded", "EU-funded"]),
        ("Japan-*", []),
        ("trade war", ["trade war", "trade” war", "trade war"]),
        ("trade war room", ["trade war room"]),
        ("mr rossi", ["Mr. Rossi"]),
        ("* rossi", ["Mr. Rossi"]),
        ("room the", []),
        (";", []),
        ("", []),
    ],
)
def test_patterns_find_what_stands_side_by_side(speech, pattern, found):
    assert concordance(speech, pattern)["node"].to_list() == found
    assert len(find_runs(speech.tokens, pattern)) == len(found)


def test_a_name_is_found_in_other_capitals_unless_it_is_a_word_of_its_own(speech):
    only = speech.tokens[speech.tokens["document"] == "a"]
    assert len(find_runs(only, "opec")) == len(find_runs(only, "Opec")) == 1
    assert find_runs(only, "IN").empty
    small = speech.tokens[speech.tokens["document"] == "b"]
    assert len(find_runs(small, "OPEC")) == 1


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_letters_and_apostrophes_are_one_however_they_are_written(tmp_path, form):
    text = unicodedata.normalize(form, "A title\n\nOrbán didn’t meet Orbán’s friend.\n")
    (tmp_path / "a.txt").write_text(text, "utf-8")
    tokens = load_corpus(tmp_path).tokens
    for other in ("NFC", "NFD"):
        assert len(find_runs(tokens, unicodedata.normalize(other, "orbán"))) == 2
    assert len(find_runs(tokens, "didn't")) == len(find_runs(tokens, "didn’t")) == 1


def test_runs_of_words_do_not_bridge_marks(speech):
    pairs = ngrams(speech.tokens, 2)
    assert (pairs["term"] == "trade war").sum() == 3
    assert "EU funded" in set(pairs["term"])
    assert not {"war trade", "war the", "war and peace they"} & set(pairs["term"])
    assert (ngrams(speech.tokens, 3)["term"] == "trade war room").sum() == 1


def test_windows_reach_over_marks(speech):
    found = collocates(speech.tokens, "peace", window=3, min_count=1)
    assert set(found["collocate"]) == {"trade", "war", "and"}


def test_a_phrase_is_counted_by_every_verb_that_takes_a_word(speech):
    tokens = speech.tokens
    assert positions(tokens, "trade war")["sentence"].to_list() == [1, 4, 6]
    assert term_rates(tokens, "trade war")["count"].to_list() == [3, 0]
    around = collocates(tokens, "trade war", window=1, min_count=1)
    assert set(around["collocate"]) >= {"room", "said", "a"}
    assert set(around["node_count"]) == {3}
    assert "war" not in set(around["collocate"])
    behind = near(tokens, "trade war", "room", window=2)
    text = speech.text("a")
    spans = [text[row.start : row.end] for row in behind.itertuples()]
    assert sorted(spans) == ["room", "trade war"]
    spread = dispersion(ngrams(tokens, 2), min_count=3)
    assert spread["term"].to_list() == ["trade war"]


def test_a_pattern_is_a_node_and_a_position(speech):
    assert len(positions(speech.tokens, "pro-*")) == 2
    assert set(collocates(speech.tokens, "pro-*", min_count=1)["node"]) == {"pro-*"}


@pytest.mark.parametrize(
    ("code", "compounds", "count"),
    [
        ("trade war", "split at actors", 3),
        ("pro-Japan", "split at actors", 1),
        ("pro japan", "all split", 1),
        ("pro-growth", "all split", 1),
        ("japan", "whole", 0),
        ("camp met", "whole", 1),
    ],
)
def test_a_claim_on_a_phrase_counts_the_phrase(speech, code, compounds, count):
    one = Claim("c", "T", "word", code=code, target=("a",), reference=("b",), asserts="more")
    choices = DEFAULT | {"compounds": compounds}
    table = check_claims([one], speech, choices=choices)
    assert table["holds"].item() == (count > 0)
    held = claim_passages(one, speech, choices=choices)["target"]
    assert held["hits"].map(len).sum() == count


def test_a_claim_under_lemmas_finds_other_forms(speech):
    one = Claim("c", "T", "word", code="trade wars", target=("a",), reference=("b",))
    held = claim_passages(one, speech, choices=DEFAULT | {"forms": "lemmas"})["target"]
    assert held["hits"].map(len).sum() == 3


def test_names_of_actors_do_not_bridge_marks(tmp_path):
    text = "A title\n\nIn the Soviet, Union men met. The United States\nof America.\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    found = mentions(load_corpus(tmp_path).tokens, read_actors())
    assert found["name"].to_list() == ["Soviet", "United States", "America"]


def test_tokens_that_do_not_know_what_stands_before_them_are_searched_as_well():
    tokens = made(x=["anti china talks", "a b"]).drop(index=0)
    assert find_runs(tokens, "china talks")["start"].to_list() == [10]
    assert find_runs(tokens, "china-*").empty
