"""Rows become passages: the sentences that they stand in, with the place of each hit."""

from itertools import chain

import numpy as np
import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.errors import CorpusError
from analysis.corpus.marks import Span

KEY = ["document", "sentence"]


def passages(corpus: Corpus, spans: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences that some rows stand in, in the order of the texts, hits marked.

    Parameters
    ----------
    corpus
        Where the spans come from.
    spans
        Rows with document and sentence, such as codes; or with document, start and end (offsets
        in the file), to mark what is meant, such as tokens, concordance lines, references. A span
        that runs over several sentences is marked in each; one outside the body is in none.

    Returns
    -------
    DataFrame
        One row a sentence: document, sentence, start, end, text, hits (a list of pairs of offsets
        in the text of the sentence, apart and in order; empty without start and end), label (of
        the document).

    Raises
    ------
    CorpusError
        If a column is missing or the corpus does not hold a document.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> corpus = load_corpus()
    >>> found = passages(corpus, corpus.tokens[corpus.tokens["term"] == "hegemonism"])
    >>> found[["document", "sentence", "hits"]]
       document  sentence          hits
    0  2020-tpq        15  [(227, 237)]
    """
    placed = locate(corpus, spans)
    hits = hits_of(placed, "place")
    held = corpus.sentences.loc[sorted(hits), [*KEY, "start", "end", "text"]]
    marked = pd.Series([hits[row] for row in held.index], index=held.index, dtype=object)
    labels = corpus.documents.set_index("document")["label"]
    return held.assign(hits=marked, label=held["document"].map(labels)).reset_index(drop=True)


def locate(corpus: Corpus, spans: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with their sentences: one row a span and sentence that it touches.

    The columns ``place`` (the row of the sentence in ``corpus.sentences``), ``left`` and ``right``
    (offsets of the hit in the text of the sentence; −1 without start and end, or where these are
    empty) are added; a span outside the body is dropped.
    """
    wanted = ["document", "start", "end"] if "start" in spans else KEY
    if missing := [column for column in wanted if column not in spans]:
        raise CorpusError(
            f"These rows lack {', '.join(missing)}; passages need {', '.join(wanted)}."
        )
    for document in spans["document"].unique():
        corpus.text(document)  # refuses one that is not there
    sentences = corpus.sentences
    if "start" in spans and (bare := spans["start"].isna()).any():
        whole = spans[bare].drop(columns=["start", "end"])
        return pd.concat([locate(corpus, spans[~bare]), locate(corpus, whole)])
    if "start" not in spans:
        places = pd.Series(sentences.index, pd.MultiIndex.from_frame(sentences[KEY]))
        found = places.reindex(pd.MultiIndex.from_frame(spans[KEY])).to_numpy()
        placed = spans.assign(place=found, left=-1, right=-1)
        return placed[placed["place"].notna()].astype({"place": int})
    inside = dict(list(sentences.groupby("document", sort=False)))
    parts = [
        _touched(inside.get(document, sentences.iloc[:0]), own)
        for document, own in spans.groupby("document", sort=False)
    ]
    empty = spans.head(0).assign(place=0, left=0, right=0)
    return pd.concat(parts) if parts else empty


def hits_of(placed: pd.DataFrame, by: str) -> dict[int, list[Span]]:
    """Return the hits of each value of a column of whole numbers, those that overlap made one."""
    hits: dict[int, list[Span]] = {}
    for key, left, right in zip(placed[by], placed["left"], placed["right"], strict=True):
        own = hits.setdefault(int(key), [])
        if left >= 0:
            own.append((int(left), int(right)))
    return {key: _apart(spans) for key, spans in hits.items()}


def _touched(sentences: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """Return the spans of one document, one row for each of its sentences that a span touches."""
    starts, ends = sentences["start"].to_numpy(), sentences["end"].to_numpy()
    first = ends.searchsorted(spans["start"], side="right")
    last = starts.searchsorted(spans["end"], side="left")
    touched = [range(*ends) for ends in zip(first, last, strict=True)]
    row = np.repeat(np.arange(len(spans)), [len(own) for own in touched])
    place = [*chain.from_iterable(touched)]
    placed = spans.iloc[row]
    left = np.maximum(placed["start"], starts[place]) - starts[place]
    right = np.minimum(placed["end"], ends[place]) - starts[place]
    return placed.assign(place=sentences.index[place], left=left, right=right)


def _apart(spans: list[Span]) -> list[Span]:
    """Return the spans in order, those that overlap made one."""
    apart: list[Span] = []
    for start, end in sorted(set(spans)):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart
