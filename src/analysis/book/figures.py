"""Figures of the page: inlined as SVG, titled by what they show, captioned in the prose."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import escape
from io import BytesIO
from textwrap import wrap

from matplotlib import pyplot, rc_context
from matplotlib.figure import Figure
from PIL import Image

from analysis.book.claims import claim
from analysis.book.lines import EMPHASIS
from analysis.book.records import leave
from analysis.book.style import INK

SIZE = re.compile(r'width="[\d.]+pt" height="[\d.]+pt"')
# What stands before the drawing, metadata, indentation, names of groups: nothing reads them.
UNREAD = re.compile(r'^.*?(?=<svg)|<metadata>.*?</metadata>|\n\s*|(?<=<g) id="[^"]*"', re.DOTALL)
SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
COLOURS = 64  # of a picture
ALT = "{alt}"
PLACES = ("on-page", "on-phone")
LETTERS = 9  # of a title, to an inch
TITLE_LINE = 0.19  # inches


def figure(
    drawing: Figure | tuple[Figure, Figure],
    *,
    name: str,
    title: str,
    holds: bool,
    about: Mapping[str, str] | None = None,
) -> None:
    """Show a matplotlib figure as a numbered figure of the page, and in JupyterLab.

    The caption, and what a reader needs to know who does not see the figure, stand in the prose::

        :::{caption} fig-china
        :alt: A line that rises from the first piece to the last.
        How often China is named, per 1,000 words.
        :::

    Parameters
    ----------
    drawing
        The figure; or one for wide pages and one for phones, as the verbs of ``plots`` give it.
        It is closed.
    name
        What the prose refers to: ``{numref}`fig-china```.
    title
        The finding, a sentence; it stands above the figure.
    holds
        Whether the texts bear the title, computed; the build stops if they do not.
    about
        Words that a caption for several figures (``fig-curve-*``) has as ``{field}``.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> drawing, rates = Figure(figsize=(7, 3)), [14, 29, 33]
    >>> line = drawing.add_subplot().plot([2012, 2020, 2023], rates)
    >>> figure(drawing, name="fig-china", title="China is named more and more often.",
    ...        holds=rates == sorted(rates))
    {...}
    """
    claim(title, holds=holds, found=f"the title of {name}")
    drawings = drawing if isinstance(drawing, tuple) else (drawing,)
    places = PLACES if len(drawings) > 1 else ("everywhere",)
    svgs: list[str] = []
    for one, place in zip(drawings, places, strict=True):
        with _laid_out(one):
            svg = _saved(one, f"{name}-{place}", "svg").decode()
            if not svgs:
                files = _to_take_away(one, svg, title)
        svgs.append(_for_the_page(svg, place, one.get_figwidth()))
        pyplot.close(one)
    emphasised = EMPHASIS.sub(r"<em>\1</em>", escape(title))
    said = f'<p class="figure-title">{emphasised}</p>'
    record = {
        "kind": "figure", "name": name, "svg": said + "".join(svgs), "title": title, "files": files,
        "about": dict(about or {}),
    }  # fmt: skip
    leave(record, said + svgs[0].replace(ALT, escape(name)))  # no phone there


def _to_take_away(drawing: Figure, svg: str, title: str) -> dict[str, str]:
    """Return a figure with its title above it, as the two kinds of file that readers take."""
    width = drawing.get_figwidth()
    lines = wrap(EMPHASIS.sub(r"\1", title), int(LETTERS * width))
    head = Figure(figsize=(width, TITLE_LINE * len(lines) + 0.15))
    top = 1 - 0.07 / head.get_figheight()
    head.text(0.01, top, "\n".join(lines), va="top", fontweight="bold", color=INK)
    parts = [UNREAD.sub("", part) for part in (_saved(head, title, "svg").decode(), svg)]
    below = parts[1].replace("<svg", f'<svg y="{72 * head.get_figheight():g}"', 1)
    wide, tall = 72 * width, 72 * (head.get_figheight() + drawing.get_figheight())
    size = f'width="{wide:g}pt" height="{tall:g}pt" viewBox="0 0 {wide:g} {tall:g}"'
    whole = f"<svg {SVG} {size}>{parts[0]}{below}</svg>"
    pictures = [Image.open(BytesIO(_saved(one, title, "png"))) for one in (head, drawing)]
    picture = Image.new("RGB", (pictures[0].width, sum(one.height for one in pictures)))
    picture.paste(pictures[0], (0, 0))
    picture.paste(pictures[1], (0, pictures[0].height))
    out = BytesIO()
    picture.quantize(COLOURS).save(out, "PNG", optimize=True)  # a third of the size
    return {"svg": b64encode(whole.encode()).decode(), "png": b64encode(out.getvalue()).decode()}


@contextmanager
def _laid_out(drawing: Figure) -> Iterator[None]:
    """Give the parts of a figure their places, once for all files that are saved meanwhile.

    Parts are cut off only where they stand out of their panel.
    """
    drawing.set_dpi(72)  # that of SVG: letters are as wide as on the page
    engine = drawing.get_layout_engine()
    if engine is None:
        drawing.draw_without_rendering()
    else:
        engine.execute(drawing)
        drawing.set_layout_engine(None)  # else each file is drawn twice
    for axes in drawing.axes:
        room = axes.bbox.padded(1)
        for artist in axes.findobj(lambda one: one.get_clip_on()):
            own = artist.get_window_extent()
            artist.set_clip_on(not room.contains(*own.min) or not room.contains(*own.max))
    try:
        yield
    finally:
        drawing.set_layout_engine(engine)


def _saved(drawing: Figure, salt: str, kind: str) -> bytes:
    """Return a figure as a file: the same bytes for the same figure."""
    out = BytesIO()
    with rc_context({"svg.hashsalt": salt}):
        if kind == "svg":
            drawing.savefig(out, format=kind, metadata={"Date": None})
        else:  # on white, else what is half transparent turns black
            options = {"compress_level": 1}
            drawing.savefig(out, format=kind, dpi=140, facecolor="white", pil_kwargs=options)
    return out.getvalue()


def _for_the_page(svg: str, place: str, inches: float) -> str:
    """Return matplotlib’s SVG with the ink of the page, its size as an upper bound."""
    style = f"width: 100%; max-width: {96 * inches:.0f}px; height: auto"
    told = f'role="img" aria-label="{ALT}" class="{place}" style="{style}"'
    return UNREAD.sub("", SIZE.sub(told, svg, count=1)).replace(INK, "currentColor")
