"""Kinds of sentences: what is quoted, by whom, by which word. They stand in ``sentences.txt``."""

from pathlib import Path

import pytest

from analysis import load_corpus, quotations
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
