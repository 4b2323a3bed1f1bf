"""How often words and phrases occur, per 1,000 words, with intervals."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.corpus.errors import check_columns, listed
from analysis.corpus.tables import stacked
from analysis.measures.certainty.intervals import share_intervals
from analysis.measures.vocabulary.concordance import Words
from analysis.measures.vocabulary.counts import without_citations

PER = 1000
RATES = ["count", "rate", "low", "high"]


def term_rates(
    tokens: pd.DataFrame, patterns: Sequence[str], *, by: str = "document"
) -> pd.DataFrame:
    """Return how often each word or phrase occurs in each document, per 1,000 words.

    Parameters
    ----------
    tokens
        One row a term, in the order of the texts. Press citations are left out.
    patterns
        Words or phrases, with ``*`` for any letters, as ``concordance`` takes them.
    by
        The column that makes a group instead of the document; see ``with_facts``.

    Returns
    -------
    DataFrame
        One row a document (or group) and pattern: document, term, count, rate, low, high. The
        limits are those of ``share_interval`` over paragraphs; a text of one paragraph has none.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> rates = term_rates(load_corpus().tokens, ["beijing", "united states"])
    >>> rates[rates["term"] == "united states"]["count"].to_list()
    [2, 0, 2, 1, 1]
    """
    check_columns(tokens, [by])
    tokens, names = without_citations(tokens), listed(patterns)
    words = Words(tokens)
    hits = [words.spans(name).assign(term=name) for name in names]
    return rates(stacked(hits, [*tokens]), tokens, "term", names, by)


def rates(
    hits: pd.DataFrame, tokens: pd.DataFrame, what: str, names: Sequence[str], by: str
) -> pd.DataFrame:
    """Return count and rate of hits in each group, with limits over paragraphs (95%).

    ``hits`` has a row an occurrence, with document, paragraph and what it is (one of the names);
    ``tokens`` gives the sizes.
    """
    place = ["document", "paragraph"]
    sizes = tokens.groupby(list(dict.fromkeys([by, *place]))).size()
    counts = hits.groupby([*place, what]).size().unstack(fill_value=0)
    found = []
    for group, size in sizes.groupby(level=by):
        size = size.droplevel([name for name in size.index.names if name not in place])
        own = counts.reindex(index=size.index, columns=list(names), fill_value=0)
        limits = PER * np.array(share_intervals(own, size)[:3]).T
        table = pd.DataFrame(limits, columns=RATES[1:]).assign(count=own.sum().to_numpy())
        found.append(table.assign(**{by: group, what: list(names)}))
    table = stacked(found, [by, what, *RATES])
    order = np.argsort(table[what].map([*names].index), kind="stable")
    return table.iloc[order].reset_index(drop=True)
