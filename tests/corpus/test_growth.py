"""Twice the text is twice the work to load: steps and bytes are counted, not seconds."""

import pytest

from analysis import load_corpus
from tests.measures.test_growth import memory, steps, written

pytestmark = pytest.mark.filterwarnings("ignore:.*the same sentences stand twice")


@pytest.mark.parametrize("kind", ["documents", "paragraphs", "sentences"])
def test_loading_grows_with_the_text(tmp_path, kind):
    folders = [written(tmp_path / str(n), **{kind: n}).folder for n in (60, 120)]
    one, two = (steps(lambda at=at: load_corpus(at)) for at in folders)
    assert two <= 2.2 * one
    one, two = (memory(lambda at=at: load_corpus(at)) for at in folders)
    assert two <= 2.4 * one


def test_no_step_is_taken_for_each_word(tmp_path):
    for name, sentence in (("short", "It ended."), ("long", "It " + "now " * 400 + "ended.")):
        (tmp_path / name).mkdir()
        text = "\n\n".join(["A title", *[f"{sentence} So we went."] * 60])
        (tmp_path / name / "a.txt").write_text(text)
    short, long = (steps(lambda at=at: load_corpus(tmp_path / at)) for at in ("short", "long"))
    assert long <= 1.1 * short
