"""What a folder of texts holds, what of it is not counted and why, and what to mend."""

import re
import warnings
from collections.abc import Iterator
from pathlib import Path

from analysis.corpus.corpus import Corpus, load_corpus
from analysis.corpus.errors import CorpusError
from analysis.corpus.notices import near_duplicates
from analysis.corpus.tables import rows
from analysis.measures.pieces.ledger import ledger, outside

WIDTH = 60  # letters of a line
# Letters that are left where a text was once read in another encoding, and signs of a lost letter.
GARBLED = re.compile("[\ufffd]|â€|Ã[\x80-\xbf¡-¿]|Â[\xa0-\xbf]")


def report(folder: Path, *, names: str = "") -> tuple[list[str], list[str]]:
    """Return what was found in a folder of texts, and what to mend, a line each."""
    with warnings.catch_warnings(record=True, category=UserWarning) as caught:
        warnings.simplefilter("always", UserWarning)
        try:
            corpus = load_corpus(folder, names=names)
        except CorpusError as fault:
            return [], [part.strip() for part in str(fault).split(";\n")]
    mend = [str(one.message) for one in caught if issubclass(one.category, UserWarning)]
    return [*_found(corpus), *_left_out(corpus), *_twice(corpus)], [*mend, *_garbled(corpus)]


def _found(corpus: Corpus) -> Iterator[str]:
    table = corpus.documents
    yield f"{corpus.folder}: {len(table):,} texts, {table['words'].sum():,} words counted."
    parts = ledger(corpus.blocks, corpus.tokens)
    share = parts[parts["counted"]].groupby("document")["share"].sum()
    for row in rows(table):
        told = ", ".join(filter(None, [row.title[:WIDTH], row.date])) or "no title, no date"
        yield f"  {row.document}: {row.words:,} words ({share.get(row.document, 0):.0%}); {told}"


def _left_out(corpus: Corpus) -> Iterator[str]:
    """Yield what was left out: by what it was taken for and why, those with most words first."""
    lines = outside(corpus.blocks)
    lines["words"] = [len(text.split()) for text in lines["text"]]
    yield f"Left out: {len(lines):,} blocks of lines." if len(lines) else "Left out: nothing."
    sums = lines.groupby(["role", "reason"], as_index=False).agg(
        blocks=("words", "size"), words=("words", "sum"), text=("text", "first"),
        document=("document", "first"), line=("line", "first"),
    )  # fmt: skip
    for row in rows(sums.sort_values("words", ascending=False, kind="stable")):
        first = " ".join(row.text.split())[:WIDTH]
        yield (
            f"  {row.role} ({row.reason}): {row.words:,} words in {row.blocks:,}; "
            f"the first: {row.document}, line {row.line}: {first}"
        )


def _twice(corpus: Corpus) -> Iterator[str]:
    again = near_duplicates(corpus, share=0.1)
    yield "Said twice, a tenth of a text or more:" if len(again) else "Said twice: nothing."
    for row in rows(again):
        yield f"  {row.document}: {row.share:.0%} as in {row.other}"


def _garbled(corpus: Corpus) -> Iterator[str]:
    """Yield the documents that were once read in another encoding, with the first such line."""
    for document in corpus.documents["document"]:
        text = corpus.text(document)
        if found := GARBLED.search(text):
            line = text.count("\n", 0, found.start()) + 1
            yield (
                f"{document}, line {line}: “{text[found.start() : found.end() + 8]}” looks like a "
                "text once read in a wrong encoding; get the file anew."
            )
