"""The line of each number at the end of its page: what it counts, with links to the texts.

Without scripts this is where numbers lead; the panel reads the same lines.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import chain

from analysis.book.numbers import COMPUTED, listed
from analysis.book.records import Record

Pages = Mapping[tuple[str, int, str], str]  # of each sentence of the book, the address of its text
EMPHASIS = re.compile(r"\*([^*]+)\*")


def lines_of(numbers: Iterable[tuple[str, str, Record]], pages: Pages) -> str:
    """Return the lines of some numbers (id, value as written, number), closed, as HTML.

    Numbers that open the same share a line.
    """
    bodies: dict[str, list[str]] = {}
    for target, written, content in numbers:
        what = escape(content["what"])
        what = what if content.get("verbatim") else EMPHASIS.sub(r"<em>\1</em>", what)
        term = f'<dt id="{target}">{what}: {escape(written)}</dt>'
        bodies.setdefault(_body(content, pages), []).append(term)
    lines = "".join(f"{''.join(terms)}{body}" for body, terms in bodies.items())
    return f"<details><summary>What each number counts</summary><dl>{lines}</dl></details>"


def _body(content: Record, pages: Pages) -> str:
    """Return what is behind a number."""
    inside: dict[str, list[Record]] = {}
    others = []
    for one in content["passages"]:
        if _key(one) in pages:
            inside.setdefault(one["document"], []).append(one)
        else:
            others.append(one)
    found = [sorted(own, key=lambda one: one["sentence"]) for own in inside.values()]
    places = [
        [own[0]["document"], *([one["sentence"], *chain(*one["hits"])] for one in own)]
        for own in found
    ]
    data = f" data-places='{_data(places)}'" if places else ""
    codes = f" data-codes='{_data(content['codes'])}'" if places and "codes" in content else ""
    parts = [_times(content["passages"]), *(_links(own, pages) for own in found)]
    parts += [listed(others) if others else "", _things(content)]
    return f"<dd{data}{codes}>{''.join(parts)}</dd>"


def _key(passage: Record) -> tuple[str, int, str]:
    return passage["document"], passage["sentence"], passage["text"]


def _data(value: object) -> str:
    return escape(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _times(passages: list[Record]) -> str:
    """Say how often, where hits outnumber sentences."""
    hits = sum(len(one["hits"]) for one in passages)
    plural = "s" * (len(passages) != 1)
    more = hits > len(passages)
    return f'<p class="times">{hits} times in {len(passages)} sentence{plural}.</p>' if more else ""


def _links(own: list[Record], pages: Pages) -> str:
    """Return links to the sentences of a piece, those that follow each other as one."""
    page = escape(pages[_key(own[0])])
    links = [
        f'<a class="place" href="{page}#s-{first}">{first}{f"–{last}" * (last > first)}</a>'
        for first, last in _runs([one["sentence"] for one in own])
    ]
    return f"<p>{escape(own[0]['label'])}, sentence {', '.join(links)}</p>"


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


def _things(content: Record) -> str:
    """Return what is behind a number that counts no sentences, or why there is nothing."""
    things = content["things"]
    if things == [COMPUTED]:
        table = content.get("table", "")
        link = f' <a href="#{escape(table)}">See the table.</a>' if table else ""
        return f'<p class="computed">{COMPUTED}{link}</p>'
    items = "".join(f"<li>{escape(thing)}</li>" for thing in things)
    return f'<ul class="things">{items}</ul>' if things else ""
