"""What a cell leaves for the page: a record for the build, HTML for JupyterLab."""

from typing import Any

MIME = "application/vnd.china-nato-in-print+json"

Record = dict[str, Any]


def leave(record: Record, html: str) -> None:
    """Display a record: the build of the book reads it, JupyterLab shows the HTML."""
    from IPython.display import display

    bundle = {MIME: record, "text/html": f'<div class="mathjax_ignore">{html}</div>'}
    display(bundle, raw=True)  # type: ignore[no-untyped-call]
