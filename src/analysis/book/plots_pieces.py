"""Figures of the chapter on the five pieces."""

from typing import TYPE_CHECKING

import pandas as pd

from analysis.book.style import style_of
from analysis.corpus.tables import rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

EARLIER = 1995

GROUPS = {
    "body": ["paragraph", "list-item", "block-quote"],
    "citations and note markers": ["press citation", "note marker"],
    "notes": ["note"],
    "titles, names, captions": [
        "title", "dek", "heading", "caption", "byline", "date", "publication", "biography",
    ],
    "repeated or not of the piece": ["pull-quote", "boilerplate"],
}  # fmt: skip
SHADES = ("0.25", "0.55", "0.55", "0.8", "0.8")
HATCHES = ("", "", "////", "", "\\\\\\\\")


def plot_timeline(references: pd.DataFrame, documents: pd.DataFrame) -> "Figure":
    """Draw the years that each piece speaks of, a row a piece, in the order of ``documents``.

    A mark stands for a year, its area for the sentences that name it (as a year or as an event);
    the upright bar is the piece’s own year. Years before 1995 stand at the left edge.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(4.8, 5.2), layout="constrained")
    named = references.drop_duplicates(["document", "sentence", "year"])
    named = named.assign(year=named["year"].clip(lower=EARLIER))
    counts = named.groupby(["document", "year"]).size().rename("sentences").reset_index()
    for place, piece in enumerate(rows(documents)):
        style = style_of(piece.document)
        years = counts[counts["document"] == piece.document]
        axes.axhline(place, color="0.6", linewidth=0.5, zorder=0)
        axes.scatter(
            years["year"], [place] * len(years), s=years["sentences"] * 26, color=style.colour,
            marker=style.marker, linewidth=0,
        )  # fmt: skip
        axes.plot([piece.year] * 2, [place - 0.4, place + 0.4], color=style.colour, linewidth=3)
    axes.set_yticks(
        range(len(documents)), [style_of(document).label for document in documents["document"]]
    )
    axes.set_ylim(len(documents) - 0.4, -0.6)
    axes.set_xticks([EARLIER, *range(2000, 2026, 5)], ["earlier", *range(2000, 2026, 5)])
    axes.set_xlabel("year spoken of (mark) and year of the piece (bar)")
    _name_events(axes, references)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return figure


def _name_events(axes: "Axes", references: pd.DataFrame) -> None:
    """Write the named events above their years."""
    events = references[references["kind"] == "event"].drop_duplicates("label")
    events = events.assign(year=events["year"].clip(lower=EARLIER))
    labels = events.sort_values(["year", "label"]).groupby("year")["label"].agg(", ".join)
    for year, label in zip(labels.index.to_numpy(dtype=float), labels, strict=True):
        axes.axvline(year, color="0.6", linewidth=0.5, linestyle=":", zorder=0)
        axes.annotate(
            label, (year, -0.65), rotation=90, ha="center", va="bottom", fontsize=7.5,
            annotation_clip=False,
        )  # fmt: skip


def plot_ledger(parts: pd.DataFrame, documents: pd.DataFrame) -> "Figure":
    """Draw the share of each file’s words that was counted, and what the rest is."""
    import matplotlib.pyplot as plt

    group_of = {part: group for group, members in GROUPS.items() for part in members}
    shares = (
        parts.assign(group=parts["part"].map(group_of))
        .pivot_table(index="document", columns="group", values="share", aggfunc="sum")
        .reindex(index=list(documents["document"]), columns=list(GROUPS))
        .fillna(0)
    )
    figure, axes = plt.subplots(figsize=(4.8, 3.4), layout="constrained")
    left = pd.Series(0.0, index=shares.index)
    labels = [style_of(document).label for document in shares.index]
    for group, shade, hatch in zip(GROUPS, SHADES, HATCHES, strict=True):
        axes.barh(
            labels, shares[group] * 100, left=left * 100, color=shade, hatch=hatch, label=group,
            edgecolor="white", linewidth=0.5,
        )  # fmt: skip
        left += shares[group]
    axes.invert_yaxis()
    axes.set_xlabel("share of the words of the file, %")
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside lower left", ncols=2, frameon=False)
    return figure
