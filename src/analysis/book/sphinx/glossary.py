"""Terms of the glossary open in place, where a page first uses them."""

import re
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from analysis.book.sphinx.pieces import credits_of

ENTRY = re.compile(r"^((?:[^\s:`#][^\n]*\n)+)((?:[ ]{2,}[^\n]+\n)+)", re.MULTILINE)
OPENED = (
    '<button type="button" class="term" popovertarget="{id}">{word}</button>'
    '<span popover id="{id}" class="meaning"><b>{term}</b>: {meaning}</span>'
)


class OpenTerms(SphinxTransform):
    """Make the first use of each term in the prose of a page a button that opens its meaning."""

    default_priority = 220

    def apply(self, **kwargs: Any) -> None:
        """Look for terms in the paragraphs of the page."""
        glossary = Path(self.app.srcdir, "chapters", "glossary.md")
        if not glossary.exists() or self.env.docname == "chapters/glossary":
            return
        meanings = {piece["label"]: f"{piece['credit']}." for piece in credits_of(self.app)}
        for terms, meaning in ENTRY.findall(glossary.read_text("utf-8")):
            meanings |= dict.fromkeys(terms.splitlines(), " ".join(meaning.split()))
        left = dict(meanings)
        for text in list(self.document.findall(nodes.Text)):
            if isinstance(text.parent, nodes.paragraph) and not _set_apart(text.parent):
                found = _opened(text.astext(), left, self.env.docname)
                text.parent.replace(text, found)


def _set_apart(node: nodes.Node | None) -> bool:
    """Return whether a node stands in a table, among passages, or where names are spelled out."""
    while node is not None:
        if isinstance(node, nodes.table | nodes.term | nodes.footnote):
            return True
        if isinstance(node, nodes.Element) and {"passages", "pieces-named"} & {*node["classes"]}:
            return True
        node = node.parent
    return False


def _opened(text: str, left: dict[str, str], page: str) -> list[nodes.Node]:
    """Return a text as nodes; terms found in it are taken out of those that are left."""
    if not left:
        return [nodes.Text(text)]
    longest = sorted(left, key=len, reverse=True)
    found = re.search(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])", text)
    if found is None:
        return [nodes.Text(text)]
    term = found.group()
    html = OPENED.format(
        id=nodes.make_id(f"meaning {page} {len(left)}"), word=escape(term), term=escape(term),
        meaning=escape(left.pop(term)),
    )  # fmt: skip
    before, after = text[: found.start()], text[found.end() :]
    return [
        nodes.Text(before),
        nodes.raw("", html, format="html"),
        *_opened(after, left, page),
    ]
