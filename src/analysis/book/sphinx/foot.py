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
    context["body"] = Markup(context["body"]) + markup(
        "foot", author=app.config.author, version=known["version"], date=known["date-released"],
        title=Markup(context["title"]).striptags(), book=app.config.project,
        page=nodes.make_id(page.rpartition("/")[2]), up="../" * page.count("/"),
        pieces=credits_of(app),
    )  # fmt: skip
