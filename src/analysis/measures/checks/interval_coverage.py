"""How often the intervals of shares hold the share that they should, by simulation."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.measures.certainty.intervals import Floats, share_intervals

KEY = ["document", "paragraph", "sentence"]
COLUMNS = ["document", "paragraphs", "sentences", "share", "interval", "coverage", "width"]


def interval_coverage(
    sentences: pd.DataFrame,
    *,
    shares: tuple[float, ...] = (0.1, 0.3),
    correlation: float = 0.1,
    runs: int = 2000,
    resamples: int = 999,
    seed: int = 1999,
) -> pd.DataFrame:
    """Return the coverage of “95%” intervals for shares in texts as long as the documents.

    Each run gives every paragraph a share of its own (a beta distribution with the true mean and
    the intraclass correlation) and its sentences codes by that share; then both intervals are
    taken.

    Parameters
    ----------
    sentences
        Sentences or coding table: the sizes of the paragraphs are taken from it.
    shares
        The true shares.
    correlation
        How much alike the sentences of a paragraph are; 0 is not at all.
    runs, resamples, seed
        Simulated texts, bootstrap resamples, and the seed of both.

    Returns
    -------
    DataFrame
        One row a document, share and interval: paragraphs, sentences, share, interval (*wilson*:
        the one of this book, ``share_interval``; *bootstrap*: the percentile bootstrap over
        paragraphs), coverage, width (mean). Documents of one paragraph have neither.
    """
    generator = np.random.default_rng(seed)
    places = sentences[KEY].drop_duplicates()
    found = []
    for document, own in places.groupby("document", sort=False):
        sizes = np.asarray(own.groupby("paragraph").size(), dtype=np.int64)
        if len(sizes) < 2:
            continue
        draws = generator.multinomial(len(sizes), np.full(len(sizes), 1 / len(sizes)), resamples)
        for share in shares:
            hits = _simulated(generator, sizes, share, correlation, runs)
            wilson = share_intervals(hits, sizes)
            rates = (draws @ hits) / (draws @ sizes)[:, None]
            percentile = np.percentile(rates, [2.5, 97.5], axis=0)
            for name, low, high in (
                ("wilson", wilson.low, wilson.high),
                ("bootstrap", *percentile),
            ):
                holds = float(((low <= share) & (share <= high)).mean())
                width = float((high - low).mean())
                found.append((document, len(sizes), sizes.sum(), share, name, holds, width))
    return pd.DataFrame(found, columns=COLUMNS)


def _simulated(
    generator: np.random.Generator,
    sizes: NDArray[np.int64],
    share: float,
    correlation: float,
    runs: int,
) -> Floats:
    """Return the hits of each paragraph in each run: paragraphs × runs."""
    shape = (len(sizes), runs)
    if correlation > 0:
        spread = 1 / correlation - 1
        own = generator.beta(share * spread, (1 - share) * spread, size=shape)
    else:
        own = np.full(shape, share)
    return generator.binomial(sizes[:, None], own).astype(float)
