"""The edition for the web: of a text that may not be passed on, no more than a few words at a time.

``redistribute`` in ``corpus.toml`` says which texts these are. The limits stand here and nowhere
else: ``within`` cuts what a table quotes, ``withheld`` leaves of the texts themselves the words
that the pages quote or count, and ``exceeded`` says where a folder of pages holds more.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.book.lines import places_in
from analysis.corpus.corpus import Corpus
from analysis.corpus.marks import Span

LONGEST = 40  # words of a text in a row
SHARE = 0.25  # of its words in the whole edition together
QUOTED = 8  # words of a quotation that tables and lists give whole
KEPT = 4  # words of a longer one
FILLED = 0.2  # of its words: what is counted is shown until so many are, quotations included
AROUND = 3  # words shown on each side of one that is counted
RUN = 5  # fewer words in a row than this can stand anywhere and are no quotation
HIDDEN = "\x91"  # stands for a character that is not shown: no text has it
SETTING = "ANALYSIS_EDITION"  # set by python -m analysis.book
WORD = re.compile(r"\w+")
TAG = re.compile(r"<[^>]*>")
UNSHOWN = ("passages", "svg", "files")  # of a record: what is not printed, or holds no text
PAGES = ("*.html", "*.js", "*.ipynb", "*.md", "*.csv", "*.json", "*.svg", "*.txt", "*.xml")
Seen = npt.NDArray[np.bool_]


def published() -> bool:
    """Tell whether the edition for the web is being built."""
    return os.environ.get(SETTING) == "publish"


def restricted(corpus: Corpus) -> list[str]:
    """Return the documents that may not be passed on.

    >>> from analysis import load_corpus
    >>> len(restricted(load_corpus()))
    5
    """
    return [*corpus.documents.loc[~corpus.documents["redistribute"].astype(bool), "document"]]


def within(corpus: Corpus, record: Any) -> Any:
    """Return a record of a page in which nothing quotes a text for longer than tables may.

    What numbers count is left as it is: the page shows its places, and no text.
    """
    if isinstance(record, str):
        return _cut(corpus, record)
    if isinstance(record, list):
        return [within(corpus, one) for one in record]
    if isinstance(record, dict):
        return {
            key: value if key in UNSHOWN else within(corpus, value) for key, value in record.items()
        }
    return record


def withheld(corpus: Corpus, folder: Path) -> Corpus:
    """Return the corpus as the edition for the web may show it: offsets and codes as they were.

    Of a text that may not be passed on the words stay that the pages in the folder quote, and those
    that they count, the rarest first, with ``AROUND`` words on each side, until ``FILLED`` of its
    words are shown. Every other character is ``HIDDEN``; other words stand in the order of the
    alphabet in their sentence, with no place.
    """
    quoted = _seen(corpus, _prose(folder))
    texts = {name: corpus.text(name) for name in corpus.documents["document"]}
    hits = _counted(corpus, folder)
    tokens = [corpus.tokens[~corpus.tokens["document"].isin(quoted)]]
    for document, seen in quoted.items():
        spans = [match.span() for match in WORD.finditer(texts[document])]
        _show_counted(seen, spans, hits.get(document, []), texts[document])
        shown = _characters(texts[document], spans, seen)
        texts[document] = "".join(
            sign if keep or sign == "\n" else HIDDEN
            for sign, keep in zip(texts[document], shown, strict=True)
        )
        tokens.append(_placeless(corpus, document, shown))
    blocks, sentences = (
        table.assign(text=[texts[d][a:b] for d, a, b in _spans(table)])
        for table in (corpus.blocks, corpus.sentences)
    )
    own = pd.concat(tokens).sort_index(kind="stable")
    return replace(
        corpus, blocks=blocks, sentences=sentences, tokens=own, _texts=texts, _whole=corpus
    )


def exceeded(corpus: Corpus, folder: Path) -> list[str]:
    """Return what a folder of pages holds of restricted texts beyond the limits, a line each."""
    files = [path for kind in PAGES for path in sorted(folder.rglob(kind))]
    whole = _seen(corpus, [_plain(path) for path in files])
    faults = [
        f"{name}: {seen.mean():.0%} of its words are shown, at most {SHARE:.0%} may be"
        for name, seen in whole.items()
        if seen.mean() > SHARE
    ]
    for path in files:
        words = _words(_plain(path))
        for name in restricted(corpus):
            runs = [length for _, _, length in _runs(words, corpus.text(name))]
            if runs and max(runs) > LONGEST:
                where = path.relative_to(folder)
                faults.append(f"{where}: {max(runs)} words of {name} in a row, at most {LONGEST}")
    return faults


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)]


@lru_cache(64)
def _source(text: str) -> tuple[list[str], dict[tuple[str, ...], list[int]]]:
    """Return the words of a text, and where each run of a few of them begins."""
    words, places = _words(text), dict[tuple[str, ...], list[int]]()
    for at in range(len(words) - RUN + 1):
        places.setdefault(tuple(words[at : at + RUN]), []).append(at)
    return words, places


def _runs(words: list[str], text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the runs of words that a text has too: place, place in the text, length."""
    source, places = _source(text)
    at = 0
    while at <= len(words) - RUN:
        longest = 0
        for start in places.get(tuple(words[at : at + RUN]), ()):
            length = RUN
            while (word := _next(words, at + length)) and word == _next(source, start + length):
                length += 1
            yield at, start, length
            longest = max(longest, length)
        at += max(1, longest - RUN + 1)


def _next(words: list[str], at: int) -> str | None:
    return words[at] if at < len(words) else None


def _seen(corpus: Corpus, texts: Iterable[str]) -> dict[str, Seen]:
    """Return for each restricted document which of its words stand in some texts, in runs."""
    all_words = [_words(text) for text in texts]
    found = {}
    for name in restricted(corpus):
        text = corpus.text(name)
        found[name] = np.zeros(len(_words(text)), dtype=bool)
        for words in all_words:
            for _, start, length in _runs(words, text):
                found[name][start : start + length] = True
    return found


def _cut(corpus: Corpus, text: str) -> str:
    """Return a text whose first long quotation of a restricted text ends after a few words."""
    spans = [match.span() for match in WORD.finditer(text)]
    if len(spans) <= QUOTED:
        return text
    words = [text[a:b].casefold() for a, b in spans]
    for name in restricted(corpus):
        for at, _, length in _runs(words, corpus.text(name)):
            if length > QUOTED:
                return text[: spans[at + KEPT - 1][1]] + " […]"
    return text


def _prose(folder: Path) -> list[str]:
    return [_plain(path) for kind in ("*.html", "*.ipynb", "*.csv") for path in folder.rglob(kind)]


def _plain(path: Path) -> str:
    """Return what a file says, without tags."""
    return unescape(TAG.sub(" ", path.read_text("utf-8")))


def _counted(corpus: Corpus, folder: Path) -> dict[str, list[Span]]:
    """Return the spans that numbers of the pages count, by document, as offsets in its text."""
    starts = corpus.sentences.set_index(["document", "sentence"])["start"]
    found: dict[str, set[Span]] = {}
    for path in folder.rglob("*.html"):
        for document, sentence, hits in places_in(path.read_text("utf-8")):
            start = int(starts[document, sentence])
            found.setdefault(document, set()).update((start + a, start + b) for a, b in hits)
    return {document: sorted(spans) for document, spans in found.items()}


def _show_counted(seen: Seen, spans: list[Span], hits: list[Span], text: str) -> None:
    """Mark the words counted, and a few around them, as seen: the rarest first."""
    often = Counter(text[a:b].casefold() for a, b in hits)
    left = int(FILLED * len(seen)) - int(seen.sum())
    starts = [start for start, _ in spans]
    for a, b in sorted(hits, key=lambda hit: (often[text[hit[0] : hit[1]].casefold()], hit)):
        first, last = np.searchsorted(starts, [a, b])
        around = slice(max(0, first - AROUND), last + AROUND)
        more = seen.copy()
        more[around] = True
        if (cost := int(more.sum() - seen.sum())) <= left and _longest(more) <= LONGEST:
            seen[:] = more
            left -= cost


def _longest(seen: Seen) -> int:
    """Return the length of the longest run.

    >>> _longest(np.array([True, False, True, True]))
    2
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[False], seen, [False]]).astype(int)))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def _characters(text: str, spans: list[Span], seen: Seen) -> Seen:
    """Return which characters stay: those of words that are seen, and between two of them."""
    shown = np.zeros(len(text), dtype=bool)
    for place, (start, end) in enumerate(spans):
        if seen[place]:
            shown[start:end] = True
            if place and seen[place - 1]:
                shown[spans[place - 1][1] : start] = True
    return shown


def _placeless(corpus: Corpus, document: str, shown: Seen) -> pd.DataFrame:
    """Return the words of a document: those not shown first in their sentence, by the alphabet."""
    tokens = corpus.tokens[corpus.tokens["document"] == document]
    hidden = ~np.array([shown[a:b].all() for _, a, b in _spans(tokens)], dtype=bool)
    sentences = corpus.sentences.set_index(["document", "sentence"])["start"]
    starts = sentences.loc[document].loc[tokens["sentence"]].to_numpy()
    moved = tokens.assign(hidden=hidden)
    moved.loc[hidden, "start"] = starts[hidden]
    moved.loc[hidden, "end"] = starts[hidden] + 1
    moved.loc[hidden, "before"] = "mark"
    keys = moved.assign(word=moved["term"].where(hidden, ""), order=np.arange(len(moved)))
    order = keys.sort_values(
        ["sentence", "hidden", "word", "order"], ascending=[True, False, True, True]
    )
    return order[tokens.columns].set_axis(tokens.index)


def _spans(table: pd.DataFrame) -> Iterator[tuple[str, int, int]]:
    return zip(table["document"], table["start"], table["end"], strict=True)
