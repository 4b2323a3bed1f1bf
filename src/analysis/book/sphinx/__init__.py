"""The Sphinx extension of the book: records of cells become tables, figures and checked numbers."""

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from analysis.book.sphinx.checking import check_texts
from analysis.book.sphinx.code import MoveCode
from analysis.book.sphinx.directives import Caption, Explorer, legend_of
from analysis.book.sphinx.downloads import pack_tables
from analysis.book.sphinx.foot import add_foot
from analysis.book.sphinx.formulas import register_formulas
from analysis.book.sphinx.glossary import OpenTerms
from analysis.book.sphinx.mending import mend_pages
from analysis.book.sphinx.metadata import (
    describe_page,
    launch_where_known,
    page_not_found,
    write_for_hosts,
)
from analysis.book.sphinx.pages import BuildPage, record
from analysis.book.sphinx.pieces import NamePieces
from analysis.book.sphinx.running import run_side_by_side
from analysis.book.sphinx.texts import add_part, load_data, name_pages, write_pages

STATIC = Path(__file__).parents[1] / "static"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension."""
    app.add_node(record)
    app.add_node(legend_of)
    app.add_directive("caption", Caption)
    for transform in (MoveCode, BuildPage, NamePieces, OpenTerms):
        app.add_transform(transform)
    app.add_directive("explorer", Explorer)
    app.connect("config-inited", check_texts)
    app.connect("config-inited", launch_where_known)
    app.connect("config-inited", _add_static)
    app.connect("env-before-read-docs", run_side_by_side)
    app.connect("html-page-context", describe_page)
    app.connect("html-collect-pages", page_not_found)
    app.connect("builder-inited", name_pages)
    app.connect("doctree-read", add_part, priority=100)
    app.connect("html-collect-pages", write_pages)
    app.connect("html-page-context", load_data)
    app.connect("html-page-context", add_foot)
    app.connect("build-finished", mend_pages)
    app.connect("build-finished", pack_tables)
    app.connect("build-finished", write_for_hosts)
    register_formulas(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _add_static(app: Sphinx, config: Config) -> None:
    """Put the styles and scripts of the package on every page."""
    config.html_static_path.append(str(STATIC))
    config.html_css_files += sorted(path.name for path in STATIC.glob("*.css"))
    config.html_js_files += sorted(path.name for path in STATIC.glob("*.js"))
