"""Figures of the chapter on themes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analysis.book.plots import SMALL, WIDTH, name_rows
from analysis.book.style import INK, style_of
from analysis.corpus.codebook import CODES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LARGEST = 30


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
        name_rows(axes, themes, fontsize=SMALL)
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
