"""Figures of the chapter on the five pieces."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.book.plots import SMALL
from analysis.book.style import INK, style_of
from analysis.corpus.tables import rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SCALED = 1998  # the first year of the timeline’s scale
COLD_WAR = (1947, 1991)


def plot_timeline(references: pd.DataFrame, documents: pd.DataFrame) -> "Figure":
    """Draw the years that each piece speaks of, a row a year and a column a piece.

    A mark stands for a year, its area for the sentences that name it (as a year, an event or a
    relative date); the open box is the piece’s own year, the line runs from its earliest year to
    its latest. Events stand beside their years; the years of the Cold War are shaded. Years before
    1998 have a row each and no scale.
    """
    import matplotlib.pyplot as plt

    named = references.drop_duplicates(["document", "sentence", "year"])
    counts = named.groupby(["document", "year"]).size().rename("sentences").reset_index()
    row_of = _rows_of_years({*named["year"], *documents["year"]})
    last = max(row_of.values())
    figure, axes = plt.subplots(figsize=(3.4, 1.3 + 0.19 * last))
    figure.subplots_adjust(
        left=0.12, right=0.99, bottom=0.01, top=1 - 0.95 / figure.get_figheight()
    )
    for column, piece in enumerate(rows(documents)):
        _draw_piece(axes, column, piece, counts[counts["document"] == piece.document], row_of)
    shaded = [row for year, row in row_of.items() if COLD_WAR[0] <= year <= COLD_WAR[1]]
    if shaded:
        axes.axhspan(min(shaded) - 0.5, max(shaded) + 0.5, color=INK, alpha=0.08, linewidth=0)
    _name_events(axes, references[references["kind"] == "event"], row_of, edge=len(documents) - 0.4)
    axes.set_yticks(list(row_of.values()), [str(year) for year in row_of], fontsize=SMALL)
    axes.set_xlim(-0.6, 10.4)
    axes.set_ylim(last + 0.7, -0.7)
    axes.set_xticks([])
    axes.spines[:].set_visible(False)
    axes.tick_params(axis="y", length=0, pad=1)
    return figure


def _rows_of_years(years: set[int]) -> dict[int, int]:
    """Return the row of each year: one for each early year, a gap, then a row for every year."""
    early = sorted(year for year in years if year < SCALED)
    late = sorted(years.difference(early))
    first = len(early) + bool(early)
    rows_of_late = {year: year - late[0] + first for year in late}
    return {year: row for row, year in enumerate(early)} | rows_of_late


def _draw_piece(
    axes: "Axes", column: int, piece: Any, years: pd.DataFrame, row_of: dict[int, int]
) -> None:
    """Draw the marks of one piece, the line that joins them and the box of its own year."""
    style, own = style_of(piece.document), row_of[piece.year]
    spots = [row_of[year] for year in years["year"]]
    axes.plot([column] * 2, [min([*spots, own]), max([*spots, own])], color=style.colour, lw=0.8)
    axes.scatter(
        [column] * len(spots), spots, s=years["sentences"] * 24, color=style.colour,
        marker=style.marker, linewidth=0, zorder=3,
    )  # fmt: skip
    axes.plot(column, own, "s", ms=15.5, mfc="none", mec=INK, mew=1)
    axes.text(
        column - 0.15, -0.9, style.label, rotation=50, rotation_mode="anchor", fontsize=SMALL
    )  # fmt: skip


def _name_events(
    axes: "Axes", events: pd.DataFrame, row_of: dict[int, int], *, edge: float
) -> None:
    """Write the named events beside their years, one a line."""
    for year, row in row_of.items():
        names = sorted(set(events.loc[events["year"] == year, "label"]))
        if names:
            axes.plot([-0.5, edge - 0.1], [row] * 2, color=INK, lw=0.4, alpha=0.4, ls=":", zorder=0)
        for line, name in enumerate(names):
            axes.text(edge, row + 0.75 * line, name, va="center_baseline", fontsize=SMALL)
