"""A word of one’s own: the page that looks it up without a server, and the same in a notebook."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pandas as pd

from analysis.book.style import label_of
from analysis.book.tables import table
from analysis.corpus.codebook import CODES
from analysis.corpus.corpus import Corpus, load_corpus
from analysis.corpus.errors import CorpusError, known_names, listed
from analysis.corpus.passages import locate
from analysis.corpus.tables import rows
from analysis.corpus.tokens import ADDRESS, IGNORED, TOKEN, WORD, acronyms, actor_names, stop_words
from analysis.measures.framing.coded import coding_of, counted_codes
from analysis.measures.vocabulary.concordance import Sort, concordance
from analysis.measures.vocabulary.counts import as_written, without_quotations
from analysis.measures.vocabulary.rates import term_rates

PAGE = files("analysis.book").joinpath("scripts", "explorer")
FILTERS = ("frame", "voice")
SPACE = re.compile(r"\s+")
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
    lines = pd.concat(found)[["document", "sentence", "term", "left", "node", "right"]]
    rates = term_rates(words, listed(pattern))
    table(rates, name="tab-explored-rates", labels={"document": "piece"})
    table(lines, name="tab-explored-lines")


def words_under(
    corpus: Corpus, *, frame: str = "", voice: str = "", quotations: bool = True
) -> pd.DataFrame:
    """Return the words of the sentences that have a frame and a voice, as ``explore`` takes them.

    >>> words = words_under(load_corpus(), frame="rivalry", quotations=False)
    >>> words.groupby("document").size()["2022-isdp"].item()
    25
    """
    words = corpus.tokens if quotations else without_quotations(corpus.tokens)
    for attribute, code in zip(FILTERS, (frame, voice), strict=True):
        if code:
            coded = _codes(corpus, attribute)
            if code not in set(coded["code"]):
                known = known_names(code, sorted({*coded["code"]} - {""}))
                raise CorpusError(f"No sentence has the {attribute} “{code}”{known}.")
            words = words.merge(coded.loc[coded["code"] == code, ["document", "sentence"]])
    return words


def write_explorer(corpus: Corpus, folder: Path) -> None:
    """Write what the page loads into a folder of pages: ``data/words.js``, and its scripts."""
    for name in ("data", "explorer"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for file in PAGE.iterdir():
        (folder / "explorer" / file.name).write_bytes(file.read_bytes())
    words = json.dumps(explorer_data(corpus), ensure_ascii=False, separators=(",", ":"))
    (folder / "data" / "words.js").write_text(f"const WORDS = {words};\n", "utf-8")


def explorer_html(corpus: Corpus, root: str = "") -> str:
    """Return the page’s form and places for results; ``root`` leads to the folder of the data."""
    links = ", ".join(
        f'<a href="{root}texts/{quote(document)}.html">{escape(label)}</a>'
        for document, label in zip(
            corpus.documents["document"], corpus.documents["label"], strict=True
        )
    )
    form = PAGE.joinpath("explorer.html").read_text("utf-8")
    return form.replace("{root}", root).replace("{texts}", links)


def explorer_data(corpus: Corpus) -> dict[str, Any]:
    """Return what the page needs to know: words with their places, codes, and the rules of folding.

    A sentence is its number, its paragraph, what parts it from the sentence before, its frames and
    voices, and four numbers a word: its term (a place in ``terms``), where it begins in the
    sentence, its length, and the sum of the ``FLAGS`` that it has.

    >>> data = explorer_data(load_corpus())
    >>> data["pieces"]["2012-jamestown"]["sentences"][2][:5]
    [3, 1, ' ', ['cooperation'], ['author']]
    """
    from scipy.stats import t

    words = locate(corpus, corpus.tokens)
    numbers, terms = pd.factorize(words["term"].to_numpy(object))
    flags = words["before"].astype(str).map(FLAGS).fillna(0).astype(int)
    flags += sum(words[flag] * FLAGS[flag] for flag in ("quoted", "cited"))
    spans = np.column_stack([numbers, words["left"], words["right"] - words["left"], flags])
    inside = words.groupby("place").indices
    coded = {attribute: _codes(corpus, attribute) for attribute in FILTERS}
    codes = {
        attribute: own[own["code"] != ""].groupby(["document", "sentence"])["code"].agg(list)
        for attribute, own in coded.items()
    }
    pieces: dict[str, Any] = {}
    for document in corpus.documents["document"]:
        methods = {a: own.loc[own["document"] == document, "method"] for a, own in coded.items()}
        first = {attribute: next(iter(method), "") for attribute, method in methods.items()}
        pieces[document] = first | {"sentences": []}
    sentences = corpus.sentences
    last = sentences.groupby(["document", "paragraph"])["end"].shift()
    for one in rows(sentences.assign(last=last.fillna(sentences["start"]).astype(int))):
        gap = SPACE.sub(" ", corpus.text(one.document)[one.last : one.start])
        held = [codes[attribute].get((one.document, one.sentence), []) for attribute in FILTERS]
        own = spans[inside[one.Index]].ravel().tolist() if one.Index in inside else []
        pieces[one.document]["sentences"].append([one.sentence, one.paragraph, gap, *held, own])
    return {
        "terms": list(terms),
        "forms": as_written(pd.DataFrame({"term": terms}), corpus.tokens)["term"].to_list(),
        "pieces": pieces,
        "labels": {
            attribute: {
                code: label_of(None, attribute, code)
                for code in CODES[attribute]
                if code in set(own["code"])
            }
            for attribute, own in coded.items()
        },
        "t": t.ppf(0.975, range(1, int(corpus.documents["paragraphs"].max()))).tolist(),
        "rules": {
            "token": TOKEN, "word": WORD, "address": ADDRESS.pattern, "ignored": IGNORED,
            "names": sorted(actor_names()), "acronyms": sorted(acronyms()),
            "stop": sorted(stop_words()),
        },
    }  # fmt: skip


def _codes(corpus: Corpus, attribute: str) -> pd.DataFrame:
    """Return the codes of an attribute that count; no row where nobody coded it."""
    coding = coding_of(corpus)
    coded = (coding["attribute"] == attribute).any()
    return counted_codes(coding, attribute) if coded else coding[:0].assign(method="")
