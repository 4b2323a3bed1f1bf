"""A sentence of the book with the computation that it rests on."""

from html import escape

from analysis.book.records import leave


def claim(text: str, *, holds: bool, found: str) -> None:
    """State a sentence of the page and whether the computation bears it; the build stops if not.

    All claims of all pages are checked in one build; each that does not hold gives one line with
    page, claim and what was found. The page itself does not show the sentence again.

    Parameters
    ----------
    text
        The sentence, as the prose has it.
    holds
        The assertion, computed.
    found
        What was computed, for the line that says that the claim fails.

    Examples
    --------
    >>> claim("The 2012 piece is longer than the 2023 piece.", holds=2347 > 993,
    ...       found="2,347 against 993 words")
    {...}
    """
    record = {"kind": "claim", "text": text, "holds": bool(holds), "found": found}
    verdict = "holds" if holds else "does not hold"
    leave(record, f"Claim {verdict}: {escape(text)} ({escape(found)})")
