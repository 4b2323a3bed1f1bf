"""What a cell leaves for the page: a record for the build, HTML for JupyterLab."""

import json
import os
import re
from typing import Any

from analysis.book.markup import markup
from analysis.corpus.errors import CorpusError

MIME = "application/vnd.china-nato-in-print+json"
BUILT = "ANALYSIS_BUILT"  # set where a chapter runs for the book alone

NAME = re.compile(r"[a-z][a-z0-9-]*")

Record = dict[str, Any]


def leave(record: Record, *helpers: Any) -> None:
    """Display a record: the build of the book reads it, JupyterLab shows it as HTML.

    It goes as one string: notebooks copy and check what is in an output, value by value. The HTML
    is made by the template of its kind, with the helpers that this takes.

    Raises
    ------
    CorpusError
        If its name is not one that the prose can refer to.
    """
    from IPython.display import display

    if not NAME.fullmatch(str(record.get("name", "unnamed"))):
        raise CorpusError(
            f"“{record['name']}” cannot name a {record['kind']}; "
            "use small letters, digits and hyphens, as in nato-2012."
        )
    bundle = {MIME: json.dumps(record, default=_plain)}
    if BUILT not in os.environ:
        html = markup(record["kind"], record, *helpers) + markup("opening")
        bundle["text/html"] = f'<div class="mathjax_ignore">{html}</div>'
    display(bundle, raw=True)  # type: ignore[no-untyped-call]


def _plain(value: Any) -> Any:
    """Return what JSON does not know as Python’s own number, or as text."""
    return value.item() if hasattr(value, "item") else str(value)
