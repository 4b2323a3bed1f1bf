"""What each stretch of a text is: title, paragraph, note, … and why."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, groupby, product
from types import MappingProxyType
from typing import Any, NamedTuple

from analysis.corpus.patterns import PARTS, patterns
from analysis.corpus.segments import BREAK, Segment

ROLES = tuple(
    "title dek byline date publication caption heading paragraph list-item block-quote pull-quote "
    "note biography boilerplate".split()
)
BODY = ("paragraph", "list-item", "block-quote")
LIKE, SERVICE = patterns("roles"), patterns("service")
FIRST_WORDS, DEK_WORDS, LONG, SHORT, FEW, SERVICE_WORDS, RUNNING = 30, 40, 20, 15, 6, 45, 25
NUMBERED_PARAGRAPH = 8
PULL_QUOTE_WORDS, LONGEST_PULL_QUOTE, SAME_START = 10, 60, 4


class Place:
    """A segment where it stands on its page, with the role that was found for it."""

    def __init__(self, page: "Page", index: int, segment: Segment) -> None:
        self.page, self.index, self.segment = page, index, segment
        self.text, self.tail, self.marker = segment.text, segment.text[-60:], segment.marker
        self.words, self.closed = segment.words, segment.closed
        self.number = (self.marker["number"] or self.marker["note"] or "") if self.marker else ""
        self.role = self.reason = ""

    @property
    def above(self) -> "Place":
        """The place above; of the first, an empty one."""
        return self.page.places[self.index - 1] if self.index else self.page.nowhere

    @property
    def below(self) -> "Place":
        """The place below; of the last, an empty one."""
        last = self.index + 1 == len(self.page.places)
        return self.page.nowhere if last else self.page.places[self.index + 1]

    @property
    def alone(self) -> bool:
        """Whether it is neither closed like a sentence nor runs on into the next, nor greets."""
        runs_on = self.closed or LIKE["runs_on"].search(self.tail) or self.text[0].islower()
        return not runs_on and not LIKE["salutation"].match(self.text)

    def take(self, where: str) -> bool:
        """Take the role of the first rule that fits; return whether one did."""
        for rule in RULES:
            if where in rule.where and (found := rule.test(self)):
                self.role, self.reason = rule.role, rule.reason.format(found)
                return True
        return False


class Page:
    """The places of one text and what is known of the whole of it."""

    def __init__(self, segments: Iterable[Segment], said: Mapping[str, Any]) -> None:
        self.nowhere = Place(self, -1, Segment(0, 0, 0, ""))
        self.places = [Place(self, index, segment) for index, segment in enumerate(segments)]
        self.untitled = said.get("title", "").startswith("[")
        self.masthead = False
        self.cited_notes = {n for at in self.places for n in LIKE["cited_note"].findall(at.text)}
        people = {name for at in self.places if at.closed for name in _openings(at.text)}
        named = (name for at in self.places for name in _named(at, people))
        self.names = dict.fromkeys(chain(said.get("authors", ()), named))
        self.verse = _lines_of_verse(self.places)
        self.noted = _below_notes_heading(self.places)
        self.longer = _longer_twins(self.places)


class Rule(NamedTuple):
    """A role for places that a test fits; what the test returns stands in the reason as {}.

    ``where`` says in which part of the page it holds: F, the front; T, the tail; M, what lies
    between; P, a page of which corpus.toml says that all is body.
    """

    where: str
    role: str
    reason: str
    test: Callable[[Place], Any]


def _is_title(at: Place) -> bool:
    if at.index or at.words > FIRST_WORDS or at.text.endswith((".", ":", "…", "。")):
        return False
    return not LIKE["ends_quoted"].search(at.tail) and not LIKE["runs_on"].search(at.tail)


def _is_byline(at: Place) -> bool:
    return at.words <= SHORT and not at.closed and LIKE["byline"].match(at.text) is not None


def _is_author(at: Place) -> str:
    named = at.words <= SHORT and not at.closed and LIKE["name"].match(at.text)
    other = LIKE["office"].match(at.text) or LIKE["salutation"].match(at.text)
    below = at.above.role if at.above.role in ("title", "dek") else ""
    return below if named and not other else ""


def _is_pictured(at: Place) -> bool:
    person = LIKE["name"].match(at.text) and LIKE["office"].match(at.text)
    return at.above.role == "title" and bool(person)


def _is_dek(at: Place) -> bool:
    above = at.above.above if at.above.role == "caption" else at.above
    heading = LIKE["first_heading"].match(at.text)
    return above.role == "title" and at.alone and not heading and at.words <= DEK_WORDS


def _is_caption(at: Place) -> bool:
    like = LIKE["caption"].match(at.text)
    return bool(like and at.words < LONG and (like["label"] is not None or not at.closed))


def _service(at: Place) -> str:
    """What kind of a service line it is, if it is one."""
    if at.words > SERVICE_WORDS or LIKE["own_voice"].search(at.text):
        return ""
    return next((kind for kind, like in SERVICE.items() if like.search(at.text)), "")


def _subject(at: Place) -> str:
    """The author whom a closed place is about, if it begins with one’s name."""
    begin = r"(?:the author,?\s+)?{}\b"
    names = list(at.page.names)[:50] if at.closed else []
    fits = (n for n in names if re.match(begin.format(re.escape(n)), at.text, re.IGNORECASE))
    return next(fits, "")


def _is_biography(at: Place) -> bool:
    occupied = LIKE["occupation"].search(at.text[:120]) and LIKE["author"].match(at.text)
    return at.closed and bool(occupied)


def _repeated(at: Place) -> int:
    """The line whose words it repeats, if that stays in the body."""
    other = at.page.longer.get(at.index)
    return other.segment.line if other and other.role in ("", *BODY) else 0


def _is_heading(at: Place) -> bool:
    above_text = at.below.text and at.words <= SHORT and at.index not in at.page.verse
    if at.below.segment.page and not at.closed:
        return False
    return bool(above_text) and (at.alone or bool(LIKE["first_heading"].match(at.text)))


def _numbered_paragraph(at: Place) -> str:
    long = at.closed and at.words >= NUMBERED_PARAGRAPH
    return str(at.marker["number"] or "") if at.marker and long else ""


RULES = (
    Rule("FTM", "boilerplate", "the number of a page", lambda at: PARTS["page"].fullmatch(at.text)),
    Rule("FTM", "boilerplate", "the head or foot of each page", lambda at: at.segment.page),
    Rule("F", "boilerplate", "stands in the title’s place, but corpus.toml says that there is none",
         lambda at: at.page.untitled and _is_title(at)),
    Rule("F", "title", "the first line, short and without a full stop", _is_title),
    Rule("F", "publication", "names the publication, its volume and issue",
         lambda at: LIKE["publication"].match(at.text)),
    Rule("T", "note", "numbered {0}, below the body, which cites [{0}]",
         lambda at: at.number in at.page.cited_notes and at.number),
    Rule("T", "note", "numbered, below a heading for notes", lambda at: at.index in at.page.noted),
    Rule("T", "note", "starts with [{}] below the body",
         lambda at: at.marker and at.marker["note"]),
    Rule("T", "heading", "heads the notes",
         lambda at: at.below.role == "note" and LIKE["notes_heading"].match(at.text)),
    Rule("T", "boilerplate", "the sponsor’s name, below the sponsor’s line",
         lambda at: at.words <= FEW and SERVICE["a sponsor’s line"].search(at.above.text)),
    Rule("T", "boilerplate", "{}, below the body", _service),
    Rule("FT", "date", "only a date", lambda at: LIKE["date"].match(at.text)),
    Rule("FT", "date", "only a time of day", lambda at: LIKE["time"].match(at.text)),
    Rule("FT", "byline", "an author’s name and nothing else", lambda at: at.text in at.page.names),
    Rule("FT", "byline", "names the author after “by” or “author”", _is_byline),
    Rule("FT", "byline", "shaped like a name, right under the {}", _is_author),
    Rule("F", "caption", "a name with an office, right under the title: who is pictured",
         _is_pictured),
    Rule("F", "dek", "right under the title, without a full stop", _is_dek),
    Rule("F", "heading", "a usual name of a first section",
         lambda at: LIKE["first_heading"].match(at.text)),
    Rule("T", "biography", "below the body, about {}", _subject),
    Rule("T", "biography", "below the body, about the author", _is_biography),
    Rule("M", "pull-quote", "repeats words of line {}", _repeated),
    Rule("FTM", "caption", "labels a figure, table or photograph", _is_caption),
    Rule("F", "caption", "a short line between the masthead and the first sentence",
         lambda at: at.page.masthead and at.alone and at.words < LONG),
    Rule("M", "boilerplate", "leads to another piece",
         lambda at: at.words < LONG and LIKE["aside"].match(at.text)),
    Rule("MP", "block-quote", "starts with >", lambda at: at.text.startswith(">")),
    Rule("MP", "block-quote", "follows a paragraph that ends in a verb of saying and a colon",
         lambda at: at.closed and LIKE["saying"].search(at.above.tail)),
    Rule("M", "heading", "short, without a full stop, above other text",
         lambda at: not at.marker and _is_heading(at)),
    Rule("M", "heading", "numbered, short, without a full stop, above a paragraph",
         lambda at: at.number and not at.below.marker and _is_heading(at)),
    Rule("MP", "paragraph", "running text, numbered {}", _numbered_paragraph),
    Rule("MP", "list-item", "starts with “{}”", lambda at: at.marker and at.marker.group().strip()),
    Rule("MP", "paragraph", "running text", lambda at: True),
)  # fmt: skip


def classify(
    segments: Sequence[Segment], said: Mapping[str, Any] = MappingProxyType({})
) -> list[tuple[str, str]]:
    """Return (role, reason) for each segment of an article, a speech, a report.

    The front is read downwards to the first sentence of the body, the tail upwards to its last;
    what lies between is body unless it is a heading, a caption or repeats the body. The rules
    (``RULES``, the first that fits) know shapes and set phrases, not these five texts; a text laid
    out otherwise can be misread, and the reasons say how. ``said`` is what ``corpus.toml`` says:
    title (in square brackets, if the file has none) and authors, and what overrules the rules:
    ``body`` (its first and last line: all between is body, and nothing else), ``roles`` (false:
    all is body), ``lines`` (the role of the block in which a line stands).
    """
    page, rules = Page(segments, said), said.get("roles", True)
    if rules:
        rest = page.places[: _related(page.places)]
        begun = _walk(rest, "F")
        _walk(rest[begun:][::-1], "T")
    for at in page.places:
        if not at.role:
            at.take("M" if rules else "P")
    for at in page.places:
        _overrule(at, said.get("body", ()), said.get("lines", {}))
    return [(at.role, at.reason) for at in page.places]


def _walk(places: Sequence[Place], where: str) -> int:
    """Give roles place by place until no rule fits; return how many have one."""
    for done, at in enumerate(places):
        if not at.role and not at.take(where):
            return done
        at.page.masthead |= at.role in ("publication", "byline", "date")
    return len(places)


def _overrule(at: Place, body: Sequence[int], lines: Mapping[str, str]) -> None:
    """Let what corpus.toml says of a place stand above the rules."""
    first, last = at.segment.line, at.segment.line + len(BREAK.findall(at.text))
    within = body and body[0] <= last and first <= body[1]
    if within and at.role not in BODY:
        at.take("P")
    elif body and not within and at.role in BODY:
        at.role, at.reason = "boilerplate", "outside the lines that corpus.toml gives as body"
    for line, role in lines.items():
        if first <= int(line) <= last:
            at.role, at.reason = role, f"corpus.toml says so of line {line}"


def _related(places: Sequence[Place]) -> int:
    """Mark what stands below a heading such as “Related Publications”; return where the rest ends.

    It goes on to the end, or to where two running paragraphs follow each other.
    """
    stop = 0
    for at in places[1:]:
        if at.index >= stop and LIKE["related"].match(at.text):
            below = range(at.index + 1, len(places) - 1)
            stop = next((n for n in below if _running(places[n : n + 2])), len(places))
            for other in places[at.index : stop]:
                other.role = "boilerplate"
                other.reason = f"below “{at.text}”, which leads to other pieces"
            if stop == len(places):
                return at.index
    return len(places)


def _running(places: Sequence[Place]) -> bool:
    return all(at.closed and at.words >= RUNNING for at in places)


def _named(at: Place, people: set[str]) -> list[str]:
    """The authors that a line names, if it is a byline by its shape."""
    if at.words > SHORT or at.closed:
        return []
    if by := LIKE["byline"].match(at.text):
        return [name.strip() for name in re.split(r"[/|,;&]| and ", at.text[by.end() :])]
    return [at.text] if at.text in people and LIKE["name"].match(at.text) else []


def _openings(text: str) -> list[str]:
    """The first words of a paragraph that says what somebody is by occupation."""
    words = text[:120].split()[:6] if LIKE["occupation"].search(text[:250]) else []
    return [" ".join(words[:n]).rstrip(",") for n in range(2, 6)]


def _below_notes_heading(places: Sequence[Place]) -> set[int]:
    """Numbered places that stand, one after the other, below a heading for notes."""
    found: set[int] = set()
    for at in places:
        if at.number and (at.index - 1 in found or LIKE["notes_heading"].match(at.above.text)):
            found.add(at.index)
    return found


def _lines_of_verse(places: Sequence[Place]) -> set[int]:
    """Short open places of which three or more follow each other: verse or a list."""
    runs = groupby(places, lambda at: at.words <= SHORT and not at.closed and not at.marker)
    verses = (list(run) for short, run in runs if short)
    return {at.index for verse in verses if len(verse) > 2 for at in verse}


def _longer_twins(places: Sequence[Place]) -> dict[int, Place]:
    """For each short place whose words stand in one longer place, and only there: which."""
    words = [key(at.text).split() for at in places]
    short: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, own in enumerate(words):
        if PULL_QUOTE_WORDS <= len(own) <= LONGEST_PULL_QUOTE:
            short[tuple(own[:PULL_QUOTE_WORDS])].append(index)
    found: dict[int, list[int]] = defaultdict(list)
    for other, longer in enumerate(words):
        runs = list(zip(*(longer[n:] for n in range(PULL_QUOTE_WORDS)), strict=False))
        for start in short.keys() & set(runs):
            same = short[start] if len(short[start]) <= SAME_START else []
            for index, begin in product(same, (n for n, run in enumerate(runs) if run == start)):
                own = words[index]
                if index != other and longer[begin : begin + len(own)] == own:
                    found[index].append(other)
    only = {index: others[0] for index, others in found.items() if len(others) == 1}
    return {index: places[n] for index, n in only.items() if len(words[n]) > len(words[index])}


def key(text: str) -> str:
    """The words of a text, for comparing it with another: no marks, no note markers, no case."""
    return re.sub(r"\W+", " ", re.sub(r"\[\d{1,3}\]", " ", text).casefold()).strip()
