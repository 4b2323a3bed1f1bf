"""The foot of each page: who made it, how to cite it, whose texts it is about."""

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx

from analysis.book.markup import markup
from analysis.book.sphinx.pieces import credits_of

FACT = re.compile(r'^([a-z-]+): "?(.*?)"?$', re.MULTILINE)


def add_foot(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """Add the foot to a page; facts are those of CITATION.cff and corpus.toml."""
    about = Path(app.confdir, "CITATION.cff")
    if not context.get("body") or not about.exists():
        return
    known = dict(FACT.findall(about.read_text("utf-8")))
    title, name = Markup(context["title"]).striptags(), nodes.make_id(page.rpartition("/")[2])
    context["body"] = Markup(context["body"]) + markup(
        "foot", title, name, "../" * page.count("/"), app.config.author, app.config.project,
        known["version"], known["date-released"], credits_of(app),
    )  # fmt: skip
