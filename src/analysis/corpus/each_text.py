"""Any verb of the package, over a folder of texts that do not fit into memory together."""

from collections.abc import Callable, Iterable
from functools import partial
from os.path import relpath
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.corpus.corpus import corpus_of
from analysis.corpus.errors import CorpusError
from analysis.corpus.manifest import entry_of
from analysis.corpus.streaming import Piece, pieces_of, shards_of, text_files

SHARD = 1 << 20  # bytes that are read at a time: a few seconds, a hundred MB of memory


def each_text(
    paths: str | Path | Iterable[str | Path],
    verb: Callable[..., pd.DataFrame],
    *arguments: Any,
    of: str = "corpus",
    client: Any = None,
    **options: Any,
) -> pd.DataFrame:
    """Return what a verb says of each text, one table under the other, a few texts at a time.

    For verbs that say something of each document by itself: ``concordance``, ``collocates``,
    ``Lexicon.code``, ``quotations``, ``diversity``, ``dispersion``, and the like.

    Parameters
    ----------
    paths
        A folder of texts, a file, or several files: UTF-8, a document each. What a ``corpus.toml``
        says of them is not read.
    verb, arguments, options
        What is called, and with what besides the texts.
    of
        What the verb takes: the *corpus*, or its *tokens*, *sentences* or *blocks*.
    client
        A client of ``dask.distributed``, whose workers see the files under the same paths: then
        they do the reading.

    Raises
    ------
    CorpusError
        As ``load_corpus`` and the verb do; the file is named.

    Notes
    -----
    Time is that of ``load_corpus`` and of the verb, and grows with the bytes. Memory holds a
    megabyte of texts at a time with their tables (a hundred times as much), or the largest text
    if that is larger, and the result.

    Examples
    --------
    >>> from analysis import collocates, concordance
    >>> from analysis.corpus.corpus import SEEDS
    >>> files = sorted(SEEDS.glob("2020*.txt"))
    >>> each_text(files, concordance, "cold war", width=20)["document"].value_counts().to_dict()
    {'2020-tpq': 6}
    >>> each_text(files, collocates, "cold", of="tokens")["collocate"].iloc[0]
    'war'
    """
    if of not in ("corpus", "tokens", "sentences", "blocks"):
        raise CorpusError(f"of is “{of}”; take one of corpus, tokens, sentences, blocks.")
    files = text_files(paths)
    pieces = [(n, piece) for n, path in enumerate(files) for piece in pieces_of(n, path, None)]
    shards = list(shards_of(pieces, SHARD))
    work = partial(_said_of, verb=verb, arguments=arguments, of=of, options=options)
    if client is None:
        return pd.concat(map(work, shards), ignore_index=True)
    found: list[pd.DataFrame] = client.gather(client.map(work, shards, pure=False))
    return pd.concat(found, ignore_index=True)


def _said_of(
    shard: list[tuple[int, Piece]],
    verb: Callable[..., pd.DataFrame],
    arguments: tuple[Any, ...],
    of: str,
    options: dict[str, Any],
) -> pd.DataFrame:
    place = shard[0][1].path.parent
    files = (relpath(piece.path, place) for _, piece in shard)
    corpus = corpus_of(place, [entry_of(place, file) for file in files])
    return verb(corpus if of == "corpus" else getattr(corpus, of), *arguments, **options)
