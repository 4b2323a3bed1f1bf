"""A text becomes segments: stretches of lines that belong together."""

import re
from dataclasses import dataclass
from itertools import pairwise

CLOSED = re.compile(r"[.!?:…][”\"’'»›«‹“)\]]*(\[\d{1,3}\])*$")
MARKER = re.compile(
    r"(?P<bullet>[•·▪◦*–—-])\s+|(?P<number>\d{1,3})[.)]\s+|\[(?P<note>\d{1,3})\]\s*"
)
WRAPPED_AT, WRAPPED_LINES = 100, 10


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of lines; ``text`` is ``document_text[start:end]``."""

    line: int
    start: int
    end: int
    text: str

    @property
    def words(self) -> int:
        """How many words it has, by white space."""
        return len(self.text.split())

    @property
    def closed(self) -> bool:
        """Whether it ends as a sentence does (note markers aside)."""
        return CLOSED.search(self.text) is not None

    @property
    def marker(self) -> re.Match[str] | None:
        """Its bullet, number or bracketed note number, if it starts with one."""
        return MARKER.match(self.text)


def segment(text: str) -> list[Segment]:
    r"""Return the segments of a text: every line that is not blank stands in exactly one.

    A line goes on with the one before where no blank line parts them and either the line before
    is not closed and this one starts in lower case (a hard break inside a sentence), or the whole
    file is wrapped at a fixed width and this line starts no list item.

    >>> [s.text for s in segment("A title\n\nIt says “shares\ninterests” twice.\nNext one.")]
    ['A title', 'It says “shares\ninterests” twice.', 'Next one.']
    """
    lines = _lines(text)
    wrapped = _is_wrapped(lines, text)
    joined: list[Segment] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last and _goes_on(last, line, text, wrapped):
            joined[-1] = Segment(last.line, last.start, line.end, text[last.start : line.end])
        else:
            joined.append(line)
    return joined


def _lines(text: str) -> list[Segment]:
    breaks = [match.end() for match in re.finditer(r"\r\n?|\n", text)]
    lines, start = [], 0
    for number, stop in enumerate([*breaks, len(text)], 1):
        raw = text[start:stop]
        left = start + len(raw) - len(raw.lstrip(" \t\r\n\u00a0\ufeff\v\f"))
        right = start + len(raw.rstrip(" \t\r\n\u00a0\ufeff\v\f"))
        if left < right:
            lines.append(Segment(number, left, right, text[left:right]))
        start = stop
    return lines


def _adjacent(last: Segment, line: Segment, text: str) -> bool:
    return len(re.findall(r"\r\n?|\n", text[last.end : line.start])) == 1


def _is_wrapped(lines: list[Segment], text: str) -> bool:
    """Whether the file is wrapped: short lines, many of which go on in lower case."""
    if not lines or max(line.end - line.start for line in lines) > WRAPPED_AT:
        return False
    following = [b for a, b in pairwise(lines) if _adjacent(a, b, text)]
    lower = [line for line in following if line.text[0].islower()]
    return len(following) >= WRAPPED_LINES and len(lower) * 3 >= len(following)


def _goes_on(last: Segment, line: Segment, text: str, wrapped: bool) -> bool:
    if not _adjacent(last, line, text) or line.marker:
        return False
    return wrapped or (line.text[0].islower() and not last.closed)
