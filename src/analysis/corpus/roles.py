"""What each stretch of a text is: title, paragraph, note, … and why."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from analysis.corpus.segments import Segment

ROLES = (
    "title",
    "dek",
    "byline",
    "date",
    "publication",
    "caption",
    "heading",
    "paragraph",
    "list-item",
    "block-quote",
    "pull-quote",
    "note",
    "biography",
    "boilerplate",
)
BODY = ("paragraph", "list-item", "block-quote")

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
DATE = (
    rf"(?:{MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{1,2}}\s+{MONTH}(?:,?\s+\d{{4}})?"
    r"|\d{4}-\d\d-\d\d)"
)
DATE_LINE = re.compile(
    rf"(?:(?:last )?(?:updated|published|posted|modified)(?: on)?:?\s*)?{DATE}"
    r"(?:[,|\s]+\d{1,2}:\d\d.*)?$",
    re.IGNORECASE,
)
PUBLICATION = re.compile(r"publication:|.*\b(?:volume|vol\.)\W*\d+.*\b(?:issue|no\.)\W*\d+", re.I)
BYLINE = re.compile(r"(?:by|authors?|written by)\b:?\s+(?=[A-Z])", re.IGNORECASE)
NAME = re.compile(
    r"(?:[^\W\d_a-z][\w’'.-]*)(?:\s+(?:[^\W\d_a-z][\w’'.-]*|de|van|von|bin|al)){1,4}$"
)
HEADING_BEFORE_BODY = re.compile(
    r"(?:introduction|summary|abstract|background|overview|key points)\b:?$", re.IGNORECASE
)
CAPTION = re.compile(
    r"(?:figure|fig\.|table|chart|map)\s+\d+|(?:photo|image|picture)\b[^.]*:", re.I
)
RELATED = re.compile(
    r"(?:related|recommended|further|more)\s+(?:publications?|articles?|posts?|stories|reading)$"
    r"|(?:see also|read more|more from|you may also like)\b.{0,40}$",
    re.IGNORECASE,
)
NOTES_HEADING = re.compile(r"(?:end|foot)?notes:?$|references:?$|sources:?$|bibliography:?$", re.I)
SERVICE = {
    "a disclaimer": r"\bviews\b.*(?:\bnot|n[’']t)\b.*\b(?:represent|reflect)",
    "a request to readers": r"\b(?:contact us|send us|write to us|follow us|subscribe|sign up)\b",
    "a referral to the full text": r"\bread the (?:full|whole|original|complete)\b",
    "a sponsor’s line": r"\bsponsor(?:ed|s)?\b",
    "a rights line": r"©|\ball rights reserved\b|\bcopyright\b",
}
OCCUPATION = re.compile(
    r"\b(?:is|was|are|serves as|works as)\b.{0,40}\b(?:professor|fellow|director|editor|student"
    r"|chair|journalist|correspondent|reporter|lecturer|analyst|researcher|scholar|columnist|assistant"
    r"|associate|author|writer)\b",
    re.IGNORECASE,
)
SAYING = re.compile(r"\b(?:sa(?:id|ys)|wr(?:ote|ites)|state[ds]|declare[ds]|note[ds]|read[s]?):$")
CITED_NOTE = re.compile(r"(?<!^)\[(\d{1,3})\]", re.MULTILINE)
FIRST_WORDS, LONG = 30, 20
PULL_QUOTE_WORDS = 5


@dataclass
class Page:
    """The segments of one text with what is known and found so far."""

    segments: Sequence[Segment]
    title: str = ""
    authors: Sequence[str] = ()
    found: dict[int, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cited_notes = {n for s in self.segments for n in CITED_NOTE.findall(s.text)}
        self.keys = [_key(s.text) for s in self.segments]
        self.names = [*self.authors, *(name for s in self.segments for name in _named(s, self))]

    def role(self, index: int) -> str:
        """The role found so far, or nothing."""
        return self.found.get(index, ("", ""))[0]


Rule = Callable[[Page, int], tuple[str, str] | None]


def classify(
    segments: Sequence[Segment], *, title: str = "", authors: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """Return (role, reason) for each segment of a web article.

    The front is read downwards to the first sentence of the body, the tail upwards to its last;
    what lies between is body unless it is a heading, a caption or repeats the body. ``title`` and
    ``authors`` are what ``corpus.toml`` says; a title in square brackets says that the file has
    none. The rules know shapes and set phrases of web pages, not these five texts; an article
    laid out otherwise can be misread, and the reasons say how.
    """
    page = Page(segments, title, authors)
    last = _related(page)
    first = _walk(page, range(last), FRONT)
    _walk(page, range(last - 1, first - 1, -1), TAIL)
    for index in range(len(segments)):
        if index not in page.found:
            page.found[index] = next(hit for rule in MIDDLE if (hit := rule(page, index)))
    return [page.found[index] for index in range(len(segments))]


def _related(page: Page) -> int:
    """Mark all from a heading such as “Related Publications” on; return where the rest ends."""
    for index, segment in enumerate(page.segments):
        if index and RELATED.match(segment.text):
            reason = f"below “{segment.text}”, which leads to other pieces"
            for rest in range(index, len(page.segments)):
                page.found[rest] = ("boilerplate", reason)
            return index
    return len(page.segments)


def _walk(page: Page, indices: range, rules: Sequence[Rule]) -> int:
    """Apply rules segment by segment until none fits; return where that is."""
    for index in indices:
        hit = next((hit for rule in rules if (hit := rule(page, index))), None)
        if hit is None:
            return index
        page.found[index] = hit
    return indices.stop


def _title(page: Page, index: int) -> tuple[str, str] | None:
    segment = page.segments[index]
    if index or segment.words > FIRST_WORDS or segment.text.endswith("."):
        return None
    if page.title.startswith("["):
        return "boilerplate", "stands in the title’s place, but corpus.toml says that there is none"
    return "title", "the first line, short and without a full stop"


def _publication(page: Page, index: int) -> tuple[str, str] | None:
    if PUBLICATION.match(page.segments[index].text):
        return "publication", "names the publication, its volume and issue"
    return None


def _date(page: Page, index: int) -> tuple[str, str] | None:
    return ("date", "only a date") if DATE_LINE.match(page.segments[index].text) else None


def _byline(page: Page, index: int) -> tuple[str, str] | None:
    segment = page.segments[index]
    if segment.text in page.names:
        return "byline", "an author’s name and nothing else"
    if segment.words > 15 or segment.closed:
        return None
    if BYLINE.match(segment.text):
        return "byline", "names the author after “by” or “author”"
    if index and page.role(index - 1) == "title" and NAME.match(segment.text):
        return "byline", "shaped like a name, right under the title"
    return None


def _named(segment: Segment, page: Page) -> list[str]:
    """The authors that a line names, if it is a byline by its shape."""
    if segment.words > 15 or segment.closed:
        return []
    if by := BYLINE.match(segment.text):
        return [name.strip() for name in re.split(r"[/|,;&]| and ", segment.text[by.end() :])]
    biography = rf"{re.escape(segment.text)}\b.*{OCCUPATION.pattern}"
    opens = NAME.match(segment.text) and any(
        re.match(biography, s.text, re.I) for s in page.segments
    )
    return [segment.text] if opens else []


def _dek(page: Page, index: int) -> tuple[str, str] | None:
    segment = page.segments[index]
    under_title = index and page.role(index - 1) == "title"
    if not under_title or segment.closed or HEADING_BEFORE_BODY.match(segment.text):
        return None
    return ("dek", "right under the title, without a full stop") if segment.words <= 40 else None


def _front_heading(page: Page, index: int) -> tuple[str, str] | None:
    if HEADING_BEFORE_BODY.match(page.segments[index].text):
        return "heading", "a usual name of a first section"
    return None


def _front_caption(page: Page, index: int) -> tuple[str, str] | None:
    segment = page.segments[index]
    masthead = {page.role(i) for i in range(index)} & {"publication", "byline", "date"}
    if masthead and not segment.closed and segment.words < LONG:
        return "caption", "a short line between the masthead and the first sentence"
    return None


def _note(page: Page, index: int) -> tuple[str, str] | None:
    marker = page.segments[index].marker
    if marker is None:
        return None
    number = marker["number"] or marker["note"]
    if number in page.cited_notes:
        return "note", f"numbered {number}, below the body, which cites [{number}]"
    if number and any(NOTES_HEADING.match(s.text) for s in page.segments[:index]):
        return "note", "numbered, below a heading for notes"
    if marker["note"]:
        return "note", f"starts with [{number}] below the body"
    return None


def _notes_heading(page: Page, index: int) -> tuple[str, str] | None:
    if NOTES_HEADING.match(page.segments[index].text) and page.role(index + 1) == "note":
        return "heading", "heads the notes"
    return None


def _biography(page: Page, index: int) -> tuple[str, str] | None:
    segment = page.segments[index]
    if not segment.closed:
        return None
    for name in page.names:
        if re.match(rf"(?:the author,?\s+)?{re.escape(name)}\b", segment.text, re.I):
            return "biography", f"below the body, about {name}"
    if OCCUPATION.search(segment.text[:120]) and re.match(
        r"The authors?\b|About the author", segment.text
    ):
        return "biography", "below the body, about the author"
    return None


def _service(page: Page, index: int) -> tuple[str, str] | None:
    for reason, pattern in SERVICE.items():
        if re.search(pattern, page.segments[index].text, re.IGNORECASE):
            return "boilerplate", f"{reason}, below the body"
    return None


def _below_sponsor(page: Page, index: int) -> tuple[str, str] | None:
    above = page.segments[index - 1].text if index else ""
    if page.segments[index].words <= 6 and re.search(SERVICE["a sponsor’s line"], above, re.I):
        return "boilerplate", "the sponsor’s name, below the sponsor’s line"
    return None


def _caption(page: Page, index: int) -> tuple[str, str] | None:
    segment = page.segments[index]
    if CAPTION.match(segment.text) and segment.words < LONG:
        return "caption", "labels a figure, table or photograph"
    return None


def _pull_quote(page: Page, index: int) -> tuple[str, str] | None:
    key = page.keys[index]
    if key.count(" ") < PULL_QUOTE_WORDS:
        return None
    for other, text in enumerate(page.keys):
        longer = len(text) > len(key) or (text == key and other < index)
        if (
            other != index
            and longer
            and f" {key} " in f" {text} "
            and page.role(other) in ("", *BODY)
        ):
            return "pull-quote", f"repeats words of line {page.segments[other].line}"
    return None


def _block_quote(page: Page, index: int) -> tuple[str, str] | None:
    segment = page.segments[index]
    if segment.text.startswith(">"):
        return "block-quote", "starts with >"
    if index and segment.closed and SAYING.search(page.segments[index - 1].text):
        return "block-quote", "follows a paragraph that ends in a verb of saying and a colon"
    return None


def _heading(page: Page, index: int) -> tuple[str, str] | None:
    segment = page.segments[index]
    follower = page.segments[index + 1] if index + 1 < len(page.segments) else None
    open_end = not segment.closed or HEADING_BEFORE_BODY.match(segment.text)
    if not open_end or segment.words > 15 or follower is None:
        return None
    if segment.marker is None:
        return "heading", "short, without a full stop, above other text"
    if not segment.marker["bullet"] and follower.marker is None:
        return "heading", "numbered, short, without a full stop, above a paragraph"
    return None


def _list_item(page: Page, index: int) -> tuple[str, str] | None:
    marker = page.segments[index].marker
    return ("list-item", f"starts with “{marker.group().strip()}”") if marker else None


def _paragraph(page: Page, index: int) -> tuple[str, str]:
    return "paragraph", "running text"


FRONT: tuple[Rule, ...] = (
    _title, _publication, _date, _byline, _dek, _front_heading, _caption, _front_caption,
)  # fmt: skip
TAIL: tuple[Rule, ...] = (
    _note, _notes_heading, _below_sponsor, _service, _date, _byline, _biography, _caption,
)  # fmt: skip
MIDDLE: tuple[Rule, ...] = (
    _pull_quote, _caption, _block_quote, _heading, _list_item, _paragraph,
)  # fmt: skip


def _key(text: str) -> str:
    """The words of a text, for comparing it with another: no marks, no note markers, no case."""
    return " ".join(re.findall(r"\w+", re.sub(r"\[\d{1,3}\]", " ", text).casefold()))
