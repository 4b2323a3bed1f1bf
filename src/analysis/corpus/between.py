"""What parts each word from the word before it: a space, a hyphen, a mark, or a sentence."""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.corpus.marks import NOTE_MARKER
from analysis.corpus.sentences import ABBREVIATIONS, BEFORE_NUMBERS

SHORTENED = {*ABBREVIATIONS, *BEFORE_NUMBERS}
KINDS = ["sentence", "space", "hyphen", "mark"]
SEAM = re.compile(r"[-‐‑](?:\r?\n[ \t]*)?")
MARK = re.compile(r"[,;:.!?…()\[\]—]|\s[-–]+\s|--")


def mark_gaps(tokens: pd.DataFrame, texts: Mapping[str, str]) -> pd.DataFrame:
    """Return the tokens with ``before``: what parts each from the token before it.

    *sentence* (it is the first of its sentence), *space*, *hyphen* or *mark*: a comma, semicolon,
    colon, full stop, question or exclamation mark, ellipsis, bracket or dash. Quotation marks, note
    markers and the full stop of an abbreviation part nothing.
    """
    documents, sentences = tokens["document"].to_list(), tokens["sentence"].to_list()
    starts, ends = tokens["start"].to_list(), tokens["end"].to_list()
    found = np.zeros(len(tokens), dtype=np.int8)
    for place in range(1, len(found)):
        last = place - 1
        if sentences[place] == sentences[last] and documents[place] == documents[last]:
            text = texts[documents[place]]
            word = text[starts[last] : ends[last]]
            found[place] = _kind(word, text[ends[last] : starts[place]])
    return tokens.assign(before=pd.Categorical(np.array(KINDS)[found], categories=KINDS))


def _kind(word: str, gap: str) -> int:
    """Return the number of the kind of a gap after a word."""
    if gap == " ":
        return 1
    if SEAM.fullmatch(gap):
        return 2
    if gap.startswith(".") and (len(word) == 1 or word.lower() in SHORTENED):
        gap = gap[1:]
    return 3 if MARK.search(NOTE_MARKER.sub("", gap)) else 1
