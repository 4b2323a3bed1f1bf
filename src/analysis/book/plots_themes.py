"""Figures of the chapter on themes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analysis.book.style import INK, style_of
from analysis.corpus.coding import CODES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH = 4.8
REACH = 75
LARGEST = 30


def plot_themes(shares: pd.DataFrame, documents: Sequence[str]) -> "Figure":
    """Draw the share of sentences about each theme, a row a theme, a mark a piece."""
    import matplotlib.pyplot as plt

    themes = list(CODES["theme"])
    figure, axes = plt.subplots(figsize=(WIDTH, 7.2), layout="constrained")
    step = 0.72 / len(documents)
    for shift, document in enumerate(documents):
        style = style_of(document)
        own = shares[shares["document"] == document].set_index("theme").loc[themes]
        places = [row + (shift - (len(documents) - 1) / 2) * step for row in range(len(themes))]
        axes.hlines(places, own["low"] * 100, own["high"] * 100, color=style.colour, linewidth=1.2)
        axes.plot(
            own["share"] * 100, places, marker=style.marker, color=style.colour, linestyle="",
            markersize=5, label=style.label,
        )  # fmt: skip
    for row in range(1, len(themes)):
        axes.axhline(row - 0.5, color="0.6", linewidth=0.4)
    axes.set_yticks(range(len(themes)), themes)
    axes.set_ylim(len(themes) - 0.5, -0.5)
    axes.set_xlim(0, REACH)
    axes.set_xlabel("share of sentences, %, with 95 % interval")
    figure.legend(loc="outside upper left", ncols=2)
    return figure


def plot_strips(coded: pd.DataFrame, documents: Sequence[str]) -> "Figure":
    """Draw where each theme stands along each piece, a panel a piece, a stroke a sentence.

    ``coded`` is what ``given`` returns for themes.
    """
    import matplotlib.pyplot as plt

    themes = list(CODES["theme"])
    figure, panels = plt.subplots(
        len(documents), figsize=(WIDTH, 2.5 * len(documents)), layout="constrained", sharex=True
    )
    for document, axes in zip(documents, panels, strict=True):
        own = coded[coded["document"] == document]
        length = own["sentence"].max()
        places = own.assign(place=(own["sentence"] - 0.5) / length * 100)
        strokes = [places.loc[places["code"] == theme, "place"] for theme in themes]
        axes.eventplot(
            strokes, colors=style_of(document).colour, linelengths=0.75, linewidths=260 / length / 2
        )
        axes.set_yticks(range(len(themes)), themes, fontsize=8.5)
        axes.set_ylim(len(themes) - 0.4, -0.6)
        axes.set_xlim(0, 100)
        axes.set_title(style_of(document).label)
        axes.tick_params(axis="y", length=0)
    panels[-1].set_xlabel("place in the piece, %")
    return figure


def plot_theme_frames(pairs: pd.DataFrame, documents: Sequence[str]) -> "Figure":
    """Draw how often each theme stands under each frame, a panel a piece, areas for sentences.

    ``pairs`` is ``cooccurrence(coding, attribute="theme", beside="frame")``.
    """
    import matplotlib.pyplot as plt

    themes, frames = list(CODES["theme"]), list(CODES["frame"])
    figure, panels = plt.subplots(
        len(documents), figsize=(WIDTH, 3.0 * len(documents) + 0.6), layout="constrained",
        sharex=True,
    )  # fmt: skip
    for document, axes in zip(documents, panels, strict=True):
        style = style_of(document)
        own = pairs[(pairs["document"] == document) & (pairs["count"] > 0)]
        axes.scatter(
            own["second"].map(frames.index), own["first"].map(themes.index),
            s=own["count"] / LARGEST * 320, color=style.colour, marker=style.marker, linewidth=0,
        )  # fmt: skip
        axes.set_yticks(range(len(themes)), themes, fontsize=8.5)
        axes.set_ylim(len(themes) - 0.4, -0.6)
        axes.set_xlim(-0.6, len(frames) - 0.4)
        axes.grid(color="0.6", linewidth=0.3)
        axes.set_axisbelow(True)
        axes.set_title(style.label)
        axes.tick_params(length=0)
    panels[-1].set_xticks(range(len(frames)), frames, rotation=60, ha="right")
    return figure


def plot_stability(stability: pd.DataFrame) -> "Figure":
    """Draw the stability of topics and that of shuffled words, a column a number of topics."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(WIDTH, 2.8), layout="constrained")
    places = range(len(stability))
    axes.vlines(places, stability["null_mean"], stability["null_high"], color="0.5", linewidth=5)
    axes.plot(
        places, stability["null_mean"], "s", color=INK, markerfacecolor="none", markersize=7,
        label="shuffled words: mean, and up to the largest",
    )  # fmt: skip
    axes.plot(places, stability["stability"], "o", color=INK, markersize=7, label="the texts")
    axes.set_xticks(places, [str(k) for k in stability["k"]])
    axes.set_xlim(-0.5, len(stability) - 0.5)
    axes.set_ylim(0, 1)
    axes.set_xlabel("number of topics")
    axes.set_ylabel("stability")
    figure.legend(loc="outside upper left")
    return figure
