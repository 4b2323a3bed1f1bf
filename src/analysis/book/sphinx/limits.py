"""What pages of the edition for the web quote is cut before anything is made of it."""

from typing import Any

from sphinx.transforms import SphinxTransform

from analysis.book.edition import published, within
from analysis.book.sphinx.checking import texts_of
from analysis.book.sphinx.pages import record


class KeepLimits(SphinxTransform):
    """Cut what the records of a page quote to what the edition may hold."""

    default_priority = 198  # before their tables and downloads are made

    def apply(self, **kwargs: Any) -> None:
        """Replace the records, in the edition for the web only."""
        for node in self.document.findall(record) if published() else ():
            node["content"] = within(texts_of(self.app.confdir), node["content"])
