"""What each stretch of a text is: title, paragraph, note, … and why."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.corpus.segments import BREAK, PAGE_LINE, Segment

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
BYLINE = re.compile(r"(?i:by|authors?|written by)\b:?\s+(?=[^\W\d_a-z])")
OFFICE = re.compile(
    r"(?:(?:prime|foreign|defen[cs]e|finance|vice|deputy|former|first|us|u\.s\.|british"
    r"|chinese)[ -])*"
    r"(?:president|premier|minister|chancellor|secretary|senator|sen\.|gov\.|governor|rep\.|mayor|king"
    r"|queen|prince|princess|pope|ambassador|general|gen\.|admiral|chief|chair\w*|speaker|leader"
    r"|spokes\w+|commissioner|director)\b",
    re.IGNORECASE,
)
SALUTATION = re.compile(
    r"(?:mr|mrs|ms|madam|sir|ladies|gentlemen|excellenc|your |distinguished|dear|my |fellow|friends"
    r"|colleagues|honou?rable|members of|thank)",
    re.IGNORECASE,
)
NAME = re.compile(
    r"(?:[^\W\d_a-z][\w’'.-]*)(?:\s+(?:[^\W\d_a-z][\w’'.-]*|de|van|von|bin|al)){1,4}$"
)
HEADING_BEFORE_BODY = re.compile(
    r"(?:introduction|summary|abstract|background|overview|key points)\b:?$", re.IGNORECASE
)
CAPTION = re.compile(
    r"(?:figure|fig\.|table|chart|map)\s+\d+(?P<label>\s*[.:|–—-]|$)?"
    r"|(?:photos?|images?|pictures?)(?:\s+(?:credit|by|courtesy|source|from)\b[^.:]{0,40})?\s*[:/]",
    re.IGNORECASE,
)
RELATED = re.compile(
    r"(?:related|recommended|further|more)\s+(?:publications?|articles?|posts?|stories|reading)$"
    r"|(?:see also|read more|you may also like|more from [^.]{1,40})$",
    re.IGNORECASE,
)
ASIDE = re.compile(r"(?:see also|(?:also )?read(?: more)?|watch|related)\s*[:|]", re.IGNORECASE)
NOTES_HEADING = re.compile(r"(?:end|foot)?notes:?$|references:?$|sources:?$|bibliography:?$", re.I)
REQUEST = r"(?:^|[.!?,:;]\s+|\b(?:please|then|to|or|and)\s+)"  # where an imperative stands
SERVICE = {
    "a disclaimer": r"\b(?:views?|opinions?)\b(?=.*\b(?:necessarily|expressed|authors?|writers?"
    r"|editorial|own)\b).*(?:\bnot|n[’']t)\b.*\b(?:represent|reflect)",
    "a request to readers": rf"{REQUEST}(?:contact us\b|(?:send|write to|e-?mail) us\b"
    r"(?=\s+(?:at|your|a|by|on|via)\b|[\s.:]*$)|follow us(?=\s+(?:on|at|via)\b|[\s.:@]*$)"
    r"|(?:subscribe|sign up)\s+(?:to|for|here|now|today|and)\b)|^(?:subscribe|sign up)[.!]?$",
    "a referral to the full text": r"^(?:you can |to |please |click (?:here )?to )*read the "
    r"(?:full|whole|original|complete)\b",
    "a sponsor’s line": r"^(?:the )?(?:\w+ ){0,4}sponsor(?:s|ed by)?\b(?!.*[.!?]$)",
    "a rights line": r"©|\ball rights reserved\W*$|\bcopyright (?:\d{4}|by|of|©|\(c\))",
}
SPEAKER = re.compile(
    r"\b(?:we(?![’'])|my (?:country|government|delegation|people|nation|party))\b", re.I
)
OCCUPATION = re.compile(
    r"\b(?:is|was|are|serves as|works as)\b.{0,40}\b(?:professor|fellow|director|editor|student"
    r"|chair|journalist|correspondent|reporter|lecturer|analyst|researcher|scholar|columnist|assistant"
    r"|associate|author|writer)\b",
    re.IGNORECASE,
)
SAY = (
    r"(?:sa(?:id|ys)|wr(?:ote|ites)|written|state[ds]|declare[ds]|note[ds]|reads?|add(?:ed|s)|ask(?:ed|s)"
    r"|t(?:old|ells)|repl(?:ied|ies)|argue[ds]|explain(?:ed|s)|warn(?:ed|s)|continued|observed"
    r"|put it)"
)
SAYING = re.compile(rf"\b{SAY}:$")
RUNS_ON = re.compile(
    rf"(?:[,;–—-]|\b(?:an?|the|of|and|or|that|which|who|{SAY})[,:]?)[”\"’')\]]*$", re.I
)
ENDS_QUOTED = re.compile(r"[.!?,…][”\"’»]$")
CITED_NOTE = re.compile(r"(?<!^)\[(\d{1,3})\]", re.MULTILINE)
FIRST_WORDS, LONG, SHORT_SERVICE, RUNNING = 30, 20, 45, 25
PULL_QUOTE_WORDS, LONGEST_PULL_QUOTE, SAME_START = 10, 60, 4
NUMBERED_PARAGRAPH = 8


@dataclass
class Page:
    """The segments of one text with what is known and found so far."""

    segments: Sequence[Segment]
    title: str = ""
    authors: Sequence[str] = ()
    found: dict[int, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cited_notes = {n for s in self.segments for n in CITED_NOTE.findall(s.text)}
        self.masthead = False
        self.people = {name for s in self.segments if s.closed for name in _openings(s.text)}
        named = [*self.authors, *(name for s in self.segments for name in _named(s, self))]
        self.names = dict.fromkeys(named)
        self.noted = _below_notes_heading(self.segments)
        self.lines = _lines_of_verse(self.segments)
        self.longer = _longer_twins(self.segments)

    def role(self, index: int) -> str:
        """The role found so far, or nothing."""
        return self.found.get(index, ("", ""))[0]


Rule = Callable[[Page, int], tuple[str, str] | None]


def classify(
    segments: Sequence[Segment],
    *,
    title: str = "",
    authors: Sequence[str] = (),
    body: Sequence[int] = (),
    rules: bool = True,
    lines: Mapping[int, str] | None = None,
) -> list[tuple[str, str]]:
    """Return (role, reason) for each segment of an article, a speech, a report.

    The front is read downwards to the first sentence of the body, the tail upwards to its last;
    what lies between is body unless it is a heading, a caption or repeats the body. ``title`` and
    ``authors`` are what ``corpus.toml`` says; a title in square brackets says that the file has
    none. The rules know shapes and set phrases, not these five texts; a text laid out otherwise
    can be misread, and the reasons say how. What ``corpus.toml`` says overrules them: ``body``
    (its first and last line: all between is body, and nothing else), ``rules`` (false: all is
    body), ``lines`` (the role of the block in which a line stands).
    """
    page = Page(segments, title, authors)
    if rules:
        last = _related(page)
        first = _walk(page, range(last), FRONT)
        _walk(page, range(last - 1, first - 1, -1), TAIL)
    for index in range(len(segments)):
        if index not in page.found:
            found = (hit for rule in (MIDDLE if rules else PLAIN) if (hit := rule(page, index)))
            page.found[index] = next(found)
    for index, segment in enumerate(segments):
        until = segment.line + len(BREAK.findall(segment.text))
        within = body and body[0] <= until and segment.line <= body[1]
        if within and page.role(index) not in BODY:
            page.found[index] = next(hit for rule in PLAIN if (hit := rule(page, index)))
        elif body and not within and page.role(index) in BODY:
            page.found[index] = ("boilerplate", "outside the lines that corpus.toml gives as body")
        for line, role in (lines or {}).items():
            if segment.line <= line <= until:
                page.found[index] = (role, f"corpus.toml says so of line {line}")
    return [page.found[index] for index in range(len(segments))]


def _related(page: Page) -> int:
    """Mark what stands below a heading such as “Related Publications”; return where the rest ends.

    It goes on to the end, or to where two running paragraphs follow each other.
    """
    segments, index = page.segments, 1
    while index < len(segments):
        if not RELATED.match(segments[index].text):
            index += 1
            continue
        reason = f"below “{segments[index].text}”, which leads to other pieces"
        follow = (i for i in range(index + 1, len(segments) - 1) if _running(segments[i : i + 2]))
        stop = next(follow, len(segments))
        page.found |= dict.fromkeys(range(index, stop), ("boilerplate", reason))
        if stop == len(segments):
            return index
        index = stop
    return len(segments)


def _running(segments: Sequence[Segment]) -> bool:
    return all(segment.closed and segment.words >= RUNNING for segment in segments)


def _walk(page: Page, indices: range, rules: Sequence[Rule]) -> int:
    """Apply rules segment by segment until none fits; return where that is."""
    for index in indices:
        if index in page.found:
            continue
        hit = next((hit for rule in rules if (hit := rule(page, index))), None)
        if hit is None:
            return index
        page.found[index] = hit
        page.masthead |= hit[0] in ("publication", "byline", "date")
    return indices.stop


def _title(page: Page, index: int) -> tuple[str, str] | None:
    segment = page.segments[index]
    if index or segment.words > FIRST_WORDS or segment.text.endswith((".", ":", "…", "。")):
        return None
    if ENDS_QUOTED.search(segment.text) or RUNS_ON.search(segment.text):
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
    if index and page.role(index - 1) == "title" and _is_name(segment.text):
        return "byline", "shaped like a name, right under the title"
    return None


def _is_name(text: str) -> bool:
    return bool(NAME.match(text)) and not OFFICE.match(text) and not SALUTATION.match(text)


def _named(segment: Segment, page: Page) -> list[str]:
    """The authors that a line names, if it is a byline by its shape."""
    if segment.words > 15 or segment.closed:
        return []
    if by := BYLINE.match(segment.text):
        return [name.strip() for name in re.split(r"[/|,;&]| and ", segment.text[by.end() :])]
    return [segment.text] if NAME.match(segment.text) and segment.text in page.people else []


def _openings(text: str) -> list[str]:
    """The first words of a paragraph that says what somebody is by occupation."""
    words = text[:120].split()[:6] if OCCUPATION.search(text[:250]) else []
    return [" ".join(words[:n]).rstrip(",") for n in range(2, 6)]


def _below_notes_heading(segments: Sequence[Segment]) -> set[int]:
    """Numbered segments that stand, one after the other, below a heading for notes."""
    found: set[int] = set()
    for index, segment in enumerate(segments):
        numbered = segment.marker is not None and not segment.marker["bullet"]
        above = index and (index - 1 in found or NOTES_HEADING.match(segments[index - 1].text))
        if numbered and above:
            found.add(index)
    return found


def _lines_of_verse(segments: Sequence[Segment]) -> set[int]:
    """Short open segments of which three or more follow each other: verse or a list."""
    found: set[int] = set()
    run: list[int] = []
    for index, segment in enumerate([*segments, None]):
        if segment and segment.words <= 15 and not segment.closed and not segment.marker:
            run.append(index)
            continue
        found |= set(run) if len(run) > 2 else set()
        run = []
    return found


def _longer_twins(segments: Sequence[Segment]) -> dict[int, int]:
    """For each short segment whose words stand in one longer segment, and only there: which."""
    words = [_key(segment.text).split() for segment in segments]
    starts: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, own in enumerate(words):
        if PULL_QUOTE_WORDS <= len(own) <= LONGEST_PULL_QUOTE:
            starts[tuple(own[:PULL_QUOTE_WORDS])].append(index)
    found: dict[int, list[int]] = defaultdict(list)
    for other, text in enumerate(words):
        shifted = (text[n:] for n in range(PULL_QUOTE_WORDS))
        for place, start in enumerate(zip(*shifted, strict=False)):
            short = starts.get(start, ())
            for index in short if len(short) <= SAME_START else ():
                own = words[index]
                if index != other and text[place : place + len(own)] == own:
                    found[index].append(other)
    return {
        index: others[0]
        for index, others in found.items()
        if len(others) == 1 and len(words[others[0]]) > len(words[index])
    }


def _dek(page: Page, index: int) -> tuple[str, str] | None:
    segment = page.segments[index]
    above = index - 1 if index and page.role(index - 1) == "caption" else index
    under_title = above and page.role(above - 1) == "title"
    if not under_title or not _stands_alone(segment) or HEADING_BEFORE_BODY.match(segment.text):
        return None
    return ("dek", "right under the title, without a full stop") if segment.words <= 40 else None


def _stands_alone(segment: Segment) -> bool:
    """Whether a line is neither closed like a sentence nor runs on into the next, nor greets."""
    text = segment.text
    runs_on = segment.closed or RUNS_ON.search(text) or text[0].islower()
    return not runs_on and not SALUTATION.match(text)


def _pictured(page: Page, index: int) -> tuple[str, str] | None:
    segment = page.segments[index]
    under_title = index and page.role(index - 1) == "title"
    if under_title and NAME.match(segment.text) and OFFICE.match(segment.text):
        return "caption", "a name with an office, right under the title: who is pictured"
    return None


def _front_heading(page: Page, index: int) -> tuple[str, str] | None:
    if HEADING_BEFORE_BODY.match(page.segments[index].text):
        return "heading", "a usual name of a first section"
    return None


def _front_caption(page: Page, index: int) -> tuple[str, str] | None:
    segment = page.segments[index]
    if page.masthead and _stands_alone(segment) and segment.words < LONG:
        return "caption", "a short line between the masthead and the first sentence"
    return None


def _note(page: Page, index: int) -> tuple[str, str] | None:
    marker = page.segments[index].marker
    if marker is None:
        return None
    number = marker["number"] or marker["note"]
    if number in page.cited_notes:
        return "note", f"numbered {number}, below the body, which cites [{number}]"
    if index in page.noted:
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
    for name in list(page.names)[:50]:
        if re.match(rf"(?:the author,?\s+)?{re.escape(name)}\b", segment.text, re.I):
            return "biography", f"below the body, about {name}"
    if OCCUPATION.search(segment.text[:120]) and re.match(
        r"The authors?\b|About the author", segment.text
    ):
        return "biography", "below the body, about the author"
    return None


def _service(page: Page, index: int) -> tuple[str, str] | None:
    segment = page.segments[index]
    if segment.words > SHORT_SERVICE or SPEAKER.search(segment.text):
        return None
    for reason, pattern in SERVICE.items():
        if re.search(pattern, segment.text, re.IGNORECASE):
            return "boilerplate", f"{reason}, below the body"
    return None


def _below_sponsor(page: Page, index: int) -> tuple[str, str] | None:
    above = page.segments[index - 1].text if index else ""
    if page.segments[index].words <= 6 and re.search(SERVICE["a sponsor’s line"], above, re.I):
        return "boilerplate", "the sponsor’s name, below the sponsor’s line"
    return None


def _caption(page: Page, index: int) -> tuple[str, str] | None:
    segment = page.segments[index]
    label = CAPTION.match(segment.text)
    if label and segment.words < LONG and (label["label"] is not None or not segment.closed):
        return "caption", "labels a figure, table or photograph"
    return None


def _aside(page: Page, index: int) -> tuple[str, str] | None:
    segment = page.segments[index]
    if ASIDE.match(segment.text) and segment.words < LONG:
        return "boilerplate", "leads to another piece"
    return None


def _page(page: Page, index: int) -> tuple[str, str] | None:
    if PAGE_LINE.fullmatch(page.segments[index].text):
        return "boilerplate", "the number of a page"
    return None


def _pull_quote(page: Page, index: int) -> tuple[str, str] | None:
    other = page.longer.get(index)
    if other is None or page.role(other) not in ("", *BODY):
        return None
    return "pull-quote", f"repeats words of line {page.segments[other].line}"


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
    named = HEADING_BEFORE_BODY.match(segment.text)
    if follower is None or segment.words > 15 or index in page.lines:
        return None
    if not named and not _stands_alone(segment):
        return None
    if segment.marker is None:
        return "heading", "short, without a full stop, above other text"
    if not segment.marker["bullet"] and follower.marker is None:
        return "heading", "numbered, short, without a full stop, above a paragraph"
    return None


def _list_item(page: Page, index: int) -> tuple[str, str] | None:
    segment = page.segments[index]
    marker = segment.marker
    if marker and marker["number"] and segment.closed and segment.words >= NUMBERED_PARAGRAPH:
        return "paragraph", f"running text, numbered {marker['number']}"
    return ("list-item", f"starts with “{marker.group().strip()}”") if marker else None


def _paragraph(page: Page, index: int) -> tuple[str, str]:
    return "paragraph", "running text"


FRONT: tuple[Rule, ...] = (
    _page, _title, _publication, _date, _byline, _pictured, _dek, _front_heading, _caption,
    _front_caption,
)  # fmt: skip
TAIL: tuple[Rule, ...] = (
    _page, _note, _notes_heading, _below_sponsor, _service, _date, _byline, _biography, _caption,
)  # fmt: skip
MIDDLE: tuple[Rule, ...] = (
    _page, _pull_quote, _caption, _aside, _block_quote, _heading, _list_item, _paragraph,
)  # fmt: skip
PLAIN: tuple[Rule, ...] = (_block_quote, _list_item, _paragraph)


def _key(text: str) -> str:
    """The words of a text, for comparing it with another: no marks, no note markers, no case."""
    return " ".join(re.findall(r"\w+", re.sub(r"\[\d{1,3}\]", " ", text).casefold()))
