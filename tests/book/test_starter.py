"""A book of one’s own: what ``python -m analysis new`` writes, and what ``check`` says."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from analysis import CorpusError, check_claims, load_corpus, read_claims
from analysis.__main__ import main
from analysis.book.folder import report
from analysis.book.sphinx.checking import texts_of
from analysis.book.starter import start_book

WORDS = {"red": "harbour ships trade", "green": "forest rivers birds"}


def write_texts(folder: Path, *, years=(2014, 2024), paragraphs=11) -> Path:
    """Write texts of two parties; each paragraph has words of its party alone."""
    folder.mkdir(exist_ok=True)
    for party, words in WORDS.items():
        for year in years:
            lines = [
                f"In year {year} and part {n} we saw {words} and nothing else. It was so."
                for n in range(paragraphs)
            ]
            text = "\n\n".join([f"A speech of {party}", "By Ann Author", *lines])
            (folder / f"{party}_{year}.txt").write_text(text, "utf-8")
    return folder


def test_what_the_files_and_their_names_tell_stands_in_corpus_toml(tmp_path):
    folder = write_texts(tmp_path / "my-speeches")
    start_book(folder)
    told = tomllib.loads((folder / "corpus.toml").read_text("utf-8"))
    assert told["red_2014"] == {
        "file": "red_2014.txt",
        "title": "A speech of red",
        "date": "2014",
        "in_file": ["title"],
        "groups": {"part_1": "red"},
    }
    assert "By Ann Author" in (folder / "corpus.toml").read_text("utf-8")
    corpus = load_corpus(folder)
    assert list(corpus.documents["part_1"]) == ["green", "green", "red", "red"]
    assert 'by = "part_1"' not in (folder / "index.ipynb").read_text("utf-8")
    assert 'corpus.documents[\\"part_1\\"]' in (folder / "index.ipynb").read_text("utf-8")
    assert "# My speeches" in (folder / "index.ipynb").read_text("utf-8")


def test_the_claim_of_the_starter_holds_and_is_of_the_group_with_most_words(tmp_path):
    folder = write_texts(tmp_path / "texts")
    birds = "\n\n".join(f"Birds over the forest sing and fly in year {n}." for n in range(80))
    (folder / "green_2014.txt").write_text(f"A speech\n\n{birds}\n")
    start_book(folder, names="{party}_{date}", by="party")
    (claim,) = read_claims(folder / "claims.toml")
    assert claim.target == ("green_2014", "green_2024")
    assert claim.reference == ("red_2014", "red_2024")
    assert check_claims([claim], load_corpus(folder))["holds"].all()
    assert claim.telling[0].startswith("green")


def test_nothing_is_overwritten_and_corpus_toml_is_kept(tmp_path):
    folder = write_texts(tmp_path / "texts")
    (folder / "corpus.toml").write_text('[red_2014]\ntitle = "Mine"\n')
    (folder / "_toc.yml").write_text("mine")
    with pytest.raises(CorpusError, match=r"_toc.yml: is there already, and nothing was written"):
        start_book(folder)
    assert not (folder / "_config.yml").exists()
    (folder / "_toc.yml").unlink()
    start_book(folder, by="document")
    assert (folder / "corpus.toml").read_text() == '[red_2014]\ntitle = "Mine"\n'
    assert 'documents[\\"document\\"]' in (folder / "index.ipynb").read_text("utf-8")


def test_what_cannot_be_compared_is_refused_in_a_sentence(tmp_path):
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "a.txt").write_text("One text, and no other beside it.\n")
    with pytest.raises(CorpusError, match="no two groups that a word sets apart"):
        start_book(folder)
    (folder / "b.txt").write_text("It is what it is.\n")
    (folder / "a.txt").write_text("It is what it was.\n")
    with pytest.raises(CorpusError, match="no two groups that a word sets apart"):
        start_book(folder)
    with pytest.raises(CorpusError, match="There is no column “party”"):
        start_book(folder, by="party")
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "b.txt"]


def test_the_sentences_of_the_starter_hold_for_any_texts(tmp_path):
    """No number stands in its prose save as a link, and no name of a text or a party."""
    folder = write_texts(tmp_path / "texts")
    for page in start_book(folder):
        text = page.read_text("utf-8")
        assert not re.search(r"\$\w", text), page
        assert not re.search(r"red_20|green_20|harbour", text), page


@pytest.mark.xdist_group("starter")
def test_the_book_is_built_strictly_at_once_with_its_numbers(tmp_path):
    folder = write_texts(tmp_path / "texts", paragraphs=6)
    assert main(["new", str(folder)]) == 0
    index = (folder / "index.ipynb").read_text("utf-8")
    assert "[4](#n:texts) texts" in index
    done = subprocess.run(
        [sys.executable, "-m", "analysis.book"], cwd=folder, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    html = folder / "_build" / "html"
    page = (html / "chapters" / "words.html").read_text("utf-8")
    assert 'class="reference internal number"' in page or "number" in page
    assert (html / "_static" / "numbers.js").is_file()
    assert (html / "data" / "words.js").is_file()
    assert 'id="s-1"' in (html / "texts" / "red_2014.html").read_text("utf-8")
    for path in html.rglob("*.html"):
        assert "Jupyter Book community" not in path.read_text("utf-8"), path
    start = re.sub(r"\[4\]\(#n:texts\)", "[5](#n:texts)", index)
    (folder / "index.ipynb").write_text(start, "utf-8")
    assert main_check(folder / "index.ipynb") == ["number “texts” is written 5, but computed 4"]


def main_check(page: Path) -> list[str]:
    from analysis.book.check import check_page

    return [fault.partition(": ")[2] for fault in check_page(page)]


def test_check_says_what_was_left_out_and_why_and_what_to_mend(tmp_path, capsys):
    folder = write_texts(tmp_path / "texts")
    assert main(["check", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "4 texts, " in said
    assert "byline (names the author after “by” or “author”): 12 words in 4" in said
    assert "Nothing to mend." in said
    twin = (folder / "red_2014.txt").read_text("utf-8").replace("A speech", "The speech")
    (folder / "red_2015.txt").write_text(twin, "utf-8")
    (folder / "odd.txt").write_text(
        "A text about the cafÃ© and its guests, once read wrongly.\n", "utf-8"
    )
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr().out
    assert re.search(r"red_2015: 8\d% as in red_2014", said)
    assert "odd, line 1: “Ã© and its” looks like a text once read in a wrong encoding" in said


def test_check_names_an_odd_encoding_and_proposes_one(tmp_path):
    (tmp_path / "a.txt").write_bytes("Die Brücke über den Fluss ist schön.\n".encode("cp1252"))
    found, mend = report(tmp_path)
    assert found == []
    assert "likely cp1252" in mend[0]


def test_the_texts_of_a_book_are_those_of_its_folder(tmp_path, corpus):
    folder = write_texts(tmp_path / "texts")
    start_book(folder)
    assert len(texts_of(folder)) == 4
    (tmp_path / "book").mkdir()
    assert list(texts_of(tmp_path / "book").documents["document"]) == list(
        corpus.documents["document"]
    )
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "one.txt").write_text("One text, and no other.\n")
    assert len(texts_of(tmp_path)) == 1
