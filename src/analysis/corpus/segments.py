"""A text becomes segments: stretches of lines that belong together."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise

from analysis.corpus.patterns import PARTS, patterns

LIKE = patterns("segments")
WIDEST, FULL, LIKELY_FULL, WRAPPED_PAIRS, SHORTEST_PAGE = 130, 0.85, 0.6, 3, 7
FIGURES = re.compile(r"\d+")
BREAK = re.compile(r"\r\n?|\n")
LINE = re.compile(r"(?P<own>[^\r\n]*)(?:\r\n?|\n|\Z)")
EDGES = " \t\u00a0\ufeff\v\f"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of lines; ``text`` is ``document_text[start:end]``."""

    line: int
    start: int
    end: int
    text: str
    page: bool = False  # it stands at the head or foot of each page

    @property
    def words(self) -> int:
        """How many words it has, by white space."""
        return len(self.text.split())

    @property
    def closed(self) -> bool:
        """Whether it ends as a sentence does (note markers aside)."""
        return LIKE["closed"].search(self.text[-60:]) is not None

    @property
    def marker(self) -> re.Match[str] | None:
        """Its bullet, number or bracketed note number, if it starts with one."""
        return LIKE["marker"].match(self.text)


def segment(text: str) -> list[Segment]:
    r"""Return the segments of a text: every line that is not blank stands in exactly one.

    A line goes on with the one before where no blank line parts them and either the line before
    is not closed and this one starts in lower case (a hard break inside a sentence), or the file
    is wrapped at a width that the line before fills. In a wrapped file a sentence also goes on
    over the number of a page, and what stands at the head or foot of each page is set apart.

    >>> [s.text for s in segment("A title\n\nIt says “shares\ninterests” twice.\nNext one.")]
    ['A title', 'It says “shares\ninterests” twice.', 'Next one.']
    """
    lines = _lines(text)
    width = _width(lines, text)
    heads = _heads(lines, width) if width else set()
    found: list[tuple[Segment, Segment]] = []  # the first and the last line of each
    pages: list[Segment] = []
    for line in lines:
        if width and found and PARTS["page"].fullmatch(line.text):
            pages.append(line)
        elif line in heads:
            found += [(page, page) for page in [*pages, replace(line, page=True)]]
            pages = []
        elif found and _goes_on(found[-1][1], line, text, width, over_page=bool(pages)):
            found[-1], pages = (found[-1][0], line), []
        else:
            found += [(page, page) for page in [*pages, line]]
            pages = []
    found += [(page, page) for page in pages]
    return [
        Segment(first.line, first.start, last.end, text[first.start : last.end], first.page)
        for first, last in found
    ]


def _heads(lines: list[Segment], width: int) -> set[Segment]:
    """Return the lines at the head or foot of each page of a wrapped file.

    They are short and recur, figures aside, a page apart; each stands alone or beside the number
    of its page; and somewhere a sentence goes on over one of them.
    """
    pages = {place for place, line in enumerate(lines) if PARTS["page"].fullmatch(line.text)}
    recurring: dict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        if place not in pages and line.end - line.start < FULL * width:
            recurring[FIGURES.sub("0", line.text)].append(place)
    heads = {
        place: places
        for places in recurring.values()
        if len(places) > 1
        and places[-1] - places[0] >= SHORTEST_PAGE * (len(places) - 1)
        and all(_is_apart(lines, place, pages) for place in places)
        for place in places
    }
    set_apart = heads.keys() | pages
    found = (heads[place] for place in heads if _is_run_over(lines, place, set_apart))
    return {lines[place] for places in found for place in places}


def _is_apart(lines: list[Segment], place: int, pages: set[int]) -> bool:
    """Return whether a line has the number of a page beside it, or a blank line on either side."""
    before, after = (lines[n : n + 1] for n in (max(place - 1, 0), place + 1))
    alone = all(abs(lines[place].line - line.line) != 1 for line in [*before, *after])
    return alone or not pages.isdisjoint((place - 1, place + 1))


def _is_run_over(lines: list[Segment], place: int, pages: set[int]) -> bool:
    """Return whether a sentence goes on over a line and those of the page beside it."""
    before, after = place, place
    while before in pages:
        before -= 1
    while after in pages:
        after += 1
    inside = before >= 0 and after < len(lines)
    return inside and not lines[before].closed and lines[after].text[0].islower()


def _lines(text: str) -> list[Segment]:
    lines = []
    for number, match in enumerate(LINE.finditer(text), 1):
        start, end = match.span("own")
        left = end - len(match["own"].lstrip(EDGES))
        right = start + len(match["own"].rstrip(EDGES))
        if left < right:
            lines.append(Segment(number, left, right, text[left:right]))
    return lines


def _adjacent(last: Segment, line: Segment, text: str) -> bool:
    return len(BREAK.findall(text[last.end : line.start])) == 1


def _reach(last: Segment, line: Segment) -> int:
    """How long a line were if it took in the first word of the next."""
    return last.end - last.start + 1 + len(line.text.split(maxsplit=1)[0])


def _width(lines: list[Segment], text: str) -> int:
    """Return the width that the file is wrapped at, or 0.

    Many of its lines are open, most of these are full, some go on in lower case.
    """
    pairs = [(a, b) for a, b in pairwise(lines) if _adjacent(a, b, text)]
    lengths = sorted(a.end - a.start for a, _ in pairs)
    if len(pairs) < WRAPPED_PAIRS:
        return 0
    width = lengths[len(lengths) * 3 // 4]
    unended = [(a, b) for a, b in pairs if not a.closed]
    full = sum(_reach(a, b) >= FULL * width for a, b in unended)
    low = sum(b.text[0].islower() for _, b in pairs)
    wrapped = full >= 0.6 * len(unended) >= 0.3 * len(pairs) and low >= 0.15 * len(pairs)
    return width if wrapped and width <= WIDEST else 0


def _goes_on(last: Segment, line: Segment, text: str, width: int, *, over_page: bool) -> bool:
    if last.page:
        return False
    starts_low = line.text[0].islower()
    full = width > 0 and _reach(last, line) >= FULL * width
    if over_page:
        return not last.closed and line.marker is None and (starts_low or full)
    if not _adjacent(last, line, text):
        return False
    if line.marker:  # a number or a dash may come to stand first by chance
        return full and not last.closed and line.marker["bullet"] not in [*"•·▪◦*"]
    if last.closed and _indent(line, text) > _indent(last, text) + 1:
        return False
    long = width > 0 and last.end - last.start >= LIKELY_FULL * width and last.words > 5
    return full or (not last.closed and (starts_low or long)) or (width > 0 and starts_low)


def _indent(line: Segment, text: str) -> int:
    return line.start - max(text.rfind(mark, 0, line.start) for mark in "\n\r") - 1
