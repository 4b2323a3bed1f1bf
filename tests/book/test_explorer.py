"""The explorer in a real browser: it counts as the package does, by mouse, keyboard and finger."""

import csv
import json
import random
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from analysis import Corpus, CorpusError, concordance, explore, load_corpus, term_rates
from analysis.book.explorer import explorer_html, words_under, write_explorer
from analysis.measures.vocabulary.concordance import readings

from .test_pages import axe_faults

PATTERNS = [
    "cooperat*", '"cold war"', "“new Cold War”", "China-NATO", "anti-*", "*-led", "U.S.", "us",
    "US", "nato", "Nato*", "challeng* *", "* war", "Beijing's", "the", "*", "Indo-Pacific",
    "sino-*", "non-*-*", "17 + 1",
]  # fmt: skip
TYPED = [
    "İstanbul", "Orba\u0301n’s", "China‑NATO", "e-mail@example.org", "www.example.org/a?b", "AND",
    "e.u.-funded", "184.88", "don’t", "O’Brien’S", "well-being*", "*China*-*", "NATO*-led", "ǅ ß ẞ",
    "Σίσυφος ΣΊΣΥΦΟΣ", "soft\u00adhyphen", "中国 和 北约", ";", "*", "a.b.", "x.com", "𝔊𝔬𝔱𝔥",
]  # fmt: skip
HOSTILE = (
    "<img src=x onerror=alert(1)> A title\n\n"
    "=HYPERLINK says war, </script><script>alert(1)</script> war &amp; \u202ewar\u202c {x} $y$.\n\n"
    "@SUM war. +1 war “quoted, war”. -2 war\tand `war`.\n"
)
ASKED = """
questions => questions.map(([pattern, frame, voice, own, sort]) => {
  const { runs, rates } = Lookup.look(pattern, { frame, voice, own });
  const lines = Lines.sorted(runs.map((run) => Lines.line(run, pattern)), sort);
  return [
    rates.filter(({ words }) => words)
      .map((one) => [one.piece, one.count, one.rate, one.low ?? NaN, one.high ?? NaN]),
    lines.map((one) => [one.piece, one.sentence, one.left, one.node, one.right]),
  ];
})
"""


def write_page(corpus: Corpus, folder: Path) -> Path:
    """Write the explorer of any corpus as a page of its own."""
    write_explorer(corpus, folder)
    pieces = {
        one.document: {
            "label": one.label,
            "page": f"texts/{one.document}.html",
            "sentences": corpus.sentences.loc[
                corpus.sentences["document"] == one.document, ["sentence", "text"]
            ].to_numpy().tolist(),
        }
        for one in corpus.documents.itertuples()
    }  # fmt: skip
    (folder / "data" / "sentences.js").write_text(f"const SENTENCES = {json.dumps(pieces)};")
    (folder / "texts").mkdir()
    for name in corpus.documents["document"]:
        (folder / "texts" / f"{name}.html").write_text("<title>A text</title>")
    page = folder / "explorer.html"
    page.write_text(
        "<!doctype html><html lang=en><meta charset=utf-8><title>A word</title>"
        "<script defer src=data/sentences.js></script>"
        f"<main><h1>A word</h1>{explorer_html()}</main>",
        "utf-8",
    )
    return page


@pytest.fixture(scope="module")
def written(corpus, tmp_path_factory) -> Path:
    return write_page(corpus, tmp_path_factory.mktemp("explorer"))


@pytest.fixture
def page(chromium, written) -> Page:
    """The page, opened from its file; what it says to the console fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    opened = context.new_page()
    faults = []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    opened.on("dialog", lambda dialog: faults.append(dialog.message))
    opened.goto(written.as_uri())
    yield opened
    context.close()
    assert faults == []


def ask(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        field = page.locator(f"#explorer [name={name}]")
        field.select_option(value) if name in ("frame", "voice", "sort") else field.fill(value)
    settle(page)


def settle(page: Page) -> None:
    """Wait until the places are shown as well: the rates come a frame before them."""
    page.locator("#explorer .results[aria-busy=false]").wait_for(state="attached")


def cells(page: Page, table: str) -> list[list[str]]:
    settle(page)
    rows = page.locator(f"#explorer table.{table} tbody tr").all()
    return [[cell.strip() for cell in row.locator("th, td").all_inner_texts()] for row in rows]


def test_it_counts_as_the_package_does(page, corpus):
    draw = random.Random(1)
    words = draw.sample(sorted(set(corpus.tokens["token"])), 200)
    filters = [("", "", False)] * 3 + [("threat", "", False), ("", "china", True), ("", "", True)]
    questions = [
        (pattern, *draw.choice(filters), draw.choice(["text", "left", "right"]))
        for pattern in [*words, *PATTERNS]
    ] + [(pattern, "", "", False, "text") for pattern in PATTERNS]
    answers = page.evaluate(ASKED, questions)
    under = {
        (frame, voice, own): replace(
            corpus, tokens=words_under(corpus, frame=frame, voice=voice, quotations=not own)
        )
        for frame, voice, own in filters
    }
    patterns = list(dict.fromkeys(pattern for pattern, *_ in questions))
    known = {
        kept: term_rates(held.tokens, patterns).set_index("term") for kept, held in under.items()
    }
    found = 0
    for (pattern, *kept, sort), (rates, lines) in zip(questions, answers, strict=True):
        held, expected = under[tuple(kept)], known[tuple(kept)].loc[pattern]
        order = {piece: place for place, piece in enumerate(expected["document"])}
        own = sorted(rates, key=lambda row: order[row[0]])
        for row, wanted in zip(own, expected.astype(object).to_numpy().tolist(), strict=True):
            assert row[:2] == wanted[:2], (pattern, kept)
            assert row[2:] == pytest.approx(wanted[2:], rel=1e-9, nan_ok=True), (pattern, kept)
        columns = ["document", "sentence", "left", "node", "right"]
        table = concordance(held, pattern, sort=sort)[columns]
        assert lines == table.astype(object).to_numpy().tolist(), (pattern, kept, sort)
        found += len(lines)
    assert found > 2000


def test_what_is_typed_is_folded_as_the_texts_were(page, corpus):
    draw = random.Random(2)
    letters = "aBcé\u0301İß’'-‑.*@/ ,1中"
    noise = ["".join(draw.choices(letters, k=draw.randint(1, 12))) for _ in range(500)]
    typed = [*TYPED, *PATTERNS, *noise, *sorted(set(corpus.tokens["token"]))]
    typed = [" ".join(text.split()) for text in typed]  # a field holds one line
    got = page.evaluate(
        "typed => typed.map((text) => Fold.readings(text).map((pieces) =>"
        " pieces.map(({ term, hyphened }) => [term, hyphened])))",
        typed,
    )
    for text, own in zip(typed, got, strict=True):
        expected = [[[*piece] for piece in pieces] for pieces in readings(text)]
        assert (own if own[0] != own[1] else own[:1]) == expected, text


def test_a_word_is_looked_up_by_mouse(page):
    ask(page, word="cooperat*")
    said = page.locator("#explorer [role=status]")
    expect(said).to_have_text(
        re.compile(r"cooperat\*: 40 times in 3 of 5 pieces, as cooperation \(30\)")
    )
    rows = cells(page, "rates")
    assert [row[0] for row in rows[:2]] == ["2012 Jamestown", "2020 TPQ"]
    assert rows[1][2:5] == ["29", "11.2", "6.8 to 18.5"]
    assert len(cells(page, "lines")) == 40
    first = page.locator("#explorer .lines a").first
    assert first.get_attribute("href") == "texts/2012-jamestown.html#s-9"
    strip = page.locator("#explorer .strip").nth(1)
    box = strip.bounding_box()
    strip.click(position={"x": box["width"] - 3, "y": 10})
    marked = page.locator("#explorer .marked")
    assert marked.locator("a").inner_text() == "2020 TPQ, 117"
    assert marked.locator("a").evaluate("node => node === document.activeElement")
    assert 0 < marked.bounding_box()["y"] < 800


def test_the_address_keeps_the_question(page):
    ask(page, word='"cold war"', other="peace*", frame="rivalry", sort="right")
    page.locator("#explorer [name=own]").check()
    address, lines = page.url, cells(page, "lines")
    assert "#word=%22cold+war%22&other=peace*&frame=rivalry&own=yes&sort=right" in address
    page.goto("about:blank")
    page.goto(address)
    assert cells(page, "lines") == lines
    assert page.locator("#explorer [name=own]").is_checked()
    page.evaluate("location.hash = '#word=trust'")
    expect(page.locator("#explorer [name=frame]")).to_have_value("")
    expect(page.locator("#explorer [name=word]")).to_have_value("trust")
    page.evaluate("location.hash = '#word=war&frame=none&sort=none&strange=1'")
    expect(page.locator("#explorer [name=word]")).to_have_value("war")
    assert len(cells(page, "lines")) > 5


def test_two_words_are_compared(page):
    ask(page, word="China", other="war")
    rows = cells(page, "rates")
    assert [row[1] for row in rows] == ["China", "war"] * 5
    assert page.locator("#explorer .strip").count() == 10
    assert {row[2] for row in cells(page, "lines")} >= {"China", "war", "War"}
    ask(page, sort="place")
    shares = page.evaluate(
        "Lines.sorted(Lookup.look('war').runs.map((run) => Lines.line(run, 'war')), 'place')"
        ".map((line) => line.share)"
    )
    assert shares == sorted(shares)
    ask(page, word="war")
    assert [row[1] for row in cells(page, "rates")] == ["war"] * 5


def test_words_that_are_not_there_get_the_nearest(page):
    page.locator("#explorer .offers button").first.click()
    expect(page.locator("#explorer [name=word]")).to_have_value("NATO")
    ask(page, word="coopration")
    expect(page.locator("#explorer [role=status]")).to_have_text("coopration: nowhere.")
    assert not page.locator("#explorer .results").is_visible()
    page.locator("#explorer .offers button", has_text=re.compile("^cooperation$")).click()
    assert len(cells(page, "lines")) == 30
    ask(page, word='"war cold"')
    assert page.locator("#explorer .offers button").all_inner_texts() == ["war", "cold"]
    ask(page, word="new cald")
    assert "new Cold" in page.locator("#explorer .offers button").all_inner_texts()
    ask(page, word="rasmussen", frame="hegemony")
    expect(page.locator("#explorer [role=status]")).to_have_text(
        re.compile("rasmussen: nowhere, but .* without the filters.")
    )
    ask(page, word=" ; ")
    expect(page.locator("#explorer [role=status]")).to_have_text(";: nowhere.")


def test_all_of_it_works_by_keyboard(page):
    page.keyboard.press("Tab")
    page.keyboard.type("chin")
    options = page.locator("#explorer datalist option").evaluate_all(
        "all => all.map((o) => o.value)"
    )
    assert options[:2] == ["China", "Chinese"]
    page.keyboard.type("ese analysts")
    page.keyboard.press("Enter")
    assert len(cells(page, "lines")) > 2
    for _ in range(40):
        if page.evaluate("!!document.activeElement.closest('.strip')"):
            break
        page.keyboard.press("Tab")
    second = page.locator("#explorer .strip button").nth(1)
    page.keyboard.press("ArrowRight")
    assert second.evaluate("node => node === document.activeElement")
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert second.evaluate("node => node === document.activeElement")
    label = second.get_attribute("aria-label")
    page.keyboard.press("Enter")
    focused = page.evaluate("document.activeElement.textContent")
    assert focused.split(", ")[1] == re.match(r"sentence (\d+):", label)[1]
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"texts/.*\.html#s-\d+$"))


def test_many_lines_come_when_asked_for(page):
    ask(page, word="the")
    assert len(cells(page, "lines")) == 100
    strip = page.locator("#explorer .strip").nth(4)
    strip.click(position={"x": strip.bounding_box()["width"] - 3, "y": 10})
    assert page.locator("#explorer .marked a").inner_text().startswith("2023 China Daily")
    ask(page, word="the*")
    page.locator("#explorer .all").click()
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 101
    assert not page.locator("#explorer .all").is_visible()


def test_results_are_copied_and_saved(page):
    ask(page, word="hegemon*")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save rates as CSV").click()
    text = Path(waiting.value.path()).read_text("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert waiting.value.suggested_filename == "rates.csv"
    assert [row["times"] for row in rows] == [row[2] for row in cells(page, "rates")]
    assert float(rows[0]["low"]) <= float(rows[0]["rate"]) <= float(rows[0]["high"])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy lines").click()
    expect(page.locator("#explorer [role=status]")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert len(copied) == 1 + len(cells(page, "lines"))


def test_it_fits_a_phone_with_the_word_in_the_middle(page):
    page.set_viewport_size({"width": 360, "height": 700})
    ask(page, word="cooperat*", other="peace and stability")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    middles = page.locator("#explorer td.node").evaluate_all(
        "nodes => nodes.map((node) => { const box = node.getBoundingClientRect();"
        " return Math.round((box.left + box.right) / 2); })"
    )
    assert max(middles) - min(middles) <= 1
    page.locator("#explorer .strip").first.click()
    assert page.locator("#explorer .marked").is_visible()
    heights = page.locator("#explorer :is(button, select, input, .lines a)").evaluate_all(
        "all => all.filter((one) => !one.closest('.strip') && one.offsetHeight)"
        ".filter((one) => one.type !== 'checkbox')"
        ".map((one) => one.offsetHeight)"
    )
    assert min(heights) >= 24


def test_without_scripts_it_leads_to_the_texts(chromium, written):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(written.as_uri())
    assert not page.locator("#explorer").is_visible()
    assert page.locator("noscript a").get_attribute("href") == "texts/index.html"
    context.close()


def test_hostile_texts_come_out_as_characters(chromium, tmp_path):
    seeds = tmp_path / "<b>seeds"
    seeds.mkdir()
    (seeds / "a&<i>b.txt").write_text(HOSTILE, "utf-8")
    label = "=<b onclick=alert(1)>“A”</b>{{x}}\u202e"
    (seeds / "corpus.toml").write_text(f"['a&<i>b']\nlabel = '{label}'\n", "utf-8")
    written = write_page(load_corpus(seeds), tmp_path / "page")
    page, faults = chromium.new_page(), []
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(f"{written.as_uri()}#word=war&other=%3Cimg+src=x+onerror=alert(1)%3E")
    assert page.locator("#explorer :is(b, i, img, script)").count() == 0
    assert cells(page, "rates")[0][0] == label
    assert page.locator("#explorer .lines a").first.inner_text() == f"{label}, 1"
    lefts = page.locator("#explorer td.left").all_text_contents()
    assert "=HYPERLINK says war, </script><script>alert(1)</script> " in lefts
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save lines as CSV").click()
    rows = list(csv.reader(StringIO(Path(waiting.value.path()).read_text("utf-8-sig"))))
    assert len(rows) > 6
    assert [cell for row in rows for cell in row if re.match(r"\s*[=+\-@]", cell)] == []
    assert {row[3] for row in rows} >= {"'=HYPERLINK says ", "'@SUM "}
    assert faults == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_no_fault_in_results(visit, scheme, width):
    page = visit("chapters/explorer", scheme=scheme, width=width, query="#word=war&other=peac*")
    page.locator("#explorer .strip button").first.click(force=True)
    assert page.locator("#explorer .marked").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.faults == []
    assert page.strangers == []
    page.mouse.move(1, 1)
    assert axe_faults(page) == []


def test_only_the_page_of_the_explorer_loads_its_scripts(html):
    pages = [page for page in html.rglob("*.html") if "explorer/page.js" in page.read_text("utf-8")]
    assert [page.relative_to(html).as_posix() for page in pages] == ["chapters/explorer.html"]
    assert (html / "data" / "words.js").stat().st_size < 150_000


def test_the_scripts_stay_short(written):
    scripts = [path.read_text("utf-8") for path in (written.parent / "explorer").glob("*.js")]
    assert 0 < sum(len(script.splitlines()) for script in scripts) < 500


def test_explore_shows_the_same_as_tables(corpus, monkeypatch):
    left = []
    monkeypatch.setattr("analysis.book.tables.leave", lambda record, *_: left.append(record))
    explore(["cold war", "cooperat*"], corpus, frame="rivalry", sort="right")
    rates, lines = left
    expected = term_rates(words_under(corpus, frame="rivalry"), ["cold war", "cooperat*"])
    counts = [int(row[2]["text"]) for row in rates["rows"]]
    assert counts == expected["count"].to_list()
    assert [cell["text"] for cell in rates["rows"][0]][:2] == ["2012 Jamestown", "cold war"]
    assert len(lines["rows"]) == sum(counts) > 4
    with pytest.raises(CorpusError, match=r"No sentence has the frame “rivalri”.*“rivalry”"):
        explore("war", corpus, frame="rivalri")
