"""Compare the vocabulary, framing and themes of a handful of texts.

Every name below is loaded when it is first used, so that ``import analysis`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.book.claims import claim as claim
    from analysis.book.numbers import number as number
    from analysis.corpus.corpus import Corpus as Corpus
    from analysis.corpus.corpus import load_corpus as load_corpus
    from analysis.corpus.errors import CorpusError as CorpusError
    from analysis.corpus.passages import passages as passages
    from analysis.corpus.tokens import stop_words as stop_words
    from analysis.corpus.tokens import term_of as term_of
    from analysis.measures.calibration import calibration as calibration
    from analysis.measures.collocations import collocates as collocates
    from analysis.measures.collocations import near as near
    from analysis.measures.concordance import concordance as concordance
    from analysis.measures.concordance import find_runs as find_runs
    from analysis.measures.counts import count_terms as count_terms
    from analysis.measures.counts import ngrams as ngrams
    from analysis.measures.counts import without_citations as without_citations
    from analysis.measures.counts import without_quotations as without_quotations
    from analysis.measures.dispersion import dispersion as dispersion
    from analysis.measures.dispersion import positions as positions
    from analysis.measures.diversity import diversity as diversity
    from analysis.measures.keyness import keyness as keyness
    from analysis.measures.keyness import pairwise_keyness as pairwise_keyness
    from analysis.measures.ledger import ledger as ledger
    from analysis.measures.rates import term_rates as term_rates
    from analysis.measures.shares import share_interval as share_interval
    from analysis.measures.time import read_events as read_events
    from analysis.measures.time import time_references as time_references

_HOME = {
    "Corpus": "corpus.corpus",
    "CorpusError": "corpus.errors",
    "calibration": "measures.calibration",
    "claim": "book.claims",
    "collocates": "measures.collocations",
    "concordance": "measures.concordance",
    "count_terms": "measures.counts",
    "dispersion": "measures.dispersion",
    "diversity": "measures.diversity",
    "find_runs": "measures.concordance",
    "keyness": "measures.keyness",
    "ledger": "measures.ledger",
    "load_corpus": "corpus.corpus",
    "near": "measures.collocations",
    "ngrams": "measures.counts",
    "number": "book.numbers",
    "pairwise_keyness": "measures.keyness",
    "passages": "corpus.passages",
    "positions": "measures.dispersion",
    "read_events": "measures.time",
    "share_interval": "measures.shares",
    "stop_words": "corpus.tokens",
    "term_of": "corpus.tokens",
    "term_rates": "measures.rates",
    "time_references": "measures.time",
    "without_citations": "measures.counts",
    "without_quotations": "measures.counts",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    return getattr(import_module(f"analysis.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
