"""The figures of the five pieces show what they are to show, and cut nothing, at both widths."""

from base64 import b64decode
from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from PIL import Image

from analysis import ledger, load_corpus, read_events, time_references
from analysis.book import figures
from analysis.book.plots import plot_bars, plot_keyness, plot_matrix, plot_strokes, plot_timeline
from analysis.book.style import style_of
from analysis.corpus.corpus import SEEDS
from analysis.measures.pieces.ledger import KINDS

LEAST = 9  # points: 12 pixels


@pytest.fixture(autouse=True)
def _as_many_as_there_are():
    with rc_context({"figure.max_open_warning": 0}):
        yield


@pytest.fixture(scope="module")
def references(corpus):
    events = read_events(corpus.folder / "events.toml")
    return time_references(corpus.sentences, events, corpus.documents)


@pytest.fixture(scope="module")
def shares():
    """Shares of two frames, whole and by stance, of a long piece and of a short one."""
    whole = pd.DataFrame(
        {
            "document": ["2012-jamestown", "2012-jamestown", "2022-isdp", "2022-isdp"],
            "frame": ["threat", "rivalry", "threat", "rivalry"],
            "share": [0.5, 0.25, 0.4, 0.0],
            "low": [0.3, 0.1, 0.0, 0.0],
            "high": [0.7, 0.4, 0.97, 0.97],
        }
    )
    parts = pd.concat(
        [
            whole.assign(stance=stance, share=whole["share"] * part)[
                ["document", "frame", "stance", "share"]
            ]
            for stance, part in {"+": 0.6, "-": 0.4, "open": 0.0}.items()
        ]
    )
    return whole, parts


@pytest.fixture(scope="module")
def bars(corpus, shares):
    """The same as a figure for a page and one for a phone."""
    whole, parts = shares
    return plot_bars(corpus, whole, by="frame", parts=parts, cites=("frames", "stances"))


def texts_of(figure):
    """The texts of a figure that are shown, and those that reach over its edge or are small."""
    figure.canvas.draw()
    shown = [
        text
        for text in figure.findobj(Text)
        if text.get_text() and text.get_visible() and (text.axes is None or text.axes.get_visible())
    ]
    wrong = [
        text.get_text()
        for text in shown
        for box in [text.get_window_extent()]
        if box.x0 < -1 or box.x1 > figure.bbox.x1 + 1 or box.y0 < -1 or box.y1 > figure.bbox.y1 + 1
        or text.get_fontsize() < LEAST
    ]  # fmt: skip
    return [text.get_text() for text in shown], wrong


def bars_of(axes):
    return [bar for bar in axes.patches if isinstance(bar, Rectangle)]


@pytest.mark.parametrize("width", [0, 1])
def test_bars_are_cut_by_stance_and_say_what_they_come_to(bars, width):
    shown, wrong = texts_of(bars[width])
    assert wrong == []
    assert {"threat", "rivalry", "\u00a050%", "\u00a025%", "\u00a040%"} <= {*shown}
    asserted, denied = (
        next(bar for bar in bars_of(bars[width].axes[0]) if f"threat/{stance}" in bar.get_url())
        for stance in "+-"
    )
    assert asserted.get_width() == pytest.approx(30)
    assert (denied.get_x(), denied.get_width()) == pytest.approx((30, 20))
    assert (asserted.get_hatch() or "") == ""
    assert denied.get_hatch()


@pytest.mark.parametrize("width", [0, 1])
def test_a_piece_that_is_not_tested_says_so_and_has_no_interval(bars, width):
    lines = {
        axes.get_title(loc="left"): [
            segment for line in axes.collections for segment in line.get_segments()
        ]
        for axes in bars[width].axes
    }
    assert len(lines["2012 Jamestown"]) == 2
    assert [title for title in lines if "not tested" in title] == ["2022 ISDP\n(not tested)"]
    drawn = [x for segment in lines["2022 ISDP\n(not tested)"] for x, _ in segment]
    assert pd.isna(drawn).all()


def test_a_bar_leads_to_what_it_counts(bars):
    addresses = [bar.get_url() for axes in bars[0].axes for bar in bars_of(axes)]
    assert "#n:stances/2012-jamestown/threat/-" in addresses


def test_marks_lead_to_what_is_published_or_to_the_cells_of_a_table(corpus, references):
    places = pd.DataFrame({"document": ["2020-tpq"] * 2, "term": "China", "place": [0.1, 0.9]})
    options = {"panel": "term", "row": "document", "rows": ["2020-tpq"], "cites": "rates"}
    (strokes,) = plot_strokes(corpus, places, **options)[1].axes[0].lines
    assert strokes.get_url() == "#n:rates/2020-tpq/China"
    words = pd.DataFrame({
        "target": "2012-jamestown", "reference": "2020-tpq", "term": ["China", "US"],
        "target_count": [9, 1], "reference_count": [1, 9], "log_ratio": [2.0, -2.0],
        "low": [1.0, -3.0], "high": [3.0, -1.0], "q": 0.01,
    })  # fmt: skip
    for cites, first in (("tab-words", "1"), ("words", "2012-jamestown/2020-tpq/China")):
        marks = plot_keyness(corpus, words, cites=cites)[0].axes[0].lines
        assert f"#n:{cites}/{first}/target_count" in {mark.get_url() for mark in marks}
    parts = ledger(corpus.blocks, corpus.tokens).groupby(["document", "kind"])["share"].sum()
    own = {"by": "kind", "order": [*KINDS], "cites": ("tab-ledger",)}
    bars = [
        bar
        for axes in plot_bars(corpus, parts.reset_index(), **own)[0].axes
        for bar in bars_of(axes)
    ]
    assert "#n:tab-ledger/3/body" in {bar.get_url() for bar in bars}
    years = plot_timeline(corpus, references, cites="dated")[0].axes[0].collections
    assert "#n:dated/2012-jamestown/1999" in {url for marks in years for url in marks.get_urls()}


def test_a_matrix_names_each_pair_once_and_writes_each_share(corpus):
    met = pd.DataFrame(
        {
            "document": ["2012-jamestown", "2023-china-daily", "2012-jamestown"],
            "first": ["China", "China", "NATO"],
            "second": ["NATO", "NATO", "US"],
            "share": [0.72, 0.4, 0.09],
        }
    )
    for figure in plot_matrix(corpus, met, by=["first", "second"], cites="met"):
        shown, wrong = texts_of(figure)
        assert wrong == []
        assert [text for text in shown if "–" in text] == ["China – NATO", "NATO – US"]
        assert [text for text in shown if text.endswith("%")] == ["72%", "40%", "9%"]
        shades = [cell.get_alpha() for cell in figure.axes[0].patches]
        assert shades == sorted(shades, reverse=True)
        assert figure.axes[0].patches[2].get_url() == "#n:met/2012-jamestown/NATO/US"


@pytest.mark.parametrize("width", [0, 1])
def test_the_timeline_names_each_piece_event_and_year_once(references, corpus, width):
    shown, wrong = texts_of(plot_timeline(corpus, references)[width])
    events = set(references.loc[references["kind"] == "event", "label"])
    years = {str(year) for year in {*references["year"], *corpus.documents["year"]}}
    pieces = {"2012 Jamestown", "2020 TPQ", "2020 Antiwar", "2022 ISDP", "2023 China Daily"}
    assert sorted(shown) == sorted(events | years | pieces)
    assert wrong == []


def test_the_timeline_has_an_area_for_each_year_and_a_box_for_the_year_of_the_piece(
    references, corpus
):
    axes = plot_timeline(corpus, references)[0].axes[0]
    named = references.drop_duplicates(["document", "sentence", "year"])
    sizes = sorted(size / 24 for marks in axes.collections for size in marks.get_sizes())
    assert sizes == sorted(named.groupby(["document", "year"]).size())
    row_of = dict(zip(
        [int(label.get_text()) for label in axes.get_yticklabels()], axes.get_yticks(), strict=True
    ))  # fmt: skip
    boxes = [line.get_ydata()[0] for line in axes.lines if line.get_marker() == "s"]
    assert boxes == [row_of[year] for year in corpus.documents["year"]]


@pytest.mark.parametrize("width", [0, 1])
def test_bars_of_names_that_are_long_are_not_cut(corpus, width):
    parts = ledger(corpus.blocks, corpus.tokens)
    shares = parts.groupby(["document", "kind"])["share"].sum().reset_index()
    shown, wrong = texts_of(plot_bars(corpus, shares, by="kind", order=[*KINDS])[width])
    assert {*KINDS, "2012 Jamestown"} <= {text.replace("\n", " ") for text in shown}
    assert wrong == []


def test_a_piece_without_a_date_has_its_years_and_no_box(tmp_path):
    (tmp_path / "undated.txt").write_text("A title\n\nIn 1999 and in 2001 they met.\n", "utf-8")
    (tmp_path / "silent-2020.txt").write_text("A title\n\nThey never met.\n", "utf-8")
    texts = load_corpus(tmp_path)
    events = read_events(SEEDS / "events.toml")
    found = time_references(texts.sentences, events, texts.documents)
    axes = plot_timeline(texts, found)[0].axes[0]
    boxes = [len(line.get_xdata()) for line in axes.lines if line.get_marker() == "s"]
    assert sorted(boxes) == [0, 1]
    assert sorted(len(marks.get_sizes()) for marks in axes.collections) == [0, 2]
    texts.documents["year"] = pd.NA
    plot_timeline(texts, found.head(0))


def test_groups_of_documents_look_apart(corpus):
    looks = {style_of(corpus, group) for group in ("China", "United States")}
    assert len({look.colour for look in looks}) == len({look.marker for look in looks}) == 2
    assert {look.label for look in looks} == {"China", "United States"}


def test_a_figure_to_take_away_has_its_whole_title_above_it(monkeypatch):
    left = []
    monkeypatch.setattr(figures, "leave", lambda record, *_: left.append(record))
    title = "When many more words than one line holds are said, *no* line is cut. " * 2
    drawing = Figure(figsize=(7, 3), layout="constrained", facecolor="none")
    drawing.add_subplot(facecolor="none").bar(["a"], [1], color="black", alpha=0.2, width=1)
    with rc_context({"svg.fonttype": "none"}):
        figures.figure(drawing, name="fig-long", title=title, holds=True)
    picture = np.array(Image.open(BytesIO(b64decode(left[-1]["files"]["png"]))).convert("L"))
    assert picture.shape[1] == 7 * 140
    assert picture.shape[0] > (3 + 3 * 0.17) * 140  # the title stands above the whole drawing
    assert (picture[:60, -10:] > 250).all()
    assert (picture[:60] < 100).any()
    assert 190 < np.median(picture[200:300, 300:700]) < 220
    drawn = ElementTree.fromstring(b64decode(left[-1]["files"]["svg"]))
    above, below = drawn.findall("{*}svg")
    lines = [line.text for line in above.iter("{http://www.w3.org/2000/svg}text")]
    assert " ".join(lines) == title.replace("*", "").strip()
    assert float(below.get("y")) == float(above.get("height").removesuffix("pt"))
    tall = float(drawn.get("height").removesuffix("pt"))
    assert tall == pytest.approx(float(below.get("y")) + 3 * 72)
    named = [one.get("id") for one in drawn.iter() if one.get("id")]
    assert len(named) == len(set(named))


def test_jupyterlab_shows_a_figure_once_and_the_page_has_one_for_phones_as_well(monkeypatch):
    left = []
    monkeypatch.setattr(figures, "leave", lambda record, html: left.append((record["svg"], html)))
    drawings = Figure(figsize=(7, 3)), Figure(figsize=(3.5, 3))
    figures.figure(drawings, name="fig-two", title="It is *one* figure.", holds=True)
    ((page, html),) = left[-1:]
    assert (page.count("<svg"), html.count("<svg")) == (2, 1)
    assert "on-phone" in page
    assert "on-phone" not in html
    assert "<em>one</em>" in html
