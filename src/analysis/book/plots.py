"""Figures: verbs that draw tidy results, pieces and codes as corpus.toml and the codebook say.

Each verb draws twice, for a page and for a phone; ``figure`` shows the one that fits.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from textwrap import fill
from typing import Any, Concatenate, ParamSpec

import numpy as np
import pandas as pd
from matplotlib import pyplot
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from analysis.book.style import INK, coded_label, label_of, style_of, use_style
from analysis.corpus.codebook import CODES, codebook
from analysis.corpus.corpus import Corpus
from analysis.corpus.tables import rows
from analysis.measures.pieces.dates import years_named
from analysis.measures.selection import keys_of

PAGE, PHONE = 7.0, 3.5  # inches, 96 pixels each
LINE = 0.23  # inches that a row takes
P = ParamSpec("P")


def at_each_width(
    draw: Callable[Concatenate[float, P], Figure],
) -> Callable[P, tuple[Figure, Figure]]:
    """Let a verb draw for a page and for a phone."""

    @wraps(draw)
    def drawn(*args: P.args, **options: P.kwargs) -> tuple[Figure, Figure]:
        return draw(PAGE, *args, **options), draw(PHONE, *args, **options)

    return drawn


def pieces_in(corpus: Corpus, values: pd.DataFrame) -> list[str]:
    """Return the pieces that some rows are of, in the order of the corpus."""
    return [name for name in corpus.documents["document"] if name in set(values["document"])]


def _panels(
    down: int, across: int, width: float, height: float, **options: Any
) -> tuple[Figure, Any]:
    """Return a figure in the style of the book and its panels."""
    use_style()
    return pyplot.subplots(
        down, across, figsize=(width, height), squeeze=False, layout="constrained", **options
    )


def _name_rows(axes: Axes, names: Sequence[str]) -> None:
    """Write a name beside each row, from the top down."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.45, -0.55)
    axes.tick_params(axis="y", length=0)


def _title(corpus: Corpus, document: str, values: pd.DataFrame) -> str:
    """Return the name of a piece; where others have intervals, one without says so."""
    beside = "low" in values and document not in corpus.compared
    return coded_label(corpus, document) + "\n(not tested)" * beside


def _addresses(name: str, table: pd.DataFrame) -> "pd.Series[str]":
    """Return where the mark of each row leads: to what it counts, if the page publishes it."""
    keys = table[keys_of(table)].astype(str).to_numpy()
    urls = [f"#n:{name}/{'/'.join(key)}".replace(" ", "-") if name else "" for key in keys]
    return pd.Series(urls, table.index, dtype=str)


def _look(stance: str, colour: str) -> dict[str, Any]:
    """Return how the codebook has bars of a stance filled: full, hatched or empty."""
    codes = codebook()
    fill = codes.loc[(codes["attribute"] == "stance") & (codes["code"] == stance), "fill"].iloc[0]
    full, hatch = fill == "full", "/////" * (fill == "hatched")
    return {"facecolor": colour if full else "none", "edgecolor": colour, "hatch": hatch}


@at_each_width
def plot_bars(
    width: float,
    corpus: Corpus,
    values: pd.DataFrame,
    *,
    by: str,
    parts: pd.DataFrame | None = None,
    value: str = "share",
    order: Sequence[str] = (),
    cites: Sequence[str] = ("", ""),
) -> Figure:
    """Draw shares of sentences, or rates: a panel a piece, a bar a code, all on one scale.

    ``values`` has document, the column ``by`` and the ``value``, and low and high where it has
    intervals; ``parts`` has stance as well and cuts each bar: full is asserted, hatched denied or
    held at a distance, empty open. Pieces that were not tested have no interval. ``cites`` are the
    names by which the page publishes both, or of a table with a row for each piece and a column
    for each code: the bars then open what they count. Codes stand in the ``order`` given, else in
    that of the codebook.
    """
    codes = [*(order or CODES.get(by) or dict.fromkeys(values[by]))]
    whole = _measured(corpus, values, by, value, codes, cites[0])
    bars = whole if parts is None else _measured(corpus, parts, by, value, codes, cites[1])
    bars = bars.assign(left=bars.groupby(["document", "code"])["size"].cumsum() - bars["size"])
    lines = _lines(corpus, pieces_in(corpus, whole), 3 if width == PAGE else 1)
    found = [whole[whole["document"].isin(line) & (whole["size"] > 0)] for line in lines]
    shown = [[code for code in codes if code in set(own["code"])] for own in found]
    names = {code: label_of(corpus, by, code) for code in codes}
    if width == PHONE:
        names = {code: fill(name, 16) for code, name in names.items()}
    tall = LINE * (1 + 0.7 * max(name.count("\n") for name in names.values()))
    heights = [len(named) * tall + 0.5 for named in shown]
    figure, panels = _panels(
        len(lines), len(lines[0]), width, sum(heights) + 0.6,
        height_ratios=heights, sharex=True, sharey="row",
    )  # fmt: skip
    reach = float(np.nanmax(whole[["size", "high"]]))
    for line, named, row in zip(lines, shown, panels, strict=True):
        for piece, axes in zip(line, row, strict=False):
            own, ends = (
                table[(table["document"] == piece) & table["code"].isin(named)]
                for table in (bars, whole)
            )
            _draw_bars(axes, own, ends, named, style_of(corpus, piece).colour, value)
            axes.set_title(_title(corpus, piece, values))
        _name_rows(row[0], [names[code] for code in named])
        for axes in row[len(line) :]:
            axes.set_visible(False)
    panels[0, 0].set_xlim(0, 1.25 * reach)
    if parts is not None:
        _explain_fills(figure, bars["stance"].unique(), 3 if width == PAGE else 1)
    return figure


def _measured(
    corpus: Corpus, values: pd.DataFrame, by: str, value: str, codes: list[str], name: str
) -> pd.DataFrame:
    """Return what a bar needs: its code, size and address; intervals only of what was tested."""
    own = values[values[by].isin(codes)]
    scale = 100 if value == "share" else 1
    ends = scale * own.reindex(columns=["low", "high"])
    place = {piece: str(row) for row, piece in enumerate(corpus.documents["document"], 1)}
    cells = own[["document", by]].assign(document=own["document"].map(place))
    keys = cells if name.startswith("tab-") else own
    return own.assign(
        code=own[by], size=scale * own[value], url=_addresses(name, keys),
        stance=own.get("stance", "+"), **ends.where(own["document"].isin(corpus.compared)),
    )  # fmt: skip


def _draw_bars(
    axes: Axes, bars: pd.DataFrame, whole: pd.DataFrame, codes: list[str], colour: str, value: str
) -> None:
    """Draw the bars of a piece, their intervals, and what each comes to."""
    for bar in rows(bars[bars["size"] > 0]):
        axes.barh(
            codes.index(bar.code), bar.size, left=bar.left, height=0.66, url=bar.url or None,
            **_look(bar.stance, colour),
        )  # fmt: skip
    axes.hlines([codes.index(code) for code in whole["code"]], whole["low"], whole["high"], INK)
    for one in rows(whole):
        text = f"\u00a0{one.size:.0f}" + "%" * (value == "share")
        axes.text(
            np.nanmax([one.size, one.high]), codes.index(one.code), text, va="center_baseline"
        )
    axes.tick_params(length=0, labelbottom=False)
    axes.spines["bottom"].set_visible(False)


def _lines(corpus: Corpus, pieces: list[str], across: int) -> list[list[str]]:
    """Return the pieces of each line of panels: those compared, then those shown beside them."""
    kinds = (
        [p for p in pieces if (p in corpus.compared) == compared] for compared in (True, False)
    )
    return [kind[at : at + across] for kind in kinds for at in range(0, len(kind), across)]


def _explain_fills(figure: Figure, stances: Iterable[str], ncols: int) -> None:
    patches = [
        Patch(label=label_of(None, "stance", stance), **_look(stance, INK)) for stance in stances
    ]
    figure.legend(handles=patches, loc="outside upper left", ncols=ncols)


@at_each_width
def plot_matrix(
    width: float, corpus: Corpus, values: pd.DataFrame, *, by: Sequence[str], cites: str = ""
) -> Figure:
    """Draw shares as one table of shades, a row a pair, a column a piece.

    ``values`` has document, the columns ``by`` and share; no row is a share of nothing.
    """
    named = values[[*by]].agg(" – ".join, axis=1)
    names, pieces = [*dict.fromkeys(named)], pieces_in(corpus, values)
    figure, [[axes]] = _panels(1, 1, width, 1.4 + 1.25 * LINE * len(names))
    values = values.assign(place=named.map(names.index), url=_addresses(cites, values))
    for cell in rows(values):
        column, shade = pieces.index(cell.document), cell.share / values["share"].max()
        axes.barh(
            cell.place, 0.96, left=column - 0.48, height=0.92, color=INK, alpha=0.4 * shade,
            linewidth=0, url=cell.url or None,
        )  # fmt: skip
        axes.text(column, cell.place, f"{cell.share:.0%}", ha="center", va="center_baseline")
    _name_rows(axes, names)
    titles = [coded_label(corpus, piece) for piece in pieces]
    if width == PAGE:
        titles = [title.replace(" ", "\n", 1) for title in titles]
    axes.set_xticks(range(len(pieces)), titles, rotation=0 if width == PAGE else 90)
    axes.tick_params(top=False, labeltop=True, bottom=False, labelbottom=False)
    axes.spines[:].set_visible(False)
    return figure


@at_each_width
def plot_strokes(
    width: float,
    corpus: Corpus,
    places: pd.DataFrame,
    *,
    panel: str,
    row: str,
    rows: Sequence[str],
    cites: str = "",
) -> Figure:
    """Draw where something stands along each piece, a panel and a row each, a stroke a place.

    ``places`` has document, place (0 to 1) and the columns named by ``panel`` and ``row``. A row
    opens what is published as ``cites`` for its piece and the other column.
    """
    other = row if panel == "document" else panel
    places = places.assign(url=_addresses(cites, places[["document", other]]))
    names = list(dict.fromkeys(places[panel]))
    height = LINE * len(rows) + 0.4
    figure, panels = _panels(len(names), 1, width, 0.4 + height * len(names), sharex=True)
    for name, axes in zip(names, panels[:, 0], strict=True):
        own = places[places[panel] == name]
        for line, value in enumerate(rows):
            for (document, url), strokes in own[own[row] == value].groupby(["document", "url"]):
                axes.plot(
                    strokes["place"] * 100, [line] * len(strokes), "|", markersize=12, mew=1.5,
                    color=style_of(corpus, str(document)).colour, url=str(url) or None,
                )  # fmt: skip
        _name_rows(axes, [label_of(corpus, row, value) for value in rows])
        axes.set_xlim(0, 100)
        axes.set_title(label_of(corpus, panel, str(name)))
    panels[-1, 0].set_xticks([0, 50, 100], ["beginning", "middle", "end"])
    return figure


@at_each_width
def plot_curve(
    width: float,
    specs: pd.DataFrame,
    choices: Mapping[str, Sequence[str]],
    *,
    unit: str,
    cites: Mapping[int, str],
) -> Figure:
    """Draw a claim’s value under every specification, and beneath it what each one chose.

    Specifications stand in the order of their values; the book’s own is the large mark. Filled
    marks: the same sign and an interval without zero. ``cites`` are the addresses that some open,
    by their numbers.
    """
    varied = [name for name in choices if specs[name].nunique() > 1]
    lines = [(name, one) for name in varied for one in choices[name] if one in set(specs[name])]
    order = specs.sort_values(["value", "specification"], ignore_index=True)
    places = np.arange(len(order))
    names = [fill(f"{name}: {one}", 60 if width == PAGE else 24) for name, one in lines]
    tall = LINE * len(lines) * (1.7 if any("\n" in name for name in names) else 1)
    figure, panels = _panels(2, 1, width, 2.6 + tall, sharex=True, height_ratios=[2.2, tall + 0.1])
    above, below = panels[:, 0]
    if order["low"].notna().any():
        above.vlines(places, order["low"], order["high"], color="0.55", linewidth=1.2)
        above.axhline(0, color=INK, linewidth=0.8)
    for place, one in zip(places, rows(order), strict=True):
        look, url = INK if one.same else "none", cites.get(one.specification)
        if one.specification == 1:
            above.plot(place, one.value, "D", color=INK, mfc="none", markersize=9)
        above.plot(place, one.value, "o", color=INK, mfc=look, markersize=3.5, url=url)
    above.set_ylabel(unit)
    for line, (name, one) in enumerate(lines):
        marked = places[(order[name] == one).to_numpy()]
        below.vlines(marked, line - 0.2, line + 0.2, color=INK, linewidth=1)
    _name_rows(below, names)
    below.set_xticks([])
    below.set_xlabel("ways of counting, by value", loc="right")
    return figure


@at_each_width
def plot_forest(width: float, effects: pd.DataFrame) -> Figure:
    """Draw differences with their intervals, a row a claim, shares above and rates of words below.

    ``effects`` has title, value, low, high, passing (whether every pair passes the correction: a
    filled mark), word (rates per 1,000 words; else shares of sentences) and url, what marks open.
    """
    parts = [own for _, own in effects.groupby("word")]
    wrapped, tall = (50, LINE) if width == PAGE else (24, 2.4 * LINE)
    heights = [tall * len(own) + 0.5 for own in parts]
    figure, panels = _panels(len(parts), 1, width, sum(heights) + 0.5, height_ratios=heights)
    for own, axes in zip(parts, panels[:, 0], strict=True):
        word = own["word"].iloc[0]
        ends = own[["value", "low", "high"]] * (1 if word else 100)
        for place, (one, end) in enumerate(zip(rows(own), rows(ends), strict=True)):
            axes.hlines(place, end.low, end.high, color=INK, linewidth=1.2)
            look = INK if one.passing else "none"
            axes.plot(end.value, place, "o", color=INK, mfc=look, url=one.url)
        axes.axvline(0, color=INK, linewidth=0.8)
        _name_rows(axes, [fill(title, wrapped) for title in own["title"]])
        axes.set_xlabel("times in 1,000 words" if word else "percentage points", loc="right")
    return figure


REACH = 6.5


@at_each_width
def plot_keyness(width: float, corpus: Corpus, words: pd.DataFrame, *, cites: str = "") -> Figure:
    """Draw words that set pairs of pieces apart, a panel a pair, in the order of their log ratio.

    ``words`` are rows of ``pairwise_keyness``. A filled mark is a word with q < .05; a thin line is
    an exact interval, where one side never uses the word. ``cites`` is the name by which the page
    publishes ``words``, or of a table with a row for each: a mark opens the words it stands for.
    """
    more = np.where(words["log_ratio"] > 0, "/target_count", "/reference_count")
    cells = pd.DataFrame({"row": range(1, len(words) + 1)}, index=words.index)
    own = _addresses(cites, cells if cites.startswith("tab-") else words)
    words = words.assign(url=own + (more if cites else ""))
    pairs: list[tuple[Any, pd.DataFrame]] = list(words.groupby(["target", "reference"], sort=False))
    heights = [LINE * len(group) + 0.45 for _, group in pairs]
    figure, panels = _panels(
        len(pairs), 1, width, sum(heights) + 0.5, height_ratios=heights, sharex=True
    )
    for (pair, group), axes in zip(pairs, panels[:, 0], strict=True):
        target, reference = (style_of(corpus, str(side)) for side in pair)
        chosen = group.sort_values(["log_ratio", "term"], ignore_index=True)
        for place, word in enumerate(rows(chosen)):
            style = target if word.log_ratio > 0 else reference
            limits = np.clip([word.low, word.high], -REACH, REACH)
            thick = 2.2 if min(word.target_count, word.reference_count) > 0 else 0.9
            axes.plot(limits, [place] * 2, color=style.colour, linewidth=thick)
            axes.plot(
                word.log_ratio, place, style.marker, color=style.colour, markersize=7,
                mfc=style.colour if word.q < 0.05 else "none", mew=1.4, url=word.url or None,
            )  # fmt: skip
        _name_rows(axes, [*chosen["term"]])
        axes.axvline(0, color=INK, linewidth=0.8)
        axes.set_title(f"← {reference.label}" + "\n" * (width == PHONE))
        axes.set_title(f"{target.label} →", loc="right")
    panels[0, 0].set_xlim(-REACH, REACH)
    ticks = [-4, 0, 4] if width == PHONE else [-6, -4, -2, 0, 2, 4, 6]
    panels[-1, 0].set_xticks(ticks, [f"{2 ** abs(tick)}×" if tick else "same" for tick in ticks])
    return figure


SCALED = 1998  # the first year of the timeline’s scale
COLD_WAR = (1947, 1991)


@at_each_width
def plot_timeline(
    width: float, corpus: Corpus, references: pd.DataFrame, *, cites: str = ""
) -> Figure:
    """Draw the years that each piece speaks of, a row a year and a column a piece.

    A mark stands for a year, its area for the sentences that name it (as a year, an event or a
    relative date); the open box is the piece’s own year, if it is known; the line runs from its
    earliest year to its latest. Events stand beside their years; the years of the Cold War are
    shaded. Years before 1998 have a row each and no scale. Marks open what is published as
    ``cites`` for piece and year.
    """
    documents, counts = corpus.documents, years_named(references)
    counts["url"] = _addresses(cites, counts[["document", "year"]].astype(str))
    row_of = _rows_of_years({*counts["year"], *documents["year"].dropna()})
    last, edge = max(row_of.values(), default=0), len(documents) - 0.35
    figure, [[axes]] = _panels(1, 1, width, 1.6 + 0.22 * last)
    step = 0.28 if width == PHONE else 0.5  # inches between two columns
    for column, piece in enumerate(rows(documents)):
        years = counts[counts["document"] == piece.document]
        _draw_piece(corpus, axes, column, piece, years, row_of)
    shaded = [row for year, row in row_of.items() if COLD_WAR[0] <= year <= COLD_WAR[1]]
    if shaded:
        axes.axhspan(min(shaded) - 0.5, max(shaded) + 0.5, color=INK, alpha=0.08, linewidth=0)
    events = references[references["kind"] == "event"]
    for year, row in row_of.items():
        for line, name in enumerate(sorted(set(events.loc[events["year"] == year, "label"]))):
            axes.plot([-0.5, edge], [row] * 2, color=INK, lw=0.4, alpha=0.4, ls=":", zorder=0)
            axes.text(edge + 0.1, row + 0.75 * line, name, va="center_baseline")
    _name_rows(axes, [])
    axes.set_yticks(list(row_of.values()), [str(year) for year in row_of])
    axes.set_xlim(-0.6, (width - 0.7) / step - 0.6)
    axes.set_ylim(last + 0.7, -0.7)
    titles = [style_of(corpus, name).label for name in documents["document"]]
    axes.set_xticks(range(len(titles)), titles, rotation=50, ha="left", rotation_mode="anchor")
    axes.tick_params(length=0, labeltop=True, labelbottom=False)
    axes.spines[:].set_visible(False)
    return figure


def _rows_of_years(years: set[int]) -> dict[int, int]:
    """Return the row of each year: one for each early year, a gap, then a row for every year."""
    early = sorted(year for year in years if year < SCALED)
    late = sorted(years.difference(early))
    first = len(early) + bool(early)
    rows_of_late = {year: year - late[0] + first for year in late}
    return {year: row for row, year in enumerate(early)} | rows_of_late


def _draw_piece(
    corpus: Corpus,
    axes: Axes,
    column: int,
    piece: Any,
    years: pd.DataFrame,
    row_of: dict[int, int],
) -> None:
    """Draw the marks of one piece, the line that joins them and the box of its own year."""
    style = style_of(corpus, piece.document)
    own = [] if pd.isna(piece.year) else [row_of[piece.year]]
    spots = [row_of[year] for year in years["year"]]
    ends = [choose([*spots, *own]) for choose in (min, max) if spots or own]
    axes.plot([column] * len(ends), ends, color=style.colour, lw=0.8)
    axes.scatter(
        [column] * len(spots), spots, s=years["count"] * 24, color=style.colour,
        marker=style.marker, linewidth=0, zorder=3, urls=[url or None for url in years["url"]],
    )  # fmt: skip
    axes.plot([column] * len(own), own, "s", ms=15.5, mfc="none", mec=INK, mew=1)
