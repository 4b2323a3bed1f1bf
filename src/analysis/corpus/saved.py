"""A corpus saved as Parquet, and opened again in seconds."""

import json
import os
import warnings
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.errors import CorpusError
from analysis.corpus.reading import find_texts

TABLES = ("documents", "blocks", "sentences", "tokens")
ABOUT = "corpus.json"


def save_corpus(corpus: Corpus, folder: str | Path) -> None:
    """Save a corpus; see ``Corpus.save``."""
    polars, place = _polars(), Path(folder).expanduser()
    if corpus.is_subset:
        raise CorpusError(
            f"{place}: only a whole corpus is saved; save that, and take the subset when opened."
        )
    place.mkdir(parents=True, exist_ok=True)
    tables = Path(mkdtemp(prefix="tables-", dir=place))
    texts = [corpus.text(document) for document in corpus.documents["document"]]
    kinds: dict[str, dict[str, Any]] = {}
    try:
        for name in TABLES:
            table = getattr(corpus, name)
            table = table.assign(content=texts) if name == "documents" else table
            kinds[name] = {column: _kind(values) for column, values in table.items()}
            columns = {column: _plain(values) for column, values in table.items()}
            polars.DataFrame(columns).write_parquet(tables / f"{name}.parquet")
        about = {"folder": str(corpus.folder.resolve()), "files": _hashes(corpus.folder)}
        about |= {"package": _package(), "tables": tables.name, "kinds": kinds}
        (tables / ABOUT).write_text(json.dumps(about, indent=1), "utf-8")
        os.replace(tables / ABOUT, place / ABOUT)  # only from here on is the copy the new one
    except BaseException:
        rmtree(tables)
        raise
    for old in place.glob("tables-*"):
        if old != tables:
            rmtree(old)


def open_corpus(folder: str | Path) -> Corpus:
    """Return the corpus that ``Corpus.save`` saved in a folder.

    It is the one that was saved: tables, texts, and, from the folder of the texts, the codes. A
    corpus of three million words opens in a few seconds. Needs polars, an extra of the package.

    Warns
    -----
    UserWarning
        If the folder of the texts is not there, so that the copy cannot be compared with it.

    Raises
    ------
    CorpusError
        If no corpus is saved there, or the copy is stale: a text, ``corpus.toml``,
        ``documents.csv`` or the rules of this package have changed since; or polars is missing.
    """
    polars, place = _polars(), Path(folder).expanduser()
    try:
        about = json.loads((place / ABOUT).read_text("utf-8"))
    except FileNotFoundError:
        raise CorpusError(
            f"{place}: no corpus is saved there; save one with corpus.save."
        ) from None
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
    documents, blocks, sentences, tokens = (
        _table(polars.read_parquet(place / about["tables"] / f"{name}.parquet"), kinds)
        for name, kinds in about["kinds"].items()
    )
    content = dict(zip(documents["document"], documents.pop("content"), strict=True))
    return Corpus(texts, documents, blocks, sentences, tokens, content)


def _kind(values: pd.Series) -> Any:
    """Return the kind of a column by name; of categories, what they are."""
    return list(values.cat.categories) if values.dtype == "category" else str(values.dtype)


def _plain(values: pd.Series) -> Any:
    """Return a column as polars takes it."""
    text = values.dtype in ("category", "str", "object")
    return values.to_list() if text else values.to_numpy(na_value=float("nan"))


def _table(frame: Any, kinds: Mapping[str, Any]) -> pd.DataFrame:
    """Return a table that was saved; words that are the same share their memory."""
    enum = _polars().Enum
    columns: dict[str, Any] = {}
    for name, kind in kinds.items():
        if kind == "str":
            words = frame[name].unique()
            codes = frame[name].cast(enum(words)).to_physical().to_numpy()
            columns[name] = pd.Series(words.to_list(), dtype="str").array.take(codes)
        elif isinstance(kind, list):
            codes = frame[name].cast(enum(kind)).to_physical().to_numpy()
            columns[name] = pd.Categorical.from_codes(codes, categories=pd.Index(kind))
        else:
            columns[name] = pd.Series(frame[name].to_numpy()).astype(kind)
    return pd.DataFrame(columns)


def _hashes(folder: Path) -> dict[str, str]:
    """Return the hash of each file that a corpus is read from."""
    known = [name for name in ("corpus.toml", "documents.csv") if (folder / name).exists()]
    names = [*find_texts(folder)[0], *known]
    return {name: sha256((folder / name).read_bytes()).hexdigest() for name in names}


def _package() -> str:
    """Return one hash of all by which this package reads texts."""
    files = sorted(path for path in Path(__file__).parent.iterdir() if path.is_file())
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _polars() -> Any:
    try:
        import polars
    except ImportError:
        raise CorpusError(
            "Saving and opening a corpus needs polars; install it with pip install polars."
        ) from None
    return polars
