"""The texts in the book: a page for each piece, in the navigation, and the data of the scripts."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.addnodes import toctree
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain

from analysis.book.edition import published, withheld
from analysis.book.explorer import write_explorer
from analysis.book.sphinx.checking import texts_of
from analysis.book.texts import page_of, sentence_data, text_page, texts_page
from analysis.corpus.tables import rows

ALL = "texts/index"
DATA = "data/sentences.js"
PART = "The texts"
Page = tuple[str, dict[str, Any], str]


def name_pages(app: Sphinx) -> None:
    """Let tables of contents name the pages of the texts, which have no source."""
    StandardDomain._virtual_doc_names |= {name: (name, title) for name, title in _pages(app)}


def add_part(app: Sphinx, doctree: nodes.document) -> None:
    """Add the texts to the navigation, as its last part."""
    if app.env.docname != app.config.root_doc:
        return
    part = toctree(
        "", caption=PART, rawcaption=PART, parent=app.env.docname, maxdepth=-1, hidden=True,
        includehidden=False, titlesonly=True, numbered=0, glob=False, includefiles=[],
        entries=[(title, name) for name, title in _pages(app)],
    )  # fmt: skip
    list(doctree.findall(nodes.section))[-1].append(nodes.compound("", part))


def write_pages(app: Sphinx) -> Iterator[Page]:
    """Yield the pages of the texts, and write the data that all scripts share."""
    corpus = texts_of(app.confdir)
    if published():
        corpus = withheld(corpus, Path(app.outdir))
    write_explorer(corpus, Path(app.outdir))
    target = Path(app.outdir, DATA)
    target.parent.mkdir(exist_ok=True)
    target.write_text(sentence_data(corpus), "utf-8")
    yield ALL, {"title": PART, "body": texts_page(corpus)}, "page.html"
    for row in rows(corpus.documents):
        context = {"title": escape(row.label), "body": text_page(corpus, row.document)}
        yield page_of(row.document), context, "page.html"


def load_data(app: Sphinx, page: str, template: str, context: Any, doctree: Any) -> None:
    """Let each page load the data."""
    source = context["pathto"](DATA, resource=True)
    context["metatags"] = f'{context.get("metatags", "")}<script defer src="{source}"></script>'


def _pages(app: Sphinx) -> list[tuple[str, str]]:
    own = rows(texts_of(app.confdir).documents)
    return [(ALL, PART), *((page_of(row.document), row.label) for row in own)]
