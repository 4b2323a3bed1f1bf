"""Compare the vocabulary, framing and themes of a handful of texts.

Every name below is loaded when it is first used, so that ``import analysis`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.book.claims import claim as claim
    from analysis.book.numbers import number as number
    from analysis.corpus.checked import read_quotations as read_quotations
    from analysis.corpus.corpus import Corpus as Corpus
    from analysis.corpus.corpus import load_corpus as load_corpus
    from analysis.corpus.errors import CorpusError as CorpusError
    from analysis.corpus.passages import passages as passages
    from analysis.corpus.tokens import stop_words as stop_words
    from analysis.corpus.tokens import term_of as term_of
    from analysis.measures.actors import co_mentions as co_mentions
    from analysis.measures.actors import mention_rates as mention_rates
    from analysis.measures.actors import mentions as mentions
    from analysis.measures.actors import read_actors as read_actors
    from analysis.measures.agreement import agreement as agreement
    from analysis.measures.calibration import calibration as calibration
    from analysis.measures.citations import citations as citations
    from analysis.measures.claims import Claim as Claim
    from analysis.measures.claims import check_claims as check_claims
    from analysis.measures.claims import claim_passages as claim_passages
    from analysis.measures.claims import read_claims as read_claims
    from analysis.measures.collocations import collocates as collocates
    from analysis.measures.collocations import near as near
    from analysis.measures.concordance import concordance as concordance
    from analysis.measures.concordance import find_runs as find_runs
    from analysis.measures.counts import count_terms as count_terms
    from analysis.measures.counts import ngrams as ngrams
    from analysis.measures.counts import without_citations as without_citations
    from analysis.measures.counts import without_quotations as without_quotations
    from analysis.measures.coverage import coverage as coverage
    from analysis.measures.dispersion import dispersion as dispersion
    from analysis.measures.dispersion import positions as positions
    from analysis.measures.diversity import diversity as diversity
    from analysis.measures.framing import cooccurrence as cooccurrence
    from analysis.measures.framing import frame_differences as frame_differences
    from analysis.measures.framing import frames as frames
    from analysis.measures.framing import given as given
    from analysis.measures.framing import themes as themes
    from analysis.measures.framing import voices as voices
    from analysis.measures.keyness import keyness as keyness
    from analysis.measures.keyness import pairwise_keyness as pairwise_keyness
    from analysis.measures.ledger import ledger as ledger
    from analysis.measures.lexicon import Lexicon as Lexicon
    from analysis.measures.likeness import nearest_passages as nearest_passages
    from analysis.measures.quotations import compare_quotations as compare_quotations
    from analysis.measures.quotations import quotations as quotations
    from analysis.measures.rates import term_rates as term_rates
    from analysis.measures.shares import share_interval as share_interval
    from analysis.measures.sheet import read_sheet as read_sheet
    from analysis.measures.sheet import write_sheet as write_sheet
    from analysis.measures.specifications import leave_one_out as leave_one_out
    from analysis.measures.specifications import robustness as robustness
    from analysis.measures.specifications import specifications as specifications
    from analysis.measures.time import read_events as read_events
    from analysis.measures.time import time_references as time_references
    from analysis.measures.topics import topic_stability as topic_stability
    from analysis.measures.topics import topics as topics
    from analysis.measures.validation import validate as validate

_HOME = {
    "Claim": "measures.claims",
    "Corpus": "corpus.corpus",
    "CorpusError": "corpus.errors",
    "Lexicon": "measures.lexicon",
    "agreement": "measures.agreement",
    "calibration": "measures.calibration",
    "check_claims": "measures.claims",
    "citations": "measures.citations",
    "claim": "book.claims",
    "claim_passages": "measures.claims",
    "co_mentions": "measures.actors",
    "collocates": "measures.collocations",
    "compare_quotations": "measures.quotations",
    "concordance": "measures.concordance",
    "cooccurrence": "measures.framing",
    "count_terms": "measures.counts",
    "coverage": "measures.coverage",
    "dispersion": "measures.dispersion",
    "diversity": "measures.diversity",
    "find_runs": "measures.concordance",
    "frame_differences": "measures.framing",
    "frames": "measures.framing",
    "given": "measures.framing",
    "keyness": "measures.keyness",
    "leave_one_out": "measures.specifications",
    "ledger": "measures.ledger",
    "load_corpus": "corpus.corpus",
    "mention_rates": "measures.actors",
    "mentions": "measures.actors",
    "near": "measures.collocations",
    "nearest_passages": "measures.likeness",
    "ngrams": "measures.counts",
    "number": "book.numbers",
    "pairwise_keyness": "measures.keyness",
    "passages": "corpus.passages",
    "positions": "measures.dispersion",
    "quotations": "measures.quotations",
    "read_actors": "measures.actors",
    "read_claims": "measures.claims",
    "read_events": "measures.time",
    "read_quotations": "corpus.checked",
    "read_sheet": "measures.sheet",
    "robustness": "measures.specifications",
    "share_interval": "measures.shares",
    "specifications": "measures.specifications",
    "stop_words": "corpus.tokens",
    "term_of": "corpus.tokens",
    "term_rates": "measures.rates",
    "themes": "measures.framing",
    "time_references": "measures.time",
    "topic_stability": "measures.topics",
    "topics": "measures.topics",
    "validate": "measures.validation",
    "voices": "measures.framing",
    "without_citations": "measures.counts",
    "without_quotations": "measures.counts",
    "write_sheet": "measures.sheet",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    return getattr(import_module(f"analysis.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
