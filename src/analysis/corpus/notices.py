"""What whoever brings a folder must be told: what was left out, what is there twice."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analysis.corpus.errors import MOST, CorpusError
from analysis.corpus.roles import BODY, key
from analysis.corpus.tables import rows

if TYPE_CHECKING:
    from analysis.corpus.corpus import Corpus

SURELY_NO_BODY = ("title", "byline", "date", "publication", "note", "biography")
LEFT_OUT, REPEATED, SHORTEST = 0.1, 0.5, 5
WORTH_SAYING = 10  # so many words
WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"  # Thai … Han
)


def near_duplicates(corpus: "Corpus", *, share: float = REPEATED) -> pd.DataFrame:
    """Return documents that repeat sentences of a document before them.

    Parameters
    ----------
    corpus
        The texts.
    share
        The least share of a document’s words in repeated sentences, from 0 (any) to 1.

    Returns
    -------
    DataFrame
        One row a pair, in the order of the documents: document, other (in which the sentences stand
        first; the document itself, if it repeats its own), sentences, words, share (of its words).
        Sentences of fewer than five words are not compared; case and marks do not count.

    Raises
    ------
    CorpusError
        If the share is not between 0 and 1.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> near_duplicates(load_corpus(), share=0.01).empty
    True
    """
    if not 0 <= share <= 1:
        raise CorpusError(f"share is {share}; give a number between 0 and 1.")
    sentences = corpus.sentences[["document", "text"]]
    keys = sentences["text"].map(key)
    table = sentences.assign(words=keys.str.count(" ") + (keys != ""), key=keys)
    size = table.groupby("document")["words"].sum()
    table = table[table["words"] >= SHORTEST]
    first = table.drop_duplicates("key").set_index("key")["document"]
    again = table[table.duplicated("key")]
    pairs = (
        again.assign(other=again["key"].map(first))
        .groupby(["document", "other"], sort=False, as_index=False)
        .agg(sentences=("words", "size"), words=("words", "sum"))
    )
    pairs["share"] = pairs["words"] / pairs["document"].map(size)
    return pairs[pairs["share"] >= share].reset_index(drop=True)


def notices(corpus: "Corpus", left_alone: Sequence[str], settled: Sequence[str]) -> Iterator[str]:
    """Yield one sentence each for what must be said of a folder that was read.

    ``left_alone`` are files like texts that were not read; of the documents in ``settled``,
    corpus.toml says what the body is.
    """
    if left_alone:
        yield (
            f"{corpus.folder}: left alone {_some(left_alone)}; only plain *.txt, *.md and *.html "
            "files are read, without a full stop in front of their name."
        )
    blocks = corpus.blocks[~corpus.blocks["document"].isin(settled)]
    if lost := list(_left_out(blocks)):
        yield (
            f"{corpus.folder}: more than a tenth of the words is left out of {_some(lost)}; see "
            "corpus.blocks, and overrule a rule in corpus.toml with body = [first line, last "
            'line], roles = false or lines = { 12 = "paragraph" }.'
        )
    again = near_duplicates(corpus)
    if len(again := again[again["words"] >= 2 * WORTH_SAYING]):
        pairs = again[["document", "other", "share"]].to_numpy().tolist()
        told = [f"“{document}” ({share:.0%} as in “{other}”)" for document, other, share in pairs]
        yield (
            f"{corpus.folder}: the same sentences stand twice, half or more of {_some(told)}; "
            "every word is counted: take documents out, or see near_duplicates(corpus)."
        )
    if foreign := [name for name in corpus.documents["document"] if _without_spaces(corpus, name)]:
        yield (
            f"{corpus.folder}: the words of {_some(foreign)} are not parted by spaces; this "
            "package reads scripts with spaces, so that its counts of words there mean nothing."
        )


def _left_out(blocks: pd.DataFrame) -> Iterator[str]:
    """Yield the documents that lose more than a tenth of their words, and the chief reason."""
    table = blocks.assign(words=blocks["text"].map(lambda text: len(text.split())))
    table["body"] = table["words"].where(table["role"].isin(BODY), 0)
    table["doubtful"] = table["words"].where(~table["role"].isin([*BODY, *SURELY_NO_BODY]), 0)
    sums = table.groupby("document")[["words", "body", "doubtful"]].transform("sum")
    much = (sums["doubtful"] > LEFT_OUT * sums["words"]) & (sums["doubtful"] >= WORTH_SAYING)
    table["weight"] = table["doubtful"].where(sums["body"] > 0, table["words"])
    table["share"] = 1 - sums["body"] / sums["words"].clip(lower=1)
    lost = table[(much | (sums["body"] == 0)) & (table["body"] == 0)]
    chief = lost.sort_values("weight", ascending=False, kind="stable").drop_duplicates("document")
    for row in rows(chief.sort_index()):
        what = f"line {row.line} is a {row.role}: {row.reason}"
        yield f"“{row.document}” ({row.share:.0%}; {what})"


def _without_spaces(corpus: "Corpus", document: str) -> bool:
    sample = corpus.text(document)[:10_000]
    return len(WITHOUT_SPACES.findall(sample)) * 3 > sum(map(str.isalpha, sample))


def _some(names: Iterable[str]) -> str:
    names = list(names)
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return ", ".join(names[:MOST]) + more
