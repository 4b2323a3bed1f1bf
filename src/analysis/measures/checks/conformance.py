"""Every measure against values that others published or computed independently."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.measures.certainty.multiplicity import benjamini_hochberg, holm
from analysis.measures.certainty.permutation import Permutation, permute
from analysis.measures.framing.agreement import agree, krippendorff_alpha
from analysis.measures.framing.error_correction import rogan_gladen
from analysis.measures.themes.topics import average_jaccard
from analysis.measures.vocabulary import contingency as table
from analysis.measures.vocabulary import diversity as rich
from analysis.measures.vocabulary.collocations import association
from analysis.measures.vocabulary.dispersion import dispersion_measures
from analysis.measures.vocabulary.keyness import keyness

COLUMNS = ["measure", "input", "kind", "expected", "ours", "source", "agrees"]
Case = tuple[str, str, str, float | str, int, Callable[[], Any], str]

BH_1995 = [
    .0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528,
    .7590, 1.0,
]  # fmt: skip
FOUR = (10, 5, 100, 200)
QUANTEDA = "one one two one one two one".split()
KOR = "a b c d d e e f f f".split()
REPEATED = "This is a sentence .".split() * 20
GRIES = ([[1, 2, 3, 4, 5]], [9, 10, 10, 10, 11])
LYNE = (
    [[2, 0, 1, 1, 3, 0, 3, 0, 0, 0]],
    [8143, 8058, 8271, 8125, 7959, 7941, 8146, 8001, 8003, 7930],
)
FIRST, SECOND = "a a a b b c c c c c c d e f g h h", "a a b c c d d d d e f h"
CODERS = {"a": "*****34121133*3", "b": "1*213343*******", "c": "**21344*21133*4"}
TOPICS = ("album music best award win".split(), "sport best win medal award".split())
SMALL = (4, 8, 8, 64)
OF_COURSE = (5610, 5610 + 168938, 5610 + 2257, 5610 + 168938 + 2257 + 10233063)


def _dunning(word: int, other: int, rest: int, others: int) -> Any:
    return table.log_likelihood(word, rest, word + other, rest + others)


def _spread(name: str, case: tuple[list[list[int]], list[int]]) -> float:
    return float(dispersion_measures(*case)[name].iloc[0])


def _presence(*rows: list[int]) -> Permutation:
    from scipy.sparse import csr_array

    counts = csr_array(np.array(rows or [[1, 1, 1, 0, 0, 0, 0, 1]], dtype=np.float32))
    side = np.array([True] * 4 + [False] * 4)
    return permute(counts, np.ones(8, dtype=np.int64), side, permutations=9999, seed=0)


def _tokens(**texts: str) -> pd.DataFrame:
    """Return tokens of texts given as paragraphs between bars."""
    rows = [
        (document, paragraph, word)
        for document, text in texts.items()
        for paragraph, words in enumerate(text.split("|"))
        for word in words.split()
    ]
    return pd.DataFrame(rows, columns=["document", "paragraph", "term"])


def _signed_order() -> str:
    """Return the words of quanteda’s example by signed G², largest first."""
    words = keyness(_tokens(x=FIRST, y=SECOND), "x", "y", min_count=1)
    signed = words["g2"].where(words["direction"] == "target", -words["g2"])
    return " ".join(words["term"][signed.sort_values(ascending=False, kind="stable").index])


def _alpha() -> float:
    coders = pd.DataFrame({coder: list(codes) for coder, codes in CODERS.items()})
    return krippendorff_alpha(coders.replace("*", None))


def _kappa() -> float:
    first = np.array(["y"] * 25 + ["n"] * 25, dtype=object)
    second = np.array(["y"] * 20 + ["n"] * 5 + ["y"] * 10 + ["n"] * 15, dtype=object)
    return float(agree(first, second, np.ones((50, 1))).kappa[0])


CASES: Sequence[Case] = (
    ("G², four cells", "110, 2442, 111, 29114", "published", 270.72, 2,
     lambda: _dunning(110, 2442, 111, 29114), "Dunning 1993"),
    ("G², four cells", "29, 13, 123, 31612", "published", 263.90, 2,
     lambda: _dunning(29, 13, 123, 31612), "Dunning 1993"),
    ("G², four cells", "10, 0, 3, 31764", "published", 167.23, 2,
     lambda: _dunning(10, 0, 3, 31764), "Dunning 1993"),
    ("G², four cells", "110, 111, 2552, 29225", "recomputed", 270.721877, 6,
     lambda: table.log_likelihood(110, 111, 2552, 29225), "NLTK"),
    ("G², four cells", "10, 5, 100, 200", "recomputed", 7.329812, 6,
     lambda: table.log_likelihood(*FOUR), "scipy"),
    ("G², two cells", "10, 5, 100, 200", "published", 6.931472, 6,
     lambda: table.log_likelihood_two_cell(*FOUR), "quanteda.extras, tests"),
    ("G², two cells", "0, 5, 100, 200", "recomputed", 4.054651, 6,
     lambda: table.log_likelihood_two_cell(0, 5, 100, 200), "R"),
    ("G², two cells", "10, 0, 100, 200", "recomputed", 21.972246, 6,
     lambda: table.log_likelihood_two_cell(10, 0, 100, 200), "R"),
    ("G², signed: order", "a a a b b c c … against a a b c c …", "published", "c g b h a e f d", 0,
     _signed_order, "quanteda, tests"),
    ("G² of paragraphs", "in 2 of 2 against 0 of 2", "recomputed", 5.545177, 6,
     lambda: keyness(_tokens(x="w|w", y="v|v"), "x", "y", min_count=2)["g2_paragraphs"][0],
     "by hand, 8 ln 2"),
    ("chi-squared", "10, 5, 100, 200", "recomputed", 7.894737, 6,
     lambda: table.chi_squared(*FOUR), "scipy"),
    ("chi-squared, Yates", "10, 5, 100, 200", "recomputed", 6.394737, 6,
     lambda: table.chi_squared(*FOUR, yates=True), "scipy"),
    ("smallest expected count", "10, 5, 100, 200", "recomputed", 5, 0,
     lambda: table.smallest_expected(*FOUR), "by hand"),
    ("BIC of G², four cells", "10, 5, 100, 200", "recomputed", 1.626029, 6,
     lambda: table.bayes_information(table.log_likelihood(*FOUR), 300), "scipy"),
    ("BIC of G², two cells", "10, 5, 100, 200", "recomputed", 1.227689, 6,
     lambda: table.bayes_information(table.log_likelihood_two_cell(*FOUR), 300), "scipy"),
    ("%DIFF", "10, 5, 100, 200", "recomputed", 300.0, 6,
     lambda: table.percent_difference(*FOUR), "by hand"),
    ("%DIFF", "206523, 178174, 959641, 1562358", "published", 88.7, 1,
     lambda: table.percent_difference(206523, 178174, 959641, 1562358),
     "Gabrielatos & Marchi 2011"),
    ("odds ratio", "10, 5, 100, 200", "recomputed", 4.333333, 6,
     lambda: table.odds_ratio(*FOUR), "statsmodels"),
    ("log ratio", "10, 5, 100, 200", "recomputed", 2.0, 6,
     lambda: table.log_ratio(*FOUR), "by hand"),
    ("log ratio", "0, 5, 100, 200", "recomputed", -2.321928, 6,
     lambda: table.log_ratio(0, 5, 100, 200), "R"),
    ("log ratio", "10, 0, 100, 200", "recomputed", 5.321928, 6,
     lambda: table.log_ratio(10, 0, 100, 200), "R"),
    ("log ratio, lower limit", "10, 5, 100, 200", "recomputed", 0.316979, 6,
     lambda: table.exact_log_ratio_interval(*FOUR)[0], "R, qbeta"),
    ("log ratio, upper limit", "10, 5, 100, 200", "recomputed", 3.898653, 6,
     lambda: table.exact_log_ratio_interval(*FOUR)[1], "R, qbeta"),
    ("log ratio, upper limit", "0, 5, 100, 200", "recomputed", 1.126020, 6,
     lambda: table.exact_log_ratio_interval(0, 5, 100, 200)[1], "R, qbeta"),
    ("log ratio, lower limit", "10, 0, 100, 200", "recomputed", 2.164478, 6,
     lambda: table.exact_log_ratio_interval(10, 0, 100, 200)[0], "R, qbeta"),
    ("log-odds z, α = 1", "12, 2, 4 against 3, 10, 1: first", "recomputed", 2.910536, 6,
     lambda: table.log_odds_z(12, 3, 18, 14, 1, 3), "convokit, FightingWords"),
    ("log-odds z, α = 1", "the same: second", "recomputed", -3.681486, 6,
     lambda: table.log_odds_z(2, 10, 18, 14, 1, 3), "convokit, FightingWords"),
    ("log-odds z, α = 1", "the same: third", "recomputed", 1.018039, 6,
     lambda: table.log_odds_z(4, 1, 18, 14, 1, 3), "convokit, FightingWords"),
    ("permutation p, two-sided", "present 1 1 1 0 against 0 0 0 1", "recomputed", 0.485714, 6,
     lambda: _presence().p[0], "Fisher’s exact test"),
    ("permutation p, one-sided", "the same", "recomputed", 0.242857, 6,
     lambda: _presence().greater[0], "Fisher’s exact test"),
    ("max-T", "the same, and a word present where it is absent", "recomputed", 0.485714, 6,
     lambda: _presence([1, 1, 1, 0, 0, 0, 0, 1], [0, 0, 0, 1, 1, 1, 1, 0]).max_t[1],
     "by hand, 34 of 70"),
    ("Benjamini–Hochberg, kept at .05", "the fifteen p-values of the paper", "published", 4, 0,
     lambda: (benjamini_hochberg(BH_1995) < 0.05).sum(), "Benjamini & Hochberg 1995"),
    ("Holm, kept at .05", "the same", "recomputed", 3, 0,
     lambda: (holm(BH_1995) < 0.05).sum(), "R, p.adjust"),
    ("Benjamini–Hochberg, first five q", "the same", "recomputed",
     "0.0015 0.003 0.0095 0.035625 0.0603", 0,
     lambda: " ".join(f"{q:.6g}" for q in benjamini_hochberg(BH_1995)[:5]), "R, p.adjust"),
    ("DP", "1 2 3 4 5 in parts of 9 10 10 10 11", "published", 0.18, 6,
     lambda: _spread("dp", GRIES), "Gries 2008"),
    ("DPnorm", "the same", "published", 0.2195122, 7,
     lambda: _spread("dp_norm", GRIES), "Lijffijt & Gries 2012"),
    ("Juilland’s D", "the same", "recomputed", 0.785150, 6,
     lambda: _spread("juilland_d", GRIES), "R"),
    ("Carroll’s D2", "the same", "recomputed", 0.937921, 6,
     lambda: _spread("carroll_d2", GRIES), "R"),
    ("Rosengren’s S", "the same", "recomputed", 0.949816, 6,
     lambda: _spread("rosengren_s", GRIES), "R"),
    ("KLD", "the same", "recomputed", 0.136972, 6,
     lambda: _spread("kld", GRIES), "R"),
    ("Carroll’s D2", "2 1 1 1 0 in equal parts", "published", 0.8277, 4,
     lambda: _spread("carroll_d2", ([[2, 1, 1, 1, 0]], [1] * 5)), "Carroll 1970"),
    ("Juilland’s D", "0 4 3 2 1 in equal parts", "published", 0.6464, 4,
     lambda: _spread("juilland_d", ([[0, 4, 3, 2, 1]], [1] * 5)), "Gries 2008"),
    ("Rosengren’s S", "1 2 3 4 5 in equal parts", "published", 0.937, 3,
     lambda: _spread("rosengren_s", ([[1, 2, 3, 4, 5]], [1] * 5)), "Gries 2008"),
    ("Juilland’s D", "Lyne’s example", "published", 0.6038797, 7,
     lambda: _spread("juilland_d", LYNE), "tlda"),
    ("Carroll’s D2", "Lyne’s example", "published", 0.6521444, 7,
     lambda: _spread("carroll_d2", LYNE), "tlda"),
    ("Rosengren’s S", "Lyne’s example", "published", 0.4763652, 7,
     lambda: _spread("rosengren_s", LYNE), "tlda"),
    ("TTR", "a b c d d e e f f f", "recomputed", 0.6, 6,
     lambda: rich.diversity(_tokens(x=" ".join(KOR)))["ttr"][0], "by hand"),
    ("MATTR, window 2", "one one two one one two one", "published", 0.833333, 6,
     lambda: rich.mattr(QUANTEDA, 2), "quanteda, tests"),
    ("MATTR, window 3", "the same", "published", 0.666667, 6,
     lambda: rich.mattr(QUANTEDA, 3), "quanteda, tests"),
    ("MATTR, window 4", "the same", "published", 0.5, 6,
     lambda: rich.mattr(QUANTEDA, 4), "quanteda, tests"),
    ("Yule’s K", "a b c d d e e f f f", "published", 1000.0, 3,
     lambda: rich.yule_k(KOR), "quanteda, koRpus"),
    ("Yule’s K", "the same and g g g g", "published", 1122.449, 3,
     lambda: rich.yule_k([*KOR, *"gggg"]), "quanteda, koRpus"),
    ("MTLD", "“This is a sentence .” twenty times", "published", 7.142857, 6,
     lambda: rich.mtld(REPEATED), "Wordless, formula"),
    ("HD-D", "the same", "published", 0.1190472, 7,
     lambda: rich.hdd(REPEATED), "Wordless, formula"),
    ("Yule’s K", "the same", "published", 1900.0, 3,
     lambda: rich.yule_k(REPEATED), "Wordless, formula"),
    ("MI", "4 together, 8 and 8 in 64", "recomputed", 2, 6,
     lambda: association(*SMALL)["mi"], "by hand"),
    ("MI3", "the same", "recomputed", 6, 6,
     lambda: association(*SMALL)["mi3"], "by hand"),
    ("logDice", "the same", "recomputed", 13, 6,
     lambda: association(*SMALL)["log_dice"], "by hand"),
    ("t-score", "the same", "recomputed", 1.5, 6,
     lambda: association(*SMALL)["t_score"], "by hand"),
    ("ΔP, course after of", "5610, 168938, 2257, 10233063", "published", 0.032, 3,
     lambda: association(*OF_COURSE)["delta_p_node"], "Gries 2013"),
    ("ΔP, of before course", "the same", "published", 0.697, 3,
     lambda: association(*OF_COURSE)["delta_p_collocate"], "Gries 2013"),
    ("Krippendorff’s α", "three coders, fifteen units", "published", 0.691, 3,
     _alpha, "Krippendorff 2011"),
    ("Cohen’s κ", "20 yes, 15 no in common; 5 and 10 apart", "recomputed", 0.4, 6,
     _kappa, "by hand"),
    ("corrected share", "share .30, recall .75, specificity .95", "recomputed", 0.357143, 6,
     lambda: rogan_gladen(np.array(.30), np.array(.75), np.array(.95)), "by hand"),
    ("agreement of topics", "album music best award win; sport best win medal award", "recomputed",
     0.154286, 6, lambda: average_jaccard(*TOPICS), "by hand, after Greene et al. 2014"),
)  # fmt: skip


def conformance() -> pd.DataFrame:
    """Return every measure’s value beside one that was published, or recomputed by other means.

    Returns
    -------
    DataFrame
        One row a case: measure, input, kind (*published* or *recomputed*), expected, ours (at the
        precision of what is expected), source, agrees.

    Examples
    --------
    >>> bool(conformance()["agrees"].all())
    True
    """
    found = []
    for measure, given, kind, expected, decimals, compute, source in CASES:
        value = compute()
        if isinstance(expected, str):
            found.append((measure, given, kind, expected, value, source, value == expected))
            continue
        agrees = abs(float(value) - expected) <= 0.5 * 10.0**-decimals * (1 + 1e-6)
        wanted, ours = (
            f"{float(number):.{decimals}f}".replace("-", "−") for number in (expected, value)
        )
        found.append((measure, given, kind, wanted, ours, source, agrees))
    return pd.DataFrame(found, columns=COLUMNS)
