"""Every measure against values that others published or computed independently.

The cases stand in ``conformance.csv``, a row each: measure, input and source say it in words; call
is a name of ``CALLS`` and arguments are what it is called with, as JSON; a case with decimals is a
number, one without a text. A new case is a new row.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import scipy

from analysis.corpus.errors import check_known
from analysis.corpus.reading import read_records
from analysis.measures.certainty import families
from analysis.measures.certainty.permutation import permute
from analysis.measures.framing.agreement import agree
from analysis.measures.framing.error_correction import rogan_gladen
from analysis.measures.themes.topics import match_topics
from analysis.measures.vocabulary import contingency as table
from analysis.measures.vocabulary.collocations import association
from analysis.measures.vocabulary.dispersion import dispersion_measures
from analysis.measures.vocabulary.diversity import diversity
from analysis.measures.vocabulary.keyness import keyness

CASES = Path(__file__).with_name("conformance.csv")
GIVEN = ["measure", "input", "kind", "expected", "decimals", "source", "call", "arguments"]
COLUMNS = ["measure", "input", "kind", "expected", "ours", "source", "agrees"]


def _permutation(value: str, *rows: list[int]) -> float:
    """Return a p-value of the first row: a word in four paragraphs of one text, four of another."""
    counts = scipy.sparse.csr_array(np.array(rows, dtype=np.float32))
    side = np.repeat([True, False], 4)
    found = permute(counts, np.ones(8, dtype=np.int64), side, permutations=9999, seed=0)
    return float(getattr(found, value)[0])


def _tokens(**texts: str) -> pd.DataFrame:
    """Return tokens of texts given as paragraphs between bars."""
    rows = [
        (document, paragraph, word)
        for document, text in texts.items()
        for paragraph, words in enumerate(text.split("|"))
        for word in words.split()
    ]
    return pd.DataFrame(rows, columns=["document", "paragraph", "term"])


def _signed_order(first: str, second: str) -> str:
    """Return the words by signed G², largest first."""
    words = keyness(_tokens(x=first, y=second), "x", "y", min_count=1)
    signed = words["g2"].where(words["direction"] == "target", -words["g2"])
    return " ".join(words["term"][signed.sort_values(ascending=False, kind="stable").index])


def _agreement(measure: str, *coders: str) -> float:
    """Return a measure of agreement of two coders, whose codes are letters."""
    first, second = (np.array(list(codes), dtype=object) for codes in coders)
    return float(getattr(agree(first, second, np.ones((len(first), 1))), measure)[0])


CALLS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        match_topics, rogan_gladen, table.chi_squared, table.log_likelihood,
        table.log_likelihood_two_cell, table.log_odds_z, table.log_ratio,
        table.percent_difference,
    )
}  # fmt: skip
CALLS |= {
    "agreement": _agreement,
    "association": lambda name, *counts: association(*counts)[name],
    "bic": lambda name, *four: table.bayes_information(CALLS[name](*four), sum(four[2:])),
    "dispersion": lambda name, counts, sizes: dispersion_measures([counts], sizes)[name][0],
    "diversity": lambda name, text, window=50: diversity(_tokens(x=text), window=window)[name][0],
    "first_q": lambda *p: " ".join(f"{q:.6g}" for q in families.benjamini_hochberg(p)[:5]),
    "kept": lambda name, *p: int((getattr(families, name)(p) < 0.05).sum()),
    "log_ratio_limit": lambda place, *four: table.exact_log_ratio_interval(*four)[place],
    "permutation": _permutation,
    "signed_order": _signed_order,
}


def conformance() -> pd.DataFrame:
    """Return every measure’s value beside one that was published, or recomputed by other means.

    Returns
    -------
    DataFrame
        One row a case: measure, input, kind (*published* or *recomputed*), expected, ours (at the
        precision of what is expected), source, agrees.

    Raises
    ------
    CorpusError
        If a row of ``conformance.csv`` calls what ``CALLS`` does not have.

    Examples
    --------
    >>> bool(conformance()["agrees"].all())
    True
    """
    found = [_compared(f"{CASES}, row {row}", case) for row, case in read_records(CASES, GIVEN)]
    return pd.DataFrame(found, columns=COLUMNS)


def _compared(where: str, case: Mapping[str, str]) -> tuple[str | bool, ...]:
    """Return a case beside our value, and whether both agree."""
    *told, expected, decimals, source, name, arguments = (case[column] for column in GIVEN)
    check_known(name, CALLS, f"{where}: there is no call “{name}”")
    value = CALLS[name](*json.loads(arguments))
    if not decimals:
        return (*told, expected, str(value), source, str(value) == expected)
    agrees = abs(float(value) - float(expected)) <= 0.5 * 10.0 ** -int(decimals) * (1 + 1e-6)
    shown = (f"{float(one):.{decimals}f}".replace("-", "−") for one in (expected, value))
    return (*told, *shown, source, agrees)
