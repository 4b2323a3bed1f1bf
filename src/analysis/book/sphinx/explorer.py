"""The place of the explorer: ``:::{explorer}`` on a page of the book."""

from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from analysis.book.explorer import explorer_html, write_explorer
from analysis.book.sphinx.checking import texts_of


class Explorer(SphinxDirective):
    """The form that looks up a word; what it loads is written beside the pages."""

    def run(self) -> list[nodes.Node]:
        """Return the form, and write its data and scripts."""
        corpus = texts_of(Path(self.env.app.confdir))
        write_explorer(corpus, Path(self.env.app.outdir))
        root = "../" * self.env.docname.count("/")
        return [nodes.raw("", explorer_html(corpus, root), format="html")]
