"""Groups of documents by what is known of them: party, outlet, year."""

import pandas as pd
import pytest

from analysis import (
    CorpusError,
    count_terms,
    dispersion,
    diversity,
    keyness,
    pairwise_keyness,
    term_rates,
    with_facts,
)

from .test_keyness import made

SPEECHES = {f"s{n}": ["tax tax cut now"] * 4 for n in range(4)} | {
    f"t{n}": ["tax school school now"] * 4 for n in range(3)
}
FACTS = pd.DataFrame(
    {
        "document": list(SPEECHES),
        "party": ["blue"] * 4 + ["red"] * 2 + [None],
        "year": pd.array([1, 1, 2, 2, 1, 2, 2], dtype="Int64"),
    }
)


@pytest.fixture
def tokens():
    return with_facts(made(**SPEECHES), FACTS, "party", "year")


def test_a_side_may_be_a_fact_and_notes_say_how_many_documents_it_has(tokens):
    by_fact = keyness(tokens, {"party": "blue"}, {"party": "red"}, permutations=99)
    by_name = keyness(tokens, ["s0", "s1", "s2", "s3"], ["t0", "t1"], permutations=99)
    pd.testing.assert_frame_equal(by_fact, by_name)
    notes = by_fact.set_index("term")["note"]
    assert notes["school"] == "fewer than ten paragraphs in t0, t1: shown, not tested"
    wide = keyness(tokens, {"party": "blue"}, {"party": ["red", "not known"]}, permutations=99)
    note = wide.set_index("term").loc["school", "note"]
    assert note.startswith("none in s0, s1, s2, s3: exact interval only")
    both = keyness(tokens, {"party": "blue", "year": 1}, {"party": "red", "year": 1})
    assert both.set_index("term").loc["tax", ["target_count", "reference_count"]].to_list() == [
        16,
        4,
    ]


def test_counts_know_facts_as_well(tokens):
    counts = with_facts(count_terms(tokens), FACTS, "party")
    words = keyness(counts, {"party": "blue"}, {"party": "red"}).set_index("term")
    assert words.loc["tax", ["target_count", "reference_count"]].to_list() == [32, 8]


def test_measures_by_a_fact(tokens):
    assert count_terms(tokens, by="party").query("term == 'tax'")["count"].to_list() == [32, 4, 8]
    rates = term_rates(tokens, ["tax"], by="party").set_index("party")
    assert rates["rate"].to_dict() == {"blue": 500, "not known": 250, "red": 250}
    spread = dispersion(tokens, by="party").set_index(["party", "term"])
    assert spread.loc[("blue", "tax"), ["count", "range", "paragraphs", "dp"]].to_list() == (
        pytest.approx([32, 16, 16, 0])
    )
    rich = diversity(tokens, by="year").set_index("year")
    assert rich["words"].to_dict() == {1: 48, 2: 64}
    assert rich["types"].to_dict() == {1: 4, 2: 4}


def test_pairs_of_groups(tokens):
    pairs = pairwise_keyness(tokens, ["blue", "red"], by="party", permutations=9)
    assert set(zip(pairs["target"], pairs["reference"], strict=True)) == {("blue", "red")}


@pytest.mark.parametrize(
    ("work", "message"),
    [
        (lambda t: with_facts(t, FACTS, "partie"), "no column “partie” .did you mean “party”"),
        (lambda t: keyness(t, {"party": "bleu"}, "t0"), "no party “bleu”.*did you mean “blue”"),
        (lambda t: keyness(t, {"party": "blue"}, "s0"), "“s0” stands on both sides"),
        (lambda t: keyness(t, {"party": "blue", "year": 3}, "t0"), "no year “3”"),
    ],
)
def test_facts_that_are_not_there_are_named(tokens, work, message):
    with pytest.raises(CorpusError, match=message):
        work(tokens)
