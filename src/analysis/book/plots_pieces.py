"""Figures of the chapter on the five pieces."""

from typing import TYPE_CHECKING

import pandas as pd

from analysis.book.style import style_of
from analysis.corpus.tables import rows

if TYPE_CHECKING:
    from matplotlib.figure import Figure

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
HATCHES = ("", "", "////", "", "....")


def plot_timeline(references: pd.DataFrame, documents: pd.DataFrame) -> "Figure":
    """Draw the years that each piece speaks of, a row a piece, in the order of ``documents``.

    A disc stands for a year, its area for the sentences that name it (as a year or as an event);
    the upright bar is the piece’s own year.
    """
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(4.8, 3.0), layout="constrained")
    named = references.drop_duplicates(["document", "sentence", "year"])
    counts = named.groupby(["document", "year"]).size().rename("sentences").reset_index()
    order = list(documents["document"])
    for place, piece in enumerate(rows(documents)):
        style = style_of(piece.document)
        years = counts[counts["document"] == piece.document]
        axes.axhline(place, color="0.6", linewidth=0.5, zorder=0)
        axes.scatter(
            years["year"], [place] * len(years), s=years["sentences"] * 28, color=style.colour,
            alpha=0.75, linewidth=0.8, edgecolor=style.colour,
        )  # fmt: skip
        axes.plot([piece.year] * 2, [place - 0.36, place + 0.36], color=style.colour, linewidth=3)
    axes.set_yticks(range(len(order)), [style_of(document).label for document in order])
    axes.set_ylim(len(order) - 0.4, -0.6)
    axes.set_xticks(range(1950, 2031, 10))
    axes.set_xlabel("year spoken of (disc) and year of the piece (bar)")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return figure


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
    figure, axes = plt.subplots(figsize=(4.8, 3.2), layout="constrained")
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
