"""How often words and phrases occur, per 1,000 words, with intervals."""

from collections.abc import Sequence

import pandas as pd

from analysis.corpus.errors import check_columns, listed
from analysis.corpus.tables import stacked
from analysis.measures.certainty.intervals import share_interval
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
    tokens = without_citations(tokens)
    words = Words(tokens)
    found = [
        rates(words.spans(pattern), tokens, by).assign(term=pattern) for pattern in listed(patterns)
    ]
    return stacked(found, [by, "term", *RATES])


def rates(hits: pd.DataFrame, tokens: pd.DataFrame, by: str = "document") -> pd.DataFrame:
    """Return count and rate of hits in each group, with limits over paragraphs (95%).

    ``hits`` has a row an occurrence, with document and paragraph; ``tokens`` gives the sizes.
    """
    key = list(dict.fromkeys([by, "document", "paragraph"]))
    table = tokens.groupby(key).size().rename("words").reset_index()
    counts = hits.groupby(["document", "paragraph"]).size().rename("hits").reset_index()
    table = table.merge(counts, how="left").fillna({"hits": 0})
    found = [
        (
            group,
            int(own["hits"].sum()),
            *(PER * n for n in share_interval(own["hits"], own["words"])),
        )
        for group, own in table.groupby(by)
    ]
    return pd.DataFrame(found, columns=[by, *RATES])
