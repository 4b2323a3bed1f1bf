"""Figures of the chapter on voices."""

from collections.abc import Sequence
from math import cos, pi, sin
from typing import TYPE_CHECKING

import pandas as pd

from analysis.book.plots import WIDTH
from analysis.book.style import INK, style_of
from analysis.corpus.tables import rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS = 2


def plot_networks(
    rates: pd.DataFrame, met: pd.DataFrame, documents: Sequence[str], actors: Sequence[str]
) -> "Figure":
    """Draw who is named with whom, a panel a piece, every actor in the same place in each.

    Areas are mentions per 1,000 words; the width of a line is the share of the piece’s sentences
    that name both. ``met`` has document, first, second, share.
    """
    import matplotlib.pyplot as plt

    height = -(-len(documents) // COLUMNS)
    figure, panels = plt.subplots(
        height, COLUMNS, figsize=(WIDTH, 2.1 * height), layout="constrained", squeeze=False
    )
    turn = 2 * pi / len(actors)
    places = {actor: (sin(k * turn), cos(k * turn)) for k, actor in enumerate(actors)}
    for axes in panels.flat[len(documents) :]:
        axes.set_visible(False)
    for document, axes in zip(documents, panels.flat, strict=False):
        style = style_of(document)
        own = met[(met["document"] == document) & met["first"].isin(places)]
        _draw_lines(axes, own[own["second"].isin(places)], places)
        named = rates[(rates["document"] == document) & rates["actor"].isin(places)]
        x, y = zip(*(places[actor] for actor in named["actor"]), strict=True)
        axes.scatter(x, y, s=named["rate"] * 7, color=style.colour, zorder=2, linewidth=0)
        for actor, (left, up) in places.items():
            axes.text(left * 1.5, up * 1.3, actor, ha="center", va="center", fontsize=9.5)
        axes.set_title(style.label, loc="center")
        axes.set_xlim(-2.05, 2.05)
        axes.set_ylim(-1.55, 1.55)
        axes.set_aspect("equal")
        axes.axis("off")
    return figure


def _draw_lines(axes: "Axes", pairs: pd.DataFrame, places: dict[str, tuple[float, float]]) -> None:
    for pair in rows(pairs):
        ends = zip(places[pair.first], places[pair.second], strict=True)
        axes.plot(*ends, color=INK, linewidth=0.4 + pair.share * 10, alpha=0.55, zorder=1)
