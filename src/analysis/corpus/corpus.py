"""A folder of texts becomes a corpus: documents, blocks, sentences, tokens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from analysis.corpus.between import mark_gaps
from analysis.corpus.errors import CorpusError, known_names
from analysis.corpus.manifest import read_manifest
from analysis.corpus.reading import read_folder
from analysis.corpus.tables import (
    block_table,
    document_table,
    sentence_table,
    token_table,
)

SEEDS = Path(__file__).parents[3] / "seeds"


@dataclass(frozen=True)
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

    def __len__(self) -> int:
        return len(self.documents)

    def text(self, document: str) -> str:
        """Return the text of a document’s file, unchanged.

        Raises
        ------
        CorpusError
            If the corpus has no such document; the nearest name is given.
        """
        if document not in self._texts:
            raise CorpusError(
                f"There is no document “{document}” in {self.folder}"
                f"{known_names(document, list(self._texts))}."
            )
        return self._texts[document]

    @property
    def compared(self) -> list[str]:
        """The documents that are compared with each other; the others are shown beside them."""
        known = self.documents
        return list(known.loc[known["role"] == "compared", "document"])

    @cached_property
    def coding(self) -> pd.DataFrame:
        """The codes of the sentences, from the folder’s ``coding/``; empty where there is none."""
        from analysis.corpus.coding import load_coding

        return load_coding(self.folder / "coding", self.sentences)


def load_corpus(folder: str | Path | None = None) -> Corpus:
    """Return the corpus in a folder of ``*.txt`` files, or the five texts of this book.

    Parameters
    ----------
    folder
        Holds the texts as UTF-8 and, if you like, a ``corpus.toml`` with what is known of them.
        Without a folder, the texts of the checkout that the package was installed from, from any
        working directory.

    Raises
    ------
    CorpusError
        One sentence with file, line and mend: no folder, no text in it, an empty file, not UTF-8,
        the same text twice, a fault in ``corpus.toml``.

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
    sources = read_folder(place)
    entries = read_manifest(place, list(sources))
    texts = {entry.document: sources[entry.file].text for entry in entries}
    blocks = block_table(entries, texts)
    sentences = sentence_table(blocks)
    tokens = mark_gaps(token_table(blocks, sentences), texts)
    documents = document_table(entries, sources, sentences, tokens)
    return Corpus(place, documents, blocks, sentences, tokens, texts)
