"""What a page says of itself to search engines and to those who share it."""

from pathlib import Path
from typing import Any

from docutils import nodes
from markupsafe import Markup
from matplotlib import pyplot
from sphinx.application import Sphinx

from analysis.book.markup import markup
from analysis.book.plots import plot_bars
from analysis.corpus.corpus import load_corpus
from analysis.measures.framing.coded import coding_of
from analysis.measures.framing.shares import frames

CARD = "card.png"


def launch_where_known(app: Sphinx, config: Any) -> None:
    """Leave the buttons of Binder and Colab out where nobody said where the repository is."""
    if not config.html_theme_options.get("repository_url"):
        config.html_theme_options["launch_buttons"] = {}


def describe_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Add schema.org and Open Graph data to a page of the book."""
    if doctree is None and pagename != "404":
        return
    title = Markup(context.get("title") or "").striptags()
    told = markup("metadata", app.config, pagename, title, _description(doctree))
    context["metatags"] = context.get("metatags", "") + str(told)


def page_not_found(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """Return the page that a host shows for an address that is none, where the book has one."""
    base = app.config.html_baseurl
    context = {"title": "Not found", "body": markup("lost", base), "sourcename": ""}
    return [("404", context, "page.html")] if base else []


def write_for_hosts(app: Sphinx, exception: Exception | None) -> None:
    """Write the map of the book’s pages and the card, where the book has an address."""
    base = app.config.html_baseurl
    if exception or not base or app.builder.format != "html":
        return
    out = Path(app.outdir)
    pages = sorted(path.relative_to(out).as_posix() for path in out.rglob("*.html"))
    own = [page for page in pages if not page.startswith(("404", "genindex", "search", "_static"))]
    (out / "sitemap.xml").write_text(markup("sitemap", base, own), "utf-8")
    _draw_card(out / CARD, app.config.project)


def _description(doctree: nodes.document | None) -> str:
    """Return the first paragraph of a page, as text."""
    first = doctree.next_node(nodes.paragraph) if doctree is not None else None
    return " ".join(first.astext().split()) if first is not None else ""


def _draw_card(path: Path, title: str) -> None:
    """Draw the most frequent frames of the compared pieces, for those who share a link."""
    corpus = load_corpus()
    shares = frames(coding_of(corpus))
    shares = shares[shares["document"].isin(corpus.compared)]
    often = shares.groupby("frame")["share"].max().sort_values(ascending=False, kind="stable")
    drawing, phone = plot_bars(corpus, shares, by="frame", order=[*often.index[:5]])
    drawing.set_size_inches(6, 3.15)
    drawing.suptitle(f"{title}: sentences with each frame", x=0.02, ha="left")
    drawing.savefig(path, dpi=200, facecolor="white", metadata={"Software": None})
    for one in (drawing, phone):
        pyplot.close(one)
