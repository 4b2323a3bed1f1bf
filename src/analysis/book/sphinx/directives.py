"""What stands in the prose beside text and numbers: captions, and the place of the explorer."""

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from analysis.book.explorer import explorer_html


class legend_of(nodes.Invisible, nodes.Element):  # noqa: N801
    """The caption of the table or figure ``name``; ``alt`` stands for a figure."""


class Caption(SphinxDirective):
    """A caption: its argument names the table or figure, its content says what it shows."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar = {"alt": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return the node that ``BuildPage`` puts in its place."""
        node = legend_of(name=self.arguments[0], alt=self.options.get("alt", ""))
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]


class Explorer(SphinxDirective):
    """The form that looks up a word; what it loads is written with the pages of the texts."""

    def run(self) -> list[nodes.Node]:
        """Return the form."""
        root = "../" * self.env.docname.count("/")
        return [nodes.raw("", explorer_html(root), format="html")]
