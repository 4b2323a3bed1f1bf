"""Marks inside a text: note markers, press citations, quotation marks."""

from collections.abc import Sequence

from analysis.corpus.patterns import patterns

Span = tuple[int, int]

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
LIKE = patterns("marks")
# Which marks close a mark: English, French, German (also »reversed«), Swedish, and one usual slip.
CLOSES = {
    "“": "”“", "‘": "’", "«": "»", "»": "«»", "„": "“”", "‚": "‘’", "‹": "›", "›": "‹", "”": "”",
    '"': '"', "'": "'",
}  # fmt: skip
DEEPEST = 4


def citations_in(text: str) -> list[Span]:
    """Return the spans of parenthetical press citations: parentheses that end in a date.

    >>> text = "He said so (Xinhua, July 5)."
    >>> [text[a:b] for a, b in citations_in(text)]
    ['(Xinhua, July 5)']
    """
    return [match.span() for match in LIKE["citation"].finditer(text)]


def notes_in(text: str) -> list[Span]:
    """Return the spans of note markers (``[12]``, raised numbers) and of numbers of pages."""
    held = LIKE["note_like"].search(text)
    return [match.span() for match in LIKE["note"].finditer(text)] if held else []


def quotations_in(text: str, following: str = "") -> list[Span]:
    r"""Return the outermost spans between quotation marks, marks included, in order.

    Marks are paired within the text given (a paragraph). An apostrophe is no mark: a single mark
    opens only in an opening place (before a word, behind a space or bracket) and closes only
    before something that is no letter; after a plural *s* it closes only where no surer mark
    follows (‘the members’ choice’). A closing curly mark in an opening place is read as the slip
    it is. A mark without its partner quotes nothing, unless ``following``, the next paragraph,
    opens with the same mark: then the quotation runs on to the end of the text.

    >>> text = 'China\'s "coercive policies" and the ”no-fly zone”'
    >>> [text[a:b] for a, b in quotations_in(text)]
    ['"coercive policies"', '”no-fly zone”']
    >>> quotations_in("“We held. “Until now", "“We hold on.”")
    [(10, 20)]
    """
    possessive = _possessives(text)
    waiting: list[int] = []
    spans: list[Span] = []
    for match in LIKE["quotation"].finditer(text):
        at, mark = match.start(), match.group()
        partners = [place for place in waiting if mark in CLOSES[text[place]]]
        if partners and _closes(text, at, text[partners[-1]]) and at not in possessive:
            _keep(spans, (partners[-1], at + 1))
            waiting = waiting[: waiting.index(partners[-1])]
        elif _opens(text, at):
            waiting = [*waiting, at][-DEEPEST:]
    carried = [place for place in waiting if following.startswith(text[place])]
    if carried:
        _keep(spans, (carried[-1], len(text)))
    return spans


def quotations_over(paragraphs: Sequence[str]) -> list[list[Span]]:
    """Return the spans of each paragraph; a quotation may run on over several of them.

    >>> quotations_over(["He said: “We held.", "“We hold.”"])
    [[(9, 18)], [(0, 10)]]
    """
    following = [*paragraphs[1:], ""]
    return [quotations_in(text, after) for text, after in zip(paragraphs, following, strict=True)]


def _keep(spans: list[Span], span: Span) -> None:
    """Add a span in place of those that lie inside it."""
    while spans and spans[-1][0] > span[0]:
        spans.pop()
    spans.append(span)


def _opens(text: str, at: int) -> bool:
    """Return whether a mark stands where a quotation can begin."""
    mark, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if mark in "“„":
        return True
    place = not before or before.isspace() or before in "([{—–-/" or before in CLOSES
    if mark == "«":
        return place
    return place and mark != "’" and bool(after.strip()) and not LIKE["elision"].match(text, at)


def _closes(text: str, at: int, opening: str) -> bool:
    """Return whether a mark stands where a quotation that is open can end."""
    mark, before, after = text[at], text[at - 1], text[at + 1 : at + 2]
    if mark in "'’":
        return not after.isalnum()
    return not (mark == opening and before.isspace() and after.strip())


def _possessives(text: str) -> set[int]:
    """Return marks behind a plural *s* that are apostrophes: a surer closing mark follows."""
    found, sure = set(), False
    for match in reversed(list(LIKE["single"].finditer(text))):
        at = match.start()
        if text[at + 1 : at + 2].isalnum():
            sure = sure and not _opens(text, at)
        elif not LIKE["doubtful"].match(text, at):
            sure = True
        elif sure:
            found.add(at)
    return found
