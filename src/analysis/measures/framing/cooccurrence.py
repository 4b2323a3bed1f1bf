"""Which codes stand together in one sentence."""

from itertools import combinations, product

import pandas as pd

from analysis.corpus.codebook import CODES
from analysis.measures.framing.coded import counted_codes
from analysis.measures.framing.shares import indicators


def cooccurrence(
    coding: pd.DataFrame,
    *,
    attribute: str = "frame",
    beside: str | None = None,
    codes: str = "agreed",
) -> pd.DataFrame:
    """Return how often two codes stand in one sentence, beside what chance would bring together.

    Parameters
    ----------
    coding
        A coding table.
    attribute, beside
        Pairs of two codes of the attribute (two frames), or, if ``beside`` is given, of one code of
        each (a theme and a frame).
    codes
        Which codes count; see ``counted_codes``.

    Returns
    -------
    DataFrame
        One row a document and pair: document, first, second (or the two attributes by name),
        count, first_count, second_count, sentences, expected (first_count · second_count /
        sentences). Counts and expectations may be added up over documents.
    """
    other = beside or attribute
    ones = indicators(counted_codes(coding, attribute, codes=codes), CODES[attribute])
    others = indicators(counted_codes(coding, other, codes=codes), CODES[other])
    pairs = list(product(ones, others) if beside else combinations(ones, 2))
    found = []
    for document, own in ones.groupby(level="document", sort=False):
        inside = others.loc[own.index]
        together, total = (own.T @ inside).to_numpy(), len(own)
        for first, second in pairs:
            one, two = own[first].sum(), inside[second].sum()
            both = together[ones.columns.get_loc(first), others.columns.get_loc(second)]
            found.append((document, first, second, both, one, two, total, one * two / total))
    names = [attribute, beside] if beside else ["first", "second"]
    columns = ["document", *names, "count", "first_count", "second_count", "sentences", "expected"]
    return pd.DataFrame(found, columns=columns)
