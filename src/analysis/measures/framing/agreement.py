"""How far two passes over the same sentences gave the same codes."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.corpus.codebook import CODES
from analysis.corpus.errors import CorpusError, check_whole
from analysis.measures.certainty.intervals import percentile_limits
from analysis.measures.certainty.permutation import random_draws
from analysis.measures.framing.coded import KEY

WHOLE = ""
COLUMNS = [
    "attribute", "code", "sentences", "both", "first_only", "second_only", "percent",
    "kappa", "kappa_low", "kappa_high", "alpha", "alpha_low", "alpha_high", "note",
]  # fmt: skip

NEITHER = "given by neither pass"
Floats = NDArray[np.float64]
Values = NDArray[np.object_]


class Agreement(NamedTuple):
    """Share of sentences with the same value, Cohen’s κ, Krippendorff’s α."""

    percent: Floats
    kappa: Floats
    alpha: Floats


def agreement(
    coding: pd.DataFrame,
    *,
    passes: tuple[str, str] = ("a", "b"),
    resamples: int = 1000,
    seed: int = 1999,
) -> pd.DataFrame:
    """Return how far two passes agree, code by code.

    Parameters
    ----------
    coding
        A coding table.
    passes
        The two passes; only sentences that both coded are compared.
    resamples, seed
        Bootstrap of paragraphs for the intervals.

    Returns
    -------
    DataFrame
        One row for each code of frame, theme, threat_from and voice (given or not), for each frame
        *with its stance* (attribute *stance*: not given, +, −), and for voice and threat_from as a
        whole (empty code): sentences, both, first_only, second_only (how many sentences have the
        code in both passes or in one), percent, kappa, alpha with 95% percentile intervals, note.
        Where no pass gave a code, or both gave it to every sentence, there is nothing to agree on:
        κ and α are empty, and a note says so.

    Raises
    ------
    CorpusError
        If there is no such pass, a pass is compared with itself, no sentence was coded by both, or
        ``resamples`` is under 1.

    Notes
    -----
    Both passes of the book were made by one large language model, one after the other: these
    figures say how far the codebook determines the codes. They are an upper bound for what
    independent human coders would reach.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> table = agreement(load_corpus().coding, resamples=10).set_index(["attribute", "code"])
    >>> table["alpha"].round(2)[[("frame", "threat"), ("stance", "military"), ("voice", "")]]
    attribute  code
    frame      threat      0.89
    stance     military    0.87
    voice                  0.95
    Name: alpha, dtype: float64
    """
    check_whole(resamples=resamples)
    sides, common = _sides(coding, passes)
    places = pd.MultiIndex.from_frame(common)
    once, weights = np.ones((len(common), 1)), paragraph_weights(common, resamples, seed)
    found = []
    for attribute, code, (first, second) in _pairs(sides, places):
        one, other = first != "", second != ""
        counts = [int(mask.sum()) for mask in (one & other, one & ~other, other & ~one)]
        point, drawn = (agree(first, second, times) for times in (once, weights))
        same = len({*first, *second}) == 1
        note = ("given by both to every sentence" if one[0] else NEITHER) if same else ""
        measures = [
            (float(value[0]), *percentile_limits(limits))
            for value, limits in zip(point[1:], drawn[1:], strict=True)
        ]
        percent = np.nan if note == NEITHER else float(point.percent[0])
        found.append((attribute, code, len(one), *counts, percent, *chain(*measures), note))
    return pd.DataFrame(found, columns=COLUMNS)


def compared_passes(coding: pd.DataFrame, *, passes: tuple[str, str] = ("a", "b")) -> pd.DataFrame:
    """Return the sentences that ``agreement`` counts: those that have a code in a pass.

    Parameters
    ----------
    coding, passes
        As in ``agreement``.

    Returns
    -------
    DataFrame
        One row a code and sentence: attribute, code, document, paragraph, sentence, and yes or no
        for both, first_only, second_only, unlike (the passes do not have the same value).

    Examples
    --------
    >>> from analysis import load_corpus
    >>> held = compared_passes(load_corpus().coding)
    >>> own = held[(held["attribute"] == "theme") & (held["code"] == "alliance")]
    >>> own[["both", "first_only", "second_only"]].sum().to_list()
    [87, 1, 19]
    """
    sides, common = _sides(coding, passes)
    found: list[pd.DataFrame] = []
    for attribute, code, (first, second) in _pairs(sides, pd.MultiIndex.from_frame(common)):
        one, other = first != "", second != ""
        marks = {"both": one & other, "first_only": one & ~other, "second_only": other & ~one}
        held = common.assign(**marks, unlike=first != second)[one | other]
        found.append(held.assign(attribute=attribute, code=code))
    return pd.concat(found, ignore_index=True)


def _sides(
    coding: pd.DataFrame, passes: tuple[str, str]
) -> tuple[list[pd.DataFrame], pd.DataFrame]:
    """Return the codes of two passes and the sentences that both coded."""
    if passes[0] == passes[1]:
        raise CorpusError(f"“{passes[0]}” is compared with itself; name two passes.")
    sides = [coding[coding["pass"] == name] for name in passes]
    for name, side in zip(passes, sides, strict=True):
        if side.empty:
            raise CorpusError(f"There is no pass “{name}” in this coding.")
    common = sides[0][KEY].drop_duplicates().merge(sides[1][KEY].drop_duplicates())
    if common.empty:
        raise CorpusError(
            f"No sentence was coded by both {' and '.join(passes)}; code the same ones."
        )
    return sides, common


def agree(first: Values, second: Values, weights: Floats) -> Agreement:
    """Return the measures for two complete passes, once for each column of weights.

    ``weights`` is units × resamples: how often each unit was drawn. With no variation at all in a
    draw, κ and α are NaN.
    """
    values = np.unique(np.concatenate([first, second]))
    shares = [(side[:, None] == values).astype(float).T @ weights for side in (first, second)]
    total = weights.sum(axis=0)
    observed = (first == second).astype(float) @ weights / total
    chance = (shares[0] * shares[1]).sum(axis=0) / total**2
    pooled = shares[0] + shares[1]
    by_chance = (pooled * (pooled - 1)).sum(axis=0) / (2 * total * (2 * total - 1))
    with np.errstate(invalid="ignore"):
        kappa = (observed - chance) / (1 - chance)
        alpha = 1 - (1 - observed) / (1 - by_chance)
    return Agreement(observed, kappa, alpha)


def _pairs(
    sides: list[pd.DataFrame], places: pd.MultiIndex
) -> Iterator[tuple[str, str, list[Values]]]:
    """Yield each attribute and code with its value in every sentence, in both passes."""

    def both(values: Iterable["pd.Series[str]"]) -> list[Values]:
        return [own.reindex(places).fillna("").to_numpy(dtype=object) for own in values]

    for attribute, codes in CODES.items():
        own = [side[side["attribute"] == attribute] for side in sides]
        for code in codes:
            given = [side[side["code"] == code].set_index(KEY)["stance"] for side in own]
            yield attribute, code, both(pd.Series("x", index=stance.index) for stance in given)
            if attribute == "frame":
                yield "stance", code, both(given)
        if attribute in ("voice", "threat_from"):
            yield attribute, WHOLE, both(side.groupby(KEY)["code"].agg(_joined) for side in own)


def _joined(codes: "pd.Series[str]") -> str:
    return "+".join(sorted(codes))


def paragraph_weights(common: pd.DataFrame, resamples: int, seed: int) -> Floats:
    """Return how often each sentence is in each resample of paragraphs, within its document."""
    generator = random_draws(seed)
    paragraphs = common[KEY[:2]].drop_duplicates()
    drawn = [
        generator.multinomial(len(own), np.full(len(own), 1 / len(own)), size=resamples).T
        for _, own in paragraphs.groupby("document", sort=False)
    ]
    weights = pd.DataFrame(np.vstack(drawn), index=pd.MultiIndex.from_frame(paragraphs))
    return weights.loc[pd.MultiIndex.from_frame(common[KEY[:2]])].to_numpy(dtype=float)
