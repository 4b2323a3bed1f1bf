"""Compare the vocabulary, framing and themes of a handful of texts.

Every name below is loaded when it is first used, so that ``import analysis`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.corpus.corpus import Corpus as Corpus
    from analysis.corpus.corpus import load_corpus as load_corpus
    from analysis.corpus.errors import CorpusError as CorpusError
    from analysis.corpus.tokens import stop_words as stop_words
    from analysis.corpus.tokens import term_of as term_of
    from analysis.measures.ledger import ledger as ledger
    from analysis.measures.time import read_events as read_events
    from analysis.measures.time import time_references as time_references

_HOME = {
    "Corpus": "corpus.corpus",
    "CorpusError": "corpus.errors",
    "load_corpus": "corpus.corpus",
    "ledger": "measures.ledger",
    "read_events": "measures.time",
    "stop_words": "corpus.tokens",
    "term_of": "corpus.tokens",
    "time_references": "measures.time",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    return getattr(import_module(f"analysis.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
