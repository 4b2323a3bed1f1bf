"""Shares of an instrument’s codes, corrected for the instrument’s known error."""

import numpy as np
import pandas as pd

from analysis.measures.certainty.intervals import Floats

Z = 1.959964


def rogan_gladen(share: Floats, recall: Floats, specificity: Floats) -> Floats:
    """Return the share that an instrument would have shown without error.

    Rogan & Gladen (1978): (p + sp − 1) / (se + sp − 1).

    >>> print(rogan_gladen(np.array(0.30), np.array(0.75), np.array(0.95)).round(6))
    0.357143
    """
    return np.asarray((share + specificity - 1) / (recall + specificity - 1))


def correct(shares: pd.DataFrame, error: pd.DataFrame) -> pd.DataFrame:
    """Return shares with corrected ones beside them.

    Parameters
    ----------
    shares
        What ``frames`` returns for codes of the instrument.
    error
        What ``validate`` returns for the instrument.

    Returns
    -------
    DataFrame
        The same rows with corrected, corrected_low, corrected_high and correction_note. Where a
        code was not judged, or the instrument does no better than chance, there is no correction.

    Notes
    -----
    The interval is that of Lang & Reiczigel (2014), whose width holds the uncertainty of the share
    and of recall and specificity, with effective sizes in place of counts. It presumes that the
    instrument errs on the new texts as it did on the coded ones.
    """
    known = error.set_index("code")
    own = known.reindex(shares["frame"])
    recall, specificity = (own[name].to_numpy(dtype=float) for name in ("recall", "specificity"))
    share = shares["share"].to_numpy(dtype=float)
    point = rogan_gladen(share, recall, specificity)
    se, n_se = _shrunk(recall, own["recall_effective"].to_numpy(dtype=float), 1, 2)
    sp, n_sp = _shrunk(specificity, own["specificity_effective"].to_numpy(dtype=float), 1, 2)
    p, n = _shrunk(share, shares["effective"].to_numpy(dtype=float), Z**2 / 2, Z**2)
    centre = rogan_gladen(p, se, sp)
    se_part, sp_part = se * (1 - se) / n_se, sp * (1 - sp) / n_sp
    shift = 2 * Z**2 * (centre * se_part - (1 - centre) * sp_part)
    variance = p * (1 - p) / n + centre**2 * se_part + (1 - centre) ** 2 * sp_part
    half = Z * np.sqrt(variance) / (se + sp - 1)
    usable = own["judged"].fillna(False).to_numpy(dtype=bool) & (recall + specificity > 1)
    limits = {
        "corrected": point, "corrected_low": centre + shift - half,
        "corrected_high": centre + shift + half,
    }  # fmt: skip
    note = np.where(usable, "", "the instrument was not judged on this frame: no correction")
    corrected = {
        name: np.where(usable, np.clip(value, 0, 1), np.nan) for name, value in limits.items()
    }
    return shares.assign(**corrected, correction_note=note)


def _shrunk(share: Floats, size: Floats, hits: float, draws: float) -> tuple[Floats, Floats]:
    """Return the share with some hits and draws added, and its size."""
    return (size * share + hits) / (size + draws), size + draws
