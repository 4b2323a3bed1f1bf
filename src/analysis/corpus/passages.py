"""Rows become passages: the sentences that they stand in, with the place of each hit."""

from typing import TYPE_CHECKING

import pandas as pd

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
        Rows with document and sentence, such as codes; and with start and end (offsets in the
        file) to mark what is meant, such as tokens, concordance lines, references.

    Returns
    -------
    DataFrame
        One row a sentence: document, sentence, start, end, text, hits (a list of pairs of offsets
        in the text of the sentence, apart and in order; empty without start and end).

    Examples
    --------
    >>> from analysis import load_corpus
    >>> corpus = load_corpus()
    >>> found = passages(corpus, corpus.tokens[corpus.tokens["term"] == "hegemonism"])
    >>> found[["document", "sentence", "hits"]]
       document  sentence          hits
    0  2020-tpq        15  [(227, 237)]
    """
    sentences = corpus.sentences[[*KEY, "start", "end", "text"]]
    if "start" not in spans:
        found = sentences.merge(spans[KEY].drop_duplicates())
        found["hits"] = pd.Series([[]] * len(found), index=found.index, dtype=object)
        return found
    hits = spans[[*KEY, "start", "end"]].drop_duplicates().sort_values([*KEY, "start"])
    held = sentences.merge(hits, on=KEY, suffixes=("", "_hit"))
    held["hits"] = list(
        zip(held["start_hit"] - held["start"], held["end_hit"] - held["start"], strict=True)
    )
    groups = held.groupby([*KEY, "start", "end", "text"], sort=False)["hits"]
    return groups.agg(list).reset_index()
