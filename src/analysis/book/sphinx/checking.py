"""The texts are checked once, before anything is built."""

import sys
from functools import cache
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from analysis.corpus.corpus import Corpus, load_corpus
from analysis.corpus.errors import CorpusError


@cache
def texts_of(book: Path) -> Corpus:
    """Return the texts of the folder ``seeds`` beside a book’s configuration.

    Without that folder they are those of the checkout.
    """
    folder = book / "seeds"
    return load_corpus(folder if folder.is_dir() else None)


def check_texts(app: Sphinx, config: Config) -> None:
    """Load the texts and their codes; a fault of theirs ends the build in its one sentence."""
    try:
        len(texts_of(Path(app.confdir)).coding)
    except CorpusError as fault:
        sys.exit(f"The book was not built: {fault}")
