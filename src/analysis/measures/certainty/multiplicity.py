"""Many tests in one family: how many would pass by chance."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.corpus.errors import check_columns, check_level

Floats = NDArray[np.float64]


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """Return q-values: the false discovery rate at which each test would be kept.

    Benjamini & Hochberg (1995). Right for independent and for positively dependent tests.

    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    from scipy.stats import false_discovery_control

    values = np.asarray(p, dtype=float)
    return np.asarray(false_discovery_control(values)) if len(values) else values


def holm(p: ArrayLike) -> Floats:
    """Return p-values adjusted by Holm (1979): the chance of any false discovery in the family.

    >>> holm([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.06, 0.06]
    """
    values = np.asarray(p, dtype=float)
    order = np.argsort(values, kind="stable")
    steps = np.arange(len(values), 0, -1) * values[order]
    adjusted = np.empty_like(values)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1)
    return adjusted


def passing(result: pd.DataFrame, *, level: float = 0.05) -> pd.DataFrame:
    """Return the rows of a result whose q is under the level, the smallest p first.

    Raises
    ------
    CorpusError
        If the result has no p or q, or ``level`` is not between 0 and 1.

    Examples
    --------
    >>> passing(pd.DataFrame({"term": ["a", "b"], "p": [0.2, 0.001], "q": [0.2, 0.002]}))
      term      p      q
    1    b  0.001  0.002
    """
    check_level(level)
    check_columns(result, ["p", "q"])
    keys = [str(c) for c in result if not pd.api.types.is_numeric_dtype(result[c])]
    return result[result["q"] < level].sort_values(["p", *keys])
