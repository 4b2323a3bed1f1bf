"""One look for all figures: colour, marker, hatch for each piece, ink that follows the page."""

from typing import Any, NamedTuple

INK = "#010203"  # becomes currentColor in the page


class Style(NamedTuple):
    """How a document looks in every figure: never by its colour alone."""

    label: str
    colour: str
    marker: str


PIECES = {
    "2012-jamestown": Style("2012 Jamestown", "#2f7fd1", "o"),
    "2020-tpq": Style("2020 TPQ", "#d55e00", "s"),
    "2020-antiwar": Style("2020 Antiwar", "#b3609c", "^"),
    "2022-isdp": Style("2022 ISDP", "#8c7a3a", "v"),
    "2023-china-daily": Style("2023 China Daily", "#009370", "D"),
}


def style_of(document: str) -> Style:
    """Return how a document is drawn; a document of another corpus gets one of the five looks.

    >>> style_of("2020-tpq").label, style_of("a-speech").label
    ('2020 TPQ', 'a-speech')
    """
    looks = list(PIECES.values())
    borrowed = looks[sum(document.encode()) % len(looks)]
    return PIECES.get(document, borrowed._replace(label=document))


def label_of(document: str) -> str:
    """Return the short label of a document of the book, and any other text as it is."""
    return PIECES[document].label if document in PIECES else document


def use_style() -> None:
    """Set matplotlib up for the book: ink, sizes and a transparent ground, text kept as text."""
    import matplotlib as mpl

    inks: tuple[Any, ...] = (
        "text.color",
        "axes.edgecolor",
        "axes.labelcolor",
        "xtick.color",
        "ytick.color",
    )
    mpl.rcParams.update(
        {
            **dict.fromkeys(inks, INK),
            "svg.fonttype": "none",
            "font.size": 10,
            "axes.titlesize": 10,
            "axes.titlelocation": "left",
            "axes.spines.top": False,
            "axes.spines.right": False,
            "figure.facecolor": "none",
            "axes.facecolor": "none",
            "savefig.facecolor": "none",
            "legend.frameon": False,
            "hatch.linewidth": 0.6,
        }
    )
