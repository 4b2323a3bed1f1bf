"""How often intervals of shares, rates, differences and ratios hold what they should."""

from itertools import chain, combinations, product
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.measures.certainty.intervals import (
    Floats,
    Intervals,
    difference_intervals,
    log_ratio_intervals,
    share_intervals,
)
from analysis.measures.certainty.permutation import random_draws
from analysis.measures.vocabulary.contingency import exact_log_ratio_interval

KEY = ["document", "paragraph", "sentence"]
COLUMNS = [
    "what", "document", "paragraphs", "sentences", "share", "interval", "coverage", "width",
]  # fmt: skip


class Side(NamedTuple):
    """A document with a true share, and its intervals in each run."""

    document: str
    paragraphs: int
    size: int
    share: float
    wilson: Intervals
    bootstrap: Floats


def interval_coverage(
    sentences: pd.DataFrame,
    *,
    tokens: pd.DataFrame | None = None,
    shares: tuple[float, ...] = (0.1, 0.3),
    rates: tuple[float, ...] = (0.002, 0.01, 0.03),
    correlation: float = 0.1,
    runs: int = 2000,
    resamples: int = 999,
    seed: int = 1999,
) -> pd.DataFrame:
    """Return the coverage of “95%” intervals in texts as long as the documents.

    Each run gives every paragraph a share of its own (a beta distribution with the true mean and
    the intraclass correlation) and its sentences codes by that share; then the intervals are taken.

    Parameters
    ----------
    sentences
        Sentences or coding table: the sizes of the paragraphs are taken from it.
    tokens
        If given, rates of words are tried as well, and each two documents: the differences of
        shares and rates, and the log ratio of rates.
    shares, rates
        The true shares of sentences, and the true rates of words (.002: two in 1,000 words).
    correlation
        How much alike the sentences of a paragraph are; 0 is not at all. The rate of a word varies
        between paragraphs with a variance of the rate squared (correlation = rate).
    runs, resamples, seed
        Simulated texts, bootstrap resamples, and the seed of both.

    Returns
    -------
    DataFrame
        One row a document (or two), share and interval: what (*share*, *rate*, *difference of
        shares*, *difference of rates*, *log ratio*), document, paragraphs, sentences (of rates:
        words; of two documents: of both), share (the true one, difference or log ratio), interval
        (*wilson*: the one of this book, ``share_interval``; *newcombe*: two of these joined, for
        log ratios as in ``keyness``; *bootstrap*: the percentile bootstrap over paragraphs, of
        single documents), coverage, width (mean; infinite where a word may be missing in one).
        Documents of one paragraph have none.
    """
    generator = random_draws(seed)
    options = {"runs": runs, "resamples": resamples}
    alike = dict.fromkeys(shares, correlation)
    texts = _simulated(generator, sentences[KEY].drop_duplicates(), alike, **options)
    found = _singles("share", texts)
    if tokens is not None:
        worded = _simulated(generator, tokens, {rate: rate for rate in rates}, **options)
        found += _singles("rate", worded)
        found += _pairs("difference of shares", texts)
        found += _pairs("difference of rates", worded)
        found += _pairs("log ratio", worded)
    return pd.DataFrame(found, columns=COLUMNS)


def _simulated(
    generator: np.random.Generator,
    units: pd.DataFrame,
    alike: dict[float, float],
    *,
    runs: int,
    resamples: int,
) -> list[list[Side]]:
    """Return the intervals of all runs for each document and, within it, each share."""
    texts = []
    for document, own in units.groupby("document", sort=False):
        sizes = np.asarray(own.groupby("paragraph").size(), dtype=np.int64)
        if len(sizes) < 2 or not alike:
            continue
        draws = generator.multinomial(len(sizes), np.full(len(sizes), 1 / len(sizes)), resamples)
        sides = []
        for share, correlation in alike.items():
            spread = 1 / max(correlation, 1e-9) - 1
            chance = generator.beta(share * spread, (1 - share) * spread, size=(len(sizes), runs))
            hits = generator.binomial(sizes[:, None], chance).astype(float)
            drawn = (draws @ hits) / (draws @ sizes)[:, None]
            percentile = np.percentile(drawn, [2.5, 97.5], axis=0)
            place = (str(document), len(sizes), int(sizes.sum()), share)
            sides.append(Side(*place, share_intervals(hits, sizes), percentile))
        texts.append(sides)
    return texts


def _singles(what: str, texts: list[list[Side]]) -> list[tuple[Any, ...]]:
    """Return the rows of single documents."""
    return [
        (what, *side[:4], name, *_covered(side.share, *limits))
        for side in chain.from_iterable(texts)
        for name, limits in (("wilson", side.wilson[1:3]), ("bootstrap", side.bootstrap))
    ]


def _pairs(what: str, texts: list[list[Side]]) -> list[tuple[Any, ...]]:
    """Return the rows of each two documents, with any two shares."""
    rows = []
    texts = sorted(texts, key=lambda sides: sides[0].document)
    for one, other in (pair for two in combinations(texts, 2) for pair in product(*two)):
        if what == "log ratio":
            true, limits = np.log2(one.share / other.share), _log_ratios(one, other)
        else:
            true = one.share - other.share
            limits = difference_intervals(one.wilson, other.wilson)[1:]
        sizes = one.paragraphs + other.paragraphs, one.size + other.size
        names = f"{one.document} and {other.document}"
        rows.append((what, names, *sizes, true, "newcombe", *_covered(true, *limits)))
    return rows


def _log_ratios(one: Side, other: Side) -> tuple[Floats, Floats]:
    """Return the limits that ``keyness`` has: exact ones where a side has none."""
    a, b = (np.rint(side.wilson.share * side.size) for side in (one, other))
    low, high = log_ratio_intervals(one.wilson, other.wilson)
    exact = exact_log_ratio_interval(a, b, one.size, other.size)
    return np.where(np.isnan(low), exact[0], low), np.where(np.isnan(high), exact[1], high)


def _covered(share: float, low: Floats, high: Floats) -> tuple[float, float]:
    return float(((low <= share) & (share <= high)).mean()), float((high - low).mean())
