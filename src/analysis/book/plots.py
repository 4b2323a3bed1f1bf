"""Kinds of figures that several chapters draw."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.book.style import INK, label_of, style_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 4.8  # inches; letters are then as large as those of the page
SMALL = 8.5


def name_rows(axes: "Axes", names: Sequence[str], **options: Any) -> None:
    """Write a name beside each row, from the top down."""
    axes.set_yticks(range(len(names)), [label_of(name) for name in names], **options)
    axes.set_ylim(len(names) - 0.45, -0.55)


def plot_marks(
    values: pd.DataFrame,
    groups: Sequence[Sequence[str]],
    *,
    row: str,
    value: str,
    label: str,
    scale: int = 1,
) -> "Figure":
    """Draw values with their intervals, a panel a group of rows, a mark a piece.

    ``values`` has document, low, high and the columns named by ``row`` and ``value``; ``scale``
    multiplies all three: 100 turns shares into per cent.
    """
    import matplotlib.pyplot as plt

    heights = [len(group) for group in groups]
    figure, panels = plt.subplots(
        len(groups), figsize=(WIDTH, 0.9 + 0.6 * sum(heights)), layout="constrained",
        sharex=True, height_ratios=heights, squeeze=False,
    )  # fmt: skip
    documents = list(dict.fromkeys(values["document"]))
    for group, axes in zip(groups, panels[:, 0], strict=True):
        for shift, document in enumerate(documents):
            style = style_of(document)
            own = values[values["document"] == document].set_index(row).loc[list(group)]
            own = own[[value, "low", "high"]] * scale
            y = _beside(len(group), shift, len(documents))
            axes.hlines(y, own["low"], own["high"], color=style.colour, linewidth=1.2)
            axes.plot(
                own[value], y, marker=style.marker, color=style.colour, linestyle="",
                markersize=5, label=style.label, clip_on=False,
            )  # fmt: skip
        for place in range(1, len(group)):
            axes.axhline(place - 0.5, color="0.6", linewidth=0.4)
        name_rows(axes, group)
    panels[-1, 0].set_xlim(left=0)
    panels[-1, 0].set_xlabel(f"{label}, with 95% interval")
    handles, labels = panels[0, 0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper left", ncols=2)
    return figure


def plot_bars(
    shares: pd.DataFrame,
    column: str,
    looks: Mapping[str, tuple[str, str]],
    documents: Sequence[str],
) -> "Figure":
    """Draw shares of sentences with their intervals: for each piece a bar for each value.

    ``looks`` gives the label and the hatch of each value of ``column``; without a hatch a bar is
    filled.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(
        figsize=(WIDTH, 1.0 + 0.16 * len(looks) * len(documents)), layout="constrained"
    )
    for shift, (value, (label, hatch)) in enumerate(looks.items()):
        own = shares[shares[column] == value].set_index("document").loc[list(documents)]
        y = _beside(len(documents), shift, len(looks))
        axes.barh(
            y, own["share"] * 100, height=0.65 / len(looks), color="none" if hatch else "0.55",
            edgecolor="0.5", hatch=hatch, label=label,
        )  # fmt: skip
        axes.hlines(y, own["low"] * 100, own["high"] * 100, color=INK, linewidth=0.8)
    name_rows(axes, documents)
    axes.set_xlim(0, 100 if shares["high"].max() > 0.75 else 75)
    axes.set_xlabel("share of sentences, %, with 95% interval")
    figure.legend(loc="outside upper left", ncols=3)
    return figure


def plot_parts(
    parts: pd.DataFrame, looks: Mapping[str, tuple[Any, str]], *, label: str
) -> "Figure":
    """Draw a bar for each document in parts, one for each column.

    ``parts`` has a row a document, by its index; ``looks`` gives the fill and the hatch of each
    column.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(
        figsize=(WIDTH, 1.2 + 0.36 * len(parts) + 0.1 * len(looks)), layout="constrained"
    )
    left = pd.Series(0.0, index=parts.index)
    for part, (fill, hatch) in looks.items():
        axes.barh(
            range(len(parts)), parts[part], left=left, height=0.7, facecolor=fill, hatch=hatch,
            edgecolor=INK, linewidth=0.6, label=part,
        )  # fmt: skip
        left += parts[part]
    name_rows(axes, [str(document) for document in parts.index])
    axes.set_xlabel(label)
    figure.legend(loc="outside upper left", ncols=2, fontsize=SMALL)
    return figure


def plot_strokes(
    places: pd.DataFrame, *, panel: str, row: str, rows: Sequence[str], height: float
) -> "Figure":
    """Draw where something stands along each piece, a panel and a row each, a stroke a place.

    ``places`` has document, place (0 to 1) and the columns named by ``panel`` and ``row``;
    ``height`` is that of a panel, in inches.
    """
    import matplotlib.pyplot as plt

    names = list(dict.fromkeys(places[panel]))
    figure, panels = plt.subplots(
        len(names), figsize=(WIDTH, 0.5 + height * len(names)), layout="constrained", sharex=True,
        squeeze=False,
    )  # fmt: skip
    for name, axes in zip(names, panels[:, 0], strict=True):
        own = places[places[panel] == name]
        for line, value in enumerate(rows):
            for document, strokes in own[own[row] == value].groupby("document"):
                axes.eventplot(
                    strokes["place"] * 100, lineoffsets=line, linelengths=0.72, linewidths=1.3,
                    colors=style_of(str(document)).colour,
                )  # fmt: skip
        name_rows(axes, rows, fontsize=SMALL)
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(0, 100)
        axes.set_title(label_of(name))
    panels[-1, 0].set_xlabel("place in the piece, %")
    return figure


def _beside(rows: int, shift: int, count: int) -> list[float]:
    """Return the places of one of several marks that share each row."""
    return [row + (shift - (count - 1) / 2) * 0.74 / count for row in range(rows)]
