"""The line of each number at the end of its page: what it counts, with links to the texts.

Without scripts this is where numbers lead; the panel reads the same lines.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from itertools import chain, zip_longest

from markupsafe import Markup, escape

from analysis.book.markup import markup
from analysis.book.numbers import COMPUTED
from analysis.book.records import Record
from analysis.corpus.marks import Span

Pages = Mapping[tuple[str, int, str], str]  # of each sentence of the book, the address of its text
PLACES = re.compile(r'<p(?: data-hits="([^"]*)")? data-piece="([^"]*)">(.*?)</p>')
LINKED = re.compile(r">(\d+)(?:–(\d+))?</a>")
EMPHASIS = re.compile(r"\*([^*]+)\*")


def lines_of(numbers: Iterable[tuple[str, str, Record]], pages: Pages) -> str:
    """Return the lines of some numbers (id, value as written, number), closed, as HTML.

    Numbers that open the same share a line.
    """
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for target, written, content in numbers:
        what = escape(content["what"])
        what = what if content.get("verbatim") else Markup(EMPHASIS.sub(r"<em>\1</em>", str(what)))
        groups.setdefault(_body(content, pages), []).append((target, what, written))
    return markup("lines", [(terms, body) for body, terms in groups.items()])


def places_in(html: str) -> Iterator[tuple[str, int, list[Span]]]:
    """Yield what the lines of a page open: piece, sentence, and the spans counted in it.

    >>> [*places_in('<p data-hits="2,5;;0,3,4,6" data-piece="a">A, sentence '
    ...             '<a href="a.html#s-3">3–5</a></p>')]
    [('a', 3, [(2, 5)]), ('a', 4, []), ('a', 5, [(0, 3), (4, 6)])]
    """
    for hits, piece, links in PLACES.findall(html):
        runs = [(int(first), int(last or first)) for first, last in LINKED.findall(links)]
        numbers = [*chain(*(range(first, last + 1) for first, last in runs))]
        for number, own in zip_longest(numbers, hits.split(";") if hits else (), fillvalue=""):
            edges = [int(edge) for edge in str(own).split(",") if edge]
            yield unescape(piece), int(number), [*zip(edges[::2], edges[1::2], strict=True)]


def _body(content: Record, pages: Pages) -> str:
    """Return what is behind a number: sentences of the book, of other texts, or things."""
    inside: dict[str, list[Record]] = {}
    for one in content["passages"]:
        inside.setdefault(one["document"] if _key(one) in pages else "", []).append(one)
    others = inside.pop("", [])
    found = [sorted(own, key=lambda one: one["sentence"]) for own in inside.values()]
    links = [
        (own[0]["document"], own[0]["label"], pages[_key(own[0])],
         [*_runs([one["sentence"] for one in own])], _hits(own))
        for own in found
    ]  # fmt: skip
    return markup("body", content, links, others, COMPUTED)


def _key(passage: Record) -> tuple[str, int, str]:
    return passage["document"], passage["sentence"], passage["text"]


def _hits(passages: list[Record]) -> str:
    """Return the spans counted in each sentence, for the script; nothing if there are none."""
    hits = [",".join(str(edge) for edge in chain(*one["hits"])) for one in passages]
    return ";".join(hits) if any(hits) else ""


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of numbers.

    >>> [*_runs([1, 2, 3, 5, 6, 9])]
    [(1, 3), (5, 6), (9, 9)]
    """
    start = 0
    for at, number in enumerate(numbers):
        if at + 1 == len(numbers) or numbers[at + 1] != number + 1:
            yield numbers[start], number
            start = at + 1
