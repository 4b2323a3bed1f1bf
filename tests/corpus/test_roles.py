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
    assert [role for role, _ in classify(segments, title="[None]")] == ["boilerplate", "paragraph"]


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
