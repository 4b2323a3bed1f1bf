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
UNSHOWN = ("passages", "sentences", "svg", "files")  # of a record: not printed, or without text
QUOTING = ("*.html", "*.ipynb", "*.csv")
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
    files = (path for kind in QUOTING for path in folder.rglob(kind))
    quoted = _seen(corpus, map(_plain, files))
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
        runs = set(_runs(_words(_plain(path)), LONGEST + 1))
        for name in restricted(corpus):
            if runs & _known((corpus.text(name),), LONGEST + 1):
                where = path.relative_to(folder)
                faults.append(f"{where}: more than {LONGEST} words of {name} in a row")
    return faults


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)]


def _runs(words: list[str], length: int) -> list[tuple[str, ...]]:
    """Return the runs of so many words, in order."""
    return list(zip(*(words[at:] for at in range(length)), strict=False))


@lru_cache(64)
def _known(texts: tuple[str, ...], length: int) -> set[tuple[str, ...]]:
    """Return the runs of so many words of some texts."""
    return {run for text in texts for run in _runs(_words(text), length)}


def _seen(corpus: Corpus, texts: Iterable[str]) -> dict[str, Seen]:
    """Return for each restricted document which of its words stand in some texts, in runs."""
    own = {name: corpus.text(name) for name in restricted(corpus)}
    known, shown = _known(tuple(own.values()), RUN), set[tuple[str, ...]]()
    for text in texts:
        shown |= known.intersection(_runs(_words(text), RUN))
    found = {name: np.zeros(len(_words(text)), dtype=bool) for name, text in own.items()}
    for name, text in own.items():
        for at, run in enumerate(_runs(_words(text), RUN)):
            found[name][at : at + RUN] |= run in shown
    return found


def _cut(corpus: Corpus, text: str) -> str:
    """Return a text whose first long quotation of a restricted text ends after a few words."""
    spans = [match.span() for match in WORD.finditer(text)]
    known = _known(tuple(map(corpus.text, restricted(corpus))), QUOTED + 1)
    for at, run in enumerate(_runs(_words(text), QUOTED + 1)):
        if run in known:
            return text[: spans[at + KEPT - 1][1]] + " […]"
    return text


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
    starts = [start for start, _ in spans]
    for a, b in sorted(hits, key=lambda hit: (often[text[hit[0] : hit[1]].casefold()], hit)):
        first, last = np.searchsorted(starts, [a, b])
        more = seen.copy()
        more[max(0, first - AROUND) : last + AROUND] = True
        longest = max(map(len, more.tobytes().split(b"\0")))
        if more.sum() <= int(FILLED * len(seen)) and longest <= LONGEST:
            seen[:] = more


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
    moved = tokens.assign(word=tokens["term"].where(hidden, ""))
    moved.loc[hidden, "start"] = starts[hidden]
    moved.loc[hidden, "end"] = starts[hidden] + 1
    moved.loc[hidden, "before"] = "mark"
    order = moved.assign(shown=~hidden).sort_values(["sentence", "shown", "word"], kind="stable")
    return order[tokens.columns].set_axis(tokens.index)


def _spans(table: pd.DataFrame) -> Iterator[tuple[str, int, int]]:
    return zip(table["document"], table["start"], table["end"], strict=True)
