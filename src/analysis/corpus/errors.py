"""What goes wrong with a corpus, said in one sentence."""

from difflib import get_close_matches

MOST = 12  # as many names as one sentence bears


class CorpusError(ValueError):
    """A fault in somebody's texts or request: one sentence with what, where and how to mend it."""


def known_names(name: str, known: list[str]) -> str:
    """Return the nearest known name, or, where none is near, what is known.

    >>> known_names("2012-jamestwn", ["2012-jamestown", "2020-tpq"])
    ' (did you mean “2012-jamestown”?)'
    >>> known_names("x", ["2012-jamestown", "2020-tpq"])
    ' (known: 2012-jamestown, 2020-tpq)'
    """
    if match := get_close_matches(name, known, n=1):
        return f" (did you mean “{match[0]}”?)"
    listed = ", ".join(known[:MOST]) + ", …" * (len(known) > MOST)
    return f" (known: {listed})" if known else ""
