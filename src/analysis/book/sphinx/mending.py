"""Faults of the theme that its configuration cannot mend, mended in the finished pages."""

import re
from pathlib import Path

from sphinx.application import Sphinx

from analysis.corpus.reading import read_toml

MENDS = read_toml(Path(__file__).with_suffix(".toml"))["mend"]
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
        for mend in MENDS:
            text = re.sub(mend["wrong"], mend["right"], text)
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
