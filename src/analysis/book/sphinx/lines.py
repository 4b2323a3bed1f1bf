"""The line of each number at the end of its page: what it counts, with links to the texts.

Without scripts this is where numbers lead; the panel reads the same lines.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from markupsafe import Markup, escape

from analysis.book.markup import markup
from analysis.book.numbers import COMPUTED
from analysis.book.records import Record

Pages = Mapping[tuple[str, int, str], str]  # of each sentence of the book, the address of its text
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


def _body(content: Record, pages: Pages) -> str:
    """Return what is behind a number: sentences of the book, of other texts, or things."""
    inside: dict[str, list[Record]] = {}
    for one in content["passages"]:
        inside.setdefault(one["document"] if _key(one) in pages else "", []).append(one)
    others, things = inside.pop("", []), content["things"]
    found = [sorted(own, key=lambda one: one["sentence"]) for own in inside.values()]
    places = [
        [own[0]["document"], *([one["sentence"], *chain(*one["hits"])] for one in own)]
        for own in found
    ]
    links = [
        (own[0]["label"], pages[_key(own[0])], [*_runs([one["sentence"] for one in own])])
        for own in found
    ]
    computed = COMPUTED if things == [COMPUTED] else ""
    return markup(
        "body", _data(places), _data(content.get("codes")), _times(content["passages"]), links,
        others, computed, content.get("table"), [] if computed else things,
    )  # fmt: skip


def _key(passage: Record) -> tuple[str, int, str]:
    return passage["document"], passage["sentence"], passage["text"]


def _data(value: object) -> str:
    """Return a value for the script; nothing for nothing known."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return "" if value in (None, []) else plain


def _times(passages: list[Record]) -> str:
    """Say how often, where hits outnumber sentences."""
    hits, plural = sum(len(one["hits"]) for one in passages), "s" * (len(passages) != 1)
    more = hits > len(passages)
    return f"{hits} times in {len(passages)} sentence{plural}." if more else ""


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the runs of three and more numbers as first and last, others by themselves.

    >>> [*_runs([1, 2, 3, 5, 6, 9])]
    [(1, 3), (5, 5), (6, 6), (9, 9)]
    """
    start = 0
    for at, number in enumerate(numbers):
        if at + 1 == len(numbers) or numbers[at + 1] != number + 1:
            run = numbers[start : at + 1]
            yield from [(run[0], number)] if len(run) > 2 else zip(run, run, strict=True)
            start = at + 1
