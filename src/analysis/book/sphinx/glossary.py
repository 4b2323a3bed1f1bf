"""Terms of the glossary open in place, where a page first uses them."""

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from analysis.book.markup import markup
from analysis.book.sphinx.pieces import credits_of

ENTRY = re.compile(r"^([^\s:`#].*)\n  (\S.*)", re.MULTILINE)
APART = {"passages", "pieces-named"}


class OpenTerms(SphinxTransform):
    """Make the first use of each term in the prose of a page a button that opens its meaning."""

    default_priority = 220  # when tables and passages are there

    def apply(self, **kwargs: Any) -> None:
        """Look for terms in the paragraphs of the page."""
        glossary = Path(self.app.srcdir, "chapters", "glossary.md")
        if not glossary.exists() or self.env.docname == "chapters/glossary":
            return
        left = {piece["label"]: piece["credit"] for piece in credits_of(self.app)}
        left |= dict(ENTRY.findall(glossary.read_text("utf-8")))
        boxes = self.document.findall(_set_apart)
        apart = {text for box in boxes for text in box.findall(nodes.Text)}
        for text in list(self.document.findall(nodes.Text)):
            if isinstance(text.parent, nodes.paragraph) and text not in apart:
                text.parent.replace(text, _opened(text.astext(), left))


def _set_apart(node: nodes.Node) -> bool:
    classes = node["classes"] if isinstance(node, nodes.Element) else ()
    return isinstance(node, nodes.table) or bool(APART & {*classes})


def _opened(text: str, left: dict[str, str]) -> list[nodes.Node]:
    """Return a text as nodes; a term found in it is taken out of those that are left."""
    words = "|".join(map(re.escape, sorted(left, key=len, reverse=True)))
    found = re.search(rf"(?<![\w-])(?:{words})(?![\w-])", text)
    if not left or found is None:
        return [nodes.Text(text)]
    place = nodes.make_id(f"meaning-{len(left)}")
    html = markup("term", place, found.group(), left.pop(found.group()))
    before, after = text[: found.start()], text[found.end() :]
    return [nodes.Text(before), nodes.raw("", html, format="html"), *_opened(after, left)]
