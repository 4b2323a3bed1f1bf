"""A word of one’s own: the page that looks it up without a server, and the same in a notebook."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from analysis.book.style import label_of
from analysis.book.tables import table
from analysis.corpus.codebook import CODES
from analysis.corpus.corpus import Corpus, load_corpus
from analysis.corpus.errors import CorpusError, known_names, listed
from analysis.corpus.passages import locate
from analysis.corpus.tables import rows
from analysis.corpus.tokens import ADDRESS, IGNORED, TOKEN, WORD, acronyms, actor_names, stop_words
from analysis.measures.framing.coded import coded_sentences, coding_of
from analysis.measures.vocabulary.concordance import PLACE, Sort, concordance
from analysis.measures.vocabulary.counts import as_written, without_quotations
from analysis.measures.vocabulary.rates import term_rates

PAGE = files("analysis.book").joinpath("scripts", "explorer")
FILTERS = ("frame", "voice")
FLAGS = {"quoted": 1, "cited": 2, "mark": 4, "hyphen": 8}


def explore(
    pattern: str | Sequence[str],
    corpus: Corpus | None = None,
    *,
    frame: str = "",
    voice: str = "",
    quotations: bool = True,
    sort: Sort = "text",
) -> None:
    """Show how often a word occurs in each piece, and every place where it does: two tables.

    Parameters
    ----------
    pattern
        A word, a phrase or a pattern such as ``"cooperat*"``, as ``concordance`` takes it; or
        several to compare.
    corpus
        The texts; without it, those of the book.
    frame, voice
        Only the words of sentences with this code: rates are then per 1,000 words of these. The
        frames of texts that nobody coded are those of the lexicon.
    quotations
        Whether words within quotation marks count.
    sort
        The order of the lines, as in ``concordance``.

    Raises
    ------
    CorpusError
        If no sentence has such a frame or voice; the nearest is named.

    Examples
    --------
    >>> explore("cooperat*", frame="cooperation")
    {...}
    {...}
    """
    corpus = load_corpus() if corpus is None else corpus
    words = words_under(corpus, frame=frame, voice=voice, quotations=quotations)
    held = replace(corpus, tokens=words)
    found = [concordance(held, one, sort=sort).assign(term=one) for one in listed(pattern)]
    lines = pd.concat(found, ignore_index=True)
    table(term_rates(words, listed(pattern)), corpus, name="tab-explored-rates", counted=lines)
    columns = ["document", "term", "sentence", "left", "node", "right"]
    table(lines[columns], corpus, name="tab-explored-lines")


def words_under(
    corpus: Corpus, *, frame: str = "", voice: str = "", quotations: bool = True
) -> pd.DataFrame:
    """Return the words of the sentences that have a frame and a voice, as ``explore`` takes them.

    >>> words = words_under(load_corpus(), frame="rivalry", quotations=False)
    >>> words.groupby("document").size()["2022-isdp"].item()
    59
    """
    words = corpus.tokens if quotations else without_quotations(corpus.tokens)
    for attribute, code in zip(FILTERS, (frame, voice), strict=True):
        coded = _coded(corpus)
        if code and code not in set(coded[attribute]):
            known = known_names(code, sorted({*coded[attribute]} - {""}))
            raise CorpusError(f"No sentence has the {attribute} “{code}”{known}.")
        if code:
            words = words.merge(coded.loc[coded[attribute] == code, PLACE].drop_duplicates())
    return words


def write_explorer(corpus: Corpus, folder: Path) -> None:
    """Write what the page loads into a folder of pages: ``data/words.js``, and its scripts."""
    for name in ("data", "explorer"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for file in (file for file in PAGE.iterdir() if not file.name.endswith(".html")):
        (folder / "explorer" / file.name).write_bytes(file.read_bytes())
    words = json.dumps(explorer_data(corpus), ensure_ascii=False, separators=(",", ":"))
    (folder / "data" / "words.js").write_text(f"const WORDS = {words};\n", "utf-8")


def explorer_html(root: str = "") -> str:
    """Return the form and the places of its answers; ``root`` leads to the folder of the data.

    The page that holds it loads ``data/sentences.js`` as well.
    """
    return PAGE.joinpath("explorer.html").read_text("utf-8").replace("{root}", root)


def explorer_data(corpus: Corpus) -> dict[str, Any]:
    """Return what the page needs to know: words with their places, codes, and the rules of folding.

    A sentence is its number, its paragraph, what parts it from the sentence before, its frames and
    voices, and four numbers a word: its term (a place in ``terms``), where it begins in the
    sentence, its length, and the sum of the ``FLAGS`` that it has.

    >>> explorer_data(load_corpus())["pieces"]["2012-jamestown"][2][:5]
    [3, 1, ' ', ['cooperation'], ['author']]
    """
    words, sentences, coded = locate(corpus, corpus.tokens), corpus.sentences, _coded(corpus)
    numbers, terms = pd.factorize(words["term"].to_numpy(object))
    flags = words["before"].astype(str).map(FLAGS).fillna(0).astype(int)
    flags += words["quoted"] * FLAGS["quoted"] + words["cited"] * FLAGS["cited"]
    flat = np.column_stack([numbers, words["left"], words["right"] - words["left"], flags])
    inside = words.groupby("place").indices
    codes = [coded[coded[name] != ""].groupby(PLACE)[name].unique() for name in FILTERS]
    last = sentences.groupby(PLACE[:2])["end"].shift().fillna(sentences["start"]).astype(int)
    pieces: dict[str, Any] = {document: [] for document in corpus.documents["document"]}
    for one in rows(sentences.assign(last=last)):
        place = (one.document, one.paragraph, one.sentence)
        gap = re.sub(r"\s+", " ", corpus.text(one.document)[one.last : one.start])
        held = [list(code.get(place, [])) for code in codes]
        own = flat[inside.get(one.Index, [])].ravel().tolist()
        pieces[one.document].append([one.sentence, one.paragraph, gap, *held, own])
    return {
        "terms": list(terms),
        "forms": as_written(pd.DataFrame({"term": terms}), corpus.tokens)["term"].to_list(),
        "pieces": pieces,
        "coded": corpus.coding["document"].unique().tolist(),
        "labels": {a: {code: label_of(None, a, code) for code in CODES[a]} for a in FILTERS},
        "t": stdtrit(range(1, corpus.documents["paragraphs"].max()), 0.975).tolist(),
        "rules": {
            "token": TOKEN, "word": WORD, "address": ADDRESS.pattern, "ignored": IGNORED,
            "names": sorted(actor_names()), "acronyms": sorted(acronyms()),
            "stop": sorted(stop_words()),
        },
    }  # fmt: skip


def _coded(corpus: Corpus) -> pd.DataFrame:
    """Return the sentences with their frames and voices; empty where there is none."""
    coded = coded_sentences(coding_of(corpus))
    return coded.reindex(columns=[*PLACE, *FILTERS], fill_value="").fillna("")
