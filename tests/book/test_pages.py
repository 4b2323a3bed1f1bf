"""The built pages, opened as a reader would: light, dark, on a phone, without scripts."""

import re
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from pygments.styles import get_style_by_name

from .conftest import ROOT

PAGES = re.findall(r"(?:root|file): (\S+)", (ROOT / "_toc.yml").read_text("utf-8"))
HELPERS = ["search", "genindex"]
HASH = re.compile(r"[0-9a-f]{16}")
MODES = [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)]
# What does not fit: tables cut without a word that says so, numbers and short words on two lines,
# letters of figures beyond their edge.
MISFITS = r"""
width => {
  const found = [], parts = /\d[\d.,]*|(?<!\p{L})\p{L}{1,8}(?!\p{L})/gu;
  for (const table of document.querySelectorAll("table.data")) {
    const box = table.parentElement;
    if (box.scrollWidth > box.clientWidth + 1 && !(box.tabIndex === 0
        && getComputedStyle(box, "::before").content.includes("Scroll sideways")))
      found.push(`${table.id} is cut without a word`);
    const walker = document.createTreeWalker(table, NodeFilter.SHOW_TEXT);
    for (let node; node = walker.nextNode();)
      for (const part of node.data.matchAll(parts)) {
        const range = document.createRange();
        range.setStart(node, part.index);
        range.setEnd(node, part.index + part[0].length);
        const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
        if (lines.size > 1) found.push(`${table.id} breaks ${part[0]}`);
      }
  }
  for (const text of document.querySelectorAll("figure svg text")) {
    const figure = text.closest("figure"), around = figure.getBoundingClientRect();
    const box = text.getBoundingClientRect();
    if (box.left < around.left - 1 || box.right > around.right + 1)
      found.push(`${figure.id} cuts ${text.textContent}`);
  }
  return found;
}
"""
# Columns with counts, rates or shares that are no links; and those that may be so, since they are
# computed from whole tables, or name a place.
UNMARKED = r"""
() => {
  const found = new Set();
  for (const table of document.querySelectorAll("table.data")) {
    const heads = [...table.tHead.rows[0].cells].map(cell => cell.textContent.trim());
    for (const row of table.tBodies[0].rows)
      [...row.cells].slice(1).forEach((cell, place) => {
        if (/^[\d,]+(\.\d+)?\s?%?( of \d+)?$/.test(cell.textContent.trim())
            && !cell.querySelector("a.number"))
          found.add(`${table.id}: ${heads[place + 1]}`);
      });
  }
  return [...found];
}
"""
COMPUTED = re.compile(
    r"tab-(conformance|calibration|instruments|tail|cost|machine): .*"
    r"|tab-coverage: (used here|bootstrap)"
    r"|.*: (G²|log ratio|without it|logDice|MATTR|MTLD|HD-D|Yule’s K|DPnorm|KLD|expected|κ|α|F1"
    r"|from|to|balanced|corrected|difference|similarity|stability|shuffled|largest|NMI"
    r"|NMI shuffled|max-T|year|named as|line)|tab-(unquoted|one-text): (piece|against|due to)"
).fullmatch


def test_the_list_of_pages_is_whole(html):
    built = {page.relative_to(html).with_suffix("").as_posix() for page in html.rglob("*.html")}
    assert {name for name in built if not name.startswith("_static/")} == {*PAGES, *HELPERS}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("scheme", "width"), MODES)
def test_a_page_loads_cleanly_and_fits(visit, name, scheme, width):
    page = visit(name, scheme=scheme, width=width)
    assert page.faults == []
    assert page.strangers == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(MISFITS, width) == []
    assert page.locator(".output.stderr, .output.traceback").count() == 0
    ground = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
    assert ground == scheme


# How far the signs of a formula reach beyond its box, to the left and to the right.
BEYOND = """
box => {
  const edge = box.getBoundingClientRect();
  const signs = [...box.querySelectorAll("mi, mo, mn")].map(sign => sign.getBoundingClientRect());
  return [edge.left - Math.min(...signs.map(sign => sign.left)),
          Math.max(...signs.map(sign => sign.right)) - edge.right];
}
"""


def test_a_formula_wider_than_its_place_scrolls_in_its_box(visit):
    page = visit("chapters/conformance", width=360)
    boxes = page.locator("div.math").all()
    assert boxes
    for box in boxes:
        box.evaluate("box => box.style.width = '4rem'")
        left, right = box.evaluate(BEYOND)
        assert left <= 0 < right
        box.focus()
        assert box.evaluate("box => box === document.activeElement")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("box => box.scrollLeft > 0", arg=box.element_handle())
        box.evaluate("box => box.scrollLeft = box.scrollWidth")
        assert box.evaluate(BEYOND)[1] <= 1


def test_every_picture_has_a_text_of_its_own(visit):
    texts = []
    for name in PAGES:
        page = visit(name)
        texts += page.eval_on_selector_all(
            "article img, article svg[role=img]:not([aria-hidden=true])",
            "pictures => pictures.map(p => p.getAttribute('alt') ?? p.getAttribute('aria-label'))",
        )
        assert page.locator("main figure svg:not([role=img])").count() == 0
    assert len(texts) >= 6
    assert [text for text in texts if not text or len(text) < 60 or HASH.search(text)] == []
    assert len(set(texts)) == len(texts)


# Rules that take most of the time, since they look at every letter, and that look at colours only.
COLOURS = ["color-contrast", "link-in-text-block"]
# Take out of a page what is there more than three times: same tags and classes up to the root, same
# colours of its own, nothing in it that is rarer.
THIN = r"""
() => {
  const seen = new Map(), spare = [];
  const kind = (node, above) => above + ">" + node.tagName
    + [...node.classList].sort().join(".").replace(/\d+/g, "#")
    + ["style", "fill", "stroke", "role"].map(name => node.getAttribute(name) ?? "");
  const needed = (node, above) => {
    const own = kind(node, above), times = (seen.get(own) ?? 0) + 1;
    seen.set(own, times);
    const inside = [...node.children].map(child => needed(child, own));
    const kept = times <= 3 || inside.includes(true);
    if (!kept) spare.push(node);
    return kept;
  };
  needed(document.body, "");
  spare.forEach(node => node.remove());
}
"""


def axe_faults(page, **options):
    """What axe finds, a line for each of the first three places of a rule."""
    found = Axe().run(page, options={"resultTypes": ["violations"], **options})
    return [
        f"{fault['id']}: {node['html'][:120]} {node['failureSummary']}"
        for fault in found.response["violations"]
        for node in fault["nodes"][:3]
    ]


def thinned(page) -> None:
    """Open what is closed, let all movement end, and keep three of each kind of element."""
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished))")
    page.evaluate(THIN)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_no_fault(visit, name, width):
    page = visit(name, width=width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert axe_faults(page, rules={rule: {"enabled": False} for rule in COLOURS}) == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 360)])
def test_axe_finds_no_fault_of_colours(visit, name, scheme, width):
    page = visit(name, scheme=scheme, width=width)
    thinned(page)
    assert axe_faults(page, runOnly=COLOURS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_faulty_colour_is_found_among_the_kinds_that_are_kept(visit, scheme):
    page = visit("chapters/vocabulary", scheme=scheme)
    for place, text in (("pre span.k", "code"), ("td a.number", "cell"), ("figcaption", "caption")):
        page.locator(place).last.evaluate("node => node.style.color = '#777'")
        page.locator(place).last.evaluate("node => node.style.backgroundColor = '#888'")
        assert page.locator(place).count() > 3, text
    thinned(page)
    found = [fault for fault in axe_faults(page, runOnly=COLOURS) if "color-contrast" in fault]
    assert len(found) == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_of_the_highlighting_can_be_read(scheme):
    (name,) = re.findall(rf"pygments_{scheme}_style: (\S+)", (ROOT / "_config.yml").read_text())
    style = get_style_by_name(name)
    colours = {token["color"] for _, token in style} - {None}
    assert len(colours) > 3
    for colour in colours:
        assert contrast(colour, style.background_color.strip("#")) >= 4.5, colour


def contrast(*colours: str) -> float:
    """The ratio of WCAG 2.2 for two colours: ``contrast("000000", "ffffff")`` is 21."""
    lights = []
    for colour in colours:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        red, green, blue = (
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
        )
        lights.append(0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
    return max(lights) / min(lights)


@pytest.mark.parametrize("name", PAGES)
def test_counts_rates_and_shares_in_tables_open_what_they_count(visit, name):
    assert [place for place in visit(name).evaluate(UNMARKED) if not COMPUTED(place)] == []


def test_search_finds_rasmussen(visit):
    page = visit("search", query="?q=Rasmussen")
    page.wait_for_selector("#search-results a[href='chapters/vocabulary.html']")


def first_number(page):
    return page.locator("a.number:has-text('38')").first


def test_a_number_opens_its_sentences_by_mouse_and_closes_again(visit):
    page = visit("chapters/vocabulary")
    link = first_number(page)
    link.click()
    panel = page.locator("#number-passages")
    assert panel.is_visible()
    assert link.get_attribute("aria-expanded") == "true"
    hits = panel.locator(".hit").all_inner_texts()
    assert len(hits) == 38
    assert set(hits) == {"Chinese"}
    assert "Chinese analysts have viewed NATO’s expanding global role" in panel.inner_text()
    link.click()
    assert not panel.is_visible()
    link.click()
    page.mouse.click(5, 5)
    assert not panel.is_visible()
    assert link.get_attribute("aria-expanded") == "false"


def test_a_number_opens_by_keyboard_and_gives_the_focus_back(visit):
    page = visit("chapters/vocabulary")
    link = first_number(page)
    for opening, closing in (("Enter", "Escape"), ("Space", "Escape")):
        link.focus()
        page.keyboard.press(opening)
        panel = page.locator("#number-passages")
        assert panel.is_visible()
        assert page.evaluate("document.activeElement.id") == "number-passages"
        page.keyboard.press(closing)
        assert not panel.is_visible()
        assert link.evaluate("node => node === document.activeElement")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert not panel.is_visible()
    assert link.evaluate("node => node === document.activeElement")


def test_a_number_opens_on_a_phone_within_the_screen(visit):
    page = visit("chapters/vocabulary", width=360)
    first_number(page).click()
    box = page.locator("#number-passages").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 800


def test_without_scripts_a_number_leads_to_its_list_and_the_list_to_the_sentence(visit):
    page = visit("chapters/vocabulary", scripts=False)
    link = first_number(page)
    link.click()
    entry = page.locator("dt:target")
    assert entry.inner_text() == "Chinese, 2012 Jamestown: 38"
    assert entry.bounding_box()["y"] < 800
    page.locator("dt:target + dd a.place").nth(1).click()
    assert (
        "3 Although the absence of Chinese representatives"
        in page.locator("li:target").inner_text()
    )


def test_a_number_without_sentences_says_how_it_was_computed(visit):
    page = visit("chapters/pieces")
    page.locator("a.number[href$=p-one]").click()
    assert "Computed from whole tables" in page.locator("#number-passages").inner_text()


def test_a_number_of_other_things_lists_them(visit):
    page = visit("chapters/pieces")
    page.locator("a.number:text-is('83')").click()
    lines = page.locator("#number-passages li").all_inner_texts()
    assert len(lines) == 83
    assert (
        lines[0]
        == "2012 Jamestown, title, line 1: China and NATO: Grappling with Beijing’s Hopes and Fears"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_seen(visit, scheme):
    page = visit("chapters/vocabulary", scheme=scheme)
    page.keyboard.press("Tab")
    first_number(page).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    style = first_number(page).evaluate(
        "node => [getComputedStyle(node).outlineStyle, getComputedStyle(node).outlineWidth,"
        " getComputedStyle(node).boxShadow]"
    )
    assert (style[0] != "none" and style[1] != "0px") or style[2] != "none"


def test_without_a_browser_its_tests_are_skipped_and_one_line_says_so(tmp_path):
    command = [sys.executable, "-m", "pytest", __file__, "-k", "focus"]
    bare = {"PATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider"], env=bare, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
    assert "3 skipped" in done.stdout
    assert done.stdout.count("no Chromium or Chrome found") == 1


def test_a_claim_opens_the_sentences_of_both_sides(visit):
    page = visit("chapters/findings")
    claim = page.locator("p.claim", has_text="speaks of rivalry").first
    for place, (share, sentences) in enumerate([("38%", 16), ("6%", 12)]):
        link = claim.locator("a.number").nth(place)
        assert link.inner_text() == share
        link.click()
        assert page.locator("#number-passages ol li").count() == sentences
    assert (
        "global alliance network to contain China" in page.locator("#number-passages").inner_text()
    )


def test_each_figure_has_a_table_beneath_it(visit):
    for name in PAGES:
        missing = visit(name).evaluate(
            """[...document.querySelectorAll("figure[id^=fig]")].filter(figure => {
              const after = [...document.querySelectorAll("figure[id^=fig], table.data")];
              return !after[after.indexOf(figure) + 1]?.matches("table");
            }).map(figure => figure.id)"""
        )
        assert missing == [], name
