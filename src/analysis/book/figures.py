"""Figures of the page: inlined as SVG, captioned and told in the prose."""

import re
from collections.abc import Mapping
from io import StringIO
from typing import TYPE_CHECKING

from analysis.book.records import leave
from analysis.book.style import INK

if TYPE_CHECKING:
    from matplotlib.figure import Figure

OPENING = re.compile(r'<svg [^>]*?width="(?P<width>[\d.]+)pt"[^>]*?viewBox="(?P<view>[^"]*)"[^>]*>')
ENLARGED = 1.2
METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
FAMILY = re.compile(r"(font: [^\"';]*?\d+(?:\.\d+)?px) [^;\"]+")
ALT = "{alt}"


def figure(drawing: "Figure", *, name: str, about: Mapping[str, str] | None = None) -> None:
    """Show a matplotlib figure as a numbered figure of the page, and in JupyterLab.

    The caption, and what a reader needs to know who does not see the figure, stand in the prose::

        :::{caption} fig-china
        :alt: A line that rises from the first piece to the last.
        How often China is named, per 1,000 words.
        :::

    Parameters
    ----------
    drawing
        The figure; it is closed.
    name
        What the prose refers to: ``{numref}`fig-china```.
    about
        Words that a caption for several figures (``fig-curve-*``) has as ``{field}``.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> drawing = Figure(figsize=(4.8, 3))
    >>> line = drawing.add_subplot().plot([2012, 2020, 2023], [14, 29, 33])
    >>> figure(drawing, name="fig-china")
    {...}
    """
    from matplotlib import pyplot, rc_context

    out = StringIO()
    with rc_context({"svg.hashsalt": name}):
        drawing.savefig(out, format="svg", metadata={"Date": None})
    pyplot.close(drawing)
    svg = _for_the_page(out.getvalue())
    record = {"kind": "figure", "name": name, "svg": svg, "about": dict(about or {})}
    leave(record, f"<figure>{svg.replace(ALT, name)}</figure>")


def _for_the_page(svg: str) -> str:
    """Return matplotlib’s SVG with ink and fonts of the page, its size as an upper bound."""
    tag = OPENING.search(svg)
    assert tag is not None
    width = float(tag["width"]) * 4 / 3 * ENLARGED  # points to pixels
    opening = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' role="img" aria-label="{ALT}" viewBox="{tag["view"]}"'
        f' style="width: 100%; max-width: {width:.0f}px; height: auto">'
    )
    body = METADATA.sub("", svg[tag.end() :])
    body = FAMILY.sub(r"\1 var(--pst-font-family-base, sans-serif)", body)
    return opening + body.replace(INK, "currentColor")
