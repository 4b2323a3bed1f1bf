"""A coding from several hands: who coded which document stands in the table."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis import (
    CorpusError,
    Lexicon,
    coding_of,
    counted_codes,
    frames,
    held_out,
    matching_sentences,
    themes,
)
from analysis.corpus.coding import COLUMNS

SENTENCES = pd.DataFrame(
    {
        "document": ["a", "a", "b", "b", "c"],
        "paragraph": 1,
        "sentence": [1, 2, 1, 2, 1],
        "start": [0, 60, 0, 60, 0],
        "text": [
            "The alliance calls it a threat.", "Nothing is said here.",
            "NATO is a threat to China.", "Nothing is said here.", "Nobody has read this one.",
        ],
    }
)  # fmt: skip


def by_hand(document: str, codes: list[str]) -> pd.DataFrame:
    """Return the codes that one person gave the sentences of a document."""
    rows = [
        (document, 1, number, "hand", "frame", code, "+" if code else "")
        for number, code in enumerate(codes, 1)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


@pytest.fixture
def mixed() -> pd.DataFrame:
    """Document a coded by hand, b by the lexicon, c by nobody."""
    lexical = Lexicon.from_toml().code(SENTENCES[SENTENCES["document"] == "b"])
    return pd.concat([by_hand("a", ["threat", "rivalry"]), lexical], ignore_index=True)


def test_codes_of_the_lexicon_for_one_document_change_no_count_of_another(mixed):
    alone = frames(by_hand("a", ["threat", "rivalry"])).drop(columns="method")
    both = frames(mixed)
    own = both[both["document"] == "a"].drop(columns="method").reset_index(drop=True)
    pd.testing.assert_frame_equal(own, alone)
    threat = both[both["frame"] == "threat"].set_index("document")["count"]
    assert threat.to_dict() == {"a": 1, "b": 1}


def test_who_coded_stands_beside_every_share(mixed):
    shares = frames(mixed)
    assert set(zip(shares["document"], shares["method"], strict=True)) == {
        ("a", "hand"),
        ("b", "lexicon"),
    }
    passes = mixed.assign(**{"pass": mixed["pass"].replace("hand", "a")})
    assert set(counted_codes(passes, "frame")["method"]) == {"passes", "lexicon"}


def test_a_document_that_nobody_coded_has_no_row_and_no_zero(mixed):
    assert set(frames(mixed)["document"]) == {"a", "b"}
    with pytest.raises(CorpusError, match="says nothing of any theme"):
        themes(mixed)


def test_the_lexicon_codes_what_hands_left_and_nothing_else(corpus):
    coding = coding_of(corpus)
    assert "lexicon" not in set(coding["pass"])


def test_the_lexicon_codes_the_documents_that_nobody_coded_beside_those_that_are(corpus):
    some = replace(corpus)
    known = corpus.coding[corpus.coding["document"] != "2020-tpq"]
    some.__dict__["coding"] = known
    coding = coding_of(some)
    assert coding[coding["pass"] != "lexicon"].equals(known.reset_index(drop=True))
    assert set(coding.loc[coding["pass"] == "lexicon", "document"]) == {"2020-tpq"}
    assert list(coding.index) == list(range(len(coding)))


def test_the_lexicon_codes_a_corpus_once_and_what_one_does_to_its_codes_stays_ones_own(
    corpus, monkeypatch
):
    bare, coded = replace(corpus), []
    bare.__dict__["coding"] = corpus.coding.head(0)
    code = Lexicon.code
    monkeypatch.setattr(Lexicon, "code", lambda *given: coded.append(given) or code(*given))
    first = coding_of(bare)
    first["code"] = "threat"
    assert set(coding_of(bare)["code"]) > {"threat", "cooperation"}
    assert len(coded) == 1
    assert coding_of(replace(bare)) is not first


def test_documents_held_out_stay_in_their_order():
    mixed = pd.concat([SENTENCES[2:4], SENTENCES[:2]])
    assert held_out(Lexicon.from_toml(), mixed)["document"].to_list() == ["b", "b", "a", "a"]


def test_sentences_that_match_have_all_their_frames_in_one_line(corpus):
    found = matching_sentences(corpus, "(?s)^NATO.*China").set_index("document")
    codes = counted_codes(corpus.coding, "frame")
    assert len(found) > 3
    for row in found.itertuples():
        (own,) = corpus.sentences[
            (corpus.sentences["document"] == row.Index)
            & (corpus.sentences["text"].str.split().str.join(" ") == row.text)
        ]["sentence"]
        held = codes[(codes["document"] == row.Index) & (codes["sentence"] == own)]
        assert row.frames == " ".join(held["code"] + held["stance"])
