"""Faults of the theme that its configuration cannot mend, mended in the finished pages."""

import re
from pathlib import Path

from sphinx.application import Sphinx

MENDS = {
    # Constants of a feature that the book does not use, declared twice on every page.
    r"\s*<script>const THEBE_JS_URL.*?</script>": "",
    # The name of the page, as code: a file may be named as it likes. Nothing here asks for it.
    r"\s*<script>DOCUMENTATION_OPTIONS\.pagename = .*?</script>": "",
    # A role that its element may not have, in a list of references.
    r'role="doc-biblioentry"': 'role="listitem"',
    # What nothing needs: marks of names and signs in code, kinds of rows and links, boxes of cells.
    r'<span class="(?:n|nn|o|p|w)">([^<]*)</span>': r"\1",
    r'<tr class="row-(?:even|odd)">': "<tr>",
    r'class="number reference internal"': 'class="number"',
    r"(<t[dh][^>]*>)<p>((?:(?!</p>).)*)</p>(?=</t[dh]>)": r"\1\2",
    # The switch of a part of the contents has no name.
    r'<summary>(?=<span class="toctree-toggle")': '<summary aria-label="Pages of this part">',
    # The sidebar holds more than its navigation and must be a landmark itself.
    r'<div id="pst-primary-sidebar" class="': (
        '<div id="pst-primary-sidebar" role="complementary" aria-label="Book" class="'
    ),
}
BOX = re.compile(r'<div class="pst-scrollable-table-container">(.*?)</table>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")
ROWS, SIGNS = 15, 1500  # of a table that stands whole


def mend_pages(app: Sphinx, fault: Exception | None) -> None:
    """Rewrite what the theme gets wrong in every HTML page; drop files that no reader needs."""
    if fault or app.builder.format != "html":
        return
    for unread in ("*.map", "*.ttf", "*.po", "*.mo"):  # browsers read woff2; the rest is for Sphinx
        for path in Path(app.outdir, "_static").rglob(unread):
            path.unlink()
    for page in sorted(Path(app.outdir).rglob("*.html")):
        text = page.read_text("utf-8")
        for wrong, right in MENDS.items():
            text = re.sub(wrong, right, text)
        text = BOX.sub(_box, text)
        page.write_text(text, "utf-8")


def _box(table: re.Match[str]) -> str:
    """Return a table in a box that scrolls, by keyboard as well; a long one says its rows."""
    count, signs = table[1].count("<tr>") - 1, len(TAG.sub("", table[1]))
    long = count > ROWS or signs > SIGNS
    rows = f' tall" data-rows="{count}' if long else ""
    return (
        f'<div class="pst-scrollable-table-container{rows}" role="group" aria-label="Table"'
        f' tabindex="0">{table[1]}</table>'
    )
