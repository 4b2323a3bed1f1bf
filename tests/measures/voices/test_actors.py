"""Actors are counted by their longest name, once."""

import pandas as pd
import pytest

from analysis import (
    CorpusError,
    co_mentions,
    load_corpus,
    mention_rates,
    mentions,
    pairs_in,
    passages,
    read_actors,
    without_citations,
)

TEXT = """A speech

The Alliance met. Beijing spoke to the alliance, and China’s U.S. envoy to us. An alliance is none.

The Soviet Union, the United States and the UN Security Council met anti-China men of Washington.
"""


@pytest.fixture
def made_up(tmp_path):
    (tmp_path / "speech.txt").write_text(TEXT, "utf-8")
    return load_corpus(tmp_path)


def named(corpus, **options):
    found = mentions(corpus.tokens, read_actors(), **options)
    return [
        (row.actor, corpus.text(row.document)[row.start : row.end]) for row in found.itertuples()
    ]


def test_every_mention_counted_on_the_fingers(made_up):
    assert named(made_up) == [
        ("NATO", "The Alliance"),
        ("China", "Beijing"),
        ("NATO", "the alliance"),
        ("China", "China’s"),
        ("US", "U.S."),
        ("Russia", "Soviet Union"),
        ("US", "United States"),
        ("UN", "UN Security Council"),
        ("China", "China"),
        ("US", "Washington"),
    ]


def test_metonyms_can_be_switched_off(made_up):
    assert [actor for actor, _ in named(made_up, metonyms=False)] == [
        "China", "US", "Russia", "US", "UN", "China",
    ]  # fmt: skip


def test_actors_meet_in_sentences_not_in_mentions(made_up):
    found = mentions(made_up.tokens, read_actors())
    met = co_mentions(found, made_up.sentences)
    pairs = dict(zip(zip(met["first"], met["second"], strict=True), met["count"], strict=True))
    assert pairs["China", "US"] == 2
    assert met["share"].iloc[0] == pairs["China", "US"] / len(made_up.sentences)
    assert pairs["China", "NATO"] == 1
    assert ("NATO", "UN") not in pairs
    assert all(first < second for first, second in pairs)
    places = pairs_in(found, "actor")
    ordered = set(places[["first", "second"]].itertuples(index=False, name=None))
    assert ordered == {pair for both in pairs for pair in (both, both[::-1])}
    both = places[(places["first"] == "China") & (places["second"] == "US")]
    text = made_up.text("speech")
    assert sorted(text[a:b] for a, b in zip(both["start"], both["end"], strict=True)) == [
        "Beijing", "China", "China’s", "U.S.", "United States", "Washington",
    ]  # fmt: skip


def test_rates_are_per_thousand_words(corpus):
    tokens = without_citations(corpus.tokens)
    rates = mention_rates(mentions(tokens, read_actors()), tokens)
    row = rates[(rates["document"] == "2023-china-daily") & (rates["actor"] == "NATO")].iloc[0]
    assert row["rate"] == pytest.approx(1000 * row["count"] / 993)
    assert (rates["low"] <= rates["rate"]).all()
    assert (rates["rate"] <= rates["high"]).all()
    assert len(rates) == 5 * rates["actor"].nunique()


def test_a_file_that_is_not_toml_is_named_with_its_line(tmp_path):
    path = tmp_path / "actors.toml"
    path.write_text('[Mars]\nnames = ["Mars"\n[Venus]\n')
    with pytest.raises(CorpusError, match=r"actors\.toml, line \d: not valid TOML"):
        read_actors(path)


COLUMNS = ["document", "paragraph", "sentence", "start", "end", "actor", "name"]


def test_where_nobody_is_named_the_tables_are_empty(tmp_path):
    (tmp_path / "speech.txt").write_text("A title\n\nIt rained all day.\n", "utf-8")
    (tmp_path / "actors.toml").write_text("# nobody yet\n", "utf-8")
    corpus = load_corpus(tmp_path)
    for actors in (read_actors(), read_actors(tmp_path / "actors.toml")):
        found = mentions(corpus.tokens, actors)
        assert found.empty
        assert list(found) == COLUMNS
        rates = mention_rates(found, corpus.tokens)
        assert list(rates) == ["document", "actor", "count", "rate", "low", "high"]
        assert rates.empty
        met = co_mentions(found, corpus.sentences)
        assert list(met) == ["document", "first", "second", "count", "share"]
        assert passages(corpus, found).empty


def test_two_actors_with_one_name_are_refused(tmp_path):
    path = tmp_path / "actors.toml"
    path.write_text('[Mars]\nnames = ["Mars", "M.A."]\n\n[Maine]\nnames = ["MA"]\n')
    with pytest.raises(CorpusError, match=r"actors\.toml, line 5: “MA” names Mars and Maine"):
        read_actors(path)


def test_mentions_of_a_corpus_are_those_of_its_documents_one_by_one(corpus):
    """The longest name wins in each text by itself, whatever the offsets of another."""
    whole = mentions(corpus.tokens, read_actors())
    apart = [mentions(own, read_actors()) for _, own in corpus.tokens.groupby("document")]
    pd.testing.assert_frame_equal(whole, pd.concat(apart, ignore_index=True))


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ('names = ["Mars"]\ncapital = "Olympus"', "unknown key “capital”"),
        ('metonyms = ["Olympus"]', "needs names"),
        ('names = "Mars"', "“names” must be a list of texts"),
    ],
)
def test_a_faulty_actor_is_named(tmp_path, facts, message):
    path = tmp_path / "actors.toml"
    path.write_text(f"[Mars]\n{facts}\n")
    with pytest.raises(CorpusError, match=rf"actors\.toml, \[Mars\]: {message}"):
        read_actors(path)


PIECES = {
    "a": "Russia met India. Russia met India and China. NATO met China. It rained.",
    "b": "China met Russia.\n\nChina left.",
}


def test_pairs_stand_by_document_the_most_frequent_first_then_by_name(tmp_path):
    for name, text in PIECES.items():
        (tmp_path / f"{name}.txt").write_text(f"A title\n\n{text}\n", "utf-8")
    corpus = load_corpus(tmp_path)
    found = mentions(corpus.tokens, read_actors())
    assert co_mentions(found.iloc[::-1], corpus.sentences).to_numpy().tolist() == [
        ["a", "India", "Russia", 2, 0.5],
        ["a", "China", "India", 1, 0.25],
        ["a", "China", "NATO", 1, 0.25],
        ["a", "China", "Russia", 1, 0.25],
        ["b", "China", "Russia", 1, 0.5],
    ]
    rates = mention_rates(found, corpus.tokens).set_index(["document", "actor"])
    assert rates.loc[("b", "China"), ["count", "rate"]].to_list() == [2, 400]
    assert list(rates.loc["a"].index) == list(dict.fromkeys(found["actor"]))
    sides = corpus.tokens.assign(side=corpus.tokens["document"].map({"a": "one", "b": "one"}))
    rates = mention_rates(found, sides, by="side").set_index(["side", "actor"])
    assert rates.loc[("one", "China"), "count"] == 4


def test_names_of_a_file_are_found_where_they_stand(tmp_path):
    (tmp_path / "actors.toml").write_text(
        '[Mars]\nnames = ["Mars", "red planet"]\nmetonyms = ["Olympus"]\n'
        '[Moon]\nnames = ["Moon of Mars"]\n',
        "utf-8",
    )
    actors = read_actors(str(tmp_path / "actors.toml"))
    assert actors.to_numpy().tolist() == [
        ["Mars", "Mars", False],
        ["Mars", "red planet", False],
        ["Mars", "Olympus", True],
        ["Moon", "Moon of Mars", False],
    ]
    text = (
        "The Red Planet and a red planet. No mars, but the Moon of Mars (Mars, May 3), and Olympus."
    )
    (tmp_path / "a.txt").write_text(f"A title\n\n{text}\n", "utf-8")
    corpus = load_corpus(tmp_path)
    found = mentions(corpus.tokens, actors)
    assert found[["actor", "name", "sentence"]].to_numpy().tolist() == [
        ["Mars", "red planet", 1],
        ["Mars", "red planet", 1],
        ["Moon", "Moon of Mars", 2],
        ["Mars", "Olympus", 2],
    ]
    places = zip(found["start"], found["end"], strict=True)
    assert [corpus.text("a")[slice(*place)] for place in places] == [
        "Red Planet", "red planet", "Moon of Mars", "Olympus",
    ]  # fmt: skip
    assert len(mentions(corpus.tokens, actors, metonyms=False)) == 3
