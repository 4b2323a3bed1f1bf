"""A failing cell is one line of the log, not a page of it."""

import logging

from sphinx.application import Sphinx


class _Short(logging.Filter):
    def filter(self, entry: logging.LogRecord) -> bool:
        if "CellExecutionError" in str(entry.msg):
            entry.msg, entry.args = str(entry.msg).splitlines()[0], ()
        return True


def show_plain_warnings(app: Sphinx) -> None:
    """Cut tracebacks of cells out of the log; the page’s last line of it is logged by itself."""
    for handler in logging.getLogger("sphinx").handlers:
        handler.addFilter(_Short())
