"""Compare the vocabulary, framing and themes of a handful of texts."""

from analysis.book.claims import claim as claim
from analysis.book.explorer import explore as explore
from analysis.book.figures import figure as figure
from analysis.book.findings import show_choices as show_choices
from analysis.book.findings import show_curve as show_curve
from analysis.book.findings import show_finding as show_finding
from analysis.book.findings import show_findings as show_findings
from analysis.book.findings import show_robustness as show_robustness
from analysis.book.numbers import number as number
from analysis.book.results import publish as publish
from analysis.book.tables import table as table
from analysis.book.texts import text_page as text_page
from analysis.corpus.checked import read_quotations as read_quotations
from analysis.corpus.codebook import codebook as codebook
from analysis.corpus.corpus import Corpus as Corpus
from analysis.corpus.corpus import load_corpus as load_corpus
from analysis.corpus.each_text import each_text as each_text
from analysis.corpus.errors import CorpusError as CorpusError
from analysis.corpus.notices import near_duplicates as near_duplicates
from analysis.corpus.pairs import shared_facts as shared_facts
from analysis.corpus.passages import passages as passages
from analysis.corpus.saved import open_corpus as open_corpus
from analysis.corpus.streaming import count_files as count_files
from analysis.corpus.tokens import stop_words as stop_words
from analysis.corpus.tokens import term_of as term_of
from analysis.measures.certainty.families import passing as passing
from analysis.measures.certainty.intervals import share_interval as share_interval
from analysis.measures.checks.calibration import calibration as calibration
from analysis.measures.checks.calibration import tail_calibration as tail_calibration
from analysis.measures.checks.conformance import conformance as conformance
from analysis.measures.checks.interval_coverage import interval_coverage as interval_coverage
from analysis.measures.findings.checking import check_claims as check_claims
from analysis.measures.findings.checking import claim_passages as claim_passages
from analysis.measures.findings.claims import Claim as Claim
from analysis.measures.findings.claims import read_claims as read_claims
from analysis.measures.findings.marks import Findings as Findings
from analysis.measures.findings.marks import claim_pairs as claim_pairs
from analysis.measures.findings.multiverse import Multiverse as Multiverse
from analysis.measures.findings.specifications import robustness as robustness
from analysis.measures.findings.specifications import specifications as specifications
from analysis.measures.framing.agreement import agreement as agreement
from analysis.measures.framing.agreement import compared_passes as compared_passes
from analysis.measures.framing.baselines import every_frame as every_frame
from analysis.measures.framing.baselines import held_out as held_out
from analysis.measures.framing.baselines import held_out_hits as held_out_hits
from analysis.measures.framing.baselines import keywords as keywords
from analysis.measures.framing.baselines import regression as regression
from analysis.measures.framing.coded import coded_sentences as coded_sentences
from analysis.measures.framing.coded import coding_of as coding_of
from analysis.measures.framing.coded import counted_codes as counted_codes
from analysis.measures.framing.coded import matching_sentences as matching_sentences
from analysis.measures.framing.coded import readings as readings
from analysis.measures.framing.coding_sheet import read_sheet as read_sheet
from analysis.measures.framing.coding_sheet import write_sheet as write_sheet
from analysis.measures.framing.cooccurrence import cooccurrence as cooccurrence
from analysis.measures.framing.differences import frame_differences as frame_differences
from analysis.measures.framing.lexicon import Lexicon as Lexicon
from analysis.measures.framing.shares import frames as frames
from analysis.measures.framing.shares import joint_shares as joint_shares
from analysis.measures.framing.shares import themes as themes
from analysis.measures.framing.shares import voices as voices
from analysis.measures.framing.validation import coding_errors as coding_errors
from analysis.measures.framing.validation import compare_instruments as compare_instruments
from analysis.measures.framing.validation import lexicon_error as lexicon_error
from analysis.measures.framing.validation import marked_sentences as marked_sentences
from analysis.measures.framing.validation import stance_accuracy as stance_accuracy
from analysis.measures.framing.validation import validate as validate
from analysis.measures.pieces.dates import reach as reach
from analysis.measures.pieces.dates import read_events as read_events
from analysis.measures.pieces.dates import time_references as time_references
from analysis.measures.pieces.dates import years_named as years_named
from analysis.measures.pieces.ledger import ledger as ledger
from analysis.measures.pieces.ledger import outside as outside
from analysis.measures.pieces.ledger import set_aside as set_aside
from analysis.measures.selection import pairs_in as pairs_in
from analysis.measures.selection import select as select
from analysis.measures.themes.positions import theme_positions as theme_positions
from analysis.measures.themes.similarity import nearest_passages as nearest_passages
from analysis.measures.themes.topics import topic_sentences as topic_sentences
from analysis.measures.themes.topics import topic_stability as topic_stability
from analysis.measures.themes.topics import topics as topics
from analysis.measures.vocabulary.collocations import collocates as collocates
from analysis.measures.vocabulary.collocations import company as company
from analysis.measures.vocabulary.collocations import near as near
from analysis.measures.vocabulary.concordance import concordance as concordance
from analysis.measures.vocabulary.concordance import find_runs as find_runs
from analysis.measures.vocabulary.counts import as_written as as_written
from analysis.measures.vocabulary.counts import count_terms as count_terms
from analysis.measures.vocabulary.counts import ngrams as ngrams
from analysis.measures.vocabulary.counts import with_facts as with_facts
from analysis.measures.vocabulary.counts import without_citations as without_citations
from analysis.measures.vocabulary.counts import without_quotations as without_quotations
from analysis.measures.vocabulary.dispersion import dispersion as dispersion
from analysis.measures.vocabulary.dispersion import positions as positions
from analysis.measures.vocabulary.diversity import diversity as diversity
from analysis.measures.vocabulary.keyness import keyness as keyness
from analysis.measures.vocabulary.keyness import pairwise_keyness as pairwise_keyness
from analysis.measures.vocabulary.rates import term_rates as term_rates
from analysis.measures.voices.actors import co_mentions as co_mentions
from analysis.measures.voices.actors import mention_rates as mention_rates
from analysis.measures.voices.actors import mentions as mentions
from analysis.measures.voices.actors import read_actors as read_actors
from analysis.measures.voices.citations import citations as citations
from analysis.measures.voices.quotations import compare_quotations as compare_quotations
from analysis.measures.voices.quotations import match_quotations as match_quotations
from analysis.measures.voices.quotations import quotations as quotations
from analysis.measures.voices.quotations import quoted_words as quoted_words

__version__: str
__all__ = [name for name, value in globals().items() if hasattr(value, "__qualname__")]


def __getattr__(name: str) -> str:
    """Return the version, which is looked up when it is asked for."""
    if name == "__version__":
        from importlib.metadata import version

        return version("china-nato-in-print")
    raise AttributeError(f"module “analysis” has no attribute “{name}”")
