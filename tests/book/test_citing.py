"""Cells of results are cited by address; what nobody counted is never 0."""

import pandas as pd
import pytest

from analysis import CorpusError
from analysis.book import tables
from analysis.book.results import cite, result_record

PASSED = pd.DataFrame(
    {"target": ["2012-jamestown"] * 2, "reference": "2020-tpq", "term": ["Chinese", "Beijing"]}
)


def test_rows_under_pieces_are_counted_also_where_there_is_none(corpus):
    record = result_record(corpus, "kept", PASSED, None)
    assert cite(record, "kept/2012-jamestown/2020-tpq", "two")["value"] == 2
    for none in ("kept/2012-jamestown/2023-china-daily", "kept/2020-tpq/2023-china-daily"):
        assert cite(record, none, "none")["value"] == 0
        assert cite(record, none, "none")["things"] == ["There is none."]


@pytest.mark.parametrize(
    "address",
    ["kept/2020-tpx", "kept/2012-jamestown/2020-tpx", "kept/2012-jamestown/2020-tpq/Chines"],
)
def test_a_row_that_is_not_known_is_no_0(corpus, address):
    with pytest.raises(CorpusError, match="kept has no “"):
        cite(result_record(corpus, "kept", PASSED, None), address, "no")


def test_a_piece_without_a_row_is_not_0_where_rows_are_pieces(corpus):
    counts = pd.DataFrame({"document": ["2020-tpq"], "value": [3]})
    with pytest.raises(CorpusError, match="has no “2020-antiwar”"):
        cite(result_record(corpus, "counts", counts, None), "counts/2020-antiwar", "0")


def test_sizes_of_a_document_open_the_whole_of_it(corpus):
    sizes = corpus.documents[["document", "paragraphs"]]
    found = cite(result_record(corpus, "pieces", sizes, None), "pieces/2023-china-daily", "14")
    inside = corpus.sentences["document"] == "2023-china-daily"
    assert found["value"] == 14
    assert [p["sentence"] for p in found["passages"]] == list(corpus.sentences[inside]["sentence"])


def test_a_table_of_one_pair_names_its_pieces_in_the_heads(corpus, monkeypatch):
    left = []
    monkeypatch.setattr(tables, "leave", lambda record, html: left.append(record))
    words = PASSED.assign(target_count=[38, 18], reference_count=[7, 0])
    tables.table(words, corpus, name="tab-one")
    two = words.assign(reference=["2020-tpq", "2023-china-daily"], reference_count=[7, 1])
    tables.table(two, corpus, name="tab-two")
    assert left[0]["head"] == ["word", "2012 Jamestown", "2020 TPQ"]
    assert left[0]["about"] == {"target": "2012 Jamestown", "reference": "2020 TPQ"}
    assert left[1]["head"] == ["piece", "against", "word", "count", "count there"]
    opened = [[len(number["passages"]) > 0 for number in one["numbers"]] for one in left]
    assert opened == [[True, True, True, False], [True] * 4]
