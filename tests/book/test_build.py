"""A tiny book, built strictly: what is false stops it in one line, what is quoted is text."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from analysis.book.renumber import renumber

from .conftest import ROOT, build

HOSTILE = [
    "<script>alert(1)</script> said NATO.",
    "See {include}`/etc/passwd` and NATO.",
    "It costs $x$ or $$y$$, NATO says.",
    "**Bold** and `code` and [NATO](http://example.org).",
    "``` NATO ```",
    "\u202eright to left\u202c NATO &amp; \\n *x*_y_ |a|.",
    "𝔊𝔬𝔱𝔥𝔦𝔠 NATO “quotes” -- and 'more'...",
]
SETUP = """
import pandas as pd
from analysis.book import claim, figure, number, table, use_style
evidence = pd.DataFrame({{"sentence": range(1, {n} + 1), "text": {texts!r}}})
evidence["document"] = "a-speech"
evidence["hits"] = [[(text.index("NATO"), text.index("NATO") + 4)] for text in evidence["text"]]
"""


@pytest.fixture
def book(tmp_path):
    """Build a book of one page, and maybe texts of its own; return status, log and folder."""

    def make(prose: str, *codes: str, manifest: str = "") -> tuple[int, str, Path]:
        source = tmp_path / "book"
        source.mkdir(exist_ok=True)
        if manifest:
            (source / "seeds").mkdir()
            (source / "seeds" / "a.txt").write_text("A title\n\nA text.\n")
            (source / "seeds" / "corpus.toml").write_text(manifest)
        config = (ROOT / "_config.yml").read_text("utf-8")
        config = re.sub(r"^.*bibtex_.*\n", "", config, flags=re.MULTILINE)
        (source / "_config.yml").write_text(config, "utf-8")
        (source / "_toc.yml").write_text("format: jb-book\nroot: page\n")
        cells = [nbformat.v4.new_markdown_cell(f"# A page\n\n{prose}")]
        setup = SETUP.format(n=len(HOSTILE), texts=HOSTILE)
        cells += [nbformat.v4.new_code_cell(code) for code in (setup, *codes)]
        notebook = nbformat.v4.new_notebook(cells=cells)
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(notebook, source / "page.ipynb")
        status, said = build(source)
        return status, said, source

    return make


def warnings(said: str) -> list[str]:
    return [line for line in said.splitlines() if "WARNING: page" in line]


def test_true_numbers_and_claims_build(book):
    status, said, source = book(
        "There are [seven](#n:all) of them, [100%](#n:share).",
        'number(7, name="all", what="All", evidence=evidence)\n'
        'number(1, name="share", what="Share")\n'
        'claim("Seven is more than six.", holds=7 > 6, found="7 against 6")',
    )
    assert status == 0, said[-3000:]
    page = (source / "_build" / "html" / "page.html").read_text("utf-8")
    assert page.count("Seven is more than six") == 1  # in the code that a reader may open
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; said NATO." in page
    for text in ("{include}`/etc/passwd`", "$x$ or $$y$$", "**Bold** and `code`", "``` NATO ```"):
        assert f">{text}" in page or text in page
    assert "“quotes” -- and 'more'..." in page
    assert 'href="http://example.org"' not in page


def test_each_fault_is_one_line_that_names_page_and_number(book):
    status, said, _ = book(
        "Written [eight](#n:stale) and [two](#n:unknown) and [one](#n:twice).",
        'number(7, name="stale", what="x")\n'
        'number(1, name="twice", what="x")\nnumber(1, name="twice", what="x")\n'
        'number(3, name="idle", what="x")\n'
        'claim("One is two.", holds=1 == 2, found="1 against 2")',
    )
    assert status == 1
    assert [line.partition("WARNING: ")[2] for line in warnings(said)] == [
        "page page: number “twice” is bound twice",
        "page page: claim does not hold: One is two. (1 against 2)",
        "page page: number “stale” is written eight, but computed 7",
        "page page: number “unknown”, written two, is bound by no cell",
        "page page: number “idle” is bound, but written nowhere on the page",
    ]


def test_a_failing_cell_stops_the_build_in_one_line(book):
    status, said, _ = book("Written [one](#n:one).", 'raise KeyError("spent")')
    assert status == 1
    (line,) = warnings(said)
    assert line.endswith("page page: a cell failed: KeyError: 'spent'")
    assert "Traceback" not in said


def test_a_fault_of_the_texts_stops_the_build_in_one_sentence_before_it_begins(book):
    status, said, source = book("Text.", manifest="[a]\nautors = 1\n")
    assert status == 1
    where = source / "seeds" / "corpus.toml"
    assert said.splitlines()[-1] == (
        f"The book was not built: {where}, line 2: unknown key “autors” (did you mean “authors”?)."
    )
    assert said.count("autors") == 1
    assert "Traceback" not in said
    assert [path for path in (source / "_build").rglob("*") if path.is_file()] == []


def test_a_book_with_sound_texts_of_its_own_builds(book):
    status, said, _ = book("Text.", manifest='[a]\nauthors = ["B"]\n')
    assert status == 0, said[-3000:]


def test_the_list_of_passages_shows_a_value_as_the_page_writes_it(book):
    status, said, source = book(
        "A share of [16%](#n:share). [Seven](#n:all) sentences, [zero](#n:zero), [none](#n:none),"
        " [two](#n:words).",
        'number(0.1611914894, name="share", what="Share")\n'
        'number(7, name="all", what="All with *NATO*", evidence=evidence)\n'
        'number(0, name="zero", what="Here", evidence=evidence[:0])\n'
        'number("none", name="none", what="There", evidence=[])\n'
        'number(2, name="words", what="Words", evidence=["<b>NATO</b>", "*China*"])',
        'frame = pd.DataFrame({"piece": ["*a*"], "count": [0]})\n'
        'table(frame, name="tab-x", caption="C.", evidence={"count": lambda _: evidence[:0]})',
    )
    assert status == 0, said[-3000:]
    page = (source / "_build" / "html" / "page.html").read_text("utf-8")
    entries = re.findall(r'<dt id="n-[^"]*">(.*?)</dt>\s*<dd>(.*?)</dd>', page, re.DOTALL)
    texts = [" ".join(re.sub(r"<.*?>", "", " — ".join(entry)).split()) for entry in entries]
    assert texts[0] == "Share: 16% — Computed from whole tables, not from single sentences."
    assert texts[1].startswith("All with NATO: seven — a-speech, sentence 1, 2")
    assert texts[2] == "Here: zero — It occurs nowhere, and so there is no sentence to show."
    assert texts[3] == "There: none — There is none."
    assert texts[4] == "Words: two — &lt;b&gt;NATO&lt;/b&gt; *China*"
    assert texts[5] == "*a*, count: 0 — It occurs nowhere, and so there is no sentence to show."


def test_tables_and_figures_are_numbered_and_open_their_sentences(book):
    status, said, source = book(
        "See {numref}`tab-x` and {numref}`fig-x`.",
        'frame = pd.DataFrame({"piece": ["<b>a</b>"], "count": [1234]})\n'
        'table(frame, name="tab-x", caption="Counts $x$.", evidence={"count": lambda _: evidence})',
        "import matplotlib.pyplot as plt\nuse_style()\n"
        'drawing, axes = plt.subplots()\naxes.set_title("T")\n'
        'figure(drawing, name="fig-x", caption="A figure.", alt="An empty frame.")',
    )
    assert status == 0, said[-3000:]
    page = (source / "_build" / "html" / "page.html").read_text("utf-8")
    assert "&lt;b&gt;a&lt;/b&gt;" in page
    assert re.search(r'class="number reference internal"[^>]*>1,234</a>', page)
    assert "Counts $x$." in page
    assert 'role="img" aria-label="An empty frame."' in page
    assert "currentColor" in page
    assert re.search(r'href="#tab-x"[^>]*><span[^>]*>Table 1', page)


def test_a_claim_shows_its_numbers_and_stops_the_build_when_the_codes_no_longer_bear_it(
    book, corpus, tmp_path
):
    seeds = shutil.copytree(corpus.folder, tmp_path / "seeds")
    show = (
        "from analysis import load_corpus, read_claims\nfrom analysis.book import show_claim\n"
        f"corpus = load_corpus({str(seeds)!r})\n"
        "for one in read_claims(corpus.folder / 'claims.toml')[:2]:\n    show_claim(one, corpus)"
    )
    status, said, source = book("Two claims.", show)
    assert status == 0, said[-3000:]
    page = (source / "_build" / "html" / "page.html").read_text("utf-8")
    assert re.search(r'to refuse it, in <a class="number[^>]*>38%</a> of its sentences', page)
    shutil.rmtree(source / "_build")
    for name in ("pass-a.csv", "pass-b.csv"):
        path = Path(seeds, "coding", name)
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"(?m)^(2023.*?)rivalry[+-]", r"\1", text), "utf-8")
    status, said, _ = book("Two claims.", show)
    assert status == 1
    (line,) = warnings(said)
    assert "page page: claim does not hold: The comment of 2023 speaks of" in line
    assert "(asserted clearly more, found 0% against 6%, difference" in line


def test_stale_numbers_are_rewritten_and_said(book):
    _, _, source = book(
        "Written [eight](#n:words), [9.1%](#n:share), [7](#n:right).",
        'number(7, name="words", what="x")\nnumber(0.25, name="share", what="x")\n'
        'number(7, name="right", what="x")',
    )
    path = source / "page.ipynb"
    assert renumber(path) == [f"{path}: words: eight → seven", f"{path}: share: 9.1% → 25.0%"]
    assert "[seven](#n:words), [25.0%](#n:share), [7](#n:right)" in path.read_text("utf-8")
    assert renumber(path) == []


PAGE = """\
---
kernelspec: {name: python3, display_name: Python 3, language: python}
---

# A page

Written [eight](#n:words) and [7](#n:right), [none](#n:else).

```{code-cell} ipython3
:tags: [remove-input]

from analysis import number

number(7, name="words", what="x")
number(7, name="right", what="x")
```
"""


def test_stale_numbers_of_a_markdown_page_are_rewritten_and_nothing_else(tmp_path):
    path = tmp_path / "page.md"
    path.write_text(PAGE, "utf-8")
    assert renumber(path) == [f"{path}: words: eight → seven"]
    assert path.read_text("utf-8") == PAGE.replace("eight", "seven")
    assert renumber(path) == []
