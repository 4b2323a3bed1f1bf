"""The texts whole: a page for each piece, and every sentence once, as data for the scripts."""

import json
import re
from collections import defaultdict
from html import escape
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pandas as pd

from analysis.book.edition import HIDDEN
from analysis.book.records import Record
from analysis.book.written import shown
from analysis.corpus.codebook import codebook
from analysis.corpus.marks import citations_in, notes_in
from analysis.corpus.passages import locate
from analysis.corpus.roles import BODY
from analysis.corpus.tables import rows
from analysis.measures.framing.coded import coding_of
from analysis.measures.framing.lexicon import Lexicon
from analysis.measures.voices.quotations import quotations

if TYPE_CHECKING:
    from analysis.corpus.corpus import Corpus

LAYERS = {
    "frame": "frames", "theme": "themes", "voice": "voices", "quoted": "quotations",
    "lexicon": "words of the lexicon",
}  # fmt: skip
SPAN = ["document", "start", "end"]
ASIDE = {"press citation": citations_in, "note marker": notes_in}  # in the body, yet not counted
FACTS = {
    "authors": "by", "outlet": "in", "date": "date", "genre": "kind", "words": "words counted",
}  # fmt: skip
NO_ADDRESS = "The address of the publisher’s page is not known."
NOT_WHOLE = (
    "This edition shows only the words that its pages quote or count, with a few words around them;"
    " the whole text is the publisher’s."
)
GAP = re.compile(rf"{HIDDEN}[{HIDDEN}\s]*")
CODERS = (
    "Codes: by a large language model, in two separate passes (A and B), checked by no human coder."
)
BY_LEXICON = "Nobody coded this piece: its frames are those of the lexicon, which errs."


class Markup(str):
    """HTML that JupyterLab shows as what it means."""

    def _repr_html_(self) -> str:
        return str(self)


def text_page(corpus: "Corpus", document: str) -> Markup:
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
    facts = [f"<dt>{head}</dt><dd>{_text(about[key])}</dd>" for key, head in FACTS.items()]
    link = f'<a href="{escape(about["url"])}" rel="external">the publisher’s page</a>'
    facts.append(f"<dt>source</dt><dd>{link if about['url'] else NO_ADDRESS}</dd>")
    left, sentences = _spans(own, _set_aside(own)), own.sentences
    inside = (sentences[sentences["paragraph"] == number] for number in count(1))
    blocks = [
        _paragraph(block, next(inside), left) if block.role in BODY else _left_out(block)
        for block in rows(own.blocks.sort_values("start"))
    ]
    passes = set(coding_of(own)["pass"])
    switches = "".join(
        f'<label><input type="checkbox" value="{key}"> {label}</label>'
        for key, label in LAYERS.items()
    )
    note = f"{NOT_WHOLE} " if HIDDEN in own.text(document) else ""
    html = (
        f'<section class="piece" data-document="{escape(document)}"><h1>{_text(about["title"])}'
        f'</h1><dl class="facts">{"".join(facts)}</dl><p class="note">{note}Greyed: not counted. '
        f"{BY_LEXICON if passes == {'lexicon'} else CODERS}</p>"
        f'<form class="layers" hidden><fieldset><legend>Show</legend>{switches}</fieldset></form>'
        f"{''.join(blocks)}</section>"
    )
    return Markup(GAP.sub("… ", html))


def texts_page(corpus: "Corpus") -> Markup:
    """Return the page that leads to all pieces, and sets two of them beside each other.

    >>> from analysis import load_corpus
    >>> texts_page(load_corpus()).count("<li>")
    5
    """
    items = "".join(
        f'<li><a href="{escape(quote(page_of(row.document, "")))}.html">{_text(row.label)}</a>: '
        f"{_text(row.title)} ({row.words:,} words, {row.sentences:,} sentences)</li>"
        for row in rows(corpus.documents)
    )
    return Markup(
        f'<section class="pieces"><h1>The texts</h1><ul class="pieces">{items}</ul>'
        f'<form class="beside" hidden><h2>Beside each other</h2>'
        f"<p>The sentences of two pieces that share a frame or a theme. {CODERS}</p></form>"
        '<div class="beside" aria-live="polite"></div></section>'
    )


def page_of(document: str, folder: str = "texts/") -> str:
    """Return the name of the page of a piece, which is never that of the page of all."""
    return f"{folder}{document}{'-text' * (document == 'index')}"


def sentence_data(corpus: "Corpus") -> str:
    """Return all sentences, with what is known of each, as a script that declares them.

    ``SENTENCES`` has for each document its label, page, passes and sentences: number, text, and
    what is known of it: codes (``frame/threat/+``) with the passes that gave them, and spans
    (offsets in the text, in characters) of lexicon, quoted and left. ``LABELS`` has the names of
    all codes.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> sentence_data(load_corpus()["2020-tpq"])[:60]
    'const SENTENCES = {"2020-tpq": {"label": "2020 TPQ", "page": '
    """
    known = _known(corpus)
    passes = coding_of(corpus).groupby("document")["pass"].agg(lambda own: "".join(own.unique()))
    pieces = {
        row.document: {
            "label": row.label, "page": f"{quote(page_of(row.document))}.html",
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


def _known(corpus: "Corpus") -> dict[int, Record]:
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


def _spans(corpus: "Corpus", found: pd.DataFrame) -> dict[int, list[Any]]:
    """Return the spans in each sentence, by its row: start, end, and what is told of them."""
    spans: dict[int, list[Any]] = defaultdict(list)
    for row in rows(locate(corpus, found)):
        told = (getattr(row, name) for name in found.columns[len(SPAN) :])
        spans[row.place].append([row.left, row.right, *told])
    return spans


def _set_aside(corpus: "Corpus") -> pd.DataFrame:
    """Return the spans of the body that are not counted, and what each is."""
    found = [
        (block.document, block.start + start, block.start + end, kind)
        for block in rows(corpus.blocks[corpus.blocks["role"].isin(BODY)])
        for kind, find in ASIDE.items()
        for start, end in find(block.text)
    ]
    return pd.DataFrame(found, columns=[*SPAN, "kind"])


def _paragraph(block: Any, sentences: pd.DataFrame, left: dict[int, list[Any]]) -> str:
    """Return a block of the body, and whatever stands between its sentences."""
    html, last = "", block.start
    for row in rows(sentences):
        html += _grey(block.text[last - block.start : row.start - block.start])
        words = _greyed(row.text, left[row.Index])
        html += (
            f'<span class="sentence" id="s-{row.sentence}"><a class="address" '
            f'href="#s-{row.sentence}">{row.sentence}</a> <span class="words">{words}</span></span>'
        )
        last = row.end
    return f'<p class="{block.role}" dir="auto">{html}{_grey(block.text[last - block.start :])}</p>'


def _greyed(text: str, spans: list[Any]) -> str:
    html, last = "", 0
    for start, end, kind in sorted(spans):
        html += escape(text[last:start]) + _grey(text[start:end], kind)
        last = end
    return html + escape(text[last:])


def _grey(text: str, kind: str = "between sentences") -> str:
    """Return a part that is not counted; nothing but space is as it is."""
    if not text.strip():
        return text
    return f'<span class="left-out" title="not counted: {kind}">{escape(text)}</span>'


def _left_out(block: Any) -> str:
    """Return a block that is not counted, greyed, its reason a tap away."""
    return (
        f'<div class="left-out {block.role}"><details><summary>not counted: {block.role}</summary>'
        f'<p>Line {block.line}: {_text(block.reason)}</p></details><p dir="auto">'
        f"{escape(block.text)}</p></div>"
    )


def _text(value: Any) -> str:
    """Return a fact as HTML that keeps marks of direction to itself."""
    return f"<bdi>{escape(shown(value))}</bdi>"
