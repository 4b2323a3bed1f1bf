"""Years and events are found where a reader would find them, and once."""

import pandas as pd
import pytest

from analysis import CorpusError, read_events, time_references

EVENTS = pd.DataFrame(
    [
        ("Report “NATO 2030”", 2020, "NATO 2030"),
        ("Summit", 2019, "London Summit"),
        ("Summit", 2019, "the 2019 London Summit"),
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
        ("At the 2019 London summit.", [("event", 2019)]),
        ("He said so (Xinhua, July 5, 2011).", []),
        ("It cost 2,020 dollars, or 1999.5, or 12020.", []),
        ("From 2010-2012, and 2013.", [("year", 2010), ("year", 2012), ("year", 2013)]),
        ("No. 3000 and 1400.", []),
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
        ("It began 70 years ago, or ten years ago, or some years ago.", [1942, 2002]),
        ("It may come (Xinhua, July 5).", []),
        ("They march on and may win this decade.", []),
    ],
)
def test_relative_dates_are_reckoned_from_the_piece(text, years):
    references = time_references(sentences(text), EVENTS, DOCUMENTS)
    assert references["year"].to_list() == years


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


def test_an_event_without_its_year_is_named(tmp_path):
    path = tmp_path / "events.toml"
    path.write_text('["A summit"]\nphrases = ["the summit"]\n')
    with pytest.raises(CorpusError, match="“A summit” needs year"):
        read_events(path)
