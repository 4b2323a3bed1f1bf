"""What of each file was counted, and what was not."""

import numpy as np
import pandas as pd

from analysis.corpus.marks import notes_in
from analysis.corpus.roles import BODY
from analysis.corpus.tables import rows
from analysis.corpus.tokens import find_tokens, fold

KINDS = {
    "body": BODY,
    "citations and note markers": ("press citation", "note marker"),
    "notes": ("note",),
    "titles, names, captions": (
        "title", "dek", "heading", "caption", "byline", "date", "publication", "biography",
    ),
    "repeated or not of the piece": ("pull-quote", "boilerplate"),
}  # fmt: skip


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
    kind_of = {part: kind for kind, members in KINDS.items() for part in members}
    table["kind"] = table["part"].map(kind_of)
    columns = ["document", "part", "kind", "counted", "lines", "words"]
    return table[columns].assign(share=share).reset_index(drop=True)


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
