"""What a page says of itself to search engines and to those who share it."""

import json
import re
from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

CARD = "card.png"
LOST = """<h1>This page is not here</h1>
<p>The address may have changed. Try the <a href="{base}index.html">front page</a>, the
<a href="{base}search.html">search</a>, or the contents at the side.</p>"""


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
    front = pagename == app.config.root_doc
    title = re.sub(r"<[^>]+>", "", context.get("title") or "")
    book = {"@type": "Book", "name": app.config.project, "inLanguage": app.config.language}
    book |= {"author": {"@type": "Organization", "name": app.config.author}}
    told = book if front else {"@type": "Chapter", "name": title, "isPartOf": book}
    told |= {"description": _description(doctree), "version": app.config.version}
    told |= {"license": "https://creativecommons.org/licenses/by/4.0/"}
    base = app.config.html_baseurl
    shared = {"type": "book" if front else "article", "title": title, "site_name": book["name"]}
    shared |= {"description": told["description"]}
    if base:
        told["url"] = shared["url"] = f"{base}{pagename}.html"
        shared["image"] = f"{base}{CARD}"
    data = json.dumps({"@context": "https://schema.org", **told}).replace("<", "\\u003c")
    tags = [f'<meta property="og:{k}" content="{escape(v)}">' for k, v in shared.items() if v]
    tags.append(f'<script type="application/ld+json">{data}</script>')
    context["metatags"] = context.get("metatags", "") + "\n".join(tags)


def page_not_found(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """Return the page that a host shows for an address that is none, where the book has one."""
    base = app.config.html_baseurl
    context = {"title": "Not found", "body": LOST.format(base=base), "sourcename": ""}
    return [("404", context, "page.html")] if base else []


def write_for_hosts(app: Sphinx, exception: Exception | None) -> None:
    """Write the map of the book’s pages and the card, where the book has an address."""
    base = app.config.html_baseurl
    if exception or not base or app.builder.format != "html":
        return
    out = Path(app.outdir)
    pages = sorted(path.relative_to(out).as_posix() for path in out.rglob("*.html"))
    own = [page for page in pages if not page.startswith(("404", "genindex", "search", "_static"))]
    lines = "".join(f"<url><loc>{escape(base + page)}</loc></url>\n" for page in own)
    (out / "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</urlset>\n'
    )
    _draw_card(out / CARD, app.config.project)


def _description(doctree: Any) -> str:
    """Return the first paragraph of a page, as text."""
    from docutils import nodes

    first = next(iter(doctree.findall(nodes.paragraph)), None) if doctree is not None else None
    return " ".join(first.astext().split()) if first is not None else ""


def _draw_card(path: Path, title: str) -> None:
    """Draw the most frequent frames of the compared pieces, for those who share a link."""
    from matplotlib.figure import Figure

    from analysis import coding_of, frames, load_corpus

    corpus = load_corpus()
    looks = corpus.documents.set_index("document").loc[corpus.compared]
    shares = frames(coding_of(corpus)).pivot(index="frame", columns="document", values="share")
    shares = shares[corpus.compared].mul(100)
    often = shares.max(axis=1).sort_values(ascending=False, kind="stable").index[:5]
    drawing = Figure(figsize=(12, 6.3), dpi=100, layout="constrained")
    axes = drawing.add_subplot()
    shares.loc[often[::-1], corpus.compared[::-1]].set_axis(looks["label"][::-1], axis=1).plot.barh(
        ax=axes, color=[*looks["colour"][::-1]], width=0.8, fontsize=24, xlabel="", ylabel=""
    )
    axes.set_title(title, loc="left", fontsize=40, pad=24)
    axes.xaxis.set_major_formatter("{x:.0f}%")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(
        fontsize=20,
        frameon=False,
        reverse=True,
        title="Sentences with each frame",
        title_fontsize=20,
    )
    drawing.savefig(path, metadata={"Software": None})
