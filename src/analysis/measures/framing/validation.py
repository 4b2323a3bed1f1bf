"""How well an instrument’s codes match those of the coded sentences."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.corpus.codebook import CODES
from analysis.corpus.errors import CorpusError, check_at_least_one
from analysis.corpus.tables import rows
from analysis.measures.certainty.intervals import Floats, percentile_limits, share_intervals
from analysis.measures.framing.agreement import agree, paragraph_weights
from analysis.measures.framing.coded import counted_codes

if TYPE_CHECKING:
    from analysis.corpus.corpus import Corpus

Marks = NDArray[np.bool_]

KEY = ["document", "paragraph", "sentence"]
POSITIVES_NEEDED = 10
STANCES_JUDGED = ("threat", "rivalry", "cooperation")
MEAN = "mean"
COUNTS = ["positives", "coded", "hits"]


def validate(
    codes: pd.DataFrame,
    gold: pd.DataFrame,
    *,
    codes_of_gold: str = "agreed",
    resamples: int = 1000,
    seed: int = 1999,
) -> pd.DataFrame:
    """Return precision, recall and agreement of an instrument’s frames, frame by frame.

    Parameters
    ----------
    codes
        The instrument’s codes, in the shape of the coding table.
    gold
        The coding table.
    codes_of_gold
        Which of its codes count; see ``given``.
    resamples, seed
        Bootstrap of paragraphs for F1 and α.

    Returns
    -------
    DataFrame
        One row a frame: code, positives (sentences that have it), coded (that the instrument gave
        it), hits (both), precision, recall and specificity with _low, _high and _effective (as in
        ``share_interval``), f1 and alpha with 95% percentile intervals, judged, note. A frame with
        fewer than ten positives is not judged. The last row, *mean*, is the mean over the judged
        frames. Stance plays no part; see ``stance_accuracy`` for why it can hardly be judged.

    Raises
    ------
    CorpusError
        If the instrument did not code the very sentences of the coding, or ``resamples`` is
        under 1.
    """
    check_at_least_one(resamples=resamples)
    found, wanted = _marks(codes, "agreed"), _marks(gold, codes_of_gold)
    if not found.index.sort_values().equals(wanted.index.sort_values()):
        raise CorpusError(
            "The codes are not of the same sentences as the coding; "
            "code the whole sentences table of the corpus that was coded."
        )
    found = found.loc[wanted.index]
    weights = paragraph_weights(wanted.index.to_frame(index=False), resamples, seed)
    once = np.ones((len(wanted), 1))
    table, drawn = [], {}
    for code in wanted.columns:
        mine, true = found[code].to_numpy(), wanted[code].to_numpy()
        judged = int(true.sum()) >= POSITIVES_NEEDED
        scores, drawn[code] = _scores(mine, true, once), _scores(mine, true, weights)
        row = {
            "code": code, "positives": int(true.sum()), "coded": int(mine.sum()),
            "hits": int((mine & true).sum()), **_rate("precision", true, mine, wanted.index),
            **_rate("recall", mine, true, wanted.index),
            **_rate("specificity", ~mine, ~true, wanted.index), "judged": judged,
            "note": "" if judged else f"fewer than {POSITIVES_NEEDED} positives: not judged",
        }  # fmt: skip
        table.append(
            row
            | _limits("f1", scores[0], drawn[code][0])
            | _limits("alpha", scores[1], drawn[code][1])
        )
    result = pd.DataFrame(table)
    return pd.concat([result, _mean(result, drawn)], ignore_index=True)


def lexicon_error() -> pd.DataFrame:
    """Return how often the book’s lexicon errs on texts held out: what ``validate`` says of it.

    Measured on the five pieces of the book, each coded without the entries taken from it alone,
    against the codes of a large language model in two separate passes, checked by no human coder.
    On other texts, and other matters, it errs in other ways.

    Examples
    --------
    >>> error = lexicon_error()
    >>> error.loc[error["code"] == "mean", "f1"].round(2).item()
    0.77
    """
    return pd.read_csv(Path(__file__).with_name("lexicon_error.csv"))


def marked_sentences(
    codes: pd.DataFrame,
    gold: pd.DataFrame,
    *,
    hits: pd.DataFrame | None = None,
    codes_of_gold: str = "agreed",
) -> pd.DataFrame:
    """Return the sentences that ``validate`` and ``stance_accuracy`` count.

    Parameters
    ----------
    codes, gold, codes_of_gold
        As in ``validate``.
    hits
        What ``Lexicon.hits`` found, to have the words behind each code.

    Returns
    -------
    DataFrame
        One row a sentence and frame (and hit): document, paragraph, sentence, code, ``span`` (one
        number for each sentence and frame), and yes or no for positives, coded, hits, precision
        (coded), recall (positives), asserted, denied, asserted_right, denied_right; start and end
        of the hits. The rows of all judged frames stand once more as *mean*.

    Examples
    --------
    >>> from analysis import Lexicon, load_corpus
    >>> corpus = load_corpus()
    >>> codes = Lexicon.from_toml().code(corpus.sentences)
    >>> marks = marked_sentences(codes, corpus.coding)
    >>> own = marks[(marks["code"] == "division") & marks["hits"]]
    >>> scores = validate(codes, corpus.coding, resamples=2).set_index("code")
    >>> len(own) == int(scores["hits"]["division"])
    True
    """
    key = [*KEY, "code"]
    sides = (counted_codes(gold, "frame", codes=codes_of_gold), counted_codes(codes, "frame"))
    true, mine = (side.loc[side["code"] != "", [*key, "stance"]] for side in sides)
    marks = true.merge(mine, on=key, how="outer", suffixes=("_gold", ""), indicator=True)
    positives, coded = marks["_merge"] != "right_only", marks["_merge"] != "left_only"
    both, stances = positives & coded, {"asserted": "+", "denied": "-"}
    said = {name: both & (marks["stance_gold"] == sign) for name, sign in stances.items()}
    right = {f"{n}_right": said[n] & (marks["stance"] == sign) for n, sign in stances.items()}
    marks = marks[key].assign(
        positives=positives, coded=coded, hits=both, precision=coded, recall=positives, **said,
        **right,
    )  # fmt: skip
    counts = marks.loc[positives, "code"].value_counts()
    judged = marks["code"].isin(counts[counts >= POSITIVES_NEEDED].index)
    if hits is not None:
        marks = marks.assign(judged=judged).merge(hits[[*key, "start", "end"]], on=key, how="left")
        judged = marks.pop("judged")
    marks["span"] = marks.groupby(key, sort=False).ngroup()
    return pd.concat([marks, marks[judged].assign(code=MEAN)], ignore_index=True)


def coding_errors(corpus: "Corpus", marks: pd.DataFrame) -> pd.DataFrame:
    """Return where an instrument and the coding differ, frame by frame.

    Parameters
    ----------
    corpus
        The texts.
    marks
        What ``marked_sentences`` returned, with hits.

    Returns
    -------
    DataFrame
        One row a sentence and frame: document, sentence, code, error (*found, not coded* or
        *coded, not found*), words (that the instrument gave the frame for), text (in one line).
    """
    wrong = marks[(marks["code"] != MEAN) & (marks["positives"] != marks["coded"])]
    words = [
        corpus.text(row.document)[int(row.start) : int(row.end)] if row.coded else ""
        for row in rows(wrong)
    ]
    key = ["code", "coded", *KEY]
    joined = (
        wrong.assign(words=words).groupby(key)["words"].agg(lambda x: "; ".join(dict.fromkeys(x)))
    )
    table = joined.reset_index().merge(corpus.sentences[[*KEY, "text"]], on=KEY)
    table["error"] = np.where(table["coded"], "found, not coded", "coded, not found")
    table["text"] = table["text"].str.split().str.join(" ")
    table = table.sort_values(key, ascending=[True, False, True, True, True], ignore_index=True)
    return table[["document", "sentence", "code", "error", "words", "text"]]


def stance_accuracy(
    codes: pd.DataFrame, gold: pd.DataFrame, *, codes_of_gold: str = "agreed"
) -> pd.DataFrame:
    """Return how often the instrument sees that a threat, rivalry or cooperation is denied.

    Over the sentences where both have the frame and the coding has its stance. Other frames are
    denied so seldom that no accuracy means anything; and these three were nowhere denied ten times,
    in the five texts or in those never seen: no figure here says how far a ``-`` can be trusted.

    Returns
    -------
    DataFrame
        One row a frame: code, asserted, denied (sentences of each stance in the coding),
        asserted_right, denied_right (of these, as the instrument has it), balanced (the mean of the
        two rates), note.
    """
    mine = counted_codes(codes, "frame").set_index([*KEY, "code"])["stance"].rename("mine")
    true = counted_codes(gold, "frame", codes=codes_of_gold).set_index([*KEY, "code"])["stance"]
    both = pd.concat([mine, true.rename("true")], axis=1, join="inner").reset_index()
    found = []
    for code in STANCES_JUDGED:
        own = both[both["code"] == code]
        sides = [own[own["true"] == stance] for stance in "+-"]
        sizes = [len(side) for side in sides]
        right = [int((side["mine"] == side["true"]).sum()) for side in sides]
        balanced = (
            np.mean([hit / size for hit, size in zip(right, sizes, strict=True)])
            if all(sizes)
            else np.nan
        )
        note = "" if min(sizes) >= POSITIVES_NEEDED else f"only {min(sizes)} of one stance"
        found.append((code, *sizes, *right, balanced, note))
    columns = ["code", "asserted", "denied", "asserted_right", "denied_right", "balanced", "note"]
    return pd.DataFrame(found, columns=columns)


def compare_instruments(
    instruments: Mapping[str, pd.DataFrame], gold: pd.DataFrame, **options: int
) -> pd.DataFrame:
    """Return what ``validate`` says of each instrument, the name in front, best mean F1 first."""
    tables = []
    for name, codes in instruments.items():
        table = validate(codes, gold, **options)  # type: ignore[arg-type]
        table.insert(0, "instrument", name)
        tables.append(table)
    tables.sort(key=lambda table: (-table["f1"].iloc[-1], table["instrument"].iloc[0]))
    return pd.concat(tables, ignore_index=True)


def _marks(coding: pd.DataFrame, codes: str) -> pd.DataFrame:
    """Return sentences × frames: given or not."""
    table = counted_codes(coding, "frame", codes=codes)
    index = pd.MultiIndex.from_frame(table[KEY])
    marks = {code: (table["code"] == code).to_numpy() for code in CODES["frame"]}
    return pd.DataFrame(marks, index=index).groupby(level=KEY, sort=False).any()


def _rate(name: str, hits: Marks, among: Marks, index: pd.Index) -> dict[str, float]:
    """Return the share of ``among`` that are hits, with limits over paragraphs that have any."""
    counts = pd.DataFrame({"x": hits & among, "n": among}, index=index).astype(int)
    counts = counts.groupby(level=KEY[:2], sort=False).sum()
    counts = counts[counts["n"] > 0]
    values = share_intervals(counts[["x"]], counts["n"])
    keys = [name, f"{name}_low", f"{name}_high", f"{name}_effective"]
    return {key: float(value[0]) for key, value in zip(keys, values, strict=True)}


def _scores(mine: Marks, true: Marks, weights: Floats) -> tuple[Floats, Floats]:
    """Return F1 and α for each column of weights."""
    hits, wrong = (mine & true) @ weights, (mine ^ true) @ weights
    f1 = np.divide(2 * hits, 2 * hits + wrong, out=np.zeros_like(hits), where=hits + wrong > 0)
    return f1, agree(mine.astype(object), true.astype(object), weights).alpha


def _limits(name: str, point: Floats, drawn: Floats) -> dict[str, float]:
    low, high = percentile_limits(drawn)
    return {name: float(point[0]), f"{name}_low": low, f"{name}_high": high}


def _mean(table: pd.DataFrame, drawn: Mapping[str, tuple[Floats, Floats]]) -> pd.DataFrame:
    judged = table[table["judged"]]
    row: dict[str, object] = {
        "code": MEAN,
        "judged": False,
        "note": f"over {len(judged)} judged frames",
    }
    row |= {name: int(judged[name].sum()) for name in COUNTS}
    row |= {name: float(judged[name].mean()) for name in ("precision", "recall", "specificity")}
    for place, name in enumerate(("f1", "alpha")):
        point = np.array([judged[name].mean()])
        values = [drawn[code][place] for code in judged["code"]]
        row |= _limits(name, point, np.mean(values, axis=0) if values else np.array([np.nan]))
    return pd.DataFrame([row])[[column for column in table.columns if column in row]]
