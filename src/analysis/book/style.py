"""How pieces and codes are called and drawn: as ``corpus.toml`` and the codebook say."""

from typing import TYPE_CHECKING, Any, NamedTuple

from analysis.corpus.codebook import codebook

if TYPE_CHECKING:
    from analysis.corpus.corpus import Corpus

INK = "#010203"  # becomes currentColor in the page
COLOURS = ("#2f7fd1", "#d55e00", "#b3609c", "#8c7a3a", "#009370")
MARKERS = "os^vDPX<>p"
PIECES = ("document", "other", "target", "reference", "left_out")
HEADS = {
    "document": "piece", "target": "piece", "reference": "against", "left_out": "without",
    "target_count": "count", "reference_count": "count there", "target_share": "share",
    "reference_share": "share there", "target_rate": "rate", "reference_rate": "rate there",
    "holm": "Holm", "g2": "G²", "max_t": "max-T", "alpha": "α", "f1": "F1", "term": "word",
    "threat_from": "source of the threat", "log_dice": "logDice", "mattr": "MATTR", "mtld": "MTLD",
    "hdd": "HD-D", "yule_k": "Yule’s K", "dp_norm": "DPnorm", "kld": "KLD",
    "types": "different words", "collocate_count": "in all",
    "q_own": "q, own",
    "k": "topics", "null_mean": "shuffled",
    "null_high": "largest", "nmi": "NMI", "null_nmi": "NMI shuffled",
    "earliest": "earliest year", "latest": "latest year",
    "kappa": "κ", "first_only": "A only", "second_only": "B only", "percent": "alike",
    "alpha_low": "from", "alpha_high": "to", "f1_low": "from", "f1_high": "to",
}  # fmt: skip


class Style(NamedTuple):
    """How a document looks in every figure: never by its colour alone."""

    label: str
    colour: str
    marker: str


def style_of(corpus: "Corpus", document: str) -> Style:
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


def label_of(corpus: "Corpus | None", column: str, value: str) -> str:
    """Return what a value of a column is called: pieces and codes by their labels.

    >>> from analysis import load_corpus
    >>> [label_of(load_corpus(), *pair) for pair in [("document", "2020-tpq"), ("voice", "nato")]]
    ['2020 TPQ', 'NATO, the West']
    """
    if column in PIECES and corpus is not None:
        labels = dict(zip(corpus.documents["document"], corpus.documents["label"], strict=True))
        return ", ".join(labels.get(part, part) for part in value.split(", "))
    codes = codebook()
    found = codes.loc[(codes["attribute"] == column) & (codes["code"] == value), "label"]
    return str(found.iloc[0]) if len(found) else value


def coded_label(corpus: "Corpus", document: str) -> str:
    """Return the label of a document whose codes are shown; the lexicon’s are marked as such."""
    label = style_of(corpus, document).label
    return label if document in set(corpus.coding["document"]) else f"{label} (lexicon)"


def head_of(column: str) -> str:
    """Return the head of a column of a table.

    >>> head_of("max_t"), head_of("first_count")
    ('max-T', 'first count')
    """
    return HEADS.get(column, column.replace("_", " "))


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
