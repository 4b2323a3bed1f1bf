"""Coded sentences: which codes count, one row a sentence and combination of codes."""

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd

from analysis.corpus.codebook import CODES
from analysis.corpus.corpus import Corpus
from analysis.corpus.errors import CorpusError, check_columns, check_known

KEY = ["document", "paragraph", "sentence"]
OPEN = "open"
LEXICON = "lexicon"
METHODS = ("hand", LEXICON)  # passes that say who coded; the last counts where both are there
READINGS = ("agreed", "a", "b", "either")
LEXICAL: WeakKeyDictionary[Corpus, pd.DataFrame] = WeakKeyDictionary()  # coded once a corpus


def counted_codes(coding: pd.DataFrame, attribute: str, *, codes: str = "agreed") -> pd.DataFrame:
    """Return the codes that count: one row a sentence and code, the sentences without any as well.

    Parameters
    ----------
    coding
        A coding table, of the book’s two passes, of a lexicon, or of both for different documents.
    attribute
        *frame*, *theme*, *voice* or *threat_from*.
    codes
        *agreed*: what every pass over the document gave; *either*: what any gave; or the name of a
        pass (a document without that pass keeps the codes it has). Where the passes agree on a
        frame and not on its stance, the stance is empty; where they differ in the voice, agreed
        codes have none.

    Returns
    -------
    DataFrame
        document, paragraph, sentence, code, stance, method (*hand* or *lexicon*, where a pass
        has that name, else *passes*); a sentence without any code has an empty one.

    Raises
    ------
    CorpusError
        If the coding says nothing of the attribute, has no such pass, or holds a code that is not
        in the codebook.
    """
    check_columns(coding, ["attribute"])
    own = coding[coding["attribute"] == attribute]
    if own.empty:
        raise CorpusError(
            f"This coding says nothing of any {attribute}; code the sentences, or take a lexicon."
        )
    for code in sorted(set(own["code"]) - {""}):
        own_codes = CODES.get(attribute, ())
        check_known(code, own_codes, f"“{code}” is no {attribute} of the codebook")
    passes = sorted(set(own["pass"]))
    if codes not in ("agreed", "either"):
        known = ["agreed", "either", *passes]
        check_known(codes, known, f"There is no pass “{codes}” in this coding")
        has = own["document"].isin(own.loc[own["pass"] == codes, "document"])
        own = own[(own["pass"] == codes) | ~has]
    needed = own.groupby("document")["pass"].nunique()
    coded = own[own["code"] != ""].groupby([*KEY, "code"], sort=False)["stance"]
    held = coded.agg(["size", "nunique", "first"]).reset_index()
    if codes == "agreed":
        held = held[held["size"] == held["document"].map(needed)]
    held["stance"] = held["first"].where(held["nunique"] == 1, "")
    columns = [*KEY, "code", "stance"]
    table = own[KEY].drop_duplicates().merge(held[columns], on=KEY, how="left")
    methods = own[own["pass"].isin(METHODS)].groupby("document")["pass"].max().to_dict()
    method = [methods.get(document, "passes") for document in table["document"]]
    return table.fillna({"code": "", "stance": ""}).assign(method=method)


def coded_sentences(coding: pd.DataFrame, *, codes: str = "agreed") -> pd.DataFrame:
    """Return the sentences with the codes that count, a column an attribute.

    Parameters
    ----------
    coding, codes
        As in ``counted_codes``.

    Returns
    -------
    DataFrame
        document, paragraph, sentence, and of frame, stance, theme, voice, threat_from what the
        coding has: a row for every combination of the codes of a sentence. A frame or theme that
        is not there is empty; a stance, voice or source that the passes leave open is *open*.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> rows = coded_sentences(load_corpus().coding)
    >>> denied = rows[(rows["frame"] == "threat") & (rows["stance"] == "-")]
    >>> denied.groupby("document")["sentence"].nunique()["2023-china-daily"].item()
    6
    """
    table = coding[KEY].drop_duplicates()
    for attribute in CODES:
        if (coding["attribute"] == attribute).any():
            own = counted_codes(coding, attribute, codes=codes).drop(columns="method")
            own = own.rename(columns={"code": attribute})
            own = _opened(own) if attribute == "frame" else own.drop(columns="stance")
            if attribute in ("voice", "threat_from"):
                own = own.replace({attribute: {"": OPEN}})
            table = table.merge(own, on=KEY, how="left")
    return table.assign(codes=codes)


def readings(
    measure: Callable[..., pd.DataFrame], coding: pd.DataFrame, **options: Any
) -> pd.DataFrame:
    """Return a measure of codes under each reading of them, in the column ``codes``.

    Parameters
    ----------
    measure
        A function such as ``frames`` or ``frame_differences``.
    coding
        A coding table with two passes.
    options
        What else the measure takes.

    Examples
    --------
    >>> from analysis import frames, load_corpus
    >>> shares = readings(frames, load_corpus().coding)
    >>> own = shares[(shares["document"] == "2012-jamestown") & (shares["frame"] == "threat")]
    >>> dict(zip(own["codes"], own["count"].to_list()))["b"]
    13
    """
    held = {codes: measure(coding, codes=codes, **options) for codes in READINGS}
    return pd.concat(held, names=["codes"]).reset_index("codes").reset_index(drop=True)


def matching_sentences(corpus: Corpus, pattern: str) -> pd.DataFrame:
    """Return the sentences that match a regular expression, with their frames and stances.

    Returns
    -------
    DataFrame
        document, frames (such as *threat- rivalry+*; empty where there is none), text (in one
        line), in the order of the corpus.
    """
    coded = counted_codes(coding_of(corpus), "frame")
    named = coded.assign(frames=coded["code"] + coded["stance"])
    frames = named.groupby(["document", "sentence"])["frames"].agg(" ".join).reset_index()
    found = corpus.sentences[corpus.sentences["text"].str.contains(pattern)]
    table = found.merge(frames, on=["document", "sentence"])
    return table.assign(text=table["text"].str.split().str.join(" "))[
        ["document", "frames", "text"]
    ]


def coding_of(corpus: Corpus) -> pd.DataFrame:
    """Return the coding of a corpus; documents that nobody coded get the frames of the lexicon.

    What the lexicon gave stands in the pass *lexicon*, and the results say so in ``method``. Its
    themes and voices are not coded. The chapter *Validation* says how often the lexicon errs.
    """
    known = corpus.coding
    rest = corpus.sentences[~corpus.sentences["document"].isin(known["document"])]
    if rest.empty:
        return known
    if corpus not in LEXICAL:
        from analysis.measures.framing.lexicon import Lexicon

        LEXICAL[corpus] = Lexicon.from_toml().code(rest)
    lexical = LEXICAL[corpus]
    return pd.concat([known, lexical], ignore_index=True) if len(known) else lexical.copy()


def _opened(frames: pd.DataFrame) -> pd.DataFrame:
    """Return frames with the stance that is open named so; a sentence without a frame has none."""
    unknown = (frames["frame"] != "") & (frames["stance"] == "")
    return frames.assign(stance=frames["stance"].mask(unknown, OPEN))
