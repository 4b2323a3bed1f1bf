"""How much of each piece has which frame, theme or voice, and how sure that is."""

from collections.abc import Sequence
from itertools import combinations, product
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.corpus.codebook import CODES
from analysis.corpus.errors import CorpusError, check_documents, known_names
from analysis.measures.certainty.intervals import difference_intervals, share_intervals
from analysis.measures.certainty.multiplicity import benjamini_hochberg, holm
from analysis.measures.certainty.permutation import PARAGRAPHS_NEEDED, permute
from analysis.measures.framing.error_correction import correct

KEY = ["document", "paragraph", "sentence"]
By = Literal["stance", "voice", "threat_from"]
DIFFERENCES = ["target_share", "reference_share", "difference", "low", "high"]


def given(coding: pd.DataFrame, attribute: str, *, codes: str = "agreed") -> pd.DataFrame:
    """Return the codes that count: one row a sentence and code, the sentences without any as well.

    Parameters
    ----------
    coding
        A coding table, of the book’s two passes or of a lexicon.
    attribute
        *frame*, *theme*, *voice* or *threat_from*.
    codes
        *agreed*: what every pass of the table gave; *either*: what any gave; or the name of a pass.
        Where the passes agree on a frame and not on its stance, the stance is empty; where they
        differ in the voice, agreed codes have none.

    Returns
    -------
    DataFrame
        document, paragraph, sentence, code, stance; a sentence without any code has an empty one.
    """
    own = coding[coding["attribute"] == attribute]
    if own.empty:
        raise CorpusError(
            f"This coding says nothing of any {attribute}; code the sentences, or take a lexicon."
        )
    passes = sorted(set(own["pass"]))
    if codes not in ("agreed", "either"):
        if codes not in passes:
            raise CorpusError(
                f"There is no pass “{codes}” in this coding"
                f"{known_names(codes, ['agreed', 'either', *passes])}."
            )
        own, passes = own[own["pass"] == codes], [codes]
    coded = own[own["code"] != ""].groupby([*KEY, "code"], sort=False)
    held = coded.agg(n=("pass", "nunique"), stances=("stance", "nunique"), stance=("stance", "max"))
    if codes == "agreed":
        held = held[held["n"] == len(passes)]
    held["stance"] = held["stance"].where(held["stances"] == 1, "")
    table = own[KEY].drop_duplicates().merge(held["stance"].reset_index(), on=KEY, how="left")
    return table.fillna({"code": "", "stance": ""})


def frames(
    coding: pd.DataFrame,
    *,
    codes: str = "agreed",
    by: By | None = None,
    error: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the share of each document’s sentences that has each frame.

    Parameters
    ----------
    coding
        A coding table.
    codes
        Which codes count; see ``given``.
    by
        Tell apart by the stance of the frame, the voice of the sentence, or the source of the
        threat. Shares are of all sentences of the document in any case; a sentence with two
        sources counts for both.
    error
        For codes of an instrument: what ``validate`` said of it. The columns corrected,
        corrected_low, corrected_high and correction_note are then there as well.

    Returns
    -------
    DataFrame
        One row a document and frame (and stance, voice or source; what the passes leave open is
        *open*): count, sentences, share, low, high (95%; see ``share_interval``), effective (the
        independent sentences that would be as sure), note. Documents with fewer than ten
        paragraphs are marked.

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


def themes(coding: pd.DataFrame, *, codes: str = "agreed", by: By | None = None) -> pd.DataFrame:
    """Return the share of each document’s sentences that is about each theme; as ``frames``."""
    return _shares(coding, "theme", codes, by)


def voices(coding: pd.DataFrame, *, codes: str = "agreed") -> pd.DataFrame:
    """Return the share of each document’s sentences in each voice; as ``frames``.

    Sentences whose voice the passes saw differently are in the voice *open*.
    """
    return _shares(coding, "voice", codes, None)


def frame_differences(
    coding: pd.DataFrame,
    *,
    documents: Sequence[str] | None = None,
    attribute: str = "frame",
    codes: str = "agreed",
    permutations: int = 9999,
    seed: int = 1999,
) -> pd.DataFrame:
    """Return how much the shares of each two documents differ, with interval and test.

    Parameters
    ----------
    coding
        A coding table.
    documents
        All of the table unless named.
    attribute
        *frame* or *theme*.
    permutations, seed
        Relabellings of the paragraphs, at most, and the seed that draws them.

    Returns
    -------
    DataFrame
        One row a pair and frame: target, reference, frame, target_share, reference_share,
        difference (target less reference), low, high, p, q (Benjamini–Hochberg), holm, note. All
        tests of the call are one family. A document with fewer than ten paragraphs is shown, not
        tested.

    Notes
    -----
    The interval joins those of the two shares (Newcombe 1998, method 10), which know paragraphs.
    The test deals the paragraphs of the two documents anew.
    """
    from scipy.sparse import csr_array

    names = list(documents or dict.fromkeys(coding["document"]))
    check_documents(coding, names)
    if len(names) < 2:
        raise CorpusError("One document differs from nothing; name two or more.")
    hits, sizes = _by_paragraph(given(coding, attribute, codes=codes), CODES[attribute])
    found = []
    for target, reference in combinations(names, 2):
        sides = [hits.index.get_level_values("document") == name for name in (target, reference)]
        one, other = (share_intervals(hits[side], sizes[side]) for side in sides)
        gap, low, high = difference_intervals(one, other)
        both = sides[0] | sides[1]
        p, note = np.full(len(gap), np.nan), _note(sides, [target, reference])
        if not note:
            matrix = csr_array(hits[both].to_numpy(dtype=np.float32).T)
            inside = sides[0][both]
            p = permute(
                matrix, sizes[both].to_numpy(), inside, permutations=permutations, seed=seed
            ).p
        columns = [one.share, other.share, gap, low, high]
        frame = pd.DataFrame(dict(zip(DIFFERENCES, columns, strict=True)), index=hits.columns)
        found.append(frame.assign(target=target, reference=reference, p=p, note=note))
    table = pd.concat(found).rename_axis(attribute).reset_index()
    tested = table["p"].notna()
    for name, adjust in (("q", benjamini_hochberg), ("holm", holm)):
        table.loc[tested, name] = adjust(table.loc[tested, "p"])
    return table[["target", "reference", attribute, *DIFFERENCES, "p", "q", "holm", "note"]]


def cooccurrence(
    coding: pd.DataFrame,
    *,
    attribute: str = "frame",
    beside: str | None = None,
    codes: str = "agreed",
) -> pd.DataFrame:
    """Return how often two codes stand in one sentence, beside what chance would bring together.

    Parameters
    ----------
    coding
        A coding table.
    attribute, beside
        Pairs of two codes of the attribute (two frames), or, if ``beside`` is given, of one code of
        each (a theme and a frame).

    Returns
    -------
    DataFrame
        One row a document and pair: document, first, second, count, first_count, second_count,
        sentences, expected (first_count · second_count / sentences). Counts and expectations may be
        added up over documents.
    """
    other = beside or attribute
    ones = _indicators(given(coding, attribute, codes=codes), CODES[attribute], KEY).clip(upper=1)
    others = _indicators(given(coding, other, codes=codes), CODES[other], KEY).clip(upper=1)
    pairs = list(product(ones, others) if beside else combinations(ones, 2))
    found = []
    for document, own in ones.groupby(level="document", sort=False):
        inside = others.loc[own.index]
        together, total = (own.T @ inside).to_numpy(), len(own)
        for first, second in pairs:
            one, two = own[first].sum(), inside[second].sum()
            both = together[ones.columns.get_loc(first), others.columns.get_loc(second)]
            found.append((document, first, second, both, one, two, total, one * two / total))
    columns = ["document", "first", "second", "count", "first_count", "second_count", "sentences"]
    return pd.DataFrame(found, columns=[*columns, "expected"])


def _shares(coding: pd.DataFrame, attribute: str, codes: str, by: By | None) -> pd.DataFrame:
    table = given(coding, attribute, codes=codes)
    names: list[str] = [*CODES[attribute]]
    if attribute == "voice":
        table["code"], names = table["code"].replace("", "open"), [*names, "open"]
    levels = [""]
    if by:
        table, levels = _told_apart(coding, table, codes, by)
    found = []
    for level in levels:
        own = table if not by else table.assign(code=table["code"].where(table[by] == level, ""))
        hits, sizes = _by_paragraph(own, names)
        for document, inside in hits.groupby(level="document", sort=False):
            size = sizes[inside.index]
            values = share_intervals(inside, size)
            frame = pd.DataFrame(values._asdict(), index=inside.columns)
            frame.insert(0, "sentences", int(size.sum()))
            frame.insert(0, "count", inside.sum().astype(int))
            name = str(document)
            frame = frame.assign(
                document=name, note=_note([np.ones(len(size), dtype=bool)], [name])
            )
            found.append(frame.assign(**{by: level}) if by else frame)
    result = pd.concat(found).rename_axis(attribute).reset_index()
    keys = ["document", attribute, *([by] if by else [])]
    order = ["count", "sentences", "share", "low", "high", "effective", "note"]
    return result[[*keys, *order]]


def _told_apart(
    coding: pd.DataFrame, table: pd.DataFrame, codes: str, by: By
) -> tuple[pd.DataFrame, list[str]]:
    """Return the table with the column ``by``, and the values that it has."""
    if by == "stance":
        return table.replace({"stance": {"": "open"}}), ["+", "-", "open"]
    other = given(coding, by, codes=codes).rename(columns={"code": by})[[*KEY, by]]
    return table.merge(other.replace({by: {"": "open"}}), on=KEY), [*CODES[by], "open"]


def _by_paragraph(
    table: pd.DataFrame, names: Sequence[str]
) -> tuple[pd.DataFrame, "pd.Series[int]"]:
    """Return paragraphs × codes, and the sentences of each paragraph."""
    hits = _indicators(table, names, KEY).clip(upper=1).groupby(level=KEY[:2], sort=False).sum()
    sizes = table[KEY].drop_duplicates().groupby(KEY[:2], sort=False).size()
    return hits, sizes.loc[hits.index]


def _indicators(table: pd.DataFrame, names: Sequence[str], places: list[str]) -> pd.DataFrame:
    index = pd.MultiIndex.from_frame(table[places])
    marks = pd.DataFrame({name: (table["code"] == name).to_numpy() for name in names}, index=index)
    return marks.astype(int).groupby(level=places, sort=False).sum()


def _note(sides: Sequence[NDArray[np.bool_]], names: Sequence[str]) -> str:
    """Say which documents are too short to be tested."""
    short = [
        name for side, name in zip(sides, names, strict=True) if side.sum() < PARAGRAPHS_NEEDED
    ]
    return f"fewer than ten paragraphs in {' and '.join(short)}: shown, not tested" if short else ""
