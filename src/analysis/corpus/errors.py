"""What goes wrong with a corpus, said in one sentence."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from numbers import Integral
from typing import Any

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


def check_known(name: str, known: Iterable[str], fault: str) -> None:
    """Refuse a name that is not among those known, with what is wrong and the nearest.

    Raises
    ------
    CorpusError
        If it is not.
    """
    if name not in (names := list(known)):
        raise CorpusError(f"{fault}{known_names(str(name), names)}.")


def check_documents(frame: pd.DataFrame, documents: Sequence[str]) -> None:
    """Refuse documents that the frame does not hold, naming the nearest.

    Raises
    ------
    CorpusError
        For the first document that is not there.
    """
    known = sorted(frame["document"].unique())
    for document in documents:
        check_known(document, known, f"There is no document “{document}” in these tokens")


def check_whole(*, least: int = 1, **options: object) -> None:
    """Refuse options that are no whole number of at least 1, or another least, by their name.

    Raises
    ------
    CorpusError
        For the first of them.
    """
    for name, value in options.items():
        if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
            raise CorpusError(f"{name} is {value}; give a whole number of at least {least}.")


def check_text(word: object) -> None:
    """Refuse what is no text where a word or pattern belongs.

    Raises
    ------
    CorpusError
        If it is not.
    """
    if not isinstance(word, str):
        raise CorpusError(f"A word or pattern is text, not {word!r}; give one at a time.")


def check_level(level: float) -> None:
    """Refuse a level of confidence that is not between 0 and 1.

    Raises
    ------
    CorpusError
        If it is not.
    """
    if not 0 < level < 1:
        raise CorpusError(f"level is {level}; give a share between 0 and 1, such as 0.95.")


def listed(values: Any) -> list[Any]:
    """Return values as a list; one value, such as a text, is a list of one, not of its letters.

    >>> listed("NATO"), listed({"war"})
    (['NATO'], ['war'])
    """
    return list(values) if pd.api.types.is_list_like(values) else [values]


def check_columns(frame: pd.DataFrame, columns: Sequence[str]) -> None:
    """Refuse columns that the frame does not hold, naming the nearest.

    Raises
    ------
    CorpusError
        For the first column that is not there, or if a whole corpus is given for a table.
    """
    if not hasattr(frame, "columns"):
        raise CorpusError("Here belongs a table; of a corpus give one, such as corpus.tokens.")
    for column in columns:
        check_known(column, map(str, frame), f"There is no column “{column}”")
