"""Formulas as MathML, made at build: no script, nothing to load."""

from typing import Any

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx


def register_formulas(app: Sphinx) -> None:
    """Let Sphinx render formulas as MathML."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.config.html_math_renderer = "mathml"


def _inline(writer: Any, node: nodes.math) -> None:
    writer.body.append(_mathml(node.astext(), inline=True))
    raise nodes.SkipNode


def _block(writer: Any, node: nodes.math_block) -> None:
    """Write the formula in a box that scrolls where it is too wide, by keyboard as well."""
    box = '<div class="math" role="group" aria-label="Formula" tabindex="0">'
    writer.body.append(f"{box}{_mathml(node.astext(), inline=False)}</div>")
    raise nodes.SkipNode


def _mathml(formula: str, *, inline: bool) -> str:
    return tex2mathml(formula, as_block=not inline).replace("&ApplyFunction;", "\u2061")
