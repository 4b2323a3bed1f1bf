"""The codebook: which codes there are, what each means, how it is called and drawn."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.corpus.errors import CorpusError
from analysis.corpus.reading import check_facts, located, read_toml

BOOK = Path(__file__).with_name("codebook.toml")
FACTS: dict[str, Any] = {
    "meaning": str, "apply": str, "unless": str, "example": list[str | int], "label": str,
    "fill": str,
}  # fmt: skip
ATTRIBUTES = ("frame", "theme", "voice", "threat_from")


@cache
def codebook() -> pd.DataFrame:
    """Return every code, in the order of the codebook.

    Returns
    -------
    DataFrame
        One row a code: attribute (*frame*, *theme*, *voice*, *threat_from*, *stance*), code, label
        (how tables and figures call it), meaning, apply and unless (for coders), document and
        sentence (an example; empty and 0 where there is none), fill (how bars of a stance are
        drawn: *full*, *hatched* or *empty*).

    Raises
    ------
    CorpusError
        If the file has an unknown key or a code without a meaning; file and code are named.

    Examples
    --------
    >>> book = codebook()
    >>> book.loc[book["attribute"] == "voice", ["code", "label"]].to_numpy().tolist()[:2]
    [['author', 'author'], ['nato', 'NATO, the West']]
    """
    return pd.DataFrame(
        [
            _code(attribute, code, facts)
            for attribute, codes in read_toml(BOOK).items()
            for code, facts in codes.items()
        ]
    )


def _code(attribute: str, code: str, facts: Any) -> dict[str, Any]:
    with located(BOOK, f"{attribute}.{code}"):
        check_facts("", facts, FACTS, needed=["meaning"])
        match facts.pop("example", ["", 0]):
            case [str(document), int(sentence)]:
                pass
            case _:
                raise CorpusError('“example” must be ["document", number of the sentence].')
    empty = dict.fromkeys(("apply", "unless", "fill"), "")
    known = {"attribute": attribute, "code": code, "label": code, **empty, **facts}
    return known | {"document": document, "sentence": sentence}


CODES: Mapping[str, tuple[str, ...]] = {
    attribute: tuple(read_toml(BOOK).get(attribute, ())) for attribute in ATTRIBUTES
}
