"""The place of the explorer: ``:::{explorer}`` on a page of the book."""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from analysis.book.explorer import explorer_html


class Explorer(SphinxDirective):
    """The form that looks up a word; what it loads is written with the pages of the texts."""

    def run(self) -> list[nodes.Node]:
        """Return the form."""
        root = "../" * self.env.docname.count("/")
        return [nodes.raw("", explorer_html(root), format="html")]
