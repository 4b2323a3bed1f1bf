"""A sixth text and an eleventh frame: the whole book takes them in, and no line of code changes."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.fixture(scope="module")
def faults(tmp_path_factory) -> list[str]:
    """What is said of the book with a sixth text, which nobody coded, and an eleventh frame."""
    copy = tmp_path_factory.mktemp("copy")
    for name in ("chapters", "seeds", "src"):
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
    done = subprocess.run(
        [sys.executable, "-m", "analysis.book", str(copy)],
        capture_output=True, text=True, cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy / "src"), "ANALYSIS_BOOK_HTML": ""},
    )  # fmt: skip
    assert done.returncode == 1
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
