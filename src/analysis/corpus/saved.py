"""A corpus saved as columns of numbers in one file of NumPy, and opened again in seconds."""

import json
import os
import warnings
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.errors import CorpusError
from analysis.corpus.reading import find_texts

TABLES = ("documents", "blocks", "sentences", "tokens")
FILE = "corpus.npz"


def save_corpus(corpus: Corpus, folder: str | Path) -> None:
    """Save a corpus; see ``Corpus.save``.

    Texts are saved as numbers of their values, which stand once, with all else that is no number,
    as JSON.
    """
    place = Path(folder).expanduser()
    if corpus.is_subset:
        raise CorpusError(
            f"{place}: only a whole corpus is saved; save that, and take the subset when opened."
        )
    texts = [corpus.text(document) for document in corpus.documents["document"]]
    kinds: dict[str, str] = {}
    values: dict[str, list[Any]] = {}
    columns: dict[str, Any] = {}
    for name in TABLES:
        table: pd.DataFrame = getattr(corpus, name)
        for key, column in (table.assign(content=texts) if name == "documents" else table).items():
            at = f"{name}/{key}"
            kinds[at] = str(column.dtype)
            if column.dtype in ("str", "object"):
                column = column.astype(pd.CategoricalDtype(list(column.unique())))
            if column.dtype == "category":
                values[at] = column.cat.categories.to_list()
                column = column.cat.codes
            columns[at] = column.to_numpy(na_value=float("nan"))
    about = {"folder": str(corpus.folder.resolve()), "files": _hashes(corpus.folder)}
    about |= {"package": _package(), "kinds": kinds, "values": values}
    place.mkdir(parents=True, exist_ok=True)
    new = place / f"new-{FILE}"
    try:
        with new.open("wb") as file:
            np.savez(file, about=np.frombuffer(json.dumps(about).encode(), np.uint8), **columns)
        os.replace(new, place / FILE)  # only from here on is the copy the new one
    except BaseException:
        new.unlink()
        raise


def open_corpus(folder: str | Path) -> Corpus:
    """Return the corpus that ``Corpus.save`` saved in a folder.

    It is the one that was saved: tables, texts, and, from the folder of the texts, the codes. A
    corpus of three million words opens in a few seconds.

    Warns
    -----
    UserWarning
        If the folder of the texts is not there, so that the copy cannot be compared with it.

    Raises
    ------
    CorpusError
        If no corpus is saved there, or the copy is stale: a text, ``corpus.toml``,
        ``documents.csv`` or the rules of this package have changed since.
    """
    place = Path(folder).expanduser()
    try:
        with np.load(place / FILE) as file:
            held = dict(file)
    except FileNotFoundError:
        raise CorpusError(
            f"{place}: no corpus is saved there; save one with corpus.save."
        ) from None
    about = json.loads(held.pop("about").tobytes())
    texts = Path(about["folder"])
    again = f'load it anew with load_corpus("{texts}") and save it'
    if about["package"] != _package():
        raise CorpusError(f"{place}: the package reads texts by other rules since; {again}.")
    if not texts.is_dir():
        warnings.warn(
            f"{place}: {texts} is not there; the copy was not compared with its texts.",
            stacklevel=2,
        )
    elif changed := sorted(name for name, _ in _hashes(texts).items() ^ about["files"].items()):
        raise CorpusError(f"{place}: stale, for {changed[0]} in {texts} has changed; {again}.")
    tables: dict[str, dict[str, Any]] = {name: {} for name in TABLES}
    for at, codes in held.items():
        name, _, key = at.partition("/")
        kind, own = about["kinds"][at], about["values"].get(at)
        if kind == "category":
            column: Any = pd.Categorical.from_codes(codes, own)
        else:
            column = codes if own is None else pd.Series(own, dtype="str").array.take(codes)
        tables[name][key] = pd.Series(column, dtype=kind)
    documents, blocks, sentences, tokens = (pd.DataFrame(tables[name]) for name in TABLES)
    content = dict(zip(documents["document"], documents.pop("content"), strict=True))
    return Corpus(texts, documents, blocks, sentences, tokens, content)


def _hashes(folder: Path) -> dict[str, str]:
    """Return the hash of each file that a corpus is read from."""
    known = [name for name in ("corpus.toml", "documents.csv") if (folder / name).exists()]
    names = [*find_texts(folder)[0], *known]
    return {name: sha256((folder / name).read_bytes()).hexdigest() for name in names}


def _package() -> str:
    """Return one hash of all by which this package reads texts."""
    files = sorted(path for path in Path(__file__).parent.iterdir() if path.is_file())
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
