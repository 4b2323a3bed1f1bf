"""Who is named, how often, and with whom."""

from itertools import combinations
from pathlib import Path

import pandas as pd

import analysis.corpus
from analysis.corpus.reading import check_facts, read_toml
from analysis.corpus.tables import rows
from analysis.measures.certainty.intervals import share_interval
from analysis.measures.vocabulary.concordance import find_runs
from analysis.measures.vocabulary.counts import without_citations
from analysis.measures.vocabulary.rates import PER

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
        If an actor has no names or an unknown key; file and actor are named.
    """
    found: list[tuple[str, str, bool]] = []
    for actor, facts in read_toml(Path(path or BOOK)).items():
        check_facts(f"{path or BOOK}, [{actor}]", facts, KINDS, needed=["names"])
        for kind in KINDS:
            found += [(actor, name, kind == "metonyms") for name in facts.get(kind, ())]
    return pd.DataFrame(found, columns=["actor", "name", "metonym"])


def mentions(
    tokens: pd.DataFrame, actors: pd.DataFrame, *, metonyms: bool = True, cited: bool = False
) -> pd.DataFrame:
    """Return every place where an actor is named.

    Parameters
    ----------
    tokens
        One row a term, in the order of the texts.
    actors
        What ``read_actors`` returns.
    metonyms
        Whether Beijing counts as China, Washington as the US, the alliance as NATO.
    cited
        Look into press citations as well.

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
    first = tokens.set_index(["document", "start"])["token"].str[0]
    found = []
    for row in rows(known):
        runs = find_runs(tokens, row.name, cited=cited)
        if row.name[0].isupper() and len(runs):
            places = pd.MultiIndex.from_frame(runs[["document", "start"]])
            runs = runs[first.loc[places].str.isupper().to_numpy()]
        found.append(runs.assign(actor=row.actor, name=row.name))
    table = pd.concat(found).assign(length=lambda frame: frame["end"] - frame["start"])
    table = table.sort_values(["length", "start", "name"], ascending=[False, True, True])
    kept = [own[_apart(own)] for _, own in table.groupby("document")]
    return pd.concat(kept)[COLUMNS].sort_values([*PLACE, "start"], ignore_index=True)


def mention_rates(
    found: pd.DataFrame, tokens: pd.DataFrame, *, cited: bool = False
) -> pd.DataFrame:
    """Return how often each document names each actor, per 1,000 words.

    Parameters
    ----------
    found
        What ``mentions`` returns.
    tokens
        The tokens that it was made from: they give the sizes.
    cited
        Count the words of press citations; as ``mentions`` was called.

    Returns
    -------
    DataFrame
        document, actor, count, rate, low, high (95%, over paragraphs; see ``share_interval``).
    """
    tokens = tokens if cited else without_citations(tokens)
    sizes = tokens.groupby(PLACE[:2]).size()
    table = []
    for actor in dict.fromkeys(found["actor"]):
        own = found[found["actor"] == actor].groupby(PLACE[:2]).size()
        hits = own.reindex(sizes.index, fill_value=0)
        for document, inside in hits.groupby(level="document"):
            limits = share_interval(inside, sizes.loc[inside.index])
            table.append((document, actor, int(inside.sum()), *(PER * limit for limit in limits)))
    return pd.DataFrame(table, columns=["document", "actor", "count", "rate", "low", "high"])


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


def _apart(runs: pd.DataFrame) -> list[bool]:
    """Return which rows, longest first, overlap no earlier one."""
    taken: list[tuple[int, int]] = []
    kept = []
    for start, end in zip(runs["start"], runs["end"], strict=True):
        free = not any(a < end and start < b for a, b in taken)
        taken += [(start, end)] * free
        kept.append(free)
    return kept
