"""What a row of a result counts: the rows of the table it was counted from that share its keys.

A row of ``frames()`` has document and frame; the coded sentences have document, sentence, frame,
stance, voice, theme; so what the row counts are the sentences that agree with it in document and
frame. A result by stance agrees in stance as well, ``term_rates`` in document and term with the
words, and so on for any result whose first columns say what it counts.
"""

from itertools import takewhile

import pandas as pd
from pandas.api.types import is_numeric_dtype

from analysis.corpus.codebook import ATTRIBUTES
from analysis.corpus.corpus import Corpus
from analysis.corpus.errors import CorpusError
from analysis.corpus.passages import locate
from analysis.corpus.tokens import term_of
from analysis.measures.framing.coded import coded_sentences, coding_of
from analysis.measures.vocabulary.concordance import find_runs
from analysis.measures.vocabulary.counts import without_citations

SIDES = ("target", "reference")
WORDS = ("node", "collocate")  # words of a row that are counted by themselves: node_count
WHOLE = ("sentences", "words", "paragraphs")  # sizes: they count the whole document of a row
COUNTED = ("count", "share", "rate", "range", "median", *WHOLE)
SHARED = [f"{side}_{value}" for side in (*SIDES, *WORDS) for value in COUNTED[:3]]


def keys_of(result: pd.DataFrame) -> list[str]:
    """Return the key columns of a result: those of text that come first, or else its first one.

    >>> keys_of(pd.DataFrame({"document": ["a"], "frame": ["threat"], "count": [3], "note": [""]}))
    ['document', 'frame']
    """
    columns = [str(column) for column in result]
    texts = takewhile(lambda column: not is_numeric_dtype(result[column]), columns)
    return list(texts) or columns[:1]


def select(
    corpus: Corpus,
    result: pd.DataFrame,
    *,
    column: str = "count",
    counted: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return what each row of a result counts, with its place in the texts.

    Parameters
    ----------
    corpus
        Where the result comes from.
    result
        A tidy result whose first columns say what a row counts: document, frame, stance, voice,
        theme, threat_from, term, codes, target, reference …
    column
        The column meant: ``target_share`` and the like count in the target of the row alone,
        ``collocate_count`` its collocate alone, ``sentences``, ``words`` and ``paragraphs`` (sizes)
        the whole document.
    counted
        The table that the result was counted from; without it, the one that the keys tell: coded
        sentences, words without press citations, or sentences. Rows that share a ``span`` are one
        hit.

    Returns
    -------
    DataFrame
        One row a hit: ``row`` (the place of the row in the result, from 0), ``place`` (the row of
        the sentence in ``corpus.sentences``), ``left`` and ``right`` (the hit in the sentence; −1
        where the sentence itself is counted), ``span`` (the row of the counted table).

    Examples
    --------
    >>> from analysis import frames, load_corpus
    >>> corpus = load_corpus()
    >>> shares = frames(corpus.coding)
    >>> held = select(corpus, shares)
    >>> bool((held.groupby("row")["place"].nunique() == shares["count"][shares["count"] > 0]).all())
    True
    """
    keys = result[keys_of(result)].reset_index(drop=True)
    side = next((side for side in (*SIDES, *WORDS) if column.startswith(f"{side}_")), None)
    if side in SIDES and side in keys:
        documents = keys[side].str.split(", ")
        keys = keys.drop(columns=[*SIDES]).assign(document=documents).explode("document")
    elif side in keys:
        keys, counted = keys[["document"]].assign(term=keys[side]), None
    if column in WHOLE:
        keys, counted = keys[["document"]], None
    source = counted_from(corpus, keys) if counted is None else counted
    shared = [name for name in keys if name in source]
    if not shared:
        raise CorpusError(
            f"Nothing tells what {', '.join(keys.columns)} count; name the table that they were "
            "counted from: counted=…"
        )
    numbered = source if "span" in source else source.assign(span=range(len(source)))
    placed = locate(corpus, numbered)
    return (
        keys[shared]
        .assign(row=keys.index)
        .merge(placed, on=shared)[["row", "span", "place", "left", "right"]]
    )


def counted_from(corpus: Corpus, keys: pd.DataFrame) -> pd.DataFrame:
    """Return the table that a result with these keys was counted from."""
    if "term" in keys:
        return _words(without_citations(corpus.tokens), keys["term"])
    told = {"frame" if key == "stance" else key for key in keys if key in (*ATTRIBUTES, "stance")}
    if told:
        coding = coding_of(corpus).query("attribute in @told")
        readings = keys["codes"].unique() if "codes" in keys else ["agreed"]
        return pd.concat([coded_sentences(coding, codes=codes) for codes in readings])
    return corpus.sentences[["document", "paragraph", "sentence"]]


def _words(tokens: pd.DataFrame, terms: "pd.Series[str]") -> pd.DataFrame:
    """Return where the terms stand, under the names that they have there: words, or patterns."""
    named = pd.DataFrame({"term": terms.unique()})
    named["folded"] = named["term"].map(term_of)
    simple = named["folded"].isin(tokens["term"]) & ~named["term"].str.contains("*", regex=False)
    words = tokens.rename(columns={"term": "folded"}).merge(named[simple], on="folded")
    runs = [find_runs(tokens, term).assign(term=term) for term in named.loc[~simple, "term"]]
    return pd.concat([words, *runs])


def pairs_in(places: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the pairs of values that stand in one sentence: what co-occurrence counts.

    Parameters
    ----------
    places
        Rows with document, sentence and the column, such as coded sentences or mentions; start and
        end are kept: a pair of mentions marks both names.
    column
        What is paired; empty values pair with nothing.

    Returns
    -------
    DataFrame
        document, sentence, first, second (and start, end): one row a sentence, ordered pair and
        span.

    Examples
    --------
    >>> named = pd.DataFrame({"document": "a", "sentence": [1, 1, 2], "actor": ["EU", "UN", "EU"]})
    >>> pairs_in(named, "actor").to_numpy().tolist()
    [['a', 1, 'EU', 'UN'], ['a', 1, 'UN', 'EU']]
    """
    key, spans = ["document", "sentence"], [name for name in ("start", "end") if name in places]
    held = places.loc[places[column] != "", [*key, column, *spans]].drop_duplicates()
    first = held.rename(columns={column: "first"})
    second = held[[*key, column]].drop_duplicates().rename(columns={column: "second"})
    pairs = first.merge(second, on=key).query("first != second")
    if spans:
        pairs = pd.concat([pairs, pairs.rename(columns={"first": "second", "second": "first"})])
    return pairs[[*key, "first", "second", *spans]]
