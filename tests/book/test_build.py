"""Tiny books, built strictly: what is false stops them in one line, what is quoted is text.

Sound pages share one book, faulty pages another.
"""

import json
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from zipfile import ZipFile

import nbformat
import pytest
from bs4 import BeautifulSoup

from analysis.book.check import check_page
from analysis.book.lines import lines_of
from analysis.book.pdf import _as_notes, one_page

from .conftest import ROOT, build

pytestmark = pytest.mark.xdist_group("tiny books")

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
from analysis import claim, figure, number, publish, table
from analysis.book.style import use_style
evidence = pd.DataFrame({{"sentence": range(1, {n} + 1), "text": {texts!r}}})
evidence["document"] = "a-speech"
evidence["hits"] = [[(text.index("NATO"), text.index("NATO") + 4)] for text in evidence["text"]]
"""


SHOW_CLAIMS = """
from analysis import load_corpus, read_claims
from analysis.book.claims import show_claim
corpus = load_corpus({!r})
for one in read_claims(corpus.folder / "claims.toml")[:2]:
    show_claim(one, corpus)
"""


SHOW_RESULTS = """
from analysis import frames, load_corpus, publish
corpus = load_corpus({!r})
publish(corpus, frames=frames(corpus.coding), stances=frames(corpus.coding, by="stance"))
"""


SHOW_MARKS = """
import matplotlib.pyplot as plt
drawing, axes = plt.subplots()
for place, frame in enumerate(["threat", "{}"]):
    axes.barh(place, 1)[0].set_url(f"#n:marked/2012-jamestown/{{frame}}")
publish(corpus, marked=frames(corpus.coding))
figure(drawing, name="fig-marks", title="Bars are drawn.", holds=True)
"""
# A text whose name, facts and words are markup: they come out as they are.
NAME = 'h "h" <i>\'&#x'
HOSTILE_FACTS = """
title = "<img src=x onerror=alert(1)> \u202e {eval}`1` </script>"
label = "<b>L</b>"
url = "https://a.example/?q=<script>&'"
"""


def write_page(path: Path, prose: str, *codes: str) -> Path:
    cells = [nbformat.v4.new_markdown_cell(f"# A page\n\n{prose}")]
    setup = SETUP.format(n=len(HOSTILE), texts=HOSTILE)
    cells += [nbformat.v4.new_code_cell(code) for code in (setup, *codes)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, path)
    return path


def write_book(source: Path, pages: dict[str, tuple[str, ...]], manifest: str = "") -> Path:
    """Write a book of pages (prose and cells), and maybe a text of its own."""
    (source / "seeds").mkdir(parents=True)
    (source / "seeds" / "a.txt").write_text("A title\n\nA text.\n")
    (source / "seeds" / "corpus.toml").write_text(manifest or '[a]\nauthors = ["B"]\n')
    config = (ROOT / "_config.yml").read_text("utf-8")
    config = re.sub(r"^.*bibtex_.*\n", "", config, flags=re.MULTILINE)
    (source / "_config.yml").write_text(config, "utf-8")
    (source / "index.md").write_text("# A book\n")
    shutil.copy(ROOT / "CITATION.cff", source)
    (source / "chapters").mkdir()
    (source / "chapters" / "glossary.md").write_text("# Glossary\n\nstance\n  For or against.\n")
    files = "".join(f"- file: {name}\n" for name in pages)
    (source / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{files}")
    for name, content in pages.items():
        write_page(source / f"{name}.ipynb", *content)
    return source


@pytest.fixture(scope="module")
def sound(tmp_path_factory, corpus) -> Path:
    """The pages of a book without a fault."""
    source = write_book(
        tmp_path_factory.mktemp("sound"),
        {
            "numbers": (
                "There are [seven](#n:all) of them, [100%](#n:share).",
                'number(7, name="all", what="All", evidence=evidence)\n'
                'number(1, name="share", what="Share")\n'
                'claim("Seven is more than six.", holds=7 > 6, found="7 against 6")',
            ),
            "passages": (
                ":::{caption} tab-y\nC.\n:::\n\n"
                "A share of [16%](#n:share). [Seven](#n:all) sentences, [zero](#n:zero),"
                " [none](#n:none), [two](#n:words).",
                'number(0.1611914894, name="share", what="Share")\n'
                'number(7, name="all", what="All with *NATO*", evidence=evidence)\n'
                'number(0, name="zero", what="Here", evidence=evidence[:0])\n'
                'number("none", name="none", what="There", evidence=[])\n'
                'number(2, name="words", what="Words", evidence=["<b>NATO</b>", "*China*"])',
                'frame = pd.DataFrame({"piece": ["*a*"], "count": [0]})\n'
                'table(frame, name="tab-y", evidence={"count": [evidence[:0]]})',
            ),
            "tables": (
                ":::{caption} tab-x\nCounts $x$ and [one](#n:one) more.\n:::\n\n"
                ":::{caption} fig-*\n:alt: {what} frame, [one](#n:one).\nA figure, {what}.\n:::\n\n"
                "See {numref}`tab-x` and {numref}`fig-x`.",
                'frame = pd.DataFrame({"piece": ["<b>a</b>"], "count": [1234]})\n'
                'table(frame, name="tab-x", evidence={"count": [evidence]})\n'
                'number(1, name="one", what="One")',
                "import matplotlib.pyplot as plt\nuse_style()\n"
                'drawing, axes = plt.subplots()\naxes.set_title("T")\n'
                'figure(drawing, name="fig-x", title="*T* is drawn.", holds=True,'
                ' about={"what": "an empty"})',
            ),
            "claims": (
                "Two claims of one stance, and a stance more.",
                SHOW_CLAIMS.format(str(corpus.folder)),
            ),
            "results": (
                "It asserts [eight](#n:stances/2023-china-daily/threat/+) and refuses"
                " [six](#n:stances/2023-china-daily/threat/-), of [ten](#n:frames/2022-isdp).\n\n"
                ":::{caption} fig-marks\n:alt: Two bars.\nBars.\n:::",
                SHOW_RESULTS.format(str(corpus.folder)),
                SHOW_MARKS.format("rivalry"),
            ),
        },
    )
    text = "\n\n".join(
        ["A title", *HOSTILE, "<i>China</i> poses a threat to the alliance, NATO says."]
    )
    (source / "seeds" / f"{NAME}.txt").write_text(text, "utf-8")
    with (source / "seeds" / "corpus.toml").open("a", encoding="utf-8") as facts:
        facts.write(f"[{json.dumps(NAME)}]{HOSTILE_FACTS}")
    status, faults, _ = build(source)
    assert faults == []
    assert status == 0
    assert sorted(path.name for path in source.glob(".build-*")) == []
    return source / "_build" / "html"


@pytest.fixture(scope="module")
def faulty(tmp_path_factory, corpus) -> list[str]:
    """What is said of a book with a fault on every page."""
    folder = tmp_path_factory.mktemp("faulty")
    seeds = shutil.copytree(corpus.folder, folder / "altered")
    for path in (seeds / "coding" / "pass-a.csv", seeds / "coding" / "pass-b.csv"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"(?m)^(2023.*?)rivalry[+-]", r"\1", text), "utf-8")
    source = write_book(
        folder / "book",
        {
            "numbers": (
                "Written [eight](#n:stale) and [two](#n:unknown) and [one](#n:twice).",
                'number(7, name="stale", what="x")\n'
                'number(1, name="twice", what="x")\nnumber(1, name="twice", what="x")\n'
                'number(3, name="idle", what="x")\n'
                'claim("One is two.", holds=1 == 2, found="1 against 2")',
            ),
            "results": (
                ":::{caption} tab-lost\nLost.\n:::\n\n"
                "Cites [two](#n:frames/2022-isdp/thret) and [9%](#n:frames/2022-isdp/threat).",
                SHOW_RESULTS.format(str(corpus.folder)) + "from analysis import table\n"
                'table(frames(corpus.coding), corpus, name="tab-bare")',
                SHOW_MARKS.format("rivlry"),
            ),
            "failing": ("Written [one](#n:one).", 'raise KeyError("spent")'),
            "dying": ("Written [one](#n:one).", "import os\nos._exit(1)"),
            "altered": ("Two claims.", SHOW_CLAIMS.format(str(seeds))),
            "links": ("See {numref}`tab-nowhere`.",),
            "titles": (
                ":::{caption} fig-x\n:alt: A rising line.\nC.\n:::",
                "import matplotlib.pyplot as plt\ndrawing, axes = plt.subplots()\n"
                'figure(drawing, name="fig-x", title="It rises.", holds=1 > 2)',
            ),
        },
    )
    status, faults, _ = build(source)
    assert status == 1
    assert not (source / "_build").exists()
    return faults


def of_page(faults: list[str], name: str) -> list[str]:
    return [fault.partition("WARNING: ")[2] for fault in faults if f"page {name}:" in fault]


def test_each_fault_is_one_line_and_nothing_else_is_said(faulty):
    assert len(faulty) == 5 + 7 + 1 + 1 + 1 + 1 + 1
    assert "Traceback" not in "".join(faulty)


def test_each_fault_names_page_and_number(faulty):
    assert of_page(faulty, "numbers") == [
        "page numbers: number “twice” is bound twice",
        "page numbers: claim does not hold: One is two. (1 against 2)",
        "page numbers: number “stale” is written eight, but computed 7",
        "page numbers: number “unknown”, written two, is bound by no cell"
        " (known: stale, twice, idle)",
        "page numbers: number “idle” is bound, but written nowhere on the page",
    ]


def test_each_fault_of_results_and_captions_is_one_line(faulty):
    assert of_page(faulty, "results") == [
        "page results: number “marked/2012-jamestown/rivlry”: marked has no “rivlry”"
        " (did you mean “rivalry”?)",
        "page results: number “frames/2022-isdp/thret”, written two: frames has no “thret”"
        " (did you mean “threat”?)",
        "page results: number “frames/2022-isdp/threat” is written 9%, but computed 0.25",
        "page results: result “stances” is published, but cited nowhere on the page",
        "page results: tab-bare has no caption; write one in the prose: :::{caption} tab-bare",
        "page results: fig-marks has no caption; write one in the prose: :::{caption} fig-marks",
        "page results: there is a caption for tab-lost, but no cell shows it",
    ]


def test_a_failing_cell_is_one_line(faulty):
    assert of_page(faulty, "failing") == ["page failing: a cell failed: KeyError: 'spent'"]


def test_a_kernel_that_dies_is_one_line_and_the_other_pages_are_built(faulty):
    assert of_page(faulty, "dying") == ["page dying: a cell failed: DeadKernelError: Kernel died"]


def test_a_link_that_leads_nowhere_is_one_line_that_names_the_file(faulty):
    (fault,) = [fault for fault in faulty if "tab-nowhere" in fault]
    assert fault.startswith("links.ipynb")


def test_a_claim_that_the_codes_no_longer_bear_is_one_line(faulty):
    (fault,) = of_page(faulty, "altered")
    assert "page altered: claim does not hold: The comment of 2023 speaks of" in fault
    assert "(asserted clearly more, found 0% against 5%, difference" in fault


def test_a_fault_of_the_texts_stops_the_build_in_one_sentence_before_it_begins(tmp_path):
    source = write_book(tmp_path / "book", {"page": ("Text.",)}, manifest="[a]\nautors = 1\n")
    status, faults, said = build(source)
    assert status == 1
    assert faults == [
        "The book was not built: seeds/corpus.toml, line 2: unknown key “autors”"
        " (did you mean “authors”?)."
    ]
    assert said == ""
    assert not (source / "_build").exists()


def test_a_folder_that_is_not_there_or_holds_no_book_is_one_line(tmp_path):
    for source in (tmp_path / "nowhere", tmp_path):
        status, faults, _ = build(source)
        assert status == 1
        (fault,) = faults
        assert fault.startswith("The book was not built: ")


def test_a_disk_without_room_is_one_line(tmp_path):
    source = write_book(tmp_path / "book", {"page": ("Text.",)})
    done = subprocess.run(
        [sys.executable, "-m", "analysis.book", str(source)],
        capture_output=True, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000)),
    )  # fmt: skip
    assert done.returncode == 1
    (fault,) = done.stderr.splitlines()
    assert fault.startswith("The book was not built: ")
    assert "File too large" in fault
    assert sorted(path.name for path in source.glob("*build*")) == []


def test_a_build_that_is_stopped_leaves_nothing_and_says_so_in_one_line(tmp_path):
    wait = "from pathlib import Path\nimport time\nPath('begun').touch()\ntime.sleep(600)"
    source = write_book(tmp_path / "book", {"page": ("Text.", wait)})
    command = [sys.executable, "-m", "analysis.book", str(source)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        while not (source / "begun").exists() and process.poll() is None:
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        said, faults = process.communicate()
    assert process.returncode == 1
    assert (said, faults) == ("", "The book was not built: stopped.\n")
    assert sorted(path.name for path in source.glob("*build*")) == []


def test_numbers_and_claims_are_shown_and_what_is_quoted_is_text(sound):
    page = (sound / "numbers.html").read_text("utf-8")
    assert page.count("Seven is more than six") == 1  # in the code that a reader may open
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; said NATO." in page
    for text in ("{include}`/etc/passwd`", "$x$ or $$y$$", "**Bold** and `code`", "``` NATO ```"):
        assert f">{text}" in page or text in page
    assert "“quotes” -- and 'more'..." in page
    assert 'href="http://example.org"' not in page


def test_the_list_of_passages_shows_a_value_as_the_page_writes_it(sound):
    page = (sound / "passages.html").read_text("utf-8")
    entries = re.findall(r"((?:<dt id=[^>]*>.*?</dt>)+)(<dd[^>]*>.*?</dd>)", page, re.DOTALL)
    texts = [" ".join(re.sub(r"<.*?>", " ", " — ".join(entry)).split()) for entry in entries]
    assert (
        texts[0]
        == "*a*, count: 0 Here: zero — It occurs nowhere, and so there is no sentence to show."
    )
    assert texts[1] == "Share: 16% — Computed from whole tables, not from single sentences."
    assert texts[2].startswith("All with NATO : seven — a-speech, sentence 1.")
    assert texts[3] == "There: none — There is none."
    assert texts[4] == "Words: two — &lt;b&gt;NATO&lt;/b&gt; *China*"


def test_tables_and_figures_are_numbered_and_open_their_sentences(sound):
    page = (sound / "tables.html").read_text("utf-8")
    assert "&lt;b&gt;a&lt;/b&gt;" in page
    assert re.search(r'class="number"[^>]*>1,234</a>', page)
    assert re.search(r"(?s)Counts .{1,500}? and <a class=.number[^>]*>one</a> more", page)
    assert 'role="img" aria-label="an empty frame, one."' in page
    assert "A figure, an empty." in page
    assert "currentColor" in page
    assert re.search(r'href="#tab-x"[^>]*><span[^>]*>Table \d', page)


def test_a_figure_has_its_title_and_a_title_that_fails_stops_the_build(sound, faulty):
    page = (sound / "tables.html").read_text("utf-8")
    assert '<p class="figure-title"><em>T</em> is drawn.</p>' in page
    assert of_page(faulty, "titles") == [
        "page titles: claim does not hold: It rises. (the title of fig-x)"
    ]


def test_tables_figures_and_results_can_be_taken_away_and_their_columns_are_explained(sound):
    page = (sound / "tables.html").read_text("utf-8")
    files = sound / "downloads"
    for name in ("tab-x.csv", "fig-x.svg", "fig-x.png"):
        assert f'<a href="downloads/tables/{name}" download' in page
        assert (files / "tables" / name).stat().st_size
    assert (files / "tables" / "tab-x.csv").read_text() == 'piece,count\n<b>a</b>,"1,234"\n'
    assert "T is drawn." in (files / "tables" / "fig-x.svg").read_text("utf-8")
    with ZipFile(files / "tables.zip") as archive:
        names = archive.namelist()
        dictionary = archive.read("dictionary.csv").decode().splitlines()
    assert {"tables/tab-x.csv", "passages/tab-y.csv", "results/frames.csv"} <= {*names}
    (words,) = [line for line in dictionary if line.startswith("tables/tab-x.csv,")][:1]
    assert 'one more.,piece,"the piece, by its label;' in words
    shares = [line for line in dictionary if line.startswith("results/frames.csv,")]
    assert any(
        line.endswith('share,"part of all sentences of the piece, from 0 to 1"') for line in shares
    )


def test_each_page_says_how_to_cite_it_and_whose_texts_it_is_about(sound):
    page = (sound / "tables.html").read_text("utf-8")
    foot = page[page.index('<footer class="page-foot">') :]
    assert "@incollection{china-nato-tables," in foot
    assert "<cite>A page</cite>. In <cite>China and NATO in Print</cite>" in foot
    assert "<b>a</b>: B." in foot


def test_a_term_opens_where_it_is_first_used(sound):
    page = (sound / "claims.html").read_text("utf-8")
    assert re.findall(r'popovertarget="([^"]*)">stance<', page) == re.findall(
        r'<span popover id="([^"]*)" class="meaning"><b>stance</b>: For or against.', page
    )
    assert page.count("<b>stance</b>: ") == 1


def test_the_code_of_a_page_stands_closed_at_its_end(sound):
    page = (sound / "tables.html").read_text("utf-8")
    made = page.index('<details class="made">')
    assert page.index("A figure, an empty.") < made < page.index("matplotlib.pyplot")
    assert page.count("matplotlib.pyplot") == 1


def test_the_book_to_print_has_links_that_lead_somewhere_and_notes_in_their_order(sound):
    page = BeautifulSoup(one_page(sound, ["index", "numbers", "tables", "results"]), "html.parser")
    ids = [place["id"] for place in page.select("[id]:not(svg *)")]
    assert len(ids) == len(set(ids))
    targets = {link["href"] for link in page.select("a[href^='#']")}
    assert targets
    assert {target[1:] for target in targets} <= {*ids}
    notes = [mark.get_text() for mark in page.select("#numbers a.number sup")]
    assert notes == ["1", "2"]
    entries = page.select("#numbers .passages dt")
    assert [entry.get_text().split()[0] for entry in entries] == notes
    assert not page.select("#tables .passages, .passages dd + dd, .passages dd:first-child")
    assert not page.select("script, button, .made, .downloads, svg.on-phone")


def test_a_claim_shows_its_numbers(sound):
    page = (sound / "claims.html").read_text("utf-8")
    assert re.search(r'in <a class="number[^>]*>38%</a> of its sentences', page)


def test_addresses_open_what_their_cells_count_and_signs_have_targets_of_their_own(sound):
    page = (sound / "results.html").read_text("utf-8")
    found = re.findall(r'class="number[^"]*" href="#([^"]*)">(eight|six)</a>', page)
    assert len({target for target, _ in found}) == 2
    for target, written in found:
        entry = re.search(rf'<dt id="{target}">.*?<dd[^>]*>(.*?)</dd>', page, re.DOTALL)
        assert len(re.findall("<li>", entry[1])) == {"eight": 8, "six": 6}[written]


def test_bars_open_what_they_count_by_keyboard_and_by_mouse(sound, open_in):
    page = open_in(sound, "results")
    bars = page.locator("figure svg a.number")
    assert bars.count() == 2
    assert bars.first.get_attribute("aria-label") == "2012 Jamestown, threat, share: 8%"
    page.locator("a.number:text-is('ten')").focus()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('svg') !== null"):
            break
    assert bars.first.evaluate("node => node === document.activeElement")
    page.keyboard.press("Enter")
    panel = page.locator("#number-passages")
    assert panel.locator("ol > li").count() == 7
    page.keyboard.press("Escape")
    assert bars.first.evaluate("node => node === document.activeElement")
    bars.nth(1).click()
    assert panel.inner_text().startswith("2012 Jamestown, rivalry, share: ")
    assert page.faults == []


def test_a_hostile_text_is_characters_on_its_page_and_in_all_that_leads_there(sound, open_in):
    page = open_in(sound, "texts/index")
    assert page.locator("ul.pieces li", has_text="onerror").count() == 1
    assert page.locator("nav a", has_text="<b>L</b>").count() >= 1
    page.locator("ul.pieces a", has_text="<b>L</b>").click()
    page.get_by_label("words of the lexicon").check()
    shown = page.locator(".words").all_inner_texts()
    for part in ("<script>alert(1)</script> said NATO.", "{include}`/etc/passwd`", "$x$ or $$y$$"):
        assert part in " ".join(shown)
    title = page.locator("article h1").inner_text()
    assert title.startswith("<img src=x onerror=alert(1)> \u202e {eval}`1`")
    assert page.locator(".piece img, .piece b, .piece i").count() == 0
    page.locator("a.address").first.click()
    assert page.locator("#sentence-codes").inner_text().startswith("<b>L</b>, sentence 1")
    assert page.faults == []


def test_stale_numbers_are_rewritten_and_said(tmp_path):
    path = write_page(
        tmp_path / "page.ipynb",
        "Written [eight](#n:words), [9.1%](#n:share), [7](#n:right).",
        'number(7, name="words", what="x")\nnumber(0.25, name="share", what="x")\n'
        'number(7, name="right", what="x")',
    )
    assert check_page(path, rewrite_stale=True) == [
        f"{path}: rewritten: [eight](#n:words) → [seven](#n:words)",
        f"{path}: rewritten: [9.1%](#n:share) → [25.0%](#n:share)",
    ]
    assert "[seven](#n:words), [25.0%](#n:share), [7](#n:right)" in path.read_text("utf-8")
    assert check_page(path) == []


PAGE = """\
---
kernelspec: {name: python3, display_name: Python 3, language: python}
---

# A page

Written [**eight**](#n:words) and [7](#n:right).

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
    (said,) = check_page(path, rewrite_stale=True)
    assert said == f"{path}: rewritten: [**eight**](#n:words) → [**seven**](#n:words)"
    assert path.read_text("utf-8") == PAGE.replace("eight", "seven")
    assert check_page(path) == []


def test_a_page_says_all_its_faults_in_a_line_each_and_goes_on_after_a_failing_cell(tmp_path):
    path = write_page(
        tmp_path / "page.ipynb",
        "Written [eight](#n:words) and [9%](#n:late).",
        'number(7, name="words", what="x")',
        'raise KeyError("spent")',
        'number(0.25, name="late", what="x")\nclaim("No.", holds=False, found="yes")',
    )
    assert check_page(path) == [
        f"{path}: a cell failed: KeyError: 'spent'",
        f"{path}: claim does not hold: No. (yes)",
        f"{path}: number “words” is written eight, but computed 7",
        f"{path}: number “late” is written 9%, but computed 0.25",
    ]


def test_long_lists_of_notes_are_cut_short_in_print():
    things = "\n".join(f"way {number}" for number in range(40))
    written = lines_of(
        [("n-x", "40", {"what": "ways", "passages": [], "things": things.split("\n")})], {}
    )
    passages = BeautifulSoup(f"<section>{written}</section>", "html.parser").section
    _as_notes(passages, {"#n-x": "1"})
    assert passages.select_one(".things").get_text().endswith("way 10\nand 29 more")
