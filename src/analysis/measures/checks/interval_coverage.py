"""How often intervals of shares, rates, differences and ratios hold what they should."""

from itertools import combinations, product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.measures.certainty.intervals import (
    Floats,
    Intervals,
    difference_intervals,
    log_ratio_intervals,
    share_intervals,
)
from analysis.measures.vocabulary.contingency import exact_log_ratio_interval

KEY = ["document", "paragraph", "sentence"]
Held = dict[tuple[str, float], Intervals]
COLUMNS = [
    "what", "document", "paragraphs", "sentences", "share", "interval", "coverage", "width",
]  # fmt: skip


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
    generator = np.random.default_rng(seed)
    options = {"runs": runs, "resamples": resamples}
    alike = dict.fromkeys(shares, correlation)
    single, held = _singles(generator, sentences[KEY].drop_duplicates(), alike, **options)
    found = single.assign(what="share")
    if tokens is not None:
        words, held_words = _singles(generator, tokens, {rate: rate for rate in rates}, **options)
        found = pd.concat(
            [
                found,
                words.assign(what="rate"),
                _joined(held, single).assign(what="difference of shares"),
                _joined(held_words, words).assign(what="difference of rates"),
                _joined(held_words, words, ratio=True).assign(what="log ratio"),
            ],
            ignore_index=True,
        )
    return found[COLUMNS]


def _singles(
    generator: np.random.Generator,
    units: pd.DataFrame,
    alike: dict[float, float],
    *,
    runs: int,
    resamples: int,
) -> tuple[pd.DataFrame, Held]:
    """Return the coverage for each document and share, and the intervals of all runs."""
    found, held = [], {}
    for document, own in units.groupby("document", sort=False):
        sizes = np.asarray(own.groupby("paragraph").size(), dtype=np.int64)
        if len(sizes) < 2:
            continue
        draws = generator.multinomial(len(sizes), np.full(len(sizes), 1 / len(sizes)), resamples)
        for share, correlation in alike.items():
            hits = _simulated(generator, sizes, share, correlation, runs)
            wilson = held[str(document), share] = share_intervals(hits, sizes)
            drawn = (draws @ hits) / (draws @ sizes)[:, None]
            percentile = np.percentile(drawn, [2.5, 97.5], axis=0)
            place = (document, len(sizes), sizes.sum(), share)
            for name, low, high in (
                ("wilson", wilson.low, wilson.high),
                ("bootstrap", *percentile),
            ):
                found.append((*place, name, *_covered(share, low, high)))
    return pd.DataFrame(found, columns=COLUMNS[1:]), held


def _joined(held: Held, single: pd.DataFrame, *, ratio: bool = False) -> pd.DataFrame:
    """Return the coverage of the difference, or log ratio, of two documents with any two shares."""
    sizes = single.groupby("document")[["paragraphs", "sentences"]].first()
    found = []
    for pair in combinations(sizes.index, 2):
        place, words = sizes.loc[list(pair)].sum(), sizes["sentences"][list(pair)].to_numpy()
        for one, other in product(sorted({share for _, share in held}), repeat=2):
            sides = held[pair[0], one], held[pair[1], other]
            true = np.log2(one / other) if ratio else one - other
            low, high = _log_ratios(*sides, words) if ratio else difference_intervals(*sides)[1:]
            row = (" and ".join(pair), *place, true, "newcombe", *_covered(true, low, high))
            found.append(row)
    return pd.DataFrame(found, columns=COLUMNS[1:])


def _log_ratios(one: Intervals, other: Intervals, words: Floats) -> tuple[Floats, Floats]:
    """Return the limits that ``keyness`` has: exact ones where a side has none."""
    counts = (np.rint(side.share * size) for side, size in zip((one, other), words, strict=True))
    low, high = log_ratio_intervals(one, other)
    exact = exact_log_ratio_interval(*counts, *words)
    return np.where(np.isnan(low), exact[0], low), np.where(np.isnan(high), exact[1], high)


def _covered(share: float, low: Floats, high: Floats) -> tuple[float, float]:
    return float(((low <= share) & (share <= high)).mean()), float((high - low).mean())


def _simulated(
    generator: np.random.Generator,
    sizes: NDArray[np.int64],
    share: float,
    correlation: float,
    runs: int,
) -> Floats:
    """Return the hits of each paragraph in each run: paragraphs × runs."""
    spread = 1 / max(correlation, 1e-9) - 1
    own = generator.beta(share * spread, (1 - share) * spread, size=(len(sizes), runs))
    return generator.binomial(sizes[:, None], own).astype(float)
