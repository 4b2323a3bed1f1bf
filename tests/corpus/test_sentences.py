"""Sentences equal the coded ones, and difficult joints are parted as a reader would."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.sentences import STRAIGHT, _punkt, _sure_ends, split_sentences

CODED = Path(__file__).parents[2] / "seeds" / "coding" / "sentences.csv"


def test_sentences_equal_the_coded_spans(corpus):
    with CODED.open(encoding="utf-8") as file:
        coded = [(r["document"], int(r["start"]), int(r["end"])) for r in csv.DictReader(file)]
    ours = corpus.sentences[["document", "start", "end"]].itertuples(index=False, name=None)
    assert sorted(ours) == sorted(coded)


def test_numbers_run_from_one_in_each_document(corpus):
    for _, rows in corpus.sentences.groupby("document"):
        assert list(rows["sentence"]) == list(range(1, len(rows) + 1))
        assert rows["paragraph"].is_monotonic_increasing


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He left the U.S. The next day he wrote.", 2),
        ("In the U.S. Senate he spoke.", 1),
        ("Dr. J. P. Smith met Gen. Lee at No. 10.", 1),
        ("“Is it so?” (Reuters, May 3). It is.", 2),
        ("It costs 3.5 billion. Or 4.", 2),
        ("as he put it: “worldwide issues.”In April it went on.", 2),
        ("recognition…And yes, it is. It goes … on.", 3),
        ("One.[1] Two.[2]", 2),
        ("He said no. Berg said no. 7 was his.", 2),
        ("See no. 7, art. 5, par. 2, fig. 3 and sec. IV of it.", 1),
        ("It ends at 6 p.m. Berg stays. It ends at 6 p.m. Friday.", 3),
        ("It began at 9 a.m. EST on the day. By 11 a.m. 40 states had come.", 3),
        ("Messrs. Long and Hill climbed Mt. Example with Brig. Stone.", 1),
        ("He is an M.D.; so is she. The G.O.P. whip left.", 2),
        ("“Who was it?” Anna Berg asked. “Nobody!” a voice cried. It was.", 3),
        ("“Who was it?” she asked. “Who was it?” The mayor left.", 3),
        ("Was it “Why?” or “How?” that he said? It was.", 2),
        ("7. We hold that it is so. 8. It is.", 2),
        ("Go to https://www.example.org/a.B?C=1 or write to a.berg@example.org. Do it.", 2),
        ("双方会谈。他们同意！", 2),
        ("هل وصلوا؟ نعم وصلوا.", 2),
        ("Mr. A. Berg and Dr. I. J. Hill met Ms. A. Long. They left.", 2),
        ("It costs £3.5 bn. a year, i.e. 5 pct. of it. al-Shabab fell. He left.", 3),
        ("Yahoo! is a firm. It is so.", 2),
        ("it is all small here. we wrote it so.", 2),
        ("They met.¹ They left.² “They slept.”³", 3),
        ("See res. 1701, sect. 4, chap. VII and eq. 2. It came on Tues. Nov. 5.", 2),
        ("He called it “. . . become the creed.” They left the rest . . . and it went.", 2),
        ("It ended . . . We must go on. One. . . . Two.", 4),
        ("Why?\n1\n1 Next", 2),
        ("No stop", 1),
        ("", 0),
    ],
)
def test_joints(text, count):
    assert len(split_sentences(text)) == count


ENDS = "Go go no. It. He Mr. e.g. U.S. “Why?” x) (A B.A. 7. 12 -a- yes! 3.5 pp. I… --".split()


@given(st.lists(st.sampled_from([*ENDS, "\n"])))
def test_punkt_finds_every_end_that_is_taken_as_sure(words):
    text = " ".join(words).translate(STRAIGHT)
    ends = {stop for _, stop in _punkt().span_tokenize(text)}
    assert set(_sure_ends(text)) <= ends


@given(st.text(alphabet=st.sampled_from("aA .!?…”“\"'()[]1…\nÜß,;"), max_size=60) | st.text())
def test_spans_are_in_order_apart_and_lose_nothing(text):
    spans = split_sentences(text)
    last = 0
    for start, end in spans:
        assert last <= start < end <= len(text)
        assert text[last:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        last = end
    assert text[last:].strip() == ""


def test_a_mark_between_two_sentences_is_not_lost():
    assert split_sentences("?\n1\n1") == [(0, 3), (4, 5)]
