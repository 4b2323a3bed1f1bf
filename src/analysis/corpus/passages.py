"""Rows become passages: the sentences that they stand in, with the place of each hit."""

from typing import TYPE_CHECKING

import pandas as pd

from analysis.corpus.errors import CorpusError
from analysis.corpus.marks import Span

if TYPE_CHECKING:
    from analysis.corpus.corpus import Corpus

KEY = ["document", "sentence"]


def passages(corpus: "Corpus", spans: pd.DataFrame) -> pd.DataFrame:
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
        in the text of the sentence, apart and in order; empty without start and end).

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
    wanted = ["document", "start", "end"] if "start" in spans else KEY
    if missing := [column for column in wanted if column not in spans]:
        raise CorpusError(
            f"These rows lack {', '.join(missing)}; passages need {', '.join(wanted)}."
        )
    for document in spans["document"].unique():
        corpus.text(document)  # refuses one that is not there
    sentences = corpus.sentences[[*KEY, "start", "end", "text"]]
    if "start" not in spans:
        found = sentences.merge(spans[KEY].drop_duplicates())
        found["hits"] = pd.Series([[]] * len(found), index=found.index, dtype=object)
        return found
    inside = dict(list(sentences.groupby("document", sort=False)))
    hits = {
        place: _apart(group)
        for document, own in spans.groupby("document", sort=False)
        for place, group in _hits(inside.get(document, sentences.iloc[:0]), own).items()
    }
    held = sentences.loc[sorted(hits)]
    marked = pd.Series(list(map(hits.__getitem__, held.index)), index=held.index, dtype=object)
    return held.assign(hits=marked).reset_index(drop=True)


def _hits(sentences: pd.DataFrame, spans: pd.DataFrame) -> dict[int, list[Span]]:
    """Return what the spans cover of each sentence, by the row of the sentence."""
    starts, ends = sentences["start"].to_numpy(), sentences["end"].to_numpy()
    first = ends.searchsorted(spans["start"], side="right")
    last = starts.searchsorted(spans["end"], side="left")
    found: dict[int, list[Span]] = {}
    for start, end, *covered in zip(spans["start"], spans["end"], first, last, strict=True):
        for place in range(*covered):
            left, right = max(start, starts[place]), min(end, ends[place])
            hit = int(left - starts[place]), int(right - starts[place])
            found.setdefault(sentences.index[place], []).append(hit)
    return found


def _apart(spans: list[Span]) -> list[Span]:
    """Return the spans in order, those that overlap made one."""
    apart: list[Span] = []
    for start, end in sorted(set(spans)):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart
