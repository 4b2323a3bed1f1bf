"""Figures of the landing page and of the chapters on findings."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.book.plots import SMALL, WIDTH, name_rows
from analysis.book.style import INK, style_of
from analysis.corpus.tables import rows

if TYPE_CHECKING:
    from matplotlib.figure import Figure

REACH = 65


def plot_balance(shares: pd.DataFrame, documents: Sequence[str]) -> "Figure":
    """Draw a row a piece: cooperation to the left, threat or rivalry to the right.

    ``shares`` has document, side (*cooperation* or *conflict*), asserted (a share), share, low,
    high. A full bar is asserted, a hatched one denied or held at a distance; lines are intervals.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(WIDTH, 0.9 + 0.55 * len(documents)), layout="constrained")
    for sign, side in ((-1, "cooperation"), (1, "conflict")):
        own = shares[shares["side"] == side].set_index("document").loc[list(documents)]
        for place, piece in enumerate(rows(own)):
            colour = style_of(piece.Index).colour
            axes.barh(place, sign * 100 * piece.asserted, height=0.55, color=colour)
            axes.barh(
                place, sign * 100 * (piece.share - piece.asserted),
                left=sign * 100 * piece.asserted, height=0.55, color="none", edgecolor=colour,
                hatch="//////",
            )  # fmt: skip
            limits = np.clip([100 * piece.low, 100 * piece.high], 0, REACH) * sign
            axes.plot(limits, [place] * 2, color=INK, linewidth=0.8)
    axes.axvline(0, color=INK, linewidth=0.8)
    name_rows(axes, documents)
    axes.set_xlim(-REACH, REACH)
    axes.set_xticks([-50, -25, 0, 25, 50], ["50%", "25%", "0", "25%", "50%"])
    axes.tick_params(axis="y", length=0)
    axes.set_title("← cooperation   ·   threat or rivalry →", loc="center", fontsize=11)
    axes.set_xlabel("share of the piece’s sentences")
    return figure


def plot_curve(specs: pd.DataFrame, choices: Mapping[str, Sequence[str]], *, unit: str) -> "Figure":
    """Draw a claim’s value under every specification, and beneath it what each one chose.

    Specifications stand in the order of their values; the book’s own is the large mark. Filled
    marks: the same sign and an interval without zero.
    """
    import matplotlib.pyplot as plt

    varied = {
        name: [option for option in options if option in set(specs[name])]
        for name, options in choices.items()
        if specs[name].nunique() > 1
    }
    labels = [f"{name}: {option}" for name, options in varied.items() for option in options]
    order = specs.sort_values(["value", "specification"], ignore_index=True)
    places = np.arange(len(order))
    figure, (above, below) = plt.subplots(
        2, figsize=(WIDTH, 2.3 + 0.2 * len(labels)), layout="constrained", sharex=True,
        height_ratios=[2.0, 0.2 * len(labels) + 0.1],
    )  # fmt: skip
    if order["low"].notna().any():
        above.vlines(places, order["low"], order["high"], color="0.55", linewidth=1.2)
        above.axhline(0, color=INK, linewidth=0.8)
    for kept, fill in ((True, INK), (False, "none")):
        own = order[order["same"] == kept]
        above.plot(own.index, own["value"], "o", color=INK, markerfacecolor=fill, markersize=3.5)
    own = order[order["specification"] == 1]
    above.plot(own.index, own["value"], "D", color=INK, markerfacecolor="none", markersize=9)
    above.set_ylabel(unit)
    for name, options in varied.items():
        for option in options:
            marked = places[(order[name] == option).to_numpy()]
            row = labels.index(f"{name}: {option}")
            below.plot(marked, [row] * len(marked), "|", color=INK, markersize=6)
    name_rows(below, labels, fontsize=SMALL)
    below.tick_params(length=0)
    below.set_xticks([])
    below.set_xlabel("specifications, by value")
    return figure
