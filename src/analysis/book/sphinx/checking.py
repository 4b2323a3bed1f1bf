"""The texts are checked once, before anything is built."""

import sys
from functools import cache
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from analysis.corpus.corpus import Corpus, load_corpus
from analysis.corpus.errors import CorpusError


def check_texts(app: Sphinx, config: Config) -> None:
    """Load the texts and their codes; a fault of theirs ends the build in its one sentence."""
    try:
        len(texts_of(app.confdir).coding)
    except CorpusError as fault:
        sys.exit(f"The book was not built: {fault}")


@cache
def texts_of(book: str | Path) -> Corpus:
    """Return the texts of a book, loaded once.

    They are those of the folder ``seeds`` beside the book’s configuration; or those beside it,
    where a ``corpus.toml`` lies there; or those of the checkout.
    """
    places = {Path(book, "seeds"): ".", Path(book): "corpus.toml"}
    return load_corpus(next((one for one, mark in places.items() if (one / mark).exists()), None))
