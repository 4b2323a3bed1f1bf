"""Results know what they count: cells are cited by address, tables link themselves."""

import json

import numpy as np
import pandas as pd
import pytest

from analysis import CorpusError, frames, load_corpus, publish, select, table, term_rates
from analysis.book.records import MIME
from analysis.book.results import cite, result_record
from analysis.book.tables import NOT_CODED

TEXT = "China met NATO. NATO spoke.\n\nChina and NATO met. Nobody spoke.\n"
CODES = [
    ("a", 1, 1, "frame", "threat", "+"), ("a", 1, 2, "frame", "threat", "-"),
    ("a", 2, 3, "frame", "cooperation", "+"), ("a", 2, 4, "frame", "", ""),
]  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Two documents, one of them coded by one pass."""
    folder = tmp_path_factory.mktemp("small")
    for name in "ab":
        (folder / f"{name}.txt").write_text("A title\n\n" + TEXT.replace("China", name + " China"))
    corpus = load_corpus(folder)
    columns = ["document", "paragraph", "sentence", "attribute", "code", "stance"]
    corpus.__dict__["coding"] = pd.DataFrame(CODES, columns=columns).assign(**{"pass": "a"})
    return corpus


def shown(frame, corpus, monkeypatch, **options):
    """The record of a table."""
    left = []
    monkeypatch.setattr("analysis.book.tables.leave", lambda record, *_: left.append(record))
    table(frame, corpus, name="tab-x", **options)
    return left[0]


def test_an_address_finds_count_and_share_and_what_they_count(small):
    result = result_record(small, "frames", frames(small.coding), None)
    count = cite(result, "frames/a/threat", "two")
    assert count["value"] == 2
    assert [p["sentence"] for p in count["passages"]] == [1, 2]
    share = cite(result, "frames/a/threat", "50%")
    assert share["value"] == 0.5
    assert share["passages"] == count["passages"]
    assert cite(result, "frames/a/threat/low", ".1")["things"] == [
        "Computed from whole tables, not from single sentences."
    ]
    assert cite(result, "frames/a/order", "no")["things"] == [
        "It occurs nowhere, and so there is no sentence to show."
    ]


def test_a_result_holds_each_sentence_once_and_goes_to_the_build_as_one_string(small, monkeypatch):
    left = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, raw: left.append(bundle[MIME]))
    publish(small, stances=frames(small.coding, by="stance"))
    record = result_record(small, "stances", frames(small.coding, by="stance"), None)
    assert [one["sentence"] for one in record["sentences"].values()] == [1, 2, 3, 4]
    for address in ("stances/a/threat/-", "stances/a/threat/-/sentences", "stances/a/threat"):
        cited = [cite(one, address, "1") for one in (record, json.loads(left[0]))]
        assert json.loads(json.dumps(cited[0])) == cited[1]


def test_words_for_captions_may_be_numbers_and_dates_of_a_frame(small, monkeypatch):
    left = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, raw: left.append(bundle[MIME]))
    about = {"rows": np.int64(3), "holds": np.True_, "day": pd.Timestamp("2020-07-15")}
    table(frames(small.coding), small, name="tab-a", about=about)
    told = json.loads(left[0])["about"]
    assert (told["rows"], told["holds"], told["day"][:10]) == (3, True, "2020-07-15")


def test_signs_are_keys_like_any_other(small):
    result = result_record(small, "stances", frames(small.coding, by="stance"), None)
    assert [p["sentence"] for p in cite(result, "stances/a/threat/-", "one")["passages"]] == [2]
    assert [p["sentence"] for p in cite(result, "stances/a/threat/+", "one")["passages"]] == [1]


def test_words_open_their_places(small):
    rates = term_rates(small.tokens, ["NATO", "china*", "China and"])
    result = result_record(small, "words", rates, None)
    found = cite(result, "words/b/NATO", "three")
    assert [p["text"][a:b] for p in found["passages"] for a, b in p["hits"]] == ["NATO"] * 3
    assert cite(result, "words/b/China-and", "1")["passages"][0]["sentence"] == 3


def test_the_number_of_rows_opens_their_keys_or_their_places(small):
    result = result_record(small, "frames", frames(small.coding), None)
    rows = cite(result, "frames/a", "ten")
    assert rows["value"] == 10
    assert "threat" in rows["things"]
    places = result_record(small, "sentences", small.sentences, None)
    assert len(cite(places, "sentences/b", "four")["passages"]) == 4


@pytest.mark.parametrize(
    ("address", "written", "said"),
    [
        ("frames/a/thret", "two", "frames has no “thret” .did you mean “threat”"),
        ("frames/c/threat", "two", "frames has no “c”"),
        ("frames/a/threat/qq", "two", "frames has no “qq”"),
        ("frames/a/threat", "1.5", "frames has no column “rate”; name one"),
    ],
)
def test_a_wrong_address_names_the_nearest(small, address, written, said):
    result = result_record(small, "frames", frames(small.coding), None)
    with pytest.raises(CorpusError, match=said):
        cite(result, address, written)


def test_a_count_that_opens_something_else_is_refused(small):
    wrong = frames(small.coding).assign(count=lambda table: table["count"] + 7)
    with pytest.raises(CorpusError, match="frames: a/threat counts 9, but what it would open are"):
        result_record(small, "frames", wrong, None)


def test_two_rows_with_one_key_are_refused(small):
    twice = pd.concat([frames(small.coding)] * 2)
    with pytest.raises(CorpusError, match="two rows have the keys a/threat"):
        result_record(small, "frames", twice, None)


def test_keys_that_tell_nothing_ask_for_the_table_counted_from(small):
    with pytest.raises(CorpusError, match="Nothing tells what mood count"):
        select(small, pd.DataFrame({"mood": ["glad"], "count": [1]}))


def test_a_pivoted_table_is_in_order_and_its_cells_open_what_they_count(small, monkeypatch):
    counts = frames(small.coding).pivot(index="frame", columns="document", values="count")
    record = shown(counts, small, monkeypatch, total=True)
    assert record["head"] == ["frame", "a", "b"]
    assert [row[0]["text"] for row in record["rows"]][:2] == ["threat", "cooperation"]
    assert [cell["text"] for cell in record["rows"][0]] == ["threat", "2", NOT_CODED]
    assert [cell["text"] for cell in record["rows"][-1]] == ["all sentences", "4", "4"]
    first = next(n for n in record["numbers"] if n["name"] == "tab-x-1-2")
    assert [p["sentence"] for p in first["passages"]] == [1, 2]


def test_a_tidy_table_formats_by_name_and_joins_its_limits(small, monkeypatch):
    record = shown(frames(small.coding).head(2), small, monkeypatch)
    assert record["head"][:6] == ["piece", "frame", "count", "sentences", "share", "interval"]
    assert [cell["text"] for cell in record["rows"][0]][2:5] == ["2", "4", "50%"]
    assert {n["name"] for n in record["numbers"]} >= {"tab-x-1-3", "tab-x-1-4", "tab-x-1-5"}


def test_options_that_name_no_column_are_refused(small):
    for option in ({"labels": {"shar": "s"}}, {"formats": {"shar": "s"}}):
        with pytest.raises(CorpusError, match=r"no column “shar” .did you mean “share”"):
            table(frames(small.coding), small, name="tab-x", **option)


PASSED = pd.DataFrame(
    {"target": ["2012-jamestown"] * 2, "reference": "2020-tpq", "term": ["Chinese", "Beijing"]}
)


def test_rows_under_pieces_are_counted_also_where_there_is_none(corpus):
    record = result_record(corpus, "kept", PASSED, None)
    assert cite(record, "kept/2012-jamestown/2020-tpq", "two")["value"] == 2
    one = result_record(corpus, "kept", PASSED.head(1), None)
    assert cite(one, "kept/2012-jamestown/2020-tpq", "one")["value"] == 1
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
    words = PASSED.assign(target_count=[38, 18], reference_count=[7, 0])
    one = shown(words, corpus, monkeypatch)
    assert one["head"] == ["word", "2012 Jamestown", "2020 TPQ"]
    assert one["about"] == {"target": "2012 Jamestown", "reference": "2020 TPQ"}
    assert [len(n["passages"]) > 0 for n in one["numbers"]] == [True, True, True, False]
    words = words.assign(reference=["2020-tpq", "2023-china-daily"], reference_count=[7, 1])
    two = shown(words, corpus, monkeypatch)
    assert two["head"] == ["piece", "against", "word", "count", "count there"]
    assert all(number["passages"] for number in two["numbers"])


@pytest.mark.parametrize("work", [frames, lambda given: table(given, name="tab-x")])
@pytest.mark.parametrize("given", [None, "corpus"])
def test_what_is_no_table_is_refused_in_a_sentence(corpus, work, given):
    with pytest.raises(CorpusError, match="Here belongs a table; of a corpus give one, such as"):
        work(corpus if given else None)


MARK = '<svg width="9" height="9"><a xlink:href="#n:{}"><rect width="9" height="9"/></a></svg>'


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ('<a href="#n:{}">7%</a>', "frames/2012-jamestown/rivalry"),
        ('<a href="#n:{}">7%</a>', "frames/2012-jamestown/rivalry/share"),
        (MARK, "frames/2012-jamestown/rivalry"),
    ],
)
def test_in_jupyterlab_a_number_of_the_prose_opens_its_row(
    corpus, tmp_path, monkeypatch, open_in, link, address
):
    shown = []
    monkeypatch.setattr(
        "IPython.display.display", lambda bundle, raw: shown.append(bundle["text/html"])
    )
    publish(corpus, stances=frames(corpus.coding, by="stance"), frames=frames(corpus.coding))
    links = f'<p>{link.format(address)} <a href="#n:nothing/at-all">no</a></p>'
    kept = "<script>addEventListener('click', event => event.preventDefault())</script>"
    page = f"{kept}{links}<div style='height: 5000px'></div>{''.join(shown)}"
    (tmp_path / "lab.html").write_text(page, "utf-8")
    page = open_in(tmp_path, "lab")
    row = page.locator("[id='n:frames/2012-jamestown/rivalry']")
    page.get_by_text("no", exact=True).click()
    assert not row.is_visible()
    page.locator("p > :first-child").click()
    page.wait_for_function("row => scrollY > 4000", arg=row.element_handle())
    assert row.is_visible()
    assert row.locator("td").all_inner_texts()[:5] == ["2012 Jamestown", "rivalry", "6", "86", "7%"]
    assert page.locator("[id='n:stances']").get_attribute("open") is None
    assert page.faults == []
