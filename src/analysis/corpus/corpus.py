"""A folder of texts becomes a corpus: documents, blocks, sentences, tokens."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional

import pandas as pd

from analysis.corpus.errors import CorpusError, check_known, listed
from analysis.corpus.manifest import BODY, Entry, read_manifest
from analysis.corpus.notices import notices
from analysis.corpus.reading import find_texts, read_texts
from analysis.corpus.tables import block_table, document_table, sentence_table
from analysis.corpus.token_table import token_table

SEEDS = Path(__file__).parents[3] / "seeds"


@dataclass(frozen=True, eq=False)
class Corpus:
    """Texts as tables in which every row is a span of its file.

    For every row of ``blocks``, ``sentences`` and ``tokens``,
    ``corpus.text(row.document)[row.start:row.end]`` is what the row says it is. Cleaning edits no
    text: it decides what counts. Line, paragraph and sentence numbers count from 1, positions and
    offsets (in characters) from 0.
    """

    folder: Path
    documents: pd.DataFrame
    blocks: pd.DataFrame
    sentences: pd.DataFrame
    tokens: pd.DataFrame
    _texts: Mapping[str, str] = field(repr=False)
    _whole: Optional["Corpus"] = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.documents)

    if not TYPE_CHECKING:  # there a name that is not there is found sooner

        def __getattr__(self, name: str) -> None:
            raise AttributeError(
                f"A corpus has no “{name}”; where a table belongs, give one of a corpus, such as "
                "corpus.tokens, corpus.sentences or corpus.coding."
            )

    def text(self, document: str) -> str:
        """Return the text of a document’s file, unchanged.

        Raises
        ------
        CorpusError
            If the corpus has no such document; the nearest name is given.
        """
        check_known(document, self._texts, f"There is no document “{document}” in {self.folder}")
        return self._texts[document]

    @property
    def is_subset(self) -> bool:
        """Whether it holds but some documents of the corpus that was loaded."""
        return self._whole is not None

    @property
    def compared(self) -> list[str]:
        """The documents that are compared with each other; the others are shown beside them."""
        known = self.documents
        return list(known.loc[known["role"] == "compared", "document"])

    def subset(self, documents: str | Sequence[str] | None = None, **columns: Any) -> "Corpus":
        """Return the corpus of some documents, in the order of this one.

        Parameters
        ----------
        documents
            One document or several; all, if not given.
        **columns
            A column of ``documents`` and the value, or the values, that it must have.

        Raises
        ------
        CorpusError
            If there is no such document, column or value; the nearest is named.

        Examples
        --------
        >>> corpus = load_corpus()
        >>> corpus.subset(author_country="China").documents["document"].to_list()
        ['2020-tpq', '2023-china-daily']
        >>> len(corpus["2020-tpq"])
        1
        """
        table = self.documents
        names = listed(table["document"] if documents is None else documents)
        for document in names:
            self.text(str(document))  # refuses one that is not there
        held = table["document"].isin(names)
        for column, wanted in columns.items():
            check_known(column, map(str, table), f"documents has no column “{column}”")
            values, asked = table[column].astype(str), [str(value) for value in listed(wanted)]
            for value in asked:
                check_known(value, sorted(set(values)), f"No document has {column} “{value}”")
            held &= values.isin(asked)
        if not held.any():
            raise CorpusError("No document has all that is asked for; ask for less.")
        names = list(table.loc[held, "document"])
        held_documents, blocks, sentences, tokens = (
            _of(part, names) for part in (table, self.blocks, self.sentences, self.tokens)
        )
        texts = {name: self._texts[name] for name in names}
        whole = self._whole or self
        return Corpus(self.folder, held_documents, blocks, sentences, tokens, texts, whole)

    def __getitem__(self, documents: str | Sequence[str]) -> "Corpus":
        return self.subset(documents)

    def save(self, folder: str | Path) -> None:
        """Save tables and texts in a folder, from which ``open_corpus`` opens them in seconds.

        What was saved there before is replaced when all of the new is written, so that a stopped
        run leaves it as it was. Needs polars, an extra of the package.

        Raises
        ------
        CorpusError
            If this is a subset (save the whole), or polars is missing.
        """
        from analysis.corpus.saved import save_corpus

        save_corpus(self, folder)

    @cached_property
    def coding(self) -> pd.DataFrame:
        """The codes of the sentences, from the folder’s ``coding/``; empty where there is none."""
        if self._whole is not None:
            return _of(self._whole.coding, list(self.documents["document"]))
        from analysis.corpus.coding import load_coding

        return load_coding(self.folder / "coding", self.sentences)


def load_corpus(
    folder: str | Path | None = None, *, encoding: str = "utf-8", names: str = ""
) -> Corpus:
    """Return the corpus in a folder of texts, or the five texts of this book.

    Time and memory grow as the texts do: some 1.5 seconds and 60 MB of memory for each MB of text
    (150,000 words). What took long to load can be saved (``Corpus.save``).

    Parameters
    ----------
    folder
        Holds the texts (``*.txt``, ``*.md``, ``*.html``; of the last two the text is what a reader
        sees) and, if you like, a ``corpus.toml`` or a ``documents.csv`` with what is known of
        them. Without a folder, the texts of the checkout that the package was installed from, from
        any working directory.
    encoding
        That of the files for which ``corpus.toml`` gives none. It is never guessed; the message
        about a file in another one proposes it.
    names
        How the files are named, as in ``"{party}_{date}"``: each field is a fact or a group.

    Warns
    -----
    UserWarning
        One sentence each for: files that are left alone, documents of which more than a tenth of
        the words are left out, documents that repeat another, scripts that are not read.

    Raises
    ------
    CorpusError
        One sentence with file, line and mend: no folder, no text in it, files that are empty, in
        another encoding, or the same (one message names them all), a fault in ``corpus.toml``.

    Examples
    --------
    >>> corpus = load_corpus()
    >>> len(corpus), len(corpus.sentences)
    (5, 268)
    """
    if folder is None and not SEEDS.is_dir():
        raise CorpusError(
            "The five texts of the book are not part of the installed package; "
            'name a folder of *.txt files, as in load_corpus("my-texts").'
        )
    place = SEEDS if folder is None else Path(folder).expanduser()
    files, left_alone = find_texts(place)
    entries = read_manifest(place, files, names=names)
    return corpus_of(place, entries, encoding=encoding, left_alone=left_alone)


def corpus_of(
    place: Path,
    entries: Sequence[Entry],
    *,
    encoding: str = "utf-8",
    left_alone: Sequence[str] = (),
) -> Corpus:
    """Return the corpus of the files that entries name; see ``load_corpus``."""
    encodings = {entry.file: entry.facts.get("encoding", encoding) for entry in entries}
    sources = read_texts(place, encodings)
    texts = {entry.document: sources[entry.file].text for entry in entries}
    blocks = block_table(entries, texts)
    sentences = sentence_table(blocks)
    tokens = token_table(blocks, sentences, texts)
    documents = document_table(entries, sources, sentences, tokens)
    corpus = Corpus(place, documents, blocks, sentences, tokens, texts)
    settled = [entry.document for entry in entries if any(key in entry.facts for key in BODY)]
    for notice in notices(corpus, left_alone, settled):
        warnings.warn(notice, stacklevel=3)
    return corpus


def _of(table: pd.DataFrame, documents: list[str]) -> pd.DataFrame:
    return table[table["document"].isin(documents)].reset_index(drop=True)
