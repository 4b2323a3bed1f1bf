"""What two documents have in common beside their matter."""

from itertools import combinations
from typing import Any

import pandas as pd

from analysis.corpus.tables import rows

FACTS = {
    "year": "year", "authors": "authors", "author_country": "country of the authors",
    "outlet": "outlet", "outlet_country": "country of the outlet", "genre": "genre",
}  # fmt: skip


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
        it is shared; same and differs: those that are, and those that are not, in words.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> pairs = shared_facts(load_corpus().documents)
    >>> pairs.loc[pairs["year"], ["document", "other"]].to_numpy().tolist()
    [['2020-tpq', '2020-antiwar']]
    """
    names = documents["outlet"].str.extract(r"^([^\d,]*)", expand=False).str.strip()
    pairs = combinations(rows(documents.assign(outlet=names)), 2)
    table = pd.DataFrame(
        [(one.document, two.document, *_shared(one, two)) for one, two in pairs],
        columns=["document", "other", *FACTS],
    ).astype(dict.fromkeys(FACTS, bool))
    shared = table[[*FACTS]].rename(columns=FACTS)
    for column, held in (("same", shared), ("differs", ~shared)):
        table[column] = [", ".join(held.columns[row]) for row in held.to_numpy()]
    return table


def _shared(one: Any, two: Any) -> list[bool]:
    same = {fact: _same(getattr(one, fact), getattr(two, fact)) for fact in FACTS}
    same["outlet"] |= _names(one.genre, two.outlet) or _names(two.genre, one.outlet)
    return list(same.values())


def _same(one: Any, two: Any) -> bool:
    return bool(pd.notna(one) and pd.notna(two) and one != "" and one == two)


def _names(genre: str, outlet: str) -> bool:
    return outlet != "" and outlet in genre
