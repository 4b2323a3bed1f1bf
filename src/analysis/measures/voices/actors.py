"""Who is named, how often, and with whom."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd

import analysis.corpus
from analysis.corpus.reading import check_facts, check_one_owner, read_toml
from analysis.corpus.tables import rows
from analysis.measures.vocabulary.concordance import Words
from analysis.measures.vocabulary.counts import without_citations
from analysis.measures.vocabulary.rates import rates

PLACE = ["document", "paragraph", "sentence"]
BOOK = Path(str(analysis.corpus.__file__)).with_name("actors.toml")
KINDS: dict[str, type] = {"names": list, "metonyms": list}
COLUMNS = [*PLACE, "start", "end", "actor", "name"]


def read_actors(path: str | Path | None = None) -> pd.DataFrame:
    """Return the names of actors: actor, name, metonym (one row a name).

    Parameters
    ----------
    path
        A TOML file with a table for each actor: ``names``, and ``metonyms``, the capitals and the
        like that stand for it. Without a path, the book’s own file.

    Raises
    ------
    CorpusError
        If an actor has no names or an unknown key, or two have one name; file and actor, or line,
        are named.
    """
    place = Path(path or BOOK)
    tables = read_toml(place)
    for actor, facts in tables.items():
        check_facts(f"{place}, [{actor}]", facts, KINDS, needed=["names"])
    found = [
        (actor, name, kind == "metonyms")
        for actor, facts in tables.items()
        for kind in KINDS
        for name in facts.get(kind, ())
    ]
    check_one_owner(place, [(actor, name) for actor, name, _ in found])
    return pd.DataFrame(found, columns=["actor", "name", "metonym"])


def mentions(tokens: pd.DataFrame, actors: pd.DataFrame, *, metonyms: bool = True) -> pd.DataFrame:
    """Return every place where an actor is named.

    Parameters
    ----------
    tokens
        One row a term, in the order of the texts. Press citations are left out.
    actors
        What ``read_actors`` returns.
    metonyms
        Whether Beijing counts as China, Washington as the US, the alliance as NATO.

    Returns
    -------
    DataFrame
        One row a mention: document, paragraph, sentence, start, end, actor, name. The longest name
        wins and nothing is counted twice. A name with a capital is found with a capital only.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> tokens = load_corpus().tokens
    >>> both, names = (mentions(tokens, read_actors(), metonyms=m) for m in (True, False))
    >>> [int((found["actor"] == "China").sum()) for found in (both, names)]
    [239, 214]
    """
    known = actors if metonyms else actors[~actors["metonym"]]
    tokens = without_citations(tokens)
    words, starts, ends = Words(tokens), tokens["start"].to_numpy(), tokens["end"].to_numpy()
    capital = tokens["token"].str[:1].str.isupper().to_numpy()
    found = [
        (starts[first] - ends[last], first, last, row.name, row.actor)
        for row in rows(known)
        for first, last in words.find(row.name)
        if capital[first] or not row.name[0].isupper()
    ]
    taken = np.zeros(len(tokens), dtype=bool)
    kept = []
    for _, first, last, name, actor in sorted(found):
        if not taken[first : last + 1].any():
            taken[first : last + 1] = True
            kept.append((first, ends[last], actor, name))
    named = pd.DataFrame(sorted(kept), columns=["first", "end", "actor", "name"])
    table = tokens.iloc[named["first"].astype(int)].reset_index(drop=True)
    table = table.assign(**{column: named[column] for column in ("end", "actor", "name")})
    return table[COLUMNS].sort_values([*PLACE, "start"], ignore_index=True)


def mention_rates(
    found: pd.DataFrame, tokens: pd.DataFrame, *, by: str = "document"
) -> pd.DataFrame:
    """Return how often each document names each actor, per 1,000 words.

    Parameters
    ----------
    found
        What ``mentions`` returns.
    tokens
        The tokens that it was made from: they give the sizes.
    by
        The column of the tokens that makes a group instead of the document; see ``with_facts``.

    Returns
    -------
    DataFrame
        document (or group), actor, count, rate, low, high (95%, over paragraphs; see
        ``share_interval``).
    """
    names = list(dict.fromkeys(found["actor"]))
    return rates(found, without_citations(tokens), "actor", names, by)


def co_mentions(found: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return in how many sentences each two actors are named together.

    Parameters
    ----------
    found
        What ``mentions`` returns.
    sentences
        The sentences of the corpus: they give the sizes and the order of the documents.

    Returns
    -------
    DataFrame
        document, first, second, count, share (of the sentences of the document), the most frequent
        pairs of a document first; pairs that meet in no sentence are left out. ``pairs_in(found,
        "actor")`` has the places.
    """
    named = found.groupby(["document", "sentence"])["actor"].agg(lambda names: sorted(set(names)))
    pairs = [
        (row.document, *pair)
        for row in rows(named.reset_index())
        for pair in combinations(row.actor, 2)
    ]
    table = pd.DataFrame(pairs, columns=["document", "first", "second"])
    counts = table.groupby([*table]).size().rename("count").reset_index()
    counts = counts.sort_values(["count", "first", "second"], ascending=[False, True, True])
    sizes = sentences.groupby("document", sort=False).size().rename("size").reset_index()
    met = sizes.merge(counts, on="document")
    return met.assign(share=met["count"] / met["size"]).drop(columns="size")
