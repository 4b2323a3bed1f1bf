"""Short names of the pieces are spelled out where a page first uses them."""

from calendar import month_name
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from analysis.book.sphinx.checking import texts_of
from analysis.corpus.tables import rows


def credits_of(app: Sphinx) -> list[dict[str, str]]:
    """Return for each piece its label, its credit and its address, empty where none is known."""
    return [
        {"label": piece.label, "credit": _credit(piece), "url": piece.url or ""}
        for piece in rows(texts_of(app.confdir).documents)
    ]


def _credit(piece: Any) -> str:
    """Return authors, title, outlet and date of a piece; a title in brackets is a description."""
    described = not piece.title or piece.title.startswith("[")
    title = piece.title if described else f"“{piece.title}”"
    year, month, day = [*piece.date.split("-"), "", ""][:3]
    date = " ".join(part for part in (day.lstrip("0"), month_name[int(month or 0)], year) if part)
    return ", ".join(part for part in (piece.authors, title, piece.outlet, date) if part)


class NamePieces(SphinxTransform):
    """Spell the short names of the pieces out before the first thing on a page that has one."""

    default_priority = 210  # when tables and figures are there

    def apply(self, **kwargs: Any) -> None:
        """Add the sentence."""
        named = [
            piece for piece in credits_of(self.app) if piece["label"] in self.document.astext()
        ]
        parts = [
            part
            for piece in named
            for part in (nodes.strong("", piece["label"]), nodes.Text(f": {piece['credit']}. "))
        ]
        labels = [piece["label"] for piece in named]
        for section in list(self.document.findall(nodes.section)):
            if "passages" in section["classes"]:
                continue
            for child in section.children:
                inside = not isinstance(child, (nodes.section, nodes.title)) and child.astext()
                if inside and any(label in inside for label in labels):
                    note = nodes.paragraph("", "", *parts, classes=["pieces-named"])
                    section.insert(section.index(child), note)
                    return
