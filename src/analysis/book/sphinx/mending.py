"""Faults of the theme that its configuration cannot mend, mended in the finished pages."""

from pathlib import Path

from sphinx.application import Sphinx

MENDS: dict[str, str] = {}


def mend_pages(app: Sphinx, fault: Exception | None) -> None:
    """Rewrite what the theme gets wrong in every HTML page."""
    if fault or app.builder.format != "html":
        return
    for page in sorted(Path(app.outdir).rglob("*.html")):
        text = page.read_text("utf-8")
        for wrong, right in MENDS.items():
            text = text.replace(wrong, right)
        page.write_text(text, "utf-8")
