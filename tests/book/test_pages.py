"""The built pages, opened as a reader would: light, dark, on a phone, without scripts."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = [
    "index",
    "chapters/pieces",
    "chapters/vocabulary",
    "chapters/words",
    "chapters/conformance",
    "chapters/references",
]
HELPERS = ["search", "genindex"]
HASH = re.compile(r"[0-9a-f]{16}")
MODES = [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)]


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
    ground = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
    assert ground == scheme


@pytest.mark.parametrize("name", PAGES)
def test_a_table_has_at_most_four_columns_on_a_phone(visit, name):
    page = visit(name, width=360)
    counts = page.evaluate(
        "[...document.querySelectorAll('table.data thead tr')].map("
        "row => [...row.cells].filter(cell => cell.offsetParent !== null).length)"
    )
    assert all(count <= 4 for count in counts)
    cut = page.evaluate(
        "[...document.querySelectorAll('table.data')].filter("
        "table => table.getBoundingClientRect().right > 360).map(table => table.id)"
    )
    assert cut == []


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


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault(visit, name, scheme):
    page = visit(name, scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate("Promise.all(document.getAnimations().map(animation => animation.finished))")
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    faults = [
        f"{fault['id']}: {node['html'][:120]} {node['failureSummary']}"
        for fault in found.response["violations"]
        for node in fault["nodes"][:3]
    ]
    assert faults == []


def test_search_finds_rasmussen(visit):
    page = visit("search", query="?q=Rasmussen")
    page.wait_for_selector("#search-results li")
    assert "vocabulary" in page.locator("#search-results").inner_html()


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
    assert entry.inner_text() == "chinese, 2012: 38"
    assert entry.bounding_box()["y"] < 800
    page.locator("dt:target + dd a.place").nth(1).click()
    assert (
        "3 Although the absence of Chinese representatives"
        in page.locator("li:target").inner_text()
    )


def test_a_number_without_sentences_says_how_it_was_computed(visit):
    page = visit("index")
    page.locator("a.number").first.click()
    assert "Computed from whole tables" in page.locator("#number-passages").inner_text()


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
