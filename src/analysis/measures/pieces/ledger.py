"""What of each file was counted, and what was not."""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.marks import notes_in
from analysis.corpus.reading import read_toml
from analysis.corpus.roles import BODY
from analysis.corpus.tables import rows
from analysis.corpus.tokens import find_tokens, fold

KINDS = read_toml(Path(__file__).with_suffix(".toml"))
KIND_OF = {part: kind for kind, members in KINDS.items() for part in members}


def ledger(blocks: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """Return how many words of each file were counted, and how many were not, by what they are.

    Parameters
    ----------
    blocks, tokens
        The tables of a corpus.

    Returns
    -------
    DataFrame
        One row for each document and part: document, part (a role, *press citation* or *note
        marker*), kind (what it belongs to: *body*, *notes* …), counted, lines, words, share (of
        the words of the file; the shares of a document add up to 1). Words are terms; a note
        marker is one.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> corpus = load_corpus()
    >>> parts = ledger(corpus.blocks, corpus.tokens)
    >>> parts[parts["document"] == "2020-antiwar"].set_index("part")["words"].to_dict()
    {'paragraph': 292, 'biography': 12, 'byline': 3, 'dek': 11, 'title': 11}
    """
    body = blocks["role"].isin(BODY)
    outside = blocks[~body].assign(words=blocks["text"].map(_words), counted=False)
    inside = blocks[body].assign(counted=True)
    cited = inside.assign(words=_words_of(inside, tokens[tokens["cited"]]))
    inside["words"] = _words_of(inside, tokens[~tokens["cited"]])
    noted = inside.assign(words=[len(notes_in(text)) for text in inside["text"]])
    parts = pd.concat(
        [
            inside,
            outside,
            cited.assign(role="press citation", counted=False)[cited["words"] > 0],
            noted.assign(role="note marker", counted=False)[noted["words"] > 0],
        ]
    )
    table = (
        parts.assign(lines=parts["text"].str.count("\n") + 1)
        .groupby(["document", "counted", "role"], as_index=False)[["lines", "words"]]
        .sum()
        .rename(columns={"role": "part"})
        .sort_values(["document", "counted", "part"], ascending=[True, False, True])
    )
    share = table["words"] / table.groupby("document")["words"].transform("sum")
    table["kind"] = table["part"].map(KIND_OF)
    columns = ["document", "part", "kind", "counted", "lines", "words"]
    return table[columns].assign(share=share).reset_index(drop=True)


def outside(blocks: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of the files that are outside the body: what each is, and why.

    Returns
    -------
    DataFrame
        document, kind (as in ``ledger``), role, line (where it begins), reason, text.
    """
    found = blocks[~blocks["role"].isin(BODY)]
    return found.assign(kind=found["role"].map(KIND_OF))[
        ["document", "kind", "role", "line", "reason", "text"]
    ]


def set_aside(corpus: Corpus) -> pd.DataFrame:
    """Return what of the body was not counted: words of press citations, and note markers.

    Returns
    -------
    DataFrame
        document, sentence, start, end: one row a word or marker.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> set_aside(load_corpus()).groupby("document").size().to_dict()
    {'2012-jamestown': 104, '2020-tpq': 22, '2022-isdp': 17}
    """
    place = ["document", "sentence", "start", "end"]
    markers = [
        (row.document, row.sentence, row.start + start, row.start + end)
        for row in rows(corpus.sentences)
        for start, end in notes_in(row.text)
    ]
    words = corpus.tokens.loc[corpus.tokens["cited"], place]
    return pd.concat([words, pd.DataFrame(markers, columns=place)], ignore_index=True)


def _words(text: str) -> int:
    return sum(len(fold(text[start:end])) for start, end in find_tokens(text))


def _words_of(blocks: pd.DataFrame, tokens: pd.DataFrame) -> list[int]:
    """Return how many tokens start in each block."""
    starts = {document: np.sort(own) for document, own in tokens.groupby("document")["start"]}
    none = np.empty(0, dtype=int)
    return [
        int(np.diff(np.searchsorted(starts.get(row.document, none), [row.start, row.end]))[0])
        for row in rows(blocks)
    ]
