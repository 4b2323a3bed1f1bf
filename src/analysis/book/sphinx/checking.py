"""The texts are checked once, before anything is built."""

import sys

from sphinx.application import Sphinx
from sphinx.config import Config

from analysis.book.sphinx.pieces import corpus_of
from analysis.corpus.errors import CorpusError


def check_texts(app: Sphinx, config: Config) -> None:
    """Load the texts and their codes; a fault of theirs ends the build in its one sentence.

    The texts are those of the folder ``seeds`` beside the book’s configuration, or, without it,
    those of the checkout.
    """
    try:
        len(corpus_of(str(app.confdir)).coding)
    except CorpusError as fault:
        sys.exit(f"The book was not built: {fault}")
