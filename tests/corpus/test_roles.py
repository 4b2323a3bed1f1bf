"""Each line of the five files has the role that a reader gave it; other pages are read too."""

import csv
from pathlib import Path

import pytest

from analysis.corpus.roles import ROLES, classify
from analysis.corpus.segments import segment

with (Path(__file__).parent / "roles.csv").open(encoding="utf-8") as file:
    ROLES_READ = [(row["document"], int(row["line"]), row["role"]) for row in csv.DictReader(file)]


def by_line(corpus):
    for block in corpus.blocks.itertuples():
        for offset, text in enumerate(block.text.split("\n")):
            if text.strip():
                yield block.document, block.line + offset, block.role


def test_roles_equal_the_read_ones_line_for_line(corpus):
    assert sorted(by_line(corpus)) == sorted(ROLES_READ)


def test_every_row_gives_its_reason_and_a_known_role(corpus):
    assert (corpus.blocks["reason"].str.len() > 8).all()
    assert set(corpus.blocks["role"]) <= set(ROLES)


def test_every_line_that_is_not_blank_stands_in_one_block(corpus):
    for document, blocks in corpus.blocks.groupby("document"):
        text = corpus.text(document)
        rest, last = [], 0
        for block in blocks.itertuples():
            rest.append(text[last : block.start])
            last = block.end
        assert "".join([*rest, text[last:]]).strip("\n \u00a0") == ""


PAGE = """Talks resume in Geneva

By Anna Berg and Jo Hill | The Daily Example
Published: March 3, 2021

The delegations met again on Monday. They will meet
next week in the same place.

The same place

“We are not done,” the envoy of the smaller side said late at night.

A spokesperson for the larger delegation wrote:

We will stay as long as there is hope, and not a day longer than that.

The reasons are these:

• Nobody wants to leave.
• Nobody can stay.

We will stay as long as there is hope, and not a day longer.

1. A numbered heading
It stands above a sentence that cites something.[1]

Notes
[1] Example Yearbook, 2020.

Anna Berg is a reporter. Jo Hill is a student.
The views expressed here do not reflect those of anybody.
Read more
Another piece altogether
"""
EXPECTED = (
    "title byline date paragraph heading paragraph paragraph block-quote paragraph list-item "
    "list-item pull-quote heading paragraph heading note biography boilerplate boilerplate "
    "boilerplate"
).split()


def test_a_made_up_page_is_read_as_a_person_would():
    segments = segment(PAGE)
    assert [role for role, _ in classify(segments)] == EXPECTED


def test_a_bracketed_title_says_that_the_file_has_none():
    segments = segment("News that matters\n\nA sentence stands here, and it is the first one.")
    assert [role for role, _ in classify(segments)] == ["title", "paragraph"]
    assert [role for role, _ in classify(segments, {"title": "[None]"})] == [
        "boilerplate",
        "paragraph",
    ]


def test_a_closing_list_that_nobody_cites_is_no_notes():
    segments = segment(
        "A plan\n\nThree things remain to be done.\n\n1. Sleep well.\n\n2. Eat well."
    )
    assert [role for role, _ in classify(segments)][-2:] == ["list-item", "list-item"]


@pytest.mark.parametrize("width", [60, 80])
def test_a_file_wrapped_at_a_width_keeps_its_paragraphs(width):
    import textwrap

    words = " ".join(["the delegation of the smaller side said nothing more about it"] * 20)
    text = (
        f"A title\n\n{textwrap.fill(words + '.', width)}\n\n{textwrap.fill(words + '!', width)}\n"
    )
    assert [s.line for s in segment(text)][1] == 3
    assert len(segment(text)) == 3


def roles(*paragraphs, **options):
    return [role for role, _ in classify(segment("\n\n".join(paragraphs)), options)]


FIRST = "The delegations met again on Monday, and they will meet next week."


@pytest.mark.parametrize(
    "last",
    [
        "We sponsored the text, and we subscribe to what it says of the rights of small states.",
        "The views of the few do not represent my country, and we have said so since spring.",
        "They follow us wherever we go.",
        "I have read the full report, and it is not enough.",
        "Subscribe to this view who will. "
        + "It is wrong, and all who were there know it well. " * 5,
        "All rights reserved to the states must stay with them.",
        "The first of May was Sponsor Day in this town.",
    ],
)
def test_words_of_the_author_below_are_no_service_lines(last):
    assert roles("A speech", FIRST, last)[-1] == "paragraph"


@pytest.mark.parametrize(
    "last",
    [
        "Subscribe to our newsletter.",
        "© 2021 The Daily Example. All rights reserved.",
        "The views expressed here are the author’s own and do not necessarily reflect ours.",
        "Follow us on the usual sites.",
        "Sponsored by Example Bank",
        "Read the full story in the Daily Example.",
    ],
)
def test_service_lines_are_known(last):
    assert roles("A report", FIRST, last)[-1] == "boilerplate"


@pytest.mark.parametrize(
    "line",
    [
        "An old friend of mine in the valley used to say,",
        "As the mayor once wrote",
        "Distinguished delegates",
        "the rest of which is known",
        "What we ask of the",
        "We ask for peace;",
    ],
)
def test_a_line_that_runs_on_or_greets_is_no_heading(line):
    assert roles("A speech", FIRST, line, FIRST.replace("Monday", "Sunday")) == (
        ["title", *["paragraph"] * 3]
    )


def test_a_refrain_is_text_and_so_are_lines_of_verse():
    refrain = "We shall not leave this place before the last of us has been heard."
    assert (
        roles("A speech", refrain, FIRST, refrain, "They came.", refrain)[1:] == ["paragraph"] * 5
    )
    verse = ["No rain in the valley", "No snow on the hill", "No wind from the water"]
    assert roles("A speech", FIRST, *verse, FIRST + " So.")[2:5] == ["paragraph"] * 3


def test_the_front_of_pages_from_elsewhere():
    said = "“We will go,” the mayor said on Monday, “and we will not come back.”"
    assert roles(said, FIRST) == ["paragraph", "paragraph"]
    assert roles("Talks", "Defence Minister Anna Berg", "They opened late", FIRST) == (
        ["title", "caption", "dek", "paragraph"]
    )
    assert roles("Talks", "Anna Berg", FIRST) == ["title", "byline", "paragraph"]
    assert roles("Talks", "They opened late", "Anna Berg", FIRST)[1:3] == ["dek", "byline"]
    assert roles("A briefing", "The Hall", "1:07 P.M. EDT", FIRST, "END 2:31 P.M. EST")[2:] == (
        ["date", "paragraph", "date"]
    )
    told = "This article was sponsored by Example Corp."
    assert roles("Talks", FIRST, "Sign up here.", told)[2:] == ["boilerplate"] * 2
    assert roles("A speech", "Mr. President,", FIRST) == ["title", "paragraph", "paragraph"]


def test_numbered_paragraphs_are_paragraphs():
    numbered = [f"{n}. {FIRST}" for n in (12, 13, 14)]
    assert roles("A brief", *numbered) == ["title", *["paragraph"] * 3]


def test_a_line_that_leads_elsewhere_takes_no_text_with_it():
    long = " ".join([FIRST] * 3)
    page = ["News", long, "Read more", "Another piece", long + " One.", long + " Two.", "Bye."]
    assert roles(*page)[4:] == ["paragraph"] * 3
    assert roles("News", long, "Read more: the other piece", long + " One.")[2] == "boilerplate"
    assert (
        roles("News", long, "Related articles", "One piece", "Another")[2:] == ["boilerplate"] * 3
    )


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Figure 2 shows it.", "paragraph"),
        ("Figure 2. Trade by year.", "caption"),
        ("Picture this: a town without rain.", "paragraph"),
        ("Photo: Anna Berg / Example", "caption"),
    ],
)
def test_captions_are_labels(text, role):
    assert roles("A report", FIRST, text, FIRST.replace("Monday", "Sunday"))[2] == role


def steps(text):
    """How many lines of Python run while a text is read into roles."""
    import sys

    count = 0

    def trace(frame, event, arg):
        nonlocal count
        count += event == "line"
        return trace if "analysis" in frame.f_code.co_filename else None

    segments = segment(text)
    sys.settrace(trace)
    try:
        classify(segments)
    finally:
        sys.settrace(None)
    return count


@pytest.mark.parametrize(
    "line",
    [
        "The council met for the {}th time in the old hall of the town and left it again.",
        "By Anna Berg number {}",
        "Anna Berg",
        "{}. A note on the plan.",
        "Anna Berg is a reporter in town number {}.",
        "Notes",
    ],
)
def test_twice_the_lines_take_twice_the_steps(line):
    once, twice = (
        steps("A title\n\n" + "\n\n".join(line.format(i) for i in range(n))) for n in (150, 300)
    )
    assert twice <= 2.6 * once
