"""How pieces and codes are called and drawn: as ``corpus.toml`` and the codebook say."""

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from analysis.corpus.codebook import codebook
from analysis.corpus.corpus import Corpus
from analysis.corpus.reading import read_toml

COLOURS = ("#2f7fd1", "#d55e00", "#b3609c", "#8c7a3a", "#009370")
MARKERS = "os^vDPX<>p"
PIECES = ("document", "other", "target", "reference", "left_out")
COLUMNS = read_toml(Path(__file__).with_name("columns.toml"))
FORMATS = {name: facts["format"] for name, facts in COLUMNS.items() if "format" in facts}
FIGURES: dict[Any, Any] = read_toml(Path(__file__).with_name("figures.toml"))
INK = str(FIGURES["text.color"])


class Style(NamedTuple):
    """How a document looks in every figure: never by its colour alone."""

    label: str
    colour: str
    marker: str


def style_of(corpus: Corpus, document: str) -> Style:
    """Return how a document is drawn: as ``corpus.toml`` says, else by its place in the order.

    A group of documents has its own name, and the look of its place among the groups.

    >>> from analysis import load_corpus
    >>> style_of(load_corpus(), "2020-tpq")
    Style(label='2020 TPQ', colour='#d55e00', marker='s')
    """
    known = corpus.documents
    if document not in set(known["document"]):  # a group of documents
        columns = ({*map(str, known[column])} for column in known)
        groups = next((values for values in columns if document in values), {document})
        place = sorted(groups).index(document)
        return Style(document, COLOURS[place % len(COLOURS)], MARKERS[place % len(MARKERS)])
    place = list(known["document"]).index(document)
    row = known.iloc[place]
    colour = row["colour"] or COLOURS[place % len(COLOURS)]
    return Style(row["label"], colour, row["marker"] or MARKERS[place % len(MARKERS)])


def label_of(corpus: Corpus | None, column: str, value: str) -> str:
    """Return what a value of a column is called: pieces and codes by their labels.

    >>> from analysis import load_corpus
    >>> [label_of(load_corpus(), *pair) for pair in [("document", "2020-tpq"), ("voice", "nato")]]
    ['2020 TPQ', 'NATO, the West']
    """
    if column in PIECES and corpus is not None:
        labels = dict(zip(corpus.documents["document"], corpus.documents["label"], strict=True))
        return ", ".join(labels.get(part, part) for part in value.split(", "))
    return _labels().get((column, value), value)


@cache
def _labels() -> dict[tuple[str, str], str]:
    codes = codebook()
    return dict(
        zip(zip(codes["attribute"], codes["code"], strict=True), codes["label"], strict=True)
    )


def coded_label(corpus: Corpus, document: str) -> str:
    """Return the label of a document whose codes are shown; the lexicon’s are marked as such."""
    label = style_of(corpus, document).label
    return label if document in set(corpus.coding["document"]) else f"{label} (lexicon)"


def head_of(column: str) -> str:
    """Return the head of a column of a table.

    >>> head_of("max_t"), head_of("first_count")
    ('max-T', 'first count')
    """
    return str(COLUMNS.get(column, {}).get("head", column.replace("_", " ")))


def meaning_of(head: str) -> str:
    """Return what a column means, by its name or its head.

    >>> meaning_of("rate"), meaning_of("Holm"), meaning_of("words of others")
    ('times in 1,000 words', 'p corrected for the number of comparisons, Holm',
     'as the caption of the table says')
    """
    known = {key: facts["meaning"] for key, facts in COLUMNS.items()}
    called = {head_of(key): meaning for key, meaning in reversed(known.items())}
    return str((called | known).get(head, "as the caption of the table says"))


def use_style() -> None:
    """Set matplotlib up for the book: ink, sizes and a transparent ground, text kept as text."""
    import matplotlib as mpl

    mpl.rcParams.update(FIGURES)
