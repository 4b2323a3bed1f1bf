"""What goes wrong with a corpus, said in one sentence."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

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


def check_documents(frame: "pd.DataFrame", documents: Sequence[str]) -> None:
    """Refuse documents that the frame does not hold, naming the nearest.

    Raises
    ------
    CorpusError
        For the first document that is not there.
    """
    known = sorted(set(frame["document"]))
    for document in documents:
        if document not in known:
            raise CorpusError(
                f"There is no document “{document}” in these tokens{known_names(document, known)}."
            )


def check_at_least_one(**options: int) -> None:
    """Refuse options that are under 1, by their name.

    Raises
    ------
    CorpusError
        For the first of them.
    """
    for name, value in options.items():
        if value < 1:
            raise CorpusError(f"{name} is {value}; give a whole number of at least 1.")


def check_words(tokens: "pd.DataFrame") -> None:
    """Refuse tokens that hold no word.

    Raises
    ------
    CorpusError
        If there is none.
    """
    if tokens.empty:
        raise CorpusError("These tokens hold no word to measure; take those of another document.")
