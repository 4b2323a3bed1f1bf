"""How often words and phrases occur, per 1,000 words, with intervals."""

from collections.abc import Sequence

import pandas as pd

from analysis.measures.certainty.intervals import share_interval
from analysis.measures.vocabulary.concordance import find_runs
from analysis.measures.vocabulary.counts import without_citations

PER = 1000


def term_rates(
    tokens: pd.DataFrame, patterns: Sequence[str], *, cited: bool = False
) -> pd.DataFrame:
    """Return how often each word or phrase occurs in each document, per 1,000 words.

    Parameters
    ----------
    tokens
        One row a term, in the order of the texts.
    patterns
        Words or phrases, with ``*`` for any letters, as ``concordance`` takes them.
    cited
        Keep press citations, among the occurrences and among the words.

    Returns
    -------
    DataFrame
        One row a document and pattern: document, term, count, rate, low, high. The limits are
        those of ``share_interval`` over paragraphs; a text of one paragraph has none.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> rates = term_rates(load_corpus().tokens, ["beijing", "united states"])
    >>> rates[rates["term"] == "united states"]["count"].to_list()
    [2, 0, 2, 1, 1]
    """
    tokens = tokens if cited else without_citations(tokens)
    sizes = tokens.groupby(["document", "paragraph"]).size().rename("words")
    found = []
    for pattern in patterns:
        hits = find_runs(tokens, pattern, cited=True).groupby(["document", "paragraph"]).size()
        table = sizes.to_frame().assign(hits=hits).fillna({"hits": 0})
        for document, own in table.groupby(level="document"):
            rates = [PER * limit for limit in share_interval(own["hits"], own["words"])]
            found.append((document, pattern, int(own["hits"].sum()), *rates))
    return pd.DataFrame(found, columns=["document", "term", "count", "rate", "low", "high"])
