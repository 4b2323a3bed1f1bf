"""The figures of the five pieces show what they are to show, and cut nothing."""

import pandas as pd
import pytest
from matplotlib.text import Text

from analysis import ledger, load_corpus, read_events, time_references
from analysis.book.plots import plot_parts, plot_timeline
from analysis.book.style import style_of
from analysis.corpus.corpus import SEEDS
from analysis.measures.pieces.ledger import KINDS


@pytest.fixture(scope="module")
def references(corpus):
    events = read_events(corpus.folder / "events.toml")
    return time_references(corpus.sentences, events, corpus.documents)


def texts_of(figure):
    """The texts of a figure that are shown, and those that reach over its edge."""
    figure.canvas.draw()
    shown = [text for text in figure.findobj(Text) if text.get_text() and text.get_visible()]
    cut = [
        text.get_text()
        for text in shown
        for box in [text.get_window_extent()]
        if box.x0 < -1 or box.x1 > figure.bbox.x1 + 1 or box.y0 < -1 or box.y1 > figure.bbox.y1 + 1
    ]
    return [text.get_text() for text in shown], cut


def test_the_timeline_names_each_piece_event_and_year_once(references, corpus):
    shown, cut = texts_of(plot_timeline(corpus, references))
    events = set(references.loc[references["kind"] == "event", "label"])
    years = {str(year) for year in {*references["year"], *corpus.documents["year"]}}
    pieces = {"2012 Jamestown", "2020 TPQ", "2020 Antiwar", "2022 ISDP", "2023 China Daily"}
    assert sorted(shown) == sorted(events | years | pieces)
    assert cut == []


def test_the_timeline_has_an_area_for_each_year_and_a_box_for_the_year_of_the_piece(
    references, corpus
):
    axes = plot_timeline(corpus, references).axes[0]
    named = references.drop_duplicates(["document", "sentence", "year"])
    sizes = sorted(size / 24 for marks in axes.collections for size in marks.get_sizes())
    assert sizes == sorted(named.groupby(["document", "year"]).size())
    row_of = dict(zip(
        [int(label.get_text()) for label in axes.get_yticklabels()], axes.get_yticks(), strict=True
    ))  # fmt: skip
    boxes = [line.get_ydata()[0] for line in axes.lines if line.get_marker() == "s"]
    assert boxes == [row_of[year] for year in corpus.documents["year"]]


def test_the_ledger_names_every_kind_of_text_and_its_bars_are_whole(corpus):
    parts = ledger(corpus.blocks, corpus.tokens)
    shares = parts.pivot_table(
        index="document", columns="kind", values="share", aggfunc="sum", fill_value=0
    )
    figure = plot_parts(corpus, 100 * shares[[*KINDS]], label="%")
    shown, cut = texts_of(figure)
    assert {*KINDS, "2012 Jamestown"} <= {*shown}
    assert cut == []
    ends = [max(bar.get_x() + bar.get_width() for bar in bars) for bars in
            zip(*figure.axes[0].containers, strict=True)]  # fmt: skip
    assert ends == pytest.approx([100] * 5)


def test_a_piece_without_a_date_has_its_years_and_no_box(tmp_path):
    (tmp_path / "undated.txt").write_text("A title\n\nIn 1999 and in 2001 they met.\n", "utf-8")
    (tmp_path / "silent-2020.txt").write_text("A title\n\nThey never met.\n", "utf-8")
    texts = load_corpus(tmp_path)
    events = read_events(SEEDS / "events.toml")
    found = time_references(texts.sentences, events, texts.documents)
    axes = plot_timeline(texts, found).axes[0]
    boxes = [len(line.get_xdata()) for line in axes.lines if line.get_marker() == "s"]
    assert sorted(boxes) == [0, 1]
    assert sorted(len(marks.get_sizes()) for marks in axes.collections) == [0, 2]
    texts.documents["year"] = pd.NA
    plot_timeline(texts, found.head(0))


def test_groups_of_documents_look_apart(corpus):
    looks = {style_of(corpus, group) for group in ("China", "United States")}
    assert len({look.colour for look in looks}) == len({look.marker for look in looks}) == 2
    assert {look.label for look in looks} == {"China", "United States"}
