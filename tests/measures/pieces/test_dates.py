"""Years and events are found where a reader would find them, and once."""

from calendar import month_name

import pandas as pd
import pytest

from analysis import CorpusError, read_events, time_references
from analysis.measures.pieces.dates import reach

EVENTS = pd.DataFrame(
    [
        ("Report “NATO 2030”", 2020, "NATO 2030"),
        ("Summit", 2019, "London Summit"),
        ("Summit", 2019, "the 2019 London Summit"),
        ("Agenda", 2021, "NATO 2030 agenda"),
    ],
    columns=["event", "year", "phrase"],
)


def sentences(*texts):
    rows = [("a", 1, n, 100 * n, 100 * n + len(text), text) for n, text in enumerate(texts, 1)]
    return pd.DataFrame(rows, columns=["document", "paragraph", "sentence", "start", "end", "text"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In 1999 and in the 1970s.", [("year", 1999), ("year", 1970)]),
        ("The report NATO 2030 was read.", [("event", 2020)]),
        ("The NATO 2030 agenda was read.", [("event", 2021)]),
        ("At the 2019 London summit.", [("event", 2019)]),
        ("He said so (Xinhua, July 5, 2011).", []),
        ("It cost 2,020 dollars, or 1999.5, or 12020.", []),
        ("From 2010-2012, and 2013.", [("year", 2010), ("year", 2012), ("year", 2013)]),
        ("No. 3000 and 1400.", []),
        (
            "Resolutions 1514 (XV) and 1803 of 1962, and resolution 1701 (2006).",
            [("year", 1962), ("year", 2006)],
        ),
        ("Some 1900 troops and more than 2000 soldiers walked 1800 metres.", []),
        (
            "About 1900 villages burned; about 1900 he left, in 1910 villages burned.",
            [("year", 1900), ("year", 1910)],
        ),
        ("It cost $2000 and 1600 euros in 2010.", [("year", 2010)]),
        ("Since the 2012 elections, in 2019 people fled.", [("year", 2012), ("year", 2019)]),
    ],
)
def test_references(text, found):
    references = time_references(sentences(text), EVENTS)
    assert list(zip(references["kind"], references["year"], strict=True)) == found


DOCUMENTS = pd.DataFrame({"document": ["a"], "date": ["2012-07"]})


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("It was last November.", [2011]),
        ("It was last July, or last June.", [2011, 2012]),
        ("Last year, this year and next year.", [2011, 2012, 2013]),
        ("In February, and on July 4, and in August.", [2012, 2012, 2011]),
        ("In June 2010 and on July 4, 2009.", [2010, 2009]),
        ("In February this year.", [2012]),
        ("It will be read in November.", [2012]),
        ("The vote in February will decide it, and this November they meet.", [2013, 2012]),
        ("He has held it since November; it will stay.", [2011]),
        ("It began 70 years ago, or ten years ago, or some years ago.", [1942, 2002]),
        ("It may come (Xinhua, July 5).", []),
        ("They march on and may win this decade.", []),
    ],
)
def test_relative_dates_are_reckoned_from_the_piece(text, years):
    references = time_references(sentences(text), EVENTS, DOCUMENTS)
    assert references["year"].to_list() == years


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_is_known_by_its_number(number):
    name = month_name[number]
    text = f"It was last {name}, and next {name}, and this {name}."
    references = time_references(sentences(text), EVENTS, DOCUMENTS)
    last, following = (2011, 2012) if number > 7 else (2011 + (number < 7), 2013)
    assert references["year"].to_list() == [last, following, 2012]
    assert set(references["kind"]) == {"relative"}


def test_years_ago_are_counted_in_words_and_in_figures():
    words = "one two three four five six seven eight nine ten".split()
    for ago, word in enumerate(words, 1):
        for text in (f"It was {word} years ago.", f"It was {ago} years ago."):
            references = time_references(sentences(text), EVENTS, DOCUMENTS)
            assert references["year"].to_list() == [2012 - ago], text


def test_without_a_date_relative_dates_are_left_out():
    undated = DOCUMENTS.assign(date="")
    for documents in (None, undated):
        assert time_references(sentences("It was last November."), EVENTS, documents).empty


def test_spans_are_offsets_in_the_file(corpus):
    events = read_events(corpus.folder / "events.toml")
    references = time_references(corpus.sentences, events)
    phrases = {phrase.lower() for phrase in events["phrase"]}
    assert len(references) > 40
    for row in references.itertuples():
        span = corpus.text(row.document)[row.start : row.end]
        assert span == row.label if row.kind == "year" else span.lower() in phrases


def test_every_phrase_of_the_events_file_stands_in_some_text(corpus):
    events = read_events(corpus.folder / "events.toml")
    texts = " ".join(corpus.sentences["text"]).lower()
    assert [phrase for phrase in events["phrase"] if phrase.lower() not in texts] == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('["A summit"]\nphrases = ["the summit"]\n', "“A summit” needs year"),
        ('["A summit"]\nyear = 2012\nphrases = "the summit"\n', "“A summit” needs year"),
        ("summit = 2012\n", "“summit” needs year"),
        ("summit = {year = 2012, phrases = [5]}\n", "“summit” needs year"),
        (
            '[One]\nyear = 1\nphrases = ["the talks"]\n[Two]\nyear = 2\nphrases = ["The Talks"]\n',
            "events.toml, line 6: “The Talks” names One and Two; leave it to one of them.",
        ),
        ('["A summit"]\nyear = 2012\nphrases = ["the\n', "events.toml, line 3: not valid TOML"),
    ],
)
def test_a_fault_of_the_events_file_is_named(tmp_path, text, message):
    path = tmp_path / "events.toml"
    path.write_text(text)
    with pytest.raises(CorpusError, match=message):
        read_events(path)


def test_reach_counts_a_year_once_a_sentence_from_the_year_of_the_piece():
    references = pd.DataFrame(
        [("a", 1, 1999), ("a", 2, 2010), ("a", 2, 2010), ("a", 3, 2014), ("a", 4, 2014),
         ("b", 1, 2030)],
        columns=["document", "sentence", "year"],
    )  # fmt: skip
    documents = pd.DataFrame({"document": ["b", "a", "c"], "year": [2020, 2012, 2020]})
    found = reach(references, documents)
    assert found["document"].to_list() == ["b", "a", "c"]
    assert found["earliest"].to_list()[:2] == [2030, 1999]
    assert found["count"].to_list() == [1, 4, 0]
    assert found["median"].to_list()[:2] == [-10, 0]
    assert [str(found[name].dtype) for name in ("earliest", "median")] == ["Int64", "Float64"]
    assert found["latest"].to_list()[:2] == [2030, 2014]
    assert found.loc[2, ["earliest", "median", "latest"]].isna().all()


def test_reach_of_a_text_without_a_date_is_empty_where_it_needs_one():
    references = pd.DataFrame({"document": ["a"], "sentence": [1], "year": [1999]})
    (row,) = reach(references, pd.DataFrame({"document": ["a"], "year": [pd.NA]})).itertuples()
    assert row.earliest == 1999
    assert pd.isna(row.median)


def test_a_full_stop_is_no_part_of_a_label():
    references = time_references(sentences("It was last November."), EVENTS, DOCUMENTS)
    assert references["label"].to_list() == ["last November"]
    assert (references["end"] - references["start"]).to_list() == [len("last November")]
