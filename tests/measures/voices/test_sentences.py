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
