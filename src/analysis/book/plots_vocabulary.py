"""Figures of the chapter on vocabulary."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.book.plots import WIDTH, name_rows
from analysis.book.style import INK, style_of
from analysis.corpus.tables import rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

REACH = 6.5


def plot_keyness(words: pd.DataFrame, *, shown: int = 10) -> "Figure":
    """Draw the words that set pairs of pieces apart, a panel a pair.

    ``words`` is what ``pairwise_keyness`` returns; the ``shown`` words of largest G² appear, in
    the order of their log ratio. A filled mark is a word with q < .05; a thin line is an exact
    interval, where one side never uses the word.
    """
    import matplotlib.pyplot as plt
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    pairs: list[tuple[Any, pd.DataFrame]] = list(words.groupby(["target", "reference"], sort=False))
    figure, panels = plt.subplots(
        len(pairs), figsize=(WIDTH, 0.6 + 2.8 * len(pairs)), squeeze=False,
        layout=ConstrainedLayoutEngine(h_pad=0.12),
    )  # fmt: skip
    for (pair, group), axes in zip(pairs, panels[:, 0], strict=True):
        target, reference = map(str, pair)
        chosen = group.head(shown).sort_values(["log_ratio", "term"], ignore_index=True)
        for place, word in enumerate(rows(chosen)):
            _draw_word(axes, place, word, target if word.log_ratio > 0 else reference)
        axes.set_yticks(range(len(chosen)), chosen["term"])
        _ratio_axis(axes)
        axes.set_title(f"← {style_of(reference).label}", loc="left")
        axes.set_title(f"{style_of(target).label} →", loc="right")
    panels[-1, 0].set_xlabel("ratio of rates (log scale) with 95% interval")
    return figure


def _ratio_axis(axes: "Axes") -> None:
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_xlim(-REACH, REACH)
    axes.set_xticks(range(-6, 7, 2), ["64×", "16×", "4×", "same", "4×", "16×", "64×"])


def _draw_word(axes: "Axes", place: int, word: pd.Series, side: str) -> None:
    style = style_of(side)
    drawn_again = not np.isnan(word.low)
    low, high = (word.low, word.high) if drawn_again else (word.exact_low, word.exact_high)
    limits = np.clip([low, high], -REACH, REACH)
    axes.plot(limits, [place] * 2, color=style.colour, linewidth=2.2 if drawn_again else 0.9)
    axes.plot(
        word.log_ratio, place, marker=style.marker, color=style.colour, markersize=6,
        markerfacecolor=style.colour if word.q < 0.05 else "none", markeredgewidth=1.4,
    )  # fmt: skip


def plot_diversity(rich: pd.DataFrame) -> "Figure":
    """Draw the type–token ratio in moving windows: its mean, and where 80% of the windows lie."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(WIDTH, 2.3), layout="constrained")
    for place, text in enumerate(rows(rich)):
        style = style_of(text.document)
        axes.hlines(place, text.mattr_low, text.mattr_high, color=style.colour, linewidth=2.2)
        axes.plot(text.mattr, place, marker=style.marker, color=style.colour, markersize=7)
    name_rows(axes, list(rich["document"]))
    axes.set_xlabel("different words in 50 running words, as a share")
    return figure


def plot_company(company: pd.DataFrame) -> "Figure":
    """Draw how often words stand near a node, a panel a node, a mark a piece.

    ``company`` has node, collocate, document and count; words are in the order of their first row.
    """
    import matplotlib.pyplot as plt

    nodes = list(dict.fromkeys(company["node"]))
    words = [
        list(dict.fromkeys(company.loc[company["node"] == node, "collocate"])) for node in nodes
    ]
    heights = [len(listed) for listed in words]
    figure, panels = plt.subplots(
        len(nodes), figsize=(WIDTH, 1.2 + 0.26 * sum(heights)), layout="constrained",
        sharex=True, height_ratios=heights, squeeze=False,
    )  # fmt: skip
    for node, listed, axes in zip(nodes, words, panels[:, 0], strict=True):
        own = company[company["node"] == node]
        for document, rows_of in own.groupby("document"):
            style = style_of(str(document))
            places = [listed.index(word) for word in rows_of["collocate"]]
            axes.plot(
                rows_of["count"], places, marker=style.marker, color=style.colour, linestyle="",
                markersize=6, label=style.label, clip_on=False,
            )  # fmt: skip
        name_rows(axes, listed)
        axes.grid(axis="y", color="0.6", linewidth=0.4)
        axes.set_title(f"near {node}")
    panels[-1, 0].set_xlim(left=0)
    panels[-1, 0].set_xlabel("times within five words")
    handles, labels = panels[0, 0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper left", ncols=2)
    return figure


def plot_two_counts(both: pd.DataFrame) -> "Figure":
    """Draw q with all words and without quotations, a row a word and pair, and the mark of .05.

    ``both`` has term, target, reference, ``q`` and ``q_own``.
    """
    shown = both.sort_values(["target", "reference", "q", "term"], ignore_index=True)
    labels = [f"{word.term} ({word.target[:4]}, {word.reference[:4]})" for word in rows(shown)]
    figure, axes = _two_marks(shown["q"], shown["q_own"], labels)
    figure.legend(["all words", "without quotations"], loc="outside upper left", ncols=2)
    axes.axvline(0.05, color=INK, linewidth=0.8, linestyle="--")
    axes.set_xscale("log")
    axes.set_xticks([0.01, 0.02, 0.05, 0.1], [".01", ".02", ".05", ".1"])
    axes.minorticks_off()
    axes.set_xlabel("q (log scale)")
    return figure


def plot_one_text(hanging: pd.DataFrame) -> "Figure":
    """Draw the ratio of rates against all others and without the one text it is due to.

    ``hanging`` has term, target, ``log_ratio`` and ``without``, which is empty where nobody else
    has the word: no second mark.
    """
    shown = hanging.sort_values(["log_ratio", "term"], ignore_index=True)
    figure, axes = _two_marks(shown["log_ratio"], shown["without"], list(shown["term"]))
    figure.legend(["against all others", "without the one"], loc="outside upper left", ncols=2)
    _ratio_axis(axes)
    axes.set_xlabel("ratio of rates (log scale): ← less, more →")
    return figure


def _two_marks(
    first: pd.Series, second: pd.Series, labels: Sequence[str]
) -> tuple["Figure", "Axes"]:
    """Draw two marks a row, the first one filled, and the way between them."""
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(WIDTH, 1.0 + 0.24 * len(labels)), layout="constrained")
    places = range(len(labels))
    axes.plot(first, places, "o", color=INK, markersize=5)
    axes.plot(second, places, "o", color=INK, markersize=5, markerfacecolor="none")
    axes.hlines(places, first, second, color="0.6", linewidth=0.8, zorder=0)
    name_rows(axes, labels)
    return figure, axes
