"""A column counts the rows of the counted table that say yes under its name."""

import pandas as pd
import pytest

from analysis import CorpusError
from analysis.book.results import cite, result_record

SCORES = pd.DataFrame({"code": ["war"], "found": [2], "right": [1], "precision": [0.5]})
MARKS = pd.DataFrame({"code": "war", "document": "2020-tpq", "sentence": [3, 5]})
MARKS = MARKS.assign(found=True, right=[False, True], precision=True)


def sentences_behind(record, address, written):
    return [passage["sentence"] for passage in cite(record, address, written)["passages"]]


def test_each_column_opens_its_own_rows_and_a_rate_those_it_is_of(corpus):
    record = result_record(corpus, "scores", SCORES, MARKS)
    assert sentences_behind(record, "scores/war/found", "2") == [3, 5]
    assert sentences_behind(record, "scores/war/right", "1") == [5]
    assert sentences_behind(record, "scores/war/precision", "50%") == [3, 5]


def test_a_count_that_is_not_what_it_would_open_is_refused(corpus):
    wrong = SCORES.assign(right=2)
    with pytest.raises(CorpusError, match="war counts 2, but what it would open are 1"):
        result_record(corpus, "scores", wrong, MARKS)


def test_keys_with_spaces_are_cited_with_hyphens(corpus):
    result = pd.DataFrame({"split": ["random halves"], "share": [0.25]})
    assert cite(result_record(corpus, "a", result, None), "a/random-halves", "25%")["value"] == 0.25


def test_hits_stand_beside_sentences_without_any(corpus):
    first = corpus.tokens[corpus.tokens["document"] == "2020-tpq"].iloc[[0]]
    marks = MARKS.assign(sentence=[1, 5], start=[first["start"].item(), None], end=None)
    marks.loc[0, "end"] = first["end"].item()
    record = result_record(corpus, "scores", SCORES, marks)
    found = cite(record, "scores/war/found", "2")["passages"]
    assert [passage["sentence"] for passage in found] == [1, 5]
    assert [len(passage["hits"]) for passage in found] == [1, 0]
