"""Lines are joined to paragraphs where a file is wrapped, and only there."""

import textwrap

import pytest

from analysis import load_corpus
from analysis.corpus.segments import segment

WORDS = (
    "The delegations met in the Great Hall on Monday, and the Foreign Minister of the smaller side "
    "asked NATO, the Union and the Council to send help to the Northern Valley before winter. "
    "Nobody in the Hall spoke against the plan that Anna Berg had read to them the day before."
)


@pytest.mark.parametrize("width", [40, 60, 72, 90])
def test_wrapped_lines_are_joined_whatever_they_begin_with(width):
    text = f"A title\n\n{textwrap.fill(WORDS, width)}\n\n{textwrap.fill(WORDS, width)}\n"
    assert [" ".join(s.text.split()) for s in segment(text)] == ["A title", WORDS, WORDS]


def test_one_long_line_and_an_indent_do_not_undo_it():
    long = "https://www.example.org/" + "a-long-way/" * 20
    text = textwrap.fill(f"{WORDS} See {long} for more of it, the Hall said.", 60)
    assert len(segment(text)) == 1
    indented = "\n".join(textwrap.fill(WORDS, 60, initial_indent="    ") for _ in range(3))
    assert len(segment(indented)) == 3


def test_a_short_file_of_short_paragraphs_is_wrapped_as_well():
    text = (
        "A FIRM ENDS ITS TALKS\n\nExample Corp said it\n"
        "has ended its talks with the owners of the mill at West\nFord for about 21 mln crowns.\n"
        "    The sale was approved by the Council of the County\n"
        "Council in January and became law on March one. The\n"
        "County will run it, they said.\n Agency\n"
    )
    assert len(segment(text)) == 4


@pytest.mark.parametrize("end", ["[Laughter]", "[Applause] [A pause]", "[12]", "1"])
def test_a_note_or_stage_direction_does_not_open_a_sentence_again(end):
    space = "" if end == "1" else " "
    (one,) = segment(f"They stood up for that, as they should.{space}{end}")
    assert one.closed


@pytest.mark.parametrize("text", ["Version 2.1", "Talks [draft]", "A plan for 2020"])
def test_what_ends_in_a_number_or_bracket_is_not_closed_by_it(text):
    assert not segment(text)[0].closed


def test_a_sentence_goes_on_over_the_number_of_a_page(tmp_path):
    lines = textwrap.wrap(WORDS, 60)
    text = "\n".join(
        ["A title", "", *lines[:2], "", "- 7 -", "", *lines[2:], "", "Page 8 of 9", ""]
    )
    (tmp_path / "a.txt").write_text(text)
    corpus = load_corpus(tmp_path)
    assert len(corpus.sentences) == 2
    assert not {"7", "8", "9"} & set(corpus.tokens["term"])
    assert corpus.blocks["role"].to_list() == ["title", "paragraph", "boilerplate"]


def test_a_word_broken_at_the_end_of_its_line_is_one(tmp_path):
    text = (
        "A title\n\nThe states agreed on the estab-\nlishment of a long-term plan, with a\n"
        "first two-\nday meeting on the anti-\nChina group and a long-\nterm aim, as the two\n"
        "of them said on that day, when\nthey met in the town of the host\nagain, and left it.\n"
    )
    (tmp_path / "a.txt").write_text(text)
    corpus = load_corpus(tmp_path)
    terms = set(corpus.tokens["term"])
    assert {"establishment", "long-term", "two-day", "anti", "china"} <= terms
    for row in corpus.tokens.itertuples():
        assert text[row.start : row.end] == row.token


@pytest.mark.parametrize(
    "lines",
    [
        ["The council met again.", "It heard the mayors twice.", "Nobody spoke of the plan."] * 5,
        [f"{n}. item of the list that goes on" for n in range(10, 30)],
        ["Anna Berg", "Jo Hill", "Peter Long", "Maria Stone"] * 4,
        [WORDS, WORDS[:120], WORDS + " " + WORDS],
    ],
)
def test_lines_that_stand_alone_are_left_alone(lines):
    assert len(segment("A title\n\n" + "\n".join(lines))) == len(lines) + 1


@pytest.mark.filterwarnings("ignore:.*the same sentences stand twice")
@pytest.mark.parametrize(
    ("head", "foot", "blank"),
    [
        ("The Valley Report 2020", "{}", "\n"),
        ("", "Brief of the Valley as Amicus Curiae | {}", "\n"),
        ("The Valley Report", "- {} -", ""),
        ("THE VALLEY REPORT", "", "\n"),
    ],
)
def test_what_stands_at_the_head_or_foot_of_each_page_is_no_text(tmp_path, head, foot, blank):
    lines, text = textwrap.wrap(" ".join([WORDS, WORDS.replace("NATO", "Malta")] * 6), 60), []
    for page in range(0, len(lines), 12):
        own = "\n".join(lines[page : page + 12])
        parts = [head.format(page // 12) if page else "", own, foot.format(page // 12 + 1)]
        text.append(f"{blank}\n".join(part for part in parts if part))
    (tmp_path / "a.txt").write_text("A title\n\n" + f"{blank}\n".join(text) + "\n")
    blocks = load_corpus(tmp_path).blocks
    body = " ".join(blocks.loc[blocks["role"] == "paragraph", "text"])
    assert "Valley Report" not in body
    assert "Curiae" not in body
    assert sorted(w for w in body.split() if w.isalpha()) == sorted(
        w for w in " ".join(lines).split() if w.isalpha()
    )


def test_headings_with_numbers_are_no_feet_of_pages():
    own = textwrap.fill(WORDS, 60)
    treaty = "\n\n".join(f"Article {n}\n\n{own}\n\n{own}" for n in range(1, 6))
    assert not any(piece.page for piece in segment(treaty))
