"""Sentences become the table of tokens, all of a corpus in a few passes over whole columns."""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import regex

from analysis.corpus.marks import LIKE, citations_in, notes_in, quotations_over
from analysis.corpus.progress import watched
from analysis.corpus.roles import BODY
from analysis.corpus.sentences import BEFORE_NUMBERS, SHORTENED
from analysis.corpus.tables import rows
from analysis.corpus.tokens import TOKEN, fold_all, shouted

KINDS = ["sentence", "space", "hyphen", "mark"]
PARTING = "\n\n"  # between sentences: no token runs over it
SPLIT = regex.compile(f"({TOKEN})")
SEAM = re.compile(r"[-‐‑](?:\r?\n[ \t]*)?")
MARK = re.compile(r"[,;:.!?…()\[\]—]|\s[-–]+\s|--")
SHORT = {*SHORTENED, *BEFORE_NUMBERS}

Numbers = npt.NDArray[Any]


class Found(NamedTuple):
    """The tokens of a corpus, in order: sentence (its row), start, word and the gap before it.

    Words and gaps are numbers of those in ``words`` and ``gaps``.
    """

    row: Numbers
    start: Numbers
    word: Numbers
    gap: Numbers
    words: list[str]
    gaps: list[str]


def token_table(
    blocks: pd.DataFrame, sentences: pd.DataFrame, texts: Mapping[str, str]
) -> pd.DataFrame:
    """Return one row a term of the body, with its place in the file.

    ``quoted`` terms stand between quotation marks or in a block quotation, ``cited`` ones in a
    parenthetical press citation. Note markers and page numbers are no tokens. What stands in
    capitals throughout (four fifths of the words of a sentence or of a document) is folded as if
    it did not. ``before`` says what parts a term from the one before it: *sentence* (it is the
    first of its sentence), *space*, *hyphen* or *mark* (a comma, semicolon, colon, full stop,
    question or exclamation mark, ellipsis, bracket or dash; quotation marks, note markers and the
    full stop of an abbreviation part nothing).
    """
    found = _find(sentences)
    numbers = sentences["document"].map({name: n for n, name in enumerate(texts)})
    document = numbers.to_numpy(dtype=int)[found.row]
    loud = _shouted(found, document)
    counts = np.bincount(found.word[~loud], minlength=len(found.words))
    parts = fold_all(dict(zip(found.words, counts.tolist(), strict=True)))
    flat = [(word, part) for word in found.words for part in parts[word]]
    sizes = np.array([len(parts[word]) for word in found.words], dtype=int)
    token, part = _expand(found.word, sizes)
    begin, stop = (np.array([p[n] for _, p in flat], dtype=int)[part] for n in (0, 1))
    starts, ends = found.start[token] + begin, found.start[token] + stop
    lengths = np.array([len(text) for text in texts.values()], dtype=int)
    base = np.cumsum(lengths) - lengths  # where each begins when all stand one behind the other
    marks = _marked(blocks, dict(zip(texts, base.tolist(), strict=True)), int(lengths.sum()))
    within = {kind: mask[base[document[token]] + starts] for kind, mask in marks.items()}
    kept = ~within.pop("noted")
    token, part = token[kept], part[kept]
    terms = [part.term for _, part in flat] + [shouted(word, part.term) for word, part in flat]
    table = sentences[["document", "paragraph", "sentence"]].take(found.row[token])
    table = table.reset_index(drop=True)
    table["position"] = table.groupby("document", sort=False).cumcount()
    table["start"], table["end"] = starts[kept], ends[kept]
    table["token"] = _taken([word[part.start : part.end] for word, part in flat], part)
    table["term"] = _taken(terms, part + len(flat) * loud[token])
    table = table.assign(**{name: held[kept] for name, held in within.items()})
    short = np.array([_is_short(word[part.start : part.end]) for word, part in flat], dtype=bool)
    table["before"] = _before(table, found, token, short[part], texts)
    return table


def _find(sentences: pd.DataFrame) -> Found:
    """Find the tokens of each document in one pass, which parts its sentences at each of them."""
    words: defaultdict[str, int] = defaultdict(lambda: len(words))
    gaps: defaultdict[str, int] = defaultdict(lambda: len(gaps))
    columns: list[tuple[Numbers, ...]] = []
    first = 0
    whole = sentences.groupby("document", sort=False)
    for _, own in watched(whole, total=whole.ngroups, doing="Words"):
        pieces = SPLIT.split(PARTING.join(own["text"]))
        stops = np.cumsum(np.fromiter(map(len, pieces), int, len(pieces)))[:-1:2]
        size = (own["end"] - own["start"]).to_numpy() + len(PARTING)
        begins = np.cumsum(size) - size
        nth = np.searchsorted(begins, stops, side="right") - 1
        start = stops + (own["start"].to_numpy() - begins)[nth]
        word, gap = (
            np.fromiter(map(known.__getitem__, taken), int, len(taken))
            for known, taken in ((words, pieces[1::2]), (gaps, pieces[:-1:2]))
        )
        columns.append((nth + first, start, word, gap))
        first += len(own)
    empty = (np.zeros(0, int),) * 4
    row, start, word, gap = (np.concatenate(parts) for parts in zip(empty, *columns, strict=True))
    return Found(row, start, word, gap, list(words), list(gaps))


def _shouted(found: Found, document: Numbers) -> Numbers:
    """Return which tokens stand in a sentence or a document in capitals throughout."""
    long = np.array([len(word) > 1 and word[0].isalpha() for word in found.words], dtype=bool)
    upper = long & np.array([word.isupper() for word in found.words], dtype=bool)
    loud = np.zeros(len(found.word), dtype=bool)
    for place, at_least in ((found.row, 5), (document, 3)):
        words, capitals = (np.bincount(place, weights=kind[found.word]) for kind in (long, upper))
        loud |= ((capitals >= 0.8 * words) & (words >= at_least))[place]
    return loud


def _expand(codes: Numbers, lengths: Numbers) -> tuple[Numbers, Numbers]:
    """Return for each part of each token the number of the token and of the part."""
    sizes = lengths[codes]
    token = np.repeat(np.arange(len(codes)), sizes)
    nth = np.arange(len(token)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return token, (np.cumsum(lengths) - lengths)[codes[token]] + nth


def _taken(values: list[str], places: Numbers) -> Any:
    return pd.Series(values, dtype="str").array.take(places)


def _marked(blocks: pd.DataFrame, base: Mapping[str, int], size: int) -> dict[str, Numbers]:
    """Return which characters of the texts are quoted, cited, or of a note marker."""
    marks = {kind: np.zeros(size, dtype=bool) for kind in ("quoted", "cited", "noted")}
    for _, own in blocks[blocks["role"].isin(BODY)].groupby("document", sort=False):
        for block, quoted in zip(rows(own), quotations_over(list(own["text"])), strict=True):
            whole = [(0, len(block.text))]
            places = {
                "quoted": whole if block.role == "block-quote" else quoted,
                "cited": citations_in(block.text),
                "noted": notes_in(block.text),
            }
            first = base[block.document] + block.start
            for kind, held in places.items():
                for start, end in held:
                    marks[kind][first + start : first + end] = True
    return marks


def _before(
    table: pd.DataFrame, found: Found, token: Numbers, short: Numbers, texts: Mapping[str, str]
) -> Any:
    """Return what parts each token from the one before it.

    Where that is one gap and nothing else, the gap says it for all of its kind.
    """
    kind: Any = np.zeros(len(table), dtype=np.int8)
    row, gap = found.row[token], found.gap[token]
    start, end = table["start"].to_numpy(), table["end"].to_numpy()
    kinds = np.array([[_kind(gap, short=short) for gap in found.gaps] for short in (False, True)])
    lengths = np.array([len(gap) for gap in found.gaps], dtype=int)
    size = start[1:] - end[:-1]
    same = row[1:] == row[:-1]
    plain = same & (np.diff(token) == 1) & (size == lengths[gap[1:]])
    kind[1:][plain] = kinds[short[:-1].astype(int), gap[1:]][plain]
    for place in np.flatnonzero(same & ~plain).tolist():
        text = texts[str(table["document"].iat[place])]
        kind[place + 1] = _kind(text[end[place] : start[place + 1]], short=bool(short[place]))
    return pd.Categorical.from_codes(kind, categories=pd.Index(KINDS))


def _is_short(word: str) -> bool:
    return len(word) == 1 or word.lower() in SHORT


def _kind(gap: str, *, short: bool) -> int:
    """Return the number of the kind of a gap after a word, which is short or an abbreviation."""
    if SEAM.fullmatch(gap):
        return 2
    inner = gap[1:] if short and gap.startswith(".") else gap
    return 3 if MARK.search(LIKE["note"].sub("", inner)) else 1
