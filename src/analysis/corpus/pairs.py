"""What two documents have in common beside their matter."""

from itertools import combinations
from typing import Any

import pandas as pd

from analysis.corpus.tables import rows

FACTS = ["year", "authors", "author_country", "outlet", "outlet_country", "genre"]


def shared_facts(documents: pd.DataFrame) -> pd.DataFrame:
    """Return which facts each pair of documents shares.

    Parameters
    ----------
    documents
        The documents with document and the facts: year, authors, author_country, outlet,
        outlet_country, genre. An outlet goes by its name up to the first figure or comma; it is
        shared, too, where the genre of one document names the outlet of the other (“teaser of an
        article in …”). A fact that is not known is not shared.

    Returns
    -------
    DataFrame
        One row a pair, in the order of the documents: document, other, and for each fact whether
        it is shared.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> pairs = shared_facts(load_corpus().documents)
    >>> pairs.loc[pairs["year"], ["document", "other"]].to_numpy().tolist()
    [['2020-tpq', '2020-antiwar']]
    """
    names = documents["outlet"].str.extract(r"^([^\d,]*)", expand=False).str.strip()
    pairs = combinations(rows(documents.assign(outlet=names)), 2)
    return pd.DataFrame(
        [(one.document, two.document, *_shared(one, two)) for one, two in pairs],
        columns=["document", "other", *FACTS],
    ).astype(dict.fromkeys(FACTS, bool))


def _shared(one: Any, two: Any) -> list[bool]:
    same = [_same(getattr(one, fact), getattr(two, fact)) for fact in FACTS]
    same[FACTS.index("outlet")] |= _names(one.genre, two.outlet) or _names(two.genre, one.outlet)
    return same


def _same(one: Any, two: Any) -> bool:
    return bool(pd.notna(one) and pd.notna(two) and one != "" and one == two)


def _names(genre: str, outlet: str) -> bool:
    return outlet != "" and outlet in genre
