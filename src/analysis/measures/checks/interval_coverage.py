"""How often intervals of shares, rates and differences hold what they should, by simulation."""

from itertools import combinations, product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.measures.certainty.intervals import (
    Floats,
    Intervals,
    difference_intervals,
    share_intervals,
)

KEY = ["document", "paragraph", "sentence"]
COLUMNS = [
    "what", "document", "paragraphs", "sentences", "share", "interval", "coverage", "width",
]  # fmt: skip


def interval_coverage(
    sentences: pd.DataFrame,
    *,
    tokens: pd.DataFrame | None = None,
    shares: tuple[float, ...] = (0.1, 0.3),
    rates: tuple[float, ...] = (0.002, 0.01),
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
        If given, rates of words are tried as well, and the differences of each two documents.
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
        shares*, *difference of rates*), document, paragraphs, sentences (of rates: words; of
        differences: of both), share (the true one, or the true difference), interval (*wilson*: the
        one of this book, ``share_interval``; *newcombe*: that of differences,
        ``difference_intervals``; *bootstrap*: the percentile bootstrap over paragraphs, of single
        documents), coverage, width (mean). Documents of one paragraph have none.
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
                _differences(held, single).assign(what="difference of shares"),
                _differences(held_words, words).assign(what="difference of rates"),
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
) -> tuple[pd.DataFrame, dict[tuple[str, float], Intervals]]:
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


def _differences(held: dict[tuple[str, float], Intervals], single: pd.DataFrame) -> pd.DataFrame:
    """Return the coverage of the difference for each two documents and any two shares."""
    sizes = single.groupby("document")[["paragraphs", "sentences"]].first()
    found = []
    for pair in combinations(sizes.index, 2):
        for one, other in product(sorted({share for _, share in held}), repeat=2):
            _, low, high = difference_intervals(held[pair[0], one], held[pair[1], other])
            place = (" and ".join(pair), *sizes.loc[list(pair)].sum(), one - other)
            found.append((*place, "newcombe", *_covered(one - other, low, high)))
    return pd.DataFrame(found, columns=COLUMNS[1:])


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
