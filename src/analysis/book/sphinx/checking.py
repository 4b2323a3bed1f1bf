"""The texts are checked once, before anything is built."""

import sys
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from analysis.corpus.corpus import load_corpus
from analysis.corpus.errors import CorpusError


def check_texts(app: Sphinx, config: Config) -> None:
    """Load the texts and their codes; a fault of theirs ends the build in its one sentence.

    They are those that ``texts_of`` names.
    """
    try:
        len(load_corpus(texts_of(Path(app.confdir))).coding)
    except CorpusError as fault:
        sys.exit(f"The book was not built: {fault}")


def texts_of(book: Path) -> Path | None:
    """Return the folder of a book’s texts: ``seeds``, or its own; none for those of the checkout.

    A book has its texts beside it where its folder holds a ``corpus.toml``.
    """
    places = {book / "seeds": "", book: "corpus.toml"}
    return next((place for place, mark in places.items() if (place / mark).exists()), None)
