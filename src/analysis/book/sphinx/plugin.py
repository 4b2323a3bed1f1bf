"""The record of a cell enters the page as a node (a plugin that myst-nb loads by entry point)."""

import json
from typing import Any, ClassVar

from docutils import nodes

from analysis.book.records import MIME
from analysis.book.sphinx.pages import record


class RecordPlugin:
    """Turn the book’s own kind of output into a node that ``BuildPage`` reads."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int]]] = [("*", MIME, 1)]

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Element] | None:
        """Return a record node for the book’s own output, nothing for any other."""
        if inline or data.mime_type != MIME:
            return None
        return [record("", content=json.loads(data.content))]
