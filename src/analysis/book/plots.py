"""Figures: verbs that draw tidy results, pieces and codes as corpus.toml and the codebook say."""

from collections.abc import Mapping, Sequence
from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.book.style import INK, coded_label, label_of, style_of, use_style
from analysis.corpus.codebook import CODES, codebook
from analysis.corpus.tables import rows
from analysis.measures.pieces.dates import years_named

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from analysis.corpus.corpus import Corpus

WIDTH = 4.8  # inches; letters are then as large as those of the page
SMALL = 8.5


def pieces_in(corpus: "Corpus", values: pd.DataFrame) -> list[str]:
    """Return the pieces that some rows are of, in the order of the corpus."""
    return [name for name in corpus.documents["document"] if name in set(values["document"])]


def piece_labels(corpus: "Corpus", coded: pd.DataFrame) -> list[str]:
    """Return the labels of all pieces; those without codes, or with the lexicon’s, say so."""
    known = set(coded["document"])
    return [
        coded_label(corpus, name) if name in known else f"{style_of(corpus, name).label}: not coded"
        for name in corpus.documents["document"]
    ]


def _panels(*shape: int, **options: Any) -> tuple["Figure", Any]:
    """Return a figure in the style of the book and its panels."""
    import matplotlib.pyplot as plt

    use_style()
    return plt.subplots(*shape, **{"layout": "constrained"} | options)


def name_rows(axes: "Axes", names: Sequence[str], **options: Any) -> None:
    """Write a name beside each row, from the top down."""
    axes.set_yticks(range(len(names)), names, **options)
    axes.set_ylim(len(names) - 0.45, -0.55)


def plot_marks(
    corpus: "Corpus",
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
    heights = [len(group) for group in groups]
    figure, panels = _panels(
        len(groups), figsize=(WIDTH, 0.9 + 0.6 * sum(heights)),
        sharex=True, height_ratios=heights, squeeze=False,
    )  # fmt: skip
    documents = pieces_in(corpus, values)
    for group, axes in zip(groups, panels[:, 0], strict=True):
        for shift, document in enumerate(documents):
            style = style_of(corpus, document)
            own = values[values["document"] == document].set_index(row).reindex(list(group))
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


def plot_bars(corpus: "Corpus", shares: pd.DataFrame, *, by: str) -> "Figure":
    """Draw shares of sentences with their intervals: for each piece a bar for each code of ``by``.

    ``shares`` has document, share, low, high and the column ``by`` (*voice*, *threat_from*); labels
    and hatching are those of the codebook.
    """
    codes = codebook().query("attribute == @by")
    documents = list(corpus.documents["document"])
    figure, axes = _panels(figsize=(WIDTH, 1.0 + 0.16 * len(codes) * len(documents)))
    for shift, code in enumerate(rows(codes)):
        own = shares[shares[by] == code.code].set_index("document").reindex(documents)
        y = _beside(len(documents), shift, len(codes))
        axes.barh(
            y, own["share"] * 100, height=0.65 / len(codes), label=code.label, edgecolor="0.5",
            color="none" if code.hatch else "0.55", hatch=code.hatch or None,
        )  # fmt: skip
        axes.hlines(y, own["low"] * 100, own["high"] * 100, color=INK, linewidth=0.8)
    name_rows(axes, piece_labels(corpus, shares))
    axes.set_xlim(0, 100 if shares["high"].max() > 0.75 else 75)
    axes.set_xlabel("share of sentences, %, with 95% interval")
    figure.legend(loc="outside upper left", ncols=3)
    return figure


FILLS = ((INK, ""), ((INK, 0.5), ""), ("none", "////"), ((INK, 0.2), ""), ("none", "....."))


def plot_parts(corpus: "Corpus", parts: pd.DataFrame, *, label: str) -> "Figure":
    """Draw a bar for each document in parts, one for each column (five at most).

    ``parts`` has a row a document, by its index; the pieces stand in the order of the corpus.
    """
    parts = parts.loc[pieces_in(corpus, parts.reset_index(names="document"))]
    figure, axes = _panels(figsize=(WIDTH, 1.2 + 0.36 * len(parts) + 0.1 * parts.shape[1]))
    left = pd.Series(0.0, index=parts.index)
    for part, (fill, hatch) in zip(parts, FILLS, strict=False):
        axes.barh(
            range(len(parts)), parts[part], left=left, height=0.7, facecolor=fill, hatch=hatch,
            edgecolor=INK, linewidth=0.6, label=part,
        )  # fmt: skip
        left += parts[part]
    name_rows(axes, [label_of(corpus, "document", str(document)) for document in parts.index])
    axes.set_xlabel(label)
    figure.legend(loc="outside upper left", ncols=2, fontsize=SMALL)
    return figure


def plot_strokes(
    corpus: "Corpus",
    places: pd.DataFrame,
    *,
    panel: str,
    row: str,
    rows: Sequence[str],
    height: float,
) -> "Figure":
    """Draw where something stands along each piece, a panel and a row each, a stroke a place.

    ``places`` has document, place (0 to 1) and the columns named by ``panel`` and ``row``;
    ``height`` is that of a panel, in inches.
    """
    names = list(dict.fromkeys(places[panel]))
    labels = [label_of(corpus, row, value) for value in rows]
    figure, panels = _panels(
        len(names), figsize=(WIDTH, 0.5 + height * len(names)), sharex=True,
        squeeze=False,
    )  # fmt: skip
    for name, axes in zip(names, panels[:, 0], strict=True):
        own = places[places[panel] == name]
        for line, value in enumerate(rows):
            for document, strokes in own[own[row] == value].groupby("document"):
                axes.eventplot(
                    strokes["place"] * 100, lineoffsets=line, linelengths=0.72, linewidths=1.3,
                    colors=style_of(corpus, str(document)).colour,
                )  # fmt: skip
        name_rows(axes, labels, fontsize=SMALL)
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(0, 100)
        axes.set_title(label_of(corpus, panel, str(name)))
    panels[-1, 0].set_xlabel("place in the piece, %")
    return figure


def _beside(rows: int, shift: int, count: int) -> list[float]:
    """Return the places of one of several marks that share each row."""
    return [row + (shift - (count - 1) / 2) * 0.74 / count for row in range(rows)]


SHARE_REACH = 75


def plot_frames(corpus: "Corpus", shares: pd.DataFrame, by_stance: pd.DataFrame) -> "Figure":
    """Draw the share of sentences with each frame, a column a piece, a row a frame.

    A full bar is asserted, a hatched one rejected or held at a distance, an empty one open; the
    line is the interval of the whole share, cut at 75 per cent.
    """
    documents = pieces_in(corpus, shares)
    figure, columns = _panels(1, len(documents), figsize=(WIDTH, 4.6), sharey=True)
    frames = list(CODES["frame"])
    untested = set(shares.loc[shares["note"] != "", "document"])
    for document, axes in zip(documents, columns, strict=True):
        style = style_of(corpus, document)
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
        high = (whole["high"] * 100).clip(upper=SHARE_REACH)
        axes.hlines(range(len(frames)), whole["low"] * 100, high, color=INK, linewidth=0.8)
        axes.set_xlim(0, SHARE_REACH)
        axes.set_xticks([0, 50], ["0", "50%"])
        mark = "\nnot tested" if document in untested else ""
        label = coded_label(corpus, document).replace(" ", "\n", 1)
        axes.set_title(label + mark, fontsize=8.5, va="top", y=1.11)
        axes.tick_params(axis="y", length=0)
    name_rows(columns[0], frames)
    return figure


def plot_scores(scores: pd.DataFrame) -> "Figure":
    """Draw the F1 of each instrument for each frame, held-out texts, best frames first.

    ``scores`` has instrument, code, f1; frames that were not judged are left out.
    """
    names = list(dict.fromkeys(scores["instrument"]))
    frames = list(scores[scores["instrument"] == names[0]].sort_values("f1")["code"])
    figure, axes = _panels(figsize=(WIDTH, 4.2))
    for name, marker, fill in zip(names, "osD^", (INK, "none", "none", "none"), strict=False):
        own = scores[scores["instrument"] == name].set_index("code").reindex(frames)
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
    figure, axes = _panels(figsize=(WIDTH, 2.8))
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


BALANCE_REACH = 65


def plot_balance(corpus: "Corpus", shares: pd.DataFrame) -> "Figure":
    """Draw a row a piece: cooperation to the left, threat or rivalry to the right.

    ``shares`` has document, group (*cooperation* or *conflict*), asserted (a share), share, low,
    high. A full bar is asserted, a hatched one denied or held at a distance; lines are intervals.
    """
    documents = list(corpus.documents["document"])
    figure, axes = _panels(figsize=(WIDTH, 0.9 + 0.55 * len(documents)))
    for sign, side in ((-1, "cooperation"), (1, "conflict")):
        own = shares[shares["group"] == side].set_index("document").reindex(documents)
        for place, piece in enumerate(rows(own)):
            colour = style_of(corpus, piece.Index).colour
            axes.barh(place, sign * 100 * piece.asserted, height=0.55, color=colour)
            axes.barh(
                place, sign * 100 * (piece.share - piece.asserted),
                left=sign * 100 * piece.asserted, height=0.55, color="none", edgecolor=colour,
                hatch="//////",
            )  # fmt: skip
            limits = np.clip([100 * piece.low, 100 * piece.high], 0, BALANCE_REACH) * sign
            axes.plot(limits, [place] * 2, color=INK, linewidth=0.8)
    axes.axvline(0, color=INK, linewidth=0.8)
    name_rows(axes, piece_labels(corpus, shares))
    axes.set_xlim(-BALANCE_REACH, BALANCE_REACH)
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
    varied = {
        name: [option for option in options if option in set(specs[name])]
        for name, options in choices.items()
        if specs[name].nunique() > 1
    }
    labels = [f"{name}: {option}" for name, options in varied.items() for option in options]
    order = specs.sort_values(["value", "specification"], ignore_index=True)
    places = np.arange(len(order))
    figure, (above, below) = _panels(
        2, figsize=(WIDTH, 2.3 + 0.2 * len(labels)), sharex=True,
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


def plot_forest(effects: pd.DataFrame) -> "Figure":
    """Draw differences with their intervals, a row a claim, shares above and rates of words below.

    ``effects`` has title, value, low, high, passing (whether every pair passes the correction: a
    filled mark) and word (rates per 1,000 words; else shares of sentences).
    """
    parts = [own for _, own in effects.groupby("word")]
    units = ["difference, percentage points", "difference, per 1,000 words"]
    heights = [len(own) for own in parts]
    figure, panels = _panels(
        len(parts), figsize=(WIDTH, 1.1 + 0.3 * sum(heights)), height_ratios=heights, squeeze=False,
    )  # fmt: skip
    for own, axes in zip(parts, panels[:, 0], strict=True):
        word = own["word"].iloc[0]
        scale = 1 if word else 100
        places = np.arange(len(own))
        axes.hlines(places, scale * own["low"], scale * own["high"], color=INK, linewidth=1.2)
        for passing, fill in ((True, INK), (False, "#ffffff00")):
            inside = (own["passing"] == passing).to_numpy()
            marks = {"color": INK, "markerfacecolor": fill, "markersize": 6}
            axes.plot(scale * own["value"][inside], places[inside], "o", **marks)
        axes.axvline(0, color=INK, linewidth=0.8)
        name_rows(axes, list(own["title"]), fontsize=SMALL)
        axes.tick_params(axis="y", length=0)
        axes.set_xlabel(units[int(word)])
    return figure


LARGEST = 30


def plot_theme_frames(corpus: "Corpus", pairs: pd.DataFrame) -> "Figure":
    """Draw how often each theme stands under each frame, a panel a piece, areas for sentences.

    ``pairs`` is ``cooccurrence(coding, attribute="theme", beside="frame")``.
    """
    themes, frames = list(CODES["theme"]), list(CODES["frame"])
    documents = pieces_in(corpus, pairs)
    figure, panels = _panels(
        len(documents), figsize=(WIDTH, 3.0 * len(documents) + 0.6),
        sharex=True, squeeze=False,
    )  # fmt: skip
    for document, axes in zip(documents, panels[:, 0], strict=True):
        style = style_of(corpus, document)
        own = pairs[(pairs["document"] == document) & (pairs["count"] > 0)]
        axes.scatter(
            own["frame"].map(frames.index), own["theme"].map(themes.index),
            s=own["count"] / LARGEST * 320, color=style.colour, marker=style.marker, linewidth=0,
        )  # fmt: skip
        name_rows(axes, themes, fontsize=SMALL)
        axes.set_xlim(-0.6, len(frames) - 0.4)
        axes.grid(color="0.6", linewidth=0.3)
        axes.set_axisbelow(True)
        axes.set_title(style.label)
        axes.tick_params(length=0)
    panels[-1, 0].set_xticks(range(len(frames)), frames, rotation=60, ha="right")
    return figure


def plot_stability(stability: pd.DataFrame) -> "Figure":
    """Draw the stability of topics and that of shuffled words, a column a number of topics."""
    figure, axes = _panels(figsize=(WIDTH, 2.8))
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


COLUMNS = 2


def plot_networks(
    corpus: "Corpus", rates: pd.DataFrame, met: pd.DataFrame, actors: Sequence[str]
) -> "Figure":
    """Draw who is named with whom, a panel a piece, every actor in the same place in each.

    Areas are mentions per 1,000 words; the width of a line is the share of the piece’s sentences
    that name both. ``met`` has document, first, second, share.
    """
    documents = pieces_in(corpus, rates)
    height = -(-len(documents) // COLUMNS)
    figure, panels = _panels(height, COLUMNS, figsize=(WIDTH, 2.1 * height), squeeze=False)
    turn = 2 * pi / len(actors)
    places = {actor: (sin(k * turn), cos(k * turn)) for k, actor in enumerate(actors)}
    for axes in panels.flat[len(documents) :]:
        axes.set_visible(False)
    for document, axes in zip(documents, panels.flat, strict=False):
        style = style_of(corpus, document)
        own = met[(met["document"] == document) & met["first"].isin(places)]
        _draw_lines(axes, own[own["second"].isin(places)], places)
        named = rates[(rates["document"] == document) & rates["actor"].isin(places)]
        x, y = zip(*(places[actor] for actor in named["actor"]), strict=True)
        axes.scatter(x, y, s=named["rate"] * 7, color=style.colour, zorder=2, linewidth=0)
        for actor, (left, up) in places.items():
            axes.text(left * 1.5, up * 1.3, actor, ha="center", va="center", fontsize=9.5)
        axes.set_title(style.label, loc="center")
        axes.set_xlim(-2.05, 2.05)
        axes.set_ylim(-1.55, 1.55)
        axes.set_aspect("equal")
        axes.axis("off")
    return figure


def _draw_lines(axes: "Axes", pairs: pd.DataFrame, places: dict[str, tuple[float, float]]) -> None:
    for pair in rows(pairs):
        ends = zip(places[pair.first], places[pair.second], strict=True)
        axes.plot(*ends, color=INK, linewidth=0.4 + pair.share * 10, alpha=0.55, zorder=1)


REACH = 6.5


def plot_keyness(corpus: "Corpus", words: pd.DataFrame) -> "Figure":
    """Draw words that set pairs of pieces apart, a panel a pair, in the order of their log ratio.

    ``words`` are rows of ``pairwise_keyness``. A filled mark is a word with q < .05; a thin line is
    an exact interval, where one side never uses the word.
    """
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    pairs: list[tuple[Any, pd.DataFrame]] = list(words.groupby(["target", "reference"], sort=False))
    figure, panels = _panels(
        len(pairs), figsize=(WIDTH, 0.6 + 2.8 * len(pairs)), squeeze=False,
        layout=ConstrainedLayoutEngine(h_pad=0.12),
    )  # fmt: skip
    for (pair, group), axes in zip(pairs, panels[:, 0], strict=True):
        target, reference = map(str, pair)
        chosen = group.sort_values(["log_ratio", "term"], ignore_index=True)
        for place, word in enumerate(rows(chosen)):
            _draw_word(corpus, axes, place, word, target if word.log_ratio > 0 else reference)
        axes.set_yticks(range(len(chosen)), chosen["term"])
        _ratio_axis(axes)
        axes.set_title(f"← {style_of(corpus, reference).label}", loc="left")
        axes.set_title(f"{style_of(corpus, target).label} →", loc="right")
    panels[-1, 0].set_xlabel("ratio of rates (log scale) with 95% interval")
    return figure


def _ratio_axis(axes: "Axes") -> None:
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.set_xlim(-REACH, REACH)
    axes.set_xticks(range(-6, 7, 2), ["64×", "16×", "4×", "same", "4×", "16×", "64×"])


def _draw_word(corpus: "Corpus", axes: "Axes", place: int, word: pd.Series, side: str) -> None:
    style = style_of(corpus, side)
    limits = np.clip([word.low, word.high], -REACH, REACH)
    width = 2.2 if min(word.target_count, word.reference_count) > 0 else 0.9
    axes.plot(limits, [place] * 2, color=style.colour, linewidth=width)
    axes.plot(
        word.log_ratio, place, marker=style.marker, color=style.colour, markersize=6,
        markerfacecolor=style.colour if word.q < 0.05 else "none", markeredgewidth=1.4,
    )  # fmt: skip


def plot_diversity(corpus: "Corpus", rich: pd.DataFrame) -> "Figure":
    """Draw the type–token ratio in moving windows: its mean, and where 80% of the windows lie."""
    figure, axes = _panels(figsize=(WIDTH, 2.3))
    for place, text in enumerate(rows(rich)):
        style = style_of(corpus, text.document)
        axes.hlines(place, text.mattr_low, text.mattr_high, color=style.colour, linewidth=2.2)
        axes.plot(text.mattr, place, marker=style.marker, color=style.colour, markersize=7)
    name_rows(axes, [label_of(corpus, "document", one) for one in rich["document"]])
    axes.set_xlabel("different words in 50 running words, as a share")
    return figure


def plot_company(corpus: "Corpus", company: pd.DataFrame) -> "Figure":
    """Draw how often words stand near a node, a panel a node, a mark a piece.

    ``company`` has node, collocate, document and count; words are in the order of their first row.
    """
    nodes = company.groupby("node", sort=False)["collocate"].unique()
    heights = [len(words) for words in nodes]
    figure, panels = _panels(
        len(nodes), figsize=(WIDTH, 1.2 + 0.26 * sum(heights)),
        sharex=True, height_ratios=heights, squeeze=False,
    )  # fmt: skip
    for (node, words), axes in zip(nodes.items(), panels[:, 0], strict=True):
        own = company[company["node"] == node].set_index("collocate")
        for document in pieces_in(corpus, own):
            style = style_of(corpus, document)
            axes.plot(
                own.loc[own["document"] == document, "count"].reindex(words), range(len(words)),
                marker=style.marker, color=style.colour, linestyle="", markersize=6,
                label=style.label, clip_on=False,
            )  # fmt: skip
        name_rows(axes, list(words))
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
    legend = ["all words", "without quotations"]
    figure, axes = _two_marks(shown["q"], shown["q_own"], labels, legend)
    axes.axvline(0.05, color=INK, linewidth=0.8, linestyle="--")
    axes.set_xscale("log")
    axes.set_xticks([0.01, 0.02, 0.05, 0.1], [".01", ".02", ".05", ".1"])
    axes.minorticks_off()
    axes.set_xlabel("q (log scale)")
    return figure


def _two_marks(
    first: pd.Series, second: pd.Series, labels: Sequence[str], legend: Sequence[str]
) -> tuple["Figure", "Axes"]:
    """Draw two marks a row, the first one filled, and the way between them."""
    figure, axes = _panels(figsize=(WIDTH, 1.0 + 0.24 * len(labels)))
    places = range(len(labels))
    axes.plot(first, places, "o", color=INK, markersize=5)
    axes.plot(second, places, "o", color=INK, markersize=5, markerfacecolor="none")
    axes.hlines(places, first, second, color="0.6", linewidth=0.8, zorder=0)
    figure.legend(legend, loc="outside upper left", ncols=2)
    name_rows(axes, labels)
    return figure, axes


SCALED = 1998  # the first year of the timeline’s scale
COLD_WAR = (1947, 1991)


def plot_timeline(corpus: "Corpus", references: pd.DataFrame) -> "Figure":
    """Draw the years that each piece speaks of, a row a year and a column a piece.

    A mark stands for a year, its area for the sentences that name it (as a year, an event or a
    relative date); the open box is the piece’s own year, if it is known; the line runs from its
    earliest year to its latest. Events stand beside their years; the years of the Cold War are
    shaded. Years before 1998 have a row each and no scale.
    """
    documents, counts = corpus.documents, years_named(references)
    row_of = _rows_of_years({*counts["year"], *documents["year"].dropna()})
    last, wide = max(row_of.values(), default=0), len(documents) + 6
    figure, axes = _panels(figsize=(3.4 / 11 * wide, 1.3 + 0.19 * last), layout=None)
    figure.subplots_adjust(
        left=0.12, right=0.99, bottom=0.01, top=1 - 0.95 / figure.get_figheight()
    )
    for column, piece in enumerate(rows(documents)):
        _draw_piece(
            corpus, axes, column, piece, counts[counts["document"] == piece.document], row_of
        )
    shaded = [row for year, row in row_of.items() if COLD_WAR[0] <= year <= COLD_WAR[1]]
    if shaded:
        axes.axhspan(min(shaded) - 0.5, max(shaded) + 0.5, color=INK, alpha=0.08, linewidth=0)
    _name_events(axes, references[references["kind"] == "event"], row_of, edge=len(documents) - 0.4)
    axes.set_yticks(list(row_of.values()), [str(year) for year in row_of], fontsize=SMALL)
    axes.set_xlim(-0.6, wide - 0.6)
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
    corpus: "Corpus",
    axes: "Axes",
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
        marker=style.marker, linewidth=0, zorder=3,
    )  # fmt: skip
    axes.plot([column] * len(own), own, "s", ms=15.5, mfc="none", mec=INK, mew=1)
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
