"""The texts whole: a page for each piece, and every sentence once, as data for the scripts."""

import json
import re
from collections import defaultdict
from itertools import count
from typing import Any
from urllib.parse import quote

import pandas as pd

from analysis.book.edition import HIDDEN
from analysis.book.markup import Shown, markup
from analysis.book.records import Record
from analysis.book.written import shown
from analysis.corpus.codebook import codebook
from analysis.corpus.corpus import Corpus
from analysis.corpus.marks import citations_in, notes_in
from analysis.corpus.passages import locate
from analysis.corpus.roles import BODY
from analysis.corpus.tables import rows
from analysis.measures.framing.coded import coding_of
from analysis.measures.framing.lexicon import Lexicon
from analysis.measures.voices.quotations import quotations

SPAN = ["document", "start", "end"]
BETWEEN = "between sentences"
ASIDE = {"press citation": citations_in, "note marker": notes_in}  # in the body, yet not counted
GAP = re.compile(rf"{HIDDEN}[{HIDDEN}\s]*")


def text_page(corpus: Corpus, document: str) -> Shown:
    """Return a piece as HTML: the whole file in its order, what was not counted greyed.

    Each sentence of the body has an address of its own, ``#s-14``. In the book the page has
    layers as well: codes by both passes, quotations, words of the lexicon.

    Parameters
    ----------
    corpus
        Any texts.
    document
        One of them.

    Raises
    ------
    CorpusError
        If the corpus has no such document.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> page = text_page(load_corpus(), "2023-china-daily")
    >>> page.count('class="sentence"'), 'id="s-14"' in page
    (42, True)
    """
    own = corpus[document]
    about = own.documents.iloc[0]
    left, sentences = _spans(own, _set_aside(own)), own.sentences
    inside = (sentences[sentences["paragraph"] == number] for number in count(1))
    blocks = [
        (block, _parts(block, next(inside), left) if block.role in BODY else None)
        for block in rows(own.blocks.sort_values("start"))
    ]
    by_lexicon = {*coding_of(own)["pass"]} == {"lexicon"}
    page = markup("piece", about, blocks, shown, by_lexicon, HIDDEN in own.text(document))
    return Shown(GAP.sub("… ", page))


def texts_page(corpus: Corpus) -> Shown:
    """Return the page that leads to all pieces, and sets two of them beside each other.

    >>> from analysis import load_corpus
    >>> texts_page(load_corpus()).count("<li>")
    5
    """
    documents = [(address_of(row.document, ""), row) for row in rows(corpus.documents)]
    return markup("pieces", documents)


def page_of(document: str, folder: str = "texts/") -> str:
    """Return the name of the page of a piece, which is never that of the page of all."""
    return f"{folder}{document}{'-text' * (document == 'index')}"


def address_of(document: str, folder: str = "texts/") -> str:
    """Return the address of the page of a piece, within its folder."""
    return f"{quote(page_of(document, folder))}.html"


def sentence_data(corpus: Corpus) -> str:
    """Return all sentences, with what is known of each, as a script that declares them.

    ``SENTENCES`` has for each document its label, page, passes and sentences: number, text, and
    what is known of it: codes (``frame/threat/+``) with the passes that gave them, and spans
    (offsets in the text, in characters) of lexicon, quoted and left. ``LABELS`` has the names of
    all codes.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> sentence_data(load_corpus()["2020-tpq"])[:60]
    'const SENTENCES = {"2020-tpq": {"label": "2020 TPQ", "page":'
    """
    known = _known(corpus)
    passes = coding_of(corpus).groupby("document")["pass"].agg(lambda own: "".join(own.unique()))
    pieces = {
        row.document: {
            "label": row.label, "page": address_of(row.document),
            "passes": str(passes.get(row.document, "")), "sentences": [],
        }
        for row in rows(corpus.documents)
    }  # fmt: skip
    for row in rows(corpus.sentences):
        pieces[row.document]["sentences"].append([row.sentence, row.text, known[row.Index]])
    labels = {f"{row.attribute}/{row.code}": row.label for row in rows(codebook())}
    return f"const SENTENCES = {_json(pieces)};\nconst LABELS = {_json(labels)};\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _known(corpus: Corpus) -> dict[int, Record]:
    """Return what is known of each sentence, by its row: codes by pass, and spans."""
    known: dict[int, Record] = defaultdict(dict)
    coding = coding_of(corpus)
    given = coding[coding["code"] != ""].rename(columns={"pass": "by"})
    for row in rows(locate(corpus, given)):
        code = "/".join(filter(None, [row.attribute, row.code, row.stance]))
        codes = known[row.place].setdefault("codes", {})
        codes[code] = codes.get(code, "") + row.by
    said = quotations(corpus).query("kind == 'quotation'")
    layers = {
        "lexicon": Lexicon.from_toml().hits(corpus.sentences)[[*SPAN, "code", "stance"]],
        "quoted": said[[*SPAN, "speaker"]],
        "left": _set_aside(corpus),
    }
    for layer, found in layers.items():
        for place, spans in _spans(corpus, found).items():
            known[place][layer] = spans
    return known


def _spans(corpus: Corpus, found: pd.DataFrame) -> dict[int, list[Any]]:
    """Return the spans in each sentence, by its row: start, end, and what is told of them."""
    spans: dict[int, list[Any]] = defaultdict(list)
    for row in rows(locate(corpus, found)):
        told = (getattr(row, name) for name in found.columns[len(SPAN) :])
        spans[row.place].append([row.left, row.right, *told])
    return spans


def _set_aside(corpus: Corpus) -> pd.DataFrame:
    """Return the spans of the body that are not counted, and what each is."""
    found = [
        (block.document, block.start + start, block.start + end, kind)
        for block in rows(corpus.blocks[corpus.blocks["role"].isin(BODY)])
        for kind, find in ASIDE.items()
        for start, end in find(block.text)
    ]
    return pd.DataFrame(found, columns=[*SPAN, "kind"])


def _parts(block: Any, sentences: pd.DataFrame, left: dict[int, list[Any]]) -> list[Any]:
    """Return the sentences of a block and what is between them: number (or 0), text, what is left.

    What is left out of the count are spans of the text, and what each is.
    """
    parts, last = [], block.start
    for row in rows(sentences):
        parts += [_between(block, last, row.start), (row.sentence, row.text, left[row.Index])]
        last = row.end
    return [*parts, _between(block, last, block.end)]


def _between(block: Any, start: int, end: int) -> tuple[int, str, list[Any]]:
    text = block.text[start - block.start : end - block.start]
    return 0, text, [(0, len(text), BETWEEN)]
