"""The edition for the web: of texts that may not be passed on, a few words at a time."""

import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from analysis import load_corpus
from analysis.book.edition import HIDDEN, KEPT, LONGEST, SHARE, exceeded, withheld, within
from analysis.corpus.corpus import SEEDS

from .conftest import ROOT
from .test_build import write_page

pytestmark = pytest.mark.xdist_group("tiny books")

SENTENCES = """
from analysis import load_corpus, passages, publish, table
corpus = load_corpus()
words = corpus.tokens[corpus.tokens["term"].isin(["china", "nato", "security", "hegemony"])]
found = passages(corpus, words[words["term"] == "hegemony"])
table(found[["label", "sentence", "text"]], name="tab-found")
publish(corpus, words=words[["document", "term", "start", "end"]])
"""
PROSE = """[0](#n:words) words.

:::{caption} tab-found
Sentences.
:::

:::{explorer}
:::
"""
RUN = 5


@pytest.fixture(scope="module")
def texts() -> dict[str, list[str]]:
    """The words of each piece, read without the package."""
    return {
        path.stem: re.findall(r"\w+", path.read_text("utf-8").casefold())
        for path in SEEDS.glob("*.txt")
    }


@pytest.fixture(scope="module")
def edition(tmp_path_factory) -> Path:
    """A small book that quotes whole sentences, as it may go on the web."""
    source = tmp_path_factory.mktemp("edition") / "book"
    source.mkdir()
    config = (ROOT / "_config.yml").read_text("utf-8")
    (source / "_config.yml").write_text(re.sub(r"(?m)^.*bibtex_.*\n", "", config), "utf-8")
    (source / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    shutil.copytree(SEEDS, source / "seeds")
    shutil.copy(ROOT / "CITATION.cff", source)
    count = load_corpus().tokens["term"].isin(["china", "nato", "security", "hegemony"]).sum()
    write_page(source / "index.ipynb", PROSE.replace("[0]", f"[{count}]"), SENTENCES)
    command = [sys.executable, "-m", "analysis.book", str(source), "--publish"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    return source / "_build" / "publish"


def words_of(path: Path) -> list[str]:
    text = path.read_bytes().decode("utf-8", errors="ignore")
    return re.findall(r"\w+", unescape(re.sub(r"<[^>]*>", " ", text)).casefold())


def runs(words: list[str], length: int) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def test_no_file_holds_a_long_run_and_all_together_no_more_than_a_fourth(edition, texts):
    files = [words_of(path) for path in edition.rglob("*") if path.is_file()]
    assert len(files) > 20
    short = set().union(*(runs(words, RUN) for words in files))
    long = set().union(*(runs(words, LONGEST + 1) for words in files))
    for name, words in texts.items():
        assert not runs(words, LONGEST + 1) & long, name
        shown = [False] * len(words)
        for at in range(len(words) - RUN + 1):
            if tuple(words[at : at + RUN]) in short:
                shown[at : at + RUN] = [True] * RUN
        assert 0.02 < sum(shown) / len(words) <= SHARE, name


def test_the_scan_finds_what_is_too_much(edition, texts, tmp_path):
    corpus = load_corpus()
    assert exceeded(corpus, edition) == []
    first, rest = texts["2022-isdp"][:9], texts["2022-isdp"][9 : LONGEST + 1]
    (tmp_path / "page.html").write_text(f"<p>{' '.join(first)} <b>{' '.join(rest)}</b></p>")
    (long,) = (line for line in exceeded(corpus, tmp_path) if "in a row" in line)
    assert long == "page.html: more than 40 words of 2022-isdp in a row"
    words = texts["2022-isdp"]
    pieces = [" ".join(words[at : at + 30]) for at in range(0, len(words) // 2, 30)]
    (tmp_path / "more.html").write_text(" and so on ".join(pieces))
    assert any(
        line.startswith("2022-isdp: ")
        and line.endswith("of its words are shown, at most 25% may be")
        for line in exceeded(corpus, tmp_path)
    )


def test_pages_of_the_texts_keep_addresses_and_the_data_its_offsets(edition):
    corpus = load_corpus()
    page = (edition / "texts" / "2012-jamestown.html").read_text("utf-8")
    own = corpus["2012-jamestown"].sentences
    assert all(f'id="s-{number}"' in page for number in own["sentence"])
    assert "the whole text is the publisher’s" in page
    data = (edition / "data" / "sentences.js").read_text("utf-8")
    assert HIDDEN in data
    assert HIDDEN not in page


def test_a_number_says_that_words_are_withheld_and_where_the_whole_text_is(edition, open_in):
    page = open_in(edition, "index")
    page.locator("a.number").last.click()
    panel = page.locator("#number-passages")
    assert panel.locator(".note").all_inner_texts() == [
        "“…” stands for words that this edition withholds, since the texts belong to their"
        " publishers. The page of each piece says where the whole text is."
    ]
    assert HIDDEN not in panel.inner_text()
    reasons = panel.locator(".why").all_inner_texts()
    assert len(reasons) == panel.locator("ol > li").count()
    assert any("counted: withheld words" in reason for reason in reasons)
    assert any("counted: “" in reason for reason in reasons)


def test_what_is_withheld_keeps_the_words_that_are_counted(edition):
    corpus = load_corpus()
    shown = withheld(corpus, edition)
    assert (shown.sentences["text"].str.len() == corpus.sentences["text"].str.len()).all()
    rare = corpus.tokens[corpus.tokens["term"] == "hegemony"]
    assert len(rare)
    for row in rare.itertuples():
        assert shown.text(row.document)[row.start : row.end] == row.token
    counts = [one.tokens.value_counts(["document", "sentence", "term"]) for one in (corpus, shown)]
    assert counts[0].sort_index().equals(counts[1].sort_index())


def test_a_text_that_may_be_passed_on_stands_whole():
    corpus = load_corpus()
    free = corpus.documents.assign(redistribute=True)
    object.__setattr__(corpus, "documents", free)
    shown = withheld(corpus, ROOT / "benchmarks")
    assert shown.sentences["text"].equals(corpus.sentences["text"])
    text = corpus.sentences["text"][corpus.sentences["text"].str.len().idxmax()]
    cell = {"kind": "table", "rows": [[{"text": text}]]}
    assert within(corpus, cell) == cell


def test_a_long_quotation_in_a_table_is_cut_and_says_so():
    corpus = load_corpus()
    text = corpus.sentences["text"][corpus.sentences["text"].str.len().idxmax()]
    cut = within(corpus, {"kind": "table", "rows": [[{"text": text}]]})["rows"][0][0]["text"]
    assert text.startswith(cut.removesuffix(" […]"))
    assert len(re.findall(r"\w+", cut)) == KEPT
