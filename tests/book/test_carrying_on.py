"""A sixth text and an eleventh frame: the whole book takes them in, and no line of code changes."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from analysis import load_corpus

from .conftest import ROOT

pytestmark = pytest.mark.xdist_group("carrying on")

PARAGRAPH = (
    "In this made-up article nobody in particular writes of China and NATO. The alliance meets in"
    " Brussels, and its guests from Asia listen. Beijing calls the meeting a threat; others call it"
    " a visit. Trade goes on, ships sail, and “dialogue” is the word that all of them use."
)
FRAME = """
[frame.energy]
meaning = "oil, gas, pipelines and who depends on them"
"""
EXPECTED = re.compile(
    r"(number “.*” is written .*, but computed .*|claim does not hold: .*"
    r"|number “.*”, written .*: .* has no .*)"
)


def held(folder: Path) -> dict[Path, bytes]:
    """The files of a book, but for what Python compiles."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path: path.read_bytes() for path in paths if "__pycache__" not in path.parts}


@pytest.fixture(scope="module")
def faults(tmp_path_factory) -> list[str]:
    """What is said of the book with a sixth text, which nobody coded, and an eleventh frame."""
    copy = tmp_path_factory.mktemp("copy")
    for name in ("benchmarks", "chapters", "seeds", "src"):
        shutil.copytree(ROOT / name, copy / name)
    for name in ("_config.yml", "_toc.yml", "index.md", "references.bib"):
        shutil.copy(ROOT / name, copy / name)
    (copy / "seeds" / "2024-made-up.txt").write_text(
        "A made-up article\n\n" + "\n\n".join([PARAGRAPH] * 6 + [PARAGRAPH[:-1] + ", he said."] * 2)
    )
    book = copy / "src" / "analysis" / "corpus" / "codebook.toml"
    book.write_text(book.read_text("utf-8") + FRAME, "utf-8")
    for name in "ab":
        path = copy / "seeds" / "coding" / f"pass-{name}.csv"
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"(?m)^(2012-jamestown\.00\d),", r"\1,energy+ ", text), "utf-8")
    before = held(copy)
    done = subprocess.run(
        [sys.executable, "-m", "analysis.book", str(copy)],
        capture_output=True, text=True, cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy / "src"), "ANALYSIS_BOOK_HTML": ""},
    )  # fmt: skip
    assert done.returncode == 1
    assert held(copy) == before  # nothing is kept: without the text the pages are those of before
    return done.stderr.splitlines()


def test_nothing_crashes_and_what_went_stale_or_fell_is_named(faults):
    pages = [re.sub(r"^.*page (\S+): ", "", line) for line in faults]
    assert [line for line in pages if not EXPECTED.fullmatch(line)] == []
    assert any("“documents” is written Five, but computed 6" in line for line in pages)
    assert any("“codebook” is written ten, but computed 11" in line for line in pages)


def test_each_page_is_named_with_its_faults(faults):
    named = {found[1] for line in faults if (found := re.search(r"page (\S+): ", line))}
    toc = (Path(ROOT) / "_toc.yml").read_text("utf-8")
    assert named <= set(re.findall(r"(?:root|file): (\S+)", toc))
    assert "index" in named


MEASURE = '''
"""Words by their length."""

import pandas as pd


def word_lengths(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return how many letters the longest word of each document has, and how often it stands.

    >>> tokens = pd.DataFrame({"document": ["a"] * 3, "term": ["one", "three", "three"]})
    >>> word_lengths(tokens).to_numpy().tolist()
    [['a', 'three', 2]]
    """
    counts = tokens.groupby(["document", "term"]).size().reset_index(name="count")
    longest = counts["term"].str.len().groupby(counts["document"]).idxmax()
    return counts.loc[longest].reset_index(drop=True)
'''
CHAPTER = """
from analysis import load_corpus, publish, table, without_citations, word_lengths

corpus = load_corpus()
longest = word_lengths(without_citations(corpus.tokens))
table(longest, corpus, name="tab-longest")
publish(corpus, longest=longest)
"""
QUESTION = """# Long words

The longest word of 2012 stands there [{}](#n:longest/2012-jamestown/{}) time or more.

:::{{caption}} tab-longest
The longest words.
:::
"""


def test_a_measure_and_a_chapter_are_added_as_the_recipes_say(tmp_path):
    for name in ("chapters", "seeds", "src"):
        shutil.copytree(ROOT / name, tmp_path / name)
    package = tmp_path / "src" / "analysis"
    (package / "measures" / "vocabulary" / "lengths.py").write_text(MEASURE)
    names = package / "__init__.pyi"
    line = "from analysis.measures.vocabulary.lengths import word_lengths as word_lengths\n"
    names.write_text(names.read_text("utf-8") + line, "utf-8")

    def faults(written: str, key: str) -> list[str]:
        cells = [
            nbformat.v4.new_markdown_cell(QUESTION.format(written, key)),
            nbformat.v4.new_code_cell(CHAPTER),
        ]
        chapter = tmp_path / "chapters" / "long_words.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=cells), chapter)
        done = subprocess.run(
            [sys.executable, "-m", "analysis.book.check", str(chapter)],
            capture_output=True, text=True, cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path / "src")},
        )  # fmt: skip
        said = (done.stdout + done.stderr).splitlines()
        return [line for line in said if line.startswith(str(chapter))]

    tokens = load_corpus().tokens
    own = tokens[(tokens["document"] == "2012-jamestown") & ~tokens["cited"]]["term"]
    longest = max(sorted(set(own)), key=len)
    assert faults("one", longest) == []
    (stale,) = faults("nine", longest)
    assert "computed 1" in stale
