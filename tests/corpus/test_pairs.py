"""What pairs of documents share is what corpus.toml says of them."""

import pandas as pd

from analysis.corpus.pairs import FACTS, shared_facts


def test_pairs_of_the_book(corpus):
    pairs = shared_facts(corpus.documents).set_index(["document", "other"])
    shared = {pair: [fact for fact in FACTS if row[fact]] for pair, row in pairs.iterrows()}
    assert len(shared) == 10
    assert {pair: facts for pair, facts in shared.items() if facts} == {
        ("2012-jamestown", "2020-antiwar"): ["author_country", "outlet_country"],
        ("2012-jamestown", "2022-isdp"): ["outlet"],
        ("2020-tpq", "2020-antiwar"): ["year"],
        ("2020-tpq", "2023-china-daily"): ["author_country"],
    }


def test_what_is_not_known_is_not_shared_and_an_issue_is_no_outlet():
    facts = dict.fromkeys(FACTS, "")
    documents = pd.DataFrame(
        [
            facts | {"document": "a", "year": pd.NA, "outlet": "The Paper 12(3)"},
            facts | {"document": "b", "year": pd.NA, "outlet": "The Paper, 4 May"},
            facts | {"document": "c", "year": 2020, "genre": "excerpt"},
        ]
    )
    pairs = shared_facts(documents)
    assert pairs["outlet"].to_list() == [True, False, False]
    assert not pairs[[fact for fact in FACTS if fact != "outlet"]].any(axis=None)
