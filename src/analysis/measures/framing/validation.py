"""How well an instrument’s codes match those of the coded sentences."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.corpus.codebook import CODES
from analysis.corpus.corpus import Corpus
from analysis.corpus.errors import CorpusError, check_whole
from analysis.corpus.tables import rows
from analysis.measures.certainty.intervals import Floats, percentile_limits, share_intervals
from analysis.measures.framing.agreement import agree, paragraph_weights
from analysis.measures.framing.coded import KEY, counted_codes
from analysis.measures.framing.shares import indicators

Marks = NDArray[np.bool_]

POSITIVES_NEEDED = 10
UNJUDGED = f"fewer than {POSITIVES_NEEDED} positives: not judged"
STANCES_JUDGED = ("threat", "rivalry", "cooperation")
MEAN = "mean"
COUNTS = ["positives", "coded", "hits"]


def validate(
    codes: pd.DataFrame,
    gold: pd.DataFrame,
    *,
    resamples: int = 1000,
    seed: int = 1999,
) -> pd.DataFrame:
    """Return precision, recall and agreement of an instrument’s frames, frame by frame.

    Parameters
    ----------
    codes
        The instrument’s codes, in the shape of the coding table.
    gold
        The coding table; what its passes agree on counts.
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
    check_whole(resamples=resamples)
    found, wanted = (
        indicators(counted_codes(coding, "frame"), CODES["frame"]).astype(bool)
        for coding in (codes, gold)
    )
    if not found.index.sort_values().equals(wanted.index.sort_values()):
        raise CorpusError(
            "The codes are not of the same sentences as the coding; "
            "code the whole sentences table of the corpus that was coded."
        )
    found = found.loc[wanted.index]
    once = np.ones((len(wanted), 1))
    weights = paragraph_weights(wanted.index.to_frame(index=False), resamples, seed)
    table, drawn = [], {}
    for code in wanted.columns:
        mine, true = found[code].to_numpy(), wanted[code].to_numpy()
        counts = [int(mask.sum()) for mask in (true, mine, mine & true)]
        judged = counts[0] >= POSITIVES_NEEDED
        drawn[code] = _scores(mine, true, weights)
        table.append(
            {"code": code, **dict(zip(COUNTS, counts, strict=True))}
            | _rate("precision", true, mine, wanted.index)
            | _rate("recall", mine, true, wanted.index)
            | _rate("specificity", ~mine, ~true, wanted.index)
            | {"judged": judged, "note": "" if judged else UNJUDGED}
            | _limits(np.array(_scores(mine, true, once))[:, 0], drawn[code])
        )
    result = pd.DataFrame(table)
    own = result[result["judged"]]
    last = {"code": MEAN, "judged": False, "note": f"over {len(own)} judged frames"}
    last |= {name: int(own[name].sum()) for name in COUNTS}
    last |= {name: float(own[name].mean()) for name in ("precision", "recall", "specificity")}
    if len(own):
        values = np.mean([drawn[code] for code in own["code"]], axis=0)
        last |= _limits(own[["f1", "alpha"]].mean().to_numpy(), values)
    return pd.concat([result, pd.DataFrame([last])], ignore_index=True)


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
    codes: pd.DataFrame, gold: pd.DataFrame, *, hits: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the sentences that ``validate`` and ``stance_accuracy`` count.

    Parameters
    ----------
    codes, gold
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
    sides = (counted_codes(coding, "frame") for coding in (gold, codes))
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


def coding_errors(corpus: Corpus, marks: pd.DataFrame) -> pd.DataFrame:
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


def stance_accuracy(codes: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
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
    sizes, right = ["asserted", "denied"], ["asserted_right", "denied_right"]
    marks = marked_sentences(codes, gold).groupby("code")[sizes + right].sum()
    table = marks.reindex(list(STANCES_JUDGED), fill_value=0).reset_index()
    rates = table[right].to_numpy() / table[sizes].replace(0, np.nan).to_numpy()
    few = table[sizes].min(axis=1)
    note = ("only " + few.astype(str) + " of one stance").where(few < POSITIVES_NEEDED, "")
    return table.assign(balanced=rates.mean(axis=1), note=note)


def compare_instruments(
    instruments: Mapping[str, pd.DataFrame], gold: pd.DataFrame, **options: int
) -> pd.DataFrame:
    """Return what ``validate`` says of each instrument, the name in front, best mean F1 first."""
    tables = {name: validate(codes, gold, **options) for name, codes in instruments.items()}
    best = sorted(tables, key=lambda name: (-tables[name]["f1"].iloc[-1], name))
    whole = pd.concat({name: tables[name] for name in best}, names=["instrument"])
    return whole.reset_index("instrument").reset_index(drop=True)


def _rate(name: str, hits: Marks, among: Marks, index: pd.Index) -> dict[str, float]:
    """Return the share of ``among`` that are hits, with limits over paragraphs that have any."""
    counts = pd.DataFrame({"x": hits & among, "n": among}, index=index).astype(int)
    counts = counts.groupby(level=KEY[:2], sort=False).sum().query("n > 0")
    values = share_intervals(counts[["x"]], counts["n"])
    keys = [name, f"{name}_low", f"{name}_high", f"{name}_effective"]
    return {key: float(value[0]) for key, value in zip(keys, values, strict=True)}


def _scores(mine: Marks, true: Marks, weights: Floats) -> tuple[Floats, Floats]:
    """Return F1 and α for each column of weights."""
    hits, wrong = (mine & true) @ weights, (mine ^ true) @ weights
    f1 = np.divide(2 * hits, 2 * hits + wrong, out=np.zeros_like(hits), where=hits + wrong > 0)
    return f1, agree(mine.astype(object), true.astype(object), weights).alpha


def _limits(point: Floats, drawn: Sequence[Floats]) -> dict[str, float]:
    """Return F1 and α with the limits of what was drawn."""
    found: dict[str, float] = {}
    for name, value, own in zip(("f1", "alpha"), point, drawn, strict=True):
        low, high = percentile_limits(own)
        found |= {name: float(value), f"{name}_low": low, f"{name}_high": high}
    return found
