"""A word in two texts: ``a`` and ``b`` its counts, ``c`` and ``d`` the sizes of the texts in words.

Every function takes numbers or arrays of them and gives back an array. What cannot be counts of
words (negative, no number, more of a word than words) is refused with a ``CorpusError``.
"""

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from analysis.corpus.errors import CorpusError

Floats = NDArray[np.float64]


def log_likelihood(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Floats:
    """Return G² over the four cells of the table: word and other words in both texts.

    Dunning (1993); 0 ln 0 = 0. It ranks words. Its chi-squared table is no test here: words clump
    in paragraphs, so that chance differences pass 3.84 far more often than one time in twenty.

    >>> print(log_likelihood(10, 5, 100, 200).round(6))
    7.329812
    """
    a, b, c, d = _floats(a, b, c, d)
    return np.asarray(
        log_likelihood_two_cell(a, b, c, d) + log_likelihood_two_cell(c - a, d - b, c, d)
    )


def log_likelihood_two_cell(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Floats:
    """Return G² over the two cells that hold the word, as many corpus tools print it.

    Rayson & Garside (2000): 2[a ln(a/E1) + b ln(b/E2)], E1 = c(a+b)/(c+d), E2 = d(a+b)/(c+d).

    >>> print(log_likelihood_two_cell(10, 5, 100, 200).round(6))
    6.931472
    """
    a, b, c, d = _floats(a, b, c, d)
    both = np.where(a + b > 0, a + b, 1)
    share_a, share_b = both * c / (c + d), both * d / (c + d)
    logs = [scipy.special.xlogy(n, n / share) for n, share in ((a, share_a), (b, share_b))]
    return np.asarray(2 * sum(logs))


def chi_squared(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Floats:
    """Return Pearson’s chi-squared of the four cells.

    Unreliable where an expected count, the smaller text’s share of all occurrences, is under five,
    as it is for most words of a short text.

    >>> print(chi_squared(10, 5, 100, 200).round(4))
    7.8947
    """
    a, b, c, d = _floats(a, b, c, d)
    other = (c - a) * b - (d - b) * a
    margins = c * d * (a + b) * (c + d - a - b)
    return np.asarray((c + d) * other**2 / np.where(margins > 0, margins, 1))


def bayes_information(g2: ArrayLike, size: ArrayLike) -> Floats:
    """Return BIC = G² − ln N; over 2, 6, 10: positive, strong, very strong (Wilson 2013).

    >>> print(bayes_information(log_likelihood(10, 5, 100, 200), 300).round(6))
    1.626029
    """
    return np.asarray(np.subtract(g2, np.log(size)))


def percent_difference(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Floats:
    """Return %DIFF = 100 (p1 − p2) / p2, infinite where only the first text has the word.

    Gabrielatos & Marchi (2011).

    >>> print(percent_difference(10, 5, 100, 200))
    300.0
    """
    a, b, c, d = _floats(a, b, c, d)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(100 * (a / c - b / d) / (b / d))


def log_ratio(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Floats:
    """Return log2(p1 / p2), a count of zero read as one half (Hardie 2014).

    One point more is twice the ratio: 2 means four times as often.

    >>> log_ratio([10, 0], [5, 5], 100, 200).round(6).tolist()
    [2.0, -2.321928]
    """
    a, b, c, d = _floats(a, b, c, d)
    return np.asarray(np.log2((np.where(a > 0, a, 0.5) / c) / (np.where(b > 0, b, 0.5) / d)))


def exact_log_ratio_interval(
    a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike
) -> tuple[Floats, Floats]:
    """Return the limits (95%) of the log ratio from Clopper–Pearson limits of a / (a + b).

    Safe where a count is zero (one limit is then infinite); after Evert’s LRC: log2[(d/c) τ/(1−τ)].
    It treats words as drawn one by one, so that it is too short for words that clump.

    >>> low, high = exact_log_ratio_interval(10, 5, 100, 200)
    >>> print(low.round(6), high.round(6))
    0.316979 3.898653
    """
    a, b, c, d = _floats(a, b, c, d)
    lower = np.where(a > 0, scipy.special.betaincinv(np.maximum(a, 1), b + 1, 0.025), 0)
    upper = np.where(b > 0, scipy.special.betaincinv(a + 1, np.maximum(b, 1), 0.975), 1)
    with np.errstate(divide="ignore"):
        odds = [np.log2(d / c * share / (1 - share)) for share in (lower, upper)]
    return np.asarray(odds[0]), np.asarray(odds[1])


def log_odds_z(
    a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, prior: ArrayLike, prior_size: ArrayLike
) -> Floats:
    """Return the z-score of the log-odds ratio under a Dirichlet prior.

    Monroe, Colaresi & Quinn (2008): δ = ln[(a+α)/(c+α0−a−α)] − ln[(b+α)/(d+α0−b−α)],
    σ² ≈ 1/(a+α) + 1/(b+α), z = δ/σ.

    >>> log_odds_z([12, 2, 4], [3, 10, 1], 18, 14, prior=1, prior_size=3).round(6).tolist()
    [2.910536, -3.681486, 1.018039]
    """
    a, b, c, d, prior, total = _floats(a, b, c, d, prior, prior_size)
    odds_a = np.log((a + prior) / (c + total - a - prior))
    odds_b = np.log((b + prior) / (d + total - b - prior))
    return np.asarray((odds_a - odds_b) / np.sqrt(1 / (a + prior) + 1 / (b + prior)))


def _floats(
    a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, *more: ArrayLike
) -> list[Floats]:
    """Return the values as arrays; refuse what cannot be counts of words in texts."""
    found = [np.asarray(value, dtype=float) for value in (a, b, c, d, *more)]
    if not all((np.isfinite(value) & (value >= 0)).all() for value in found):
        raise CorpusError("A count is negative or no number; give how often each word occurs.")
    for count, size in ((found[0], found[2]), (found[1], found[3])):
        if (size == 0).any() or (count > size).any():
            raise CorpusError("A text has fewer words than it holds of one; give its whole size.")
    return found
