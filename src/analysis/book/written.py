"""How numbers are written: read from the prose, compared, rewritten, shown in tables."""

import re
from typing import Any

import numpy as np
import pandas as pd

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
WORDS = [*ONES, *(f"{ten}-{one}".removesuffix("-zero") for ten in TENS for one in ONES[:10])]
NONE = ("no", "none", "never")
DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+|(?=\.\d))(?:\.\d+)?"
WRITTEN = re.compile(rf"(?P<sign>[−-]?)(?P<digits>{DIGITS})(?P<share>\s?%|\s?per cent)?")
MISSING = "–"


def agrees(written: str, value: float | str) -> bool:
    """Return whether what is written is the value, at the precision written.

    >>> agrees("eleven", 11), agrees("9.1%", 1 / 11), agrees("1,234", 1235), agrees("−0.3", -0.25)
    (True, True, False, True)
    >>> agrees("twenty-one", 21), agrees("none", 0), agrees("1,23", 123), agrees("1,23", 1.23)
    (True, True, False, False)
    """
    if isinstance(value, str):
        return written == value
    if (named := named_number(written)) is not None:
        return named == value
    match = WRITTEN.fullmatch(written)
    if match is None:
        return False
    digits = match["digits"].replace(",", "")
    found = float(digits) * (-1 if match["sign"] else 1)
    wanted = value * 100 if match["share"] else value
    half = 0.5 * 10.0 ** -len(digits.partition(".")[2])
    return abs(found - wanted) <= half * (1 + 1e-9)


def rewrite(written: str, value: float | str) -> str:
    """Return the value as it was written: as a word, with as many decimals, as a share.

    >>> [rewrite(*pair) for pair in [("eleven", 12), ("9.1%", 0.25), ("1,234", 5678), (".8", 0.76)]]
    ['twelve', '25.0%', '5,678', '.8']
    """
    if isinstance(value, str):
        return value
    match = WRITTEN.fullmatch(written)
    if match is None:
        named = value in range(len(WORDS))
        word = WORDS[int(value)] if named else f"{value:,.10g}"
        word = written if value == 0 and written.lower() in NONE else word
        return word.capitalize() if written[:1].isupper() else word
    decimals = len(match["digits"].partition(".")[2])
    shown = value * 100 if match["share"] else value
    text = f"{shown:,.{decimals}f}"
    if match["digits"].startswith("."):
        text = text.replace("0.", ".", 1) if abs(shown) < 1 else text
    return text.replace("-", match["sign"] or "−") + (match["share"] or "")


def named_number(written: str) -> int | None:
    """Return the number that a word names, up to ninety-nine, or nothing.

    >>> named_number("Twenty-one"), named_number("no"), named_number("many")
    (21, 0, None)
    """
    word = written.lower()
    return WORDS.index(word) if word in WORDS else 0 if word in NONE else None


def shown(value: Any, spec: str = "") -> str:
    """Return a value as a table or a caption shows it: proper minus, commas, a dash for nothing.

    >>> shown(-1234.5), shown(3), shown(0.0912, ".1%"), shown(float("nan")), shown(0.0004, "p")
    ('−1,234.50', '3', '9.1%', '–', '< .001')
    """
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return MISSING
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if spec == "p":
        return "< .001" if value < 0.0005 else f"{value:.3f}".replace("0.", ".", 1)
    default = ",d" if isinstance(value, int | np.integer) else ",.2f"
    return format(value, spec or default).replace("-", "−")


def shown_plainly(value: float | str) -> str:
    """Return a value as exactly as a reader needs it: a text as it is, a number to ten digits."""
    return value if isinstance(value, str) else f"{value:,.10g}".replace("-", "−")
