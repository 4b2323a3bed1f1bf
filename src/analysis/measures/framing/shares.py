"""How much of each piece has which frame, theme or voice, and how sure that is."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Literal

import pandas as pd

from analysis.corpus.codebook import CODES
from analysis.measures.certainty.intervals import share_intervals
from analysis.measures.certainty.permutation import too_short
from analysis.measures.framing.coded import KEY, OPEN, counted_codes
from analysis.measures.framing.error_correction import correct

By = Literal["stance", "voice", "threat_from"]


def frames(
    coding: pd.DataFrame,
    *,
    codes: str = "agreed",
    by: By | Sequence[By] = (),
    error: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the share of each document’s sentences that has each frame.

    Parameters
    ----------
    coding
        A coding table.
    codes
        Which codes count; see ``counted_codes``.
    by
        Tell apart by the stance of the frame, the voice of the sentence, the source of the threat,
        or several of these. Shares are of all sentences of the document in any case; a sentence
        with two sources counts for both.
    error
        For codes of an instrument: what ``validate`` said of it. The columns corrected,
        corrected_low, corrected_high and correction_note are then there as well.

    Returns
    -------
    DataFrame
        One row a document and frame (and stance, voice or source; what the passes leave open is
        *open*): count, sentences, share, low, high (95%; see ``share_interval``), effective (the
        independent sentences that would be as sure), method (*passes* or *lexicon*), note.
        Documents with fewer than ten paragraphs are marked. A document that is not coded has no
        row: it is unknown, not 0.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> shares = frames(load_corpus().coding)
    >>> threat = shares[(shares["frame"] == "threat") & (shares["document"] == "2023-china-daily")]
    >>> threat[["count", "sentences", "share", "low", "high"]].round(3).to_numpy().tolist()
    [[14.0, 42.0, 0.333, 0.184, 0.526]]
    """
    table = _shares(coding, "frame", codes, by)
    return table if error is None else correct(table, error)


def themes(
    coding: pd.DataFrame, *, codes: str = "agreed", by: By | Sequence[By] = ()
) -> pd.DataFrame:
    """Return the share of each document’s sentences that is about each theme; as ``frames``."""
    return _shares(coding, "theme", codes, by)


def voices(coding: pd.DataFrame, *, codes: str = "agreed") -> pd.DataFrame:
    """Return the share of each document’s sentences in each voice; as ``frames``.

    Sentences whose voice the passes saw differently are in the voice *open*.
    """
    return _shares(coding, "voice", codes, ())


def joint_shares(
    coding: pd.DataFrame, groups: Mapping[str, Sequence[str]], *, codes: str = "agreed"
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the share of sentences that has at least one frame of each group.

    Parameters
    ----------
    coding, codes
        As in ``frames``.
    groups
        The frames of each group, by its name.

    Returns
    -------
    tuple of DataFrames
        document, group, count, share, low, high; document, group, stance, count, share (of all
        sentences: *+* where one of the frames is asserted, else *-* where one is denied, else
        *open*); and the table that both were counted from, for ``publish``.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> shares, *_ = joint_shares(load_corpus().coding, {"conflict": ["threat", "rivalry"]})
    >>> shares.loc[shares["document"] == "2023-china-daily", "count"].item()
    25
    """
    held = counted_codes(coding, "frame", codes=codes)
    own = pd.concat([held[held["code"].isin(groups[name])].assign(code=name) for name in groups])
    own = own.replace({"stance": {"": OPEN}})
    own = own.sort_values("stance", key=lambda of: of.map(["+", "-", OPEN].index), kind="stable")
    counted, sizes = own.drop_duplicates([*KEY, "code"]), sentences_of(held)
    table = shares_of(by_paragraph(counted, [*groups], sizes), sizes)
    table = table.sort_values("code", key=lambda names: names.map([*groups].index), kind="stable")
    table, counted = (one.rename(columns={"code": "group"}) for one in (table, counted))
    parts = counted.groupby(["document", "group", "stance"]).size().reset_index(name="count")
    whole = sizes.groupby("document").sum()
    parts["share"] = parts["count"] / parts["document"].map(whole)
    columns = ["document", "group", "count", "share", "low", "high"]
    return table[columns].reset_index(drop=True), parts, counted


def sentences_of(table: pd.DataFrame) -> "pd.Series[int]":
    """Return how many sentences each paragraph has: by document and paragraph."""
    return table[KEY].drop_duplicates().groupby(KEY[:2], sort=False).size()


def by_paragraph(
    table: pd.DataFrame, names: Sequence[str], sizes: "pd.Series[int]"
) -> pd.DataFrame:
    """Return paragraphs × codes: how many sentences of each paragraph have each code."""
    hits = indicators(table, names).groupby(level=KEY[:2], sort=False).sum()
    return hits.reindex(sizes.index, fill_value=0)


def shares_of(hits: pd.DataFrame, sizes: "pd.Series[int]") -> pd.DataFrame:
    """Return how many sentences of each document have each code, and their share with limits.

    ``hits`` is paragraphs × codes, ``sizes`` the sentences of each paragraph.
    """
    found = []
    for name, own in hits.groupby(level="document", sort=False):
        document, size = str(name), sizes[own.index]
        table = pd.DataFrame(share_intervals(own, size)._asdict(), index=own.columns)
        told = {"document": document, "note": too_short({document: len(size)})}
        found.append(table.assign(count=own.sum(), sentences=size.sum(), **told))
    return pd.concat(found).rename_axis("code").reset_index()


def indicators(table: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Return sentences × codes: 1 where the sentence has the code, else 0."""
    index = pd.MultiIndex.from_frame(table[KEY])
    marks = pd.DataFrame({name: (table["code"] == name).to_numpy() for name in names}, index=index)
    return marks.astype(int).groupby(level=KEY, sort=False).max()


def _shares(
    coding: pd.DataFrame, attribute: str, codes: str, by: By | Sequence[By]
) -> pd.DataFrame:
    table = counted_codes(coding, attribute, codes=codes)
    names: list[str] = [*CODES[attribute]]
    if attribute == "voice":
        table["code"], names = table["code"].replace("", OPEN), [*names, OPEN]
    keys: list[By] = [by] if isinstance(by, str) else list(by)
    table, levels = _told_apart(coding, table, codes, keys)
    sizes, found = sentences_of(table), []
    for level in product(*levels):
        inside = (table[keys] == list(level)).all(axis=1)
        shares = shares_of(by_paragraph(table[inside], names, sizes), sizes)
        found.append(shares.assign(**dict(zip(keys, level, strict=True))))
    result = pd.concat(found, ignore_index=True).rename(columns={"code": attribute})
    result["method"] = result["document"].map(table.groupby("document")["method"].first())
    order = ["count", "sentences", "share", "low", "high", "effective", "method", "note"]
    return result[["document", attribute, *keys, *order]]


def _told_apart(
    coding: pd.DataFrame, table: pd.DataFrame, codes: str, by: Sequence[By]
) -> tuple[pd.DataFrame, list[list[str]]]:
    """Return the table with a column for each of ``by``, and the values that each can have."""
    levels = []
    for name in by:
        if name == "stance":
            table = table.replace({"stance": {"": OPEN}})
            levels.append(["+", "-", OPEN])
        else:
            other = counted_codes(coding, name, codes=codes).rename(columns={"code": name})
            table = table.merge(other[[*KEY, name]].replace({name: {"": OPEN}}), on=KEY)
            levels.append([*CODES[name], OPEN])
    return table, levels
