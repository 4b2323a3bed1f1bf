"""Kinds of sentences: what is quoted, by whom, by which word. They stand in ``sentences.txt``."""

from pathlib import Path

import pytest

from analysis import load_corpus, quotations
from analysis.corpus.patterns import tables
from analysis.measures.voices.speakers import FILE, LISTS
from tests.measures.voices.articles import read_marks

TITLE = "A title of six words here"
HEAD, *SECTIONS = Path(__file__).with_name("sentences.txt").read_text("utf-8").split("\n## ")


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.partition("\n")[0])
def test_each_kind_of_sentence(tmp_path, section):
    for line in filter(None, section.splitlines()[1:]):
        text, read = read_marks(f"{TITLE}\n\n{line}\n".replace("¶", "\n\n"))
        (tmp_path / "a.txt").write_text(text, "utf-8")
        found = quotations(load_corpus(tmp_path))[["start", "kind", "speaker", "cue"]]
        said = list(found.itertuples(index=False, name=None))
        assert [row[:3] for row in said] == [row[:3] for row in read], line
        assert all(one[3] in (other[3], None) for one, other in zip(read, said, strict=True)), line


def first_of(folder, text):
    (folder / "a.txt").write_text(f"{TITLE}\n\n{text}\n", "utf-8")
    return next(quotations(load_corpus(folder)).itertuples())


STAYS = "“they stay here for good now”"


@pytest.mark.parametrize(
    ("text", "most", "column", "value"),
    [
        (f"Berg, {{o}}, said {STAYS}.", 400 - len("Berg, , said "), "speaker", "Berg"),
        (f"Berg, {{o}}, said:\n\n{STAYS}.", 400 - len("Berg, , said:\n\n"), "speaker", "Berg"),
        (f"{STAYS}, {{o}} Berg said.", 400 - len(",  Berg said"), "cue", "said"),
        ("“Do they stay?” Berg, {o}, asked.", 400 - len(" Berg, , asked"), "cue", "asked"),
        ("There {o} Berg spoke. “They stay.”", 400 - len("There  Berg"), "speaker", "Berg"),
        ("So {o}. Berg left and {o} she said “we stay”.", 400 - len("Berg left and  "), "speaker",
         "Berg"),
        ("The mayor, Berg, left {o}. “It is late,” the mayor said.",
         3200 - len("mayor, Berg, left . “It is late,” the "), "speaker", "Berg"),
        ("The article in {o}, “Slow Lanes,” sold.", 80 - len("article in , "), "kind", "title"),
        ("What {o} Berg called “a lane” fell.", 80 - len("What  Berg "), "kind", "quotation"),
    ],
)  # fmt: skip
def test_how_far_is_looked(tmp_path, text, most, column, value):
    found = [
        getattr(first_of(tmp_path, text.replace("{o}", "o" * size)), column)
        for size in (most, most + 1)
    ]
    assert found[0] == value
    assert found[1] != value


def test_how_often_a_description_may_come_again(tmp_path):
    text = "The mayor, Berg, left. {}“It is late,” the mayor said."
    found = [first_of(tmp_path, text.format("The mayor sat. " * n)).speaker for n in (8, 9)]
    assert found == ["Berg", "the mayor"]


@pytest.mark.parametrize(
    ("text", "found_by", "speaker"),
    [
        ("Berg said “we stay”.", "name", "Berg"),
        ("Berg left. He said “we stay”.", "pronoun", "Berg"),
        ("The clerk said “we stay”.", "description", "The clerk"),
        ("The clerk said “we stay” (Xinhua, May 3).", "citation", "Xinhua"),
        ("Berg said “we stay” (Xinhua, May 3).", "name", "Berg"),
        ("It says “we stay now” (Xinhua, May 3).", "citation", "Xinhua"),
        ("It says “we stay now” (, May 3).", "unattributed", ""),
    ],
)
def test_how_a_speaker_is_found(tmp_path, text, found_by, speaker):
    row = first_of(tmp_path, text)
    assert (row.found_by, row.speaker) == (found_by, speaker)
    whole = (tmp_path / "a.txt").read_text("utf-8")
    assert whole[row.start : row.end].strip("“”").startswith("we stay")
    assert whole[row.cue_start : row.cue_end] == row.cue
    assert row.words == len(whole[row.start : row.end].split())
    places = whole[row.speaker_start : row.speaker_end], (row.speaker_start, row.speaker_end)
    assert places[0] == speaker if speaker else places[1] == (-1, -1)


def test_quoted_words_of_a_press_citation_are_near_their_quotation(tmp_path):
    found = [
        first_of(tmp_path, f"It says “we stay now”{',' * size} (Xinhua, May 3).").found_by
        for size in (1598, 1599)
    ]
    assert found == ["citation", "unattributed"]


@pytest.mark.parametrize("name", sorted(vars(LISTS)))
def test_lists_of_words_hold_words_in_small_letters_once(name):
    words = tables(FILE)["words"][name].split()
    assert len(words) == len(set(words))
    assert " ".join(words) == " ".join(words).lower()


@pytest.mark.parametrize(
    "verb",
    "admitted wrote told swore spoke pleaded replied retorted concedes decries foretold extolled "
    "confessed confesses labelled christened stresses vowing apologises yelled asks".split(),
)
def test_forms_of_verbs_of_saying(tmp_path, verb):
    row = first_of(tmp_path, f"Berg left, but Long {verb} that {STAYS}.")
    assert (row.speaker, row.cue) == ("Long", verb)
