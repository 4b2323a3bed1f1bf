"""The built pages, opened as a reader would: light, dark, on a phone, without scripts.

Colours hang on the scheme and the fit on the width, so that two modes show each of them.
"""

import re
import subprocess
import sys
from itertools import pairwise, product

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from pygments.styles import get_style_by_name

from analysis import frames

from .conftest import ROOT

CHAPTERS = re.findall(r"(?:root|file): (\S+)", (ROOT / "_toc.yml").read_text("utf-8"))
TEXTS = ["texts/index", *(f"texts/{text.stem}" for text in sorted((ROOT / "seeds").glob("*.txt")))]
PAGES = [*CHAPTERS, *TEXTS]
LAYERS = "?layers=frame,theme,voice,quoted,lexicon"
HELPERS = ["search", "genindex"]
HASH = re.compile(r"[0-9a-f]{16}")
MODES = [("light", 1280), ("dark", 360)]
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
    if (table.caption && table.caption.getBoundingClientRect().right > width)
      found.push(`the caption of ${table.id} is cut`);
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
  for (const drawing of document.querySelectorAll("figure svg")) {
    const texts = [...drawing.querySelectorAll("text")]
      .filter(text => !/rotate\(-[^0]/.test(text.outerHTML));
    const boxes = texts.map(text => text.getBoundingClientRect());
    for (const [a, one] of boxes.entries())
      for (const [b, other] of boxes.slice(0, a).entries())
        if (Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1
            && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 3)
          found.push(`${texts[a].textContent} lies on ${texts[b].textContent}`);
  }
  for (const text of document.querySelectorAll("figure svg text")) {
    const figure = text.closest("figure"), around = figure.getBoundingClientRect();
    const box = text.getBoundingClientRect();
    if (!box.width) continue; // the drawing for another width
    if (box.left < around.left - 1 || box.right > around.right + 1)
      found.push(`${figure.id} cuts ${text.textContent}`);
  }
  return found;
}
"""
# Marks that open nothing: ways of counting, hundreds. The tables beneath open three of each figure.
CURVES = {"fig-hegemony-2020", "fig-later-words", "fig-rivalry-asserted"}
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
    r"tab-(conformance|calibration|instruments|tail|cost|machine|coverage-all): .*"
    r"|tab-findings: pairs|tab-coverage: (used here|bootstrap)"
    r"|.*: (G²|log ratio|without it|logDice|MATTR|MTLD|HD-D|Yule’s K|DPnorm|KLD|expected|κ|α|F1"
    r"|from|to|balanced|corrected|difference|similarity|stability|shuffled|largest|NMI"
    r"|NMI shuffled|max-T|year|named as|line)|tab-(unquoted|one-text): (piece|against|due to)"
).fullmatch


# Boxes that hold more than they show and do not say so, or cannot be scrolled by keyboard; and
# those that say so and show all.
UNSAID = """
() => [...document.querySelectorAll(".pst-scrollable-table-container")].filter(box => {
  const says = getComputedStyle(box, "::after").content.includes("scroll");
  const more = box.scrollHeight > box.clientHeight + 1 && box.clientHeight > 0;
  return says !== more && box.clientHeight > 0 || (more && box.tabIndex !== 0);
}).map(box => box.querySelector("table").id || box.outerHTML.slice(0, 200))
"""


def test_the_list_of_pages_is_whole(html):
    built = {page.relative_to(html).with_suffix("").as_posix() for page in html.rglob("*.html")}
    assert {name for name in built if not name.startswith("_static/")} == {*PAGES, *HELPERS}


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


@pytest.fixture(scope="module")
def chapters(html):
    """The chapters as they are written, by name."""
    texts = {name: (html / f"{name}.html").read_text("utf-8") for name in CHAPTERS}
    lines = re.compile(r' d="[^"]*"')  # of drawings: most of a page, and nothing to read
    return {name: BeautifulSoup(lines.sub("", text), "html.parser") for name, text in texts.items()}


def test_every_picture_has_a_text_of_its_own(chapters):
    texts = []
    for soup in chapters.values():
        pictures = soup.select("article img, article svg[role]:not(.on-phone)")
        texts += [picture.get("alt") or picture.get("aria-label") for picture in pictures]
        assert soup.select("main figure svg:not([role])") == []
    assert len(texts) >= 6
    assert [text for text in texts if not text or len(text) < 60 or HASH.search(text)] == []
    assert len(set(texts)) == len(texts)


# Rules that take most of the time, since they look at every letter, and that look at colours only.
COLOURS = ["color-contrast", "link-in-text-block"]
# The height of the lines of the numbers, which are closed until one looks for them.
ROOM_OF_LINES = "document.querySelector('section.passages')?.getBoundingClientRect().height ?? 0"
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


AXE = """
options => axe.run(options).then(found => found.violations.flatMap(fault => fault.nodes.slice(0, 3)
  .map(node => `${fault.id}: ${node.html.slice(0, 120)} ${node.failureSummary}`)))
"""


def axe_faults(page, **options):
    """What axe finds, a line for each of the first three places of a rule."""
    if page.evaluate("typeof axe") == "undefined":  # reading it takes longer than a small page
        page.evaluate(Axe().axe_script)
    return page.evaluate(AXE, {"resultTypes": ["violations"], **options})


def thinned(page) -> None:
    """Open what is closed, let all movement end, and keep three of each kind of element."""
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished))")
    page.evaluate(THIN)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("scheme", "width"), MODES)
def test_a_page_loads_cleanly_fits_and_axe_finds_no_fault(visit, name, scheme, width):
    page = visit(name, scheme=scheme, width=width, query=LAYERS if name in TEXTS else "")
    assert page.faults == []
    assert page.strangers == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(MISFITS, width) == []
    if name in CHAPTERS and width > 1000:
        assert page.evaluate("document.documentElement.scrollHeight") <= 12_000
    assert page.locator(".output.stderr, .output.traceback").count() == 0
    assert page.evaluate(UNSAID) == []
    ground = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
    assert ground == scheme
    assert page.evaluate(ROOM_OF_LINES) < 200
    assert [place for place in page.evaluate(UNMARKED) if not COMPUTED(place)] == []
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert axe_faults(page, rules={rule: {"enabled": False} for rule in COLOURS}) == []
    thinned(page)
    assert axe_faults(page, runOnly=COLOURS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_faulty_colour_is_found_among_the_kinds_that_are_kept(visit, scheme):
    page = visit("chapters/vocabulary", scheme=scheme)
    for place, text in (
        ("pre span.k", "code"),
        ("td a.number", "cell"),
        ("table caption", "caption"),
    ):
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


def test_search_finds_rasmussen_and_the_sentences_that_name_him(visit, corpus):
    page = visit("search", query="?q=rasmussen+dialogue")
    page.wait_for_selector("#search-results a")
    named = corpus.sentences["text"].str.lower()
    named = corpus.sentences[named.str.contains("rasmussen") & named.str.contains("dialogue")]
    found = page.locator(".found li")
    assert found.count() == len(named) > 0
    assert found.first.locator(".hit").all_inner_texts() == ["Rasmussen", "dialogue"]
    found.first.locator("a").click()
    document, number = named.iloc[0]["document"], named.iloc[0]["sentence"]
    assert page.url.endswith(f"texts/{document}.html#s-{number}")
    assert "Rasmussen" in page.locator(".sentence:target").inner_text()


def first_number(page):
    return page.locator("a.number:has-text('38')").first


# Whether a panel lies over the line, or the row, of the number that opened it.
COVERS = """
panel => {
  const link = document.querySelector("a.number[aria-expanded=true]");
  const line = (link.closest("tr") ?? link).getBoundingClientRect();
  const box = panel.getBoundingClientRect();
  return box.top < line.bottom && box.bottom > line.top && box.left < line.right
    && box.right > line.left;
}
"""


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
    assert panel.locator("ol > li").count() == 34
    assert "38 times in 34 sentences." in panel.inner_text()
    assert "Chinese analysts have viewed NATO’s expanding global role" in panel.inner_text()
    assert "counted: “Chinese”, “Chinese”" in panel.inner_text()
    link.click()
    assert not panel.is_visible()
    link.click()
    page.mouse.click(5, 5)
    assert not panel.is_visible()
    assert link.get_attribute("aria-expanded") == "false"


def test_a_panel_leads_to_the_sentence_and_back_to_the_number(visit):
    page = visit("chapters/vocabulary")
    link = first_number(page)
    link.click()
    page.locator("#number-passages a.place").nth(1).click()
    assert page.url.endswith("texts/2012-jamestown.html#s-3")
    assert "absence of Chinese representatives" in page.locator(".sentence:target").inner_text()
    page.go_back()
    assert link.evaluate("node => node === document.activeElement")
    box = link.bounding_box()
    assert 0 <= box["y"] <= 800


def test_a_share_of_codes_says_why_each_sentence_counts(visit):
    page = visit("chapters/findings")
    claim = page.locator("p.claim", has_text="speaks of rivalry").first
    for place, (share, sentences) in enumerate([("38%", 16), ("5%", 6)]):
        link = claim.locator("a.number").nth(place)
        assert link.inner_text() == share
        link.click()
        panel = page.locator("#number-passages")
        assert panel.locator("ol > li").count() == sentences
        reasons = panel.locator(".why").all_inner_texts()
        assert len(reasons) == sentences
        told = re.compile(r"rivalry[, a-z]*( \(pass [AB] only\))?(, lexicon: “.*”)?; voice: [^;]*")
        assert [reason for reason in reasons if not told.fullmatch(reason)] == []
    assert "not going to establish a new adversary" in panel.inner_text()


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


@pytest.mark.parametrize("width", [360, 800, 1280, 1700])
def test_a_panel_covers_neither_the_number_nor_its_line(visit, width):
    page = visit("chapters/vocabulary", width=width)
    links = page.locator("article a.number:visible")
    for place in range(0, links.count(), links.count() // 5):
        for block in ("start", "center", "end"):
            link = links.nth(place)
            link.evaluate("(node, block) => node.scrollIntoView({block})", block)
            link.dispatch_event("click")
            panel = page.locator("#number-passages")
            box = panel.bounding_box()
            assert not panel.evaluate(COVERS), (place, block)
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= 800
            assert box["height"] >= 100
            page.keyboard.press("Escape")


def test_what_can_be_tapped_is_24_pixels_tall(visit):
    page = visit("chapters/vocabulary", width=360)
    first_number(page).click()
    tall = (
        "nodes => nodes.filter(node => !node.closest('svg') && node.getClientRects().length)"
        ".map(node => node.getClientRects()[0].height)"
    )
    for kind in ("article a.number:visible", "#number-passages a.place", "#number-passages button"):
        heights = page.eval_on_selector_all(kind.replace(":visible", ""), tall)
        assert min(heights) >= 23.99, kind
    page = visit("texts/2020-tpq", width=360)
    for kind in ("a.address", ".left-out summary", ".layers label"):
        assert min(page.eval_on_selector_all(kind, tall)) >= 23.99, kind
    places = "nodes => nodes.map(node => node.getClientRects()[0].height)"
    for name, width in product(("index", "chapters/themes", "chapters/pieces"), (360, 1280)):
        page = visit(name, width=width)
        shown = "nodes => nodes.filter(node => node.closest('svg').clientWidth).length"
        marks = page.eval_on_selector_all("figure svg a.number", shown)
        heights = page.eval_on_selector_all("figure svg .tap", places)
        assert len(heights) == marks
        assert min(heights) >= 23.99, name


def unlinked(drawing):
    """The marks of a drawing that open nothing: in a colour of a piece, or round and in ink."""
    body = re.sub(r"<defs>.*?</defs>", "", drawing, flags=re.DOTALL)
    round_ones = set(re.findall(r'<path id="(\w+)" d="[^"]*C[^"]*"', drawing))
    free = re.sub(r'<a class="number".*?</a>', "", body, flags=re.DOTALL)
    lines = re.findall(r"<(?:path|use) [^>]*>", free)
    bars = [one for one in lines if "fill: none" not in one and re.search("(fill|stroke): #", one)]
    marks = [one for one in lines if any(f'href="#{name}"' in one for name in round_ones)]
    return [*dict.fromkeys(bars + marks)]


def test_each_mark_and_bar_opens_what_it_counts(html):
    found = {}
    for page in [html / "index.html", *sorted((html / "chapters").glob("*.html"))]:
        for figure in re.findall(r"<figure.*?</figure>", page.read_text("utf-8"), re.DOTALL):
            name = re.search(r'id="(fig-[\w-]+)"', figure)
            for drawing in re.findall(r"<svg.*?</svg>", figure, re.DOTALL):
                found.setdefault(name[1], []).append((unlinked(drawing), "a class" in drawing))
    assert len(found) >= 16
    assert {len(drawings) for drawings in found.values()} == {2}  # for a page and for a phone
    assert [name for name, own in found.items() if not all(linked for _, linked in own)] == []
    assert {name for name, own in found.items() if any(marks for marks, _ in own)} == CURVES


def test_without_scripts_a_number_leads_to_its_line_and_the_line_to_the_sentence(visit):
    page = visit("chapters/vocabulary", scripts=False)
    first_number(page).click()
    line = page.locator("dt:target")
    assert line.inner_text() == "Chinese, 2012 Jamestown: 38"
    assert 0 <= line.bounding_box()["y"] < 800
    page.locator("dt:target ~ dd").first.locator("a").nth(1).click()
    sentence = page.locator(".sentence:target")
    assert page.url.endswith("texts/2012-jamestown.html#s-7")
    assert sentence.inner_text().startswith("7 ")
    assert page.locator(".left-out").count() > 10
    assert page.locator("form.layers:visible").count() == 0


def test_each_number_that_was_computed_names_its_table(chapters):
    lines = [(line, soup) for soup in chapters.values() for line in soup.select(".computed")]
    assert len(lines) > 10
    lost = [line for line, soup in lines if not line.a or not soup.select_one(line.a["href"])]
    assert [line.find_previous("dt").get_text() for line in lost] == []


def test_a_number_that_was_computed_leads_to_its_table(visit):
    page = visit("chapters/vocabulary")
    target = page.locator("dt:has(+ dd .computed a[href='#tab-diversity'])").last
    page.locator(f"a.number[href='#{target.get_attribute('id')}']").first.click()
    panel = page.locator("#number-passages")
    panel.get_by_text("See the table.").click()
    assert not panel.is_visible()
    assert 0 <= page.locator("#tab-diversity").bounding_box()["y"] < 800


def test_a_number_of_other_things_lists_them(visit):
    page = visit("chapters/pieces")
    page.locator("a.number:text-is('83')").click()
    lines = page.locator("#number-passages li").all_inner_texts()
    assert len(lines) == 83
    assert (
        lines[0]
        == "2012 Jamestown, title, line 1: China and NATO: Grappling with Beijing’s Hopes and Fears"
    )


def test_layers_are_switched_by_mouse_and_keyboard_and_kept_in_the_address(visit):
    page = visit("texts/2023-china-daily", query="#s-10")
    page.get_by_label("frames").check()
    chips = page.locator("#s-10 .chip").all_inner_texts()
    assert chips
    assert all(text for text in chips)
    page.get_by_label("words of the lexicon").focus()
    page.keyboard.press("Space")
    assert page.evaluate("location.href").endswith("?layers=frame,lexicon#s-10")
    words = page.locator(".lexicon[data-label]")
    assert words.count() > 20
    assert "[" in words.first.evaluate("node => getComputedStyle(node, '::after').content")
    again = visit("texts/2023-china-daily", query="?layers=frame,lexicon#s-10")
    assert again.locator("#s-10 .chip").all_inner_texts() == chips
    assert again.get_by_label("words of the lexicon").is_checked()
    assert again.locator(".words").all_inner_texts() == page.locator(".words").all_inner_texts()
    page.get_by_label("frames").uncheck()
    assert page.locator(".chip").count() == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_a_tap_or_focus_on_a_sentence_shows_its_codes_by_both_passes(visit, width):
    page = visit("texts/2012-jamestown", width=width)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    panel = page.locator("#sentence-codes")
    page.locator("#s-14 a.address").focus()
    for part in ("sentence 14", "Pass A: ", "Pass B: ", "sovereignty", "Lexicon: “", "Quoted: “"):
        assert part in panel.inner_text()
    page.keyboard.press("Tab")
    assert "sentence 15" in panel.inner_text()
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    sentence = page.locator("#s-2")
    sentence.click()
    assert "sentence 2\n" in panel.inner_text()
    box, line = panel.bounding_box(), sentence.bounding_box()
    beside = box["x"] >= line["x"] + line["width"]
    assert beside or box["y"] >= line["y"] + line["height"] or box["y"] + box["height"] <= line["y"]
    page.locator("#s-2 a.address").click()
    panel.get_by_text("copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert page.url.endswith("texts/2012-jamestown.html#s-2")
    page.mouse.click(2, 2)
    assert not panel.is_visible()


def test_a_reason_is_a_tap_away(visit, corpus):
    page = visit("texts/2020-antiwar")
    block = corpus.blocks.query("document == '2020-antiwar' and role == 'biography'").iloc[0]
    place = page.locator(".left-out.biography")
    place.locator("summary").click()
    assert block["reason"] in place.inner_text()


def test_two_pieces_stand_beside_each_other_by_what_they_share(visit, corpus):
    page = visit("texts/index", query="?left=2020-antiwar&right=2023-china-daily&by=theme")
    assert page.get_by_label("right").input_value() == "2023-china-daily"
    page.get_by_label("by").select_option("frame")
    address = page.evaluate("location.href")
    assert address.endswith("?left=2020-antiwar&right=2023-china-daily&by=frame")
    shares = frames(corpus.coding)
    counts = shares.pivot(index="frame", columns="document", values="count")
    for place, document in enumerate(("2020-antiwar", "2023-china-daily")):
        own = page.locator(f".pair:nth-of-type(1) ul:nth-child({place + 1}) li")
        frame = page.locator(".beside h3").first.inner_text()
        assert own.count() == counts.loc[frame, document]
    both = (counts[["2020-antiwar", "2023-china-daily"]] > 0).all(axis=1).sum()
    assert page.locator(".beside h3").count() == both


def test_the_book_is_no_heavier_than_10_megabytes_and_a_chapter_than_300_kilobytes(html):
    files = [path for path in html.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 10_000_000
    chapters = {name: (html / f"{name}.html").stat().st_size for name in CHAPTERS}
    assert {name: size for name, size in chapters.items() if size > 300_000} == {}
    assert (html / "data" / "sentences.js").stat().st_size < 150_000


def test_a_long_table_scrolls_by_keyboard_under_its_heads_and_is_whole_in_print(visit):
    page = visit("chapters/appendix", width=1366)
    box = page.locator(".tall:has(#tab-lines)")
    rows = page.locator("#tab-lines tbody tr").count()
    said = box.evaluate("box => getComputedStyle(box, '::after').content")
    assert said.startswith(f'"{rows}" " rows; scroll') or said.startswith(f'"{rows} rows; scroll')
    box.focus()
    for _ in range(3):
        page.keyboard.press("PageDown")
    page.wait_for_function("box => box.scrollTop > 600", arg=box.element_handle())
    head, place = page.locator("#tab-lines thead th").first.bounding_box(), box.bounding_box()
    assert abs(head["y"] - place["y"]) < 2
    page.emulate_media(media="print")
    assert box.evaluate("box => box.scrollHeight <= box.clientHeight + 1")
    assert box.evaluate("box => getComputedStyle(box, '::after').content") == "none"


def test_telling_passages_are_a_click_away_and_found_by_their_address(visit):
    page = visit("chapters/findings")
    table = page.locator("#tab-later-rivalry")
    assert not table.is_visible()
    page.locator("details:has(#tab-later-rivalry) summary").click()
    assert table.is_visible()
    again = visit("chapters/findings", query="#tab-later-rivalry")
    again.locator("#tab-later-rivalry").wait_for(state="visible")


def test_ways_of_counting_are_listed_with_their_values(visit):
    for name, row, column in (("findings", "Rivalry, 2023", 4), ("robust", "Rivalry, 2023", 1)):
        page = visit(f"chapters/{name}")
        cells = page.locator("table.data tr", has=page.get_by_text(row, exact=True)).first
        link = cells.locator("td, th").nth(column).locator("a.number")
        link.click()
        ways = page.locator("#number-passages li").all_inner_texts()
        assert len(ways) == int(link.inner_text().split(" of ")[0]) > 1
        assert len({*ways}) == len(ways)
        told = re.compile(r"−?\d+ points \(−?\d+ to −?\d+\): [a-z ]+: .*")
        assert [way for way in ways if not told.fullmatch(way)] == []


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
    assert "5 skipped" in done.stdout
    assert done.stdout.count("no Chromium or Chrome found") == 1


def test_each_figure_has_a_table_beneath_it(chapters):
    for name, soup in chapters.items():
        shown = [*soup.select("figure[id^=fig], table.data"), soup]
        missing = [
            one["id"] for one, after in pairwise(shown)
            if one.name == "figure" and after.name != "table"
        ]  # fmt: skip
        assert missing == [], name
