"""Figures of the chapters on framing and its validation."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analysis.book.plots import WIDTH, name_rows
from analysis.book.style import INK, style_of
from analysis.corpus.codebook import CODES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

REACH = 75


def plot_frames(
    shares: pd.DataFrame, by_stance: pd.DataFrame, documents: Sequence[str]
) -> "Figure":
    """Draw the share of sentences with each frame, a column a piece, a row a frame.

    A full bar is asserted, a hatched one rejected or held at a distance, an empty one open; the
    line is the interval of the whole share, cut at 75 per cent.
    """
    import matplotlib.pyplot as plt

    figure, columns = plt.subplots(
        1, len(documents), figsize=(WIDTH, 4.6), sharey=True, layout="constrained"
    )
    frames = list(CODES["frame"])
    untested = set(shares.loc[shares["note"] != "", "document"])
    for document, axes in zip(documents, columns, strict=True):
        style = style_of(document)
        left = pd.Series(0.0, index=frames)
        parts = by_stance[by_stance["document"] == document]
        looks = {"+": (style.colour, ""), "-": ("none", "//////"), "open": ("none", "")}
        for stance, (fill, hatch) in looks.items():
            part = parts[parts["stance"] == stance].set_index("frame")["share"].reindex(frames)
            width = part.fillna(0) * 100
            axes.barh(
                frames, width, left=left, color=fill, hatch=hatch, edgecolor=style.colour,
                height=0.6,
            )  # fmt: skip
            left += width
        whole = shares[shares["document"] == document].set_index("frame").loc[frames]
        high = (whole["high"] * 100).clip(upper=REACH)
        axes.hlines(range(len(frames)), whole["low"] * 100, high, color=INK, linewidth=0.8)
        axes.set_xlim(0, REACH)
        axes.set_xticks([0, 50], ["0", "50%"])
        mark = "\nnot tested" if document in untested else ""
        axes.set_title(style.label.replace(" ", "\n", 1) + mark, fontsize=8.5, va="top", y=1.11)
        axes.tick_params(axis="y", length=0)
    name_rows(columns[0], frames)
    return figure


def plot_scores(scores: pd.DataFrame) -> "Figure":
    """Draw the F1 of each instrument for each frame, held-out texts, best frames first.

    ``scores`` has instrument, frame, f1; frames that were not judged are left out.
    """
    import matplotlib.pyplot as plt

    names = list(dict.fromkeys(scores["instrument"]))
    frames = list(scores[scores["instrument"] == names[0]].sort_values("f1")["frame"])
    figure, axes = plt.subplots(figsize=(WIDTH, 4.2), layout="constrained")
    for name, marker, fill in zip(names, "osD^", (INK, "none", "none", "none"), strict=False):
        own = scores[scores["instrument"] == name].set_index("frame").reindex(frames)
        axes.plot(
            own["f1"], range(len(frames)), marker, color=INK, markerfacecolor=fill, label=name
        )
    axes.set_yticks(range(len(frames)), frames)
    axes.grid(axis="y", color="0.6", linewidth=0.4)
    axes.set_xlim(0, 1)
    axes.set_xlabel("F1")
    figure.legend(loc="outside upper left", ncols=2)
    return figure


def plot_coverage(measured: pd.DataFrame) -> "Figure":
    """Draw how often intervals of 95% hold the true share, by the paragraphs of the text."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(WIDTH, 2.8), layout="constrained")
    kinds = {"wilson": ("used here", "o", "-"), "bootstrap": ("bootstrap", "s", "--")}
    for kind, (label, marker, line) in kinds.items():
        own = measured[measured["interval"] == kind].groupby("paragraphs")["coverage"].mean()
        axes.plot(own.index, own * 100, marker=marker, linestyle=line, color=INK, label=label)
    axes.axhline(95, color="0.5", linewidth=0.8)
    axes.set_ylim(0, 101)
    axes.set_xlabel("paragraphs")
    axes.set_ylabel("intervals that hold the share, %")
    figure.legend(loc="outside upper left", ncols=2)
    return figure
