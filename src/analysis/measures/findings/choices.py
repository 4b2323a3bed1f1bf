"""What claims are computed from, under each choice, made once and kept."""

from collections.abc import Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING

import pandas as pd

from analysis.corpus.tokens import stop_words, term_of
from analysis.measures.framing.coded import counted_codes

if TYPE_CHECKING:
    from analysis.corpus.corpus import Corpus

Choices = Mapping[str, str]
DEFAULT: Choices = {
    "stop words": "in",
    "forms": "as written",
    "compounds": "split at actors",
    "citations": "out",
    "quotations": "in",
    "minimum": "5",
    "test": "conditional",
    "shown beside": "out",
    "codes": "agreed",
}
MOSTLY = 0.5


class Materials:
    """The tables of a corpus under each choice; whatever was made once is kept."""

    def __init__(self, corpus: "Corpus"):
        """Keep the corpus; nothing is computed before it is asked for."""
        self.corpus = corpus
        self._folded: dict[tuple[str, str], pd.DataFrame] = {}
        self._coded: dict[tuple[str, str], pd.DataFrame] = {}

    @cached_property
    def beside(self) -> set[str]:
        """Documents that are not compared, but shown beside those that are."""
        documents = self.corpus.documents
        return set(documents.loc[documents["role"] != "compared", "document"])

    @cached_property
    def own_sentences(self) -> pd.DataFrame:
        """Sentences of whose words no more than half are quoted: document, sentence."""
        quoted = self.corpus.tokens.groupby(["document", "sentence"])["quoted"].mean()
        return quoted[quoted <= MOSTLY].reset_index()[["document", "sentence"]]

    def tokens(self, choices: Choices) -> pd.DataFrame:
        """Return the tokens that count under the choices."""
        tokens = self._terms(choices["forms"], choices["compounds"])
        kept = pd.Series(True, index=tokens.index)
        if choices["citations"] == "out":
            kept &= ~tokens["cited"]
        if choices["quotations"] == "out":
            kept &= ~tokens["quoted"]
        if choices["stop words"] == "out":
            kept &= ~tokens["stop"]
        return tokens[kept].drop(columns="cited")

    def form(self, pattern: str, choices: Choices) -> str:
        """Return a word or phrase as the tokens under the choices have it."""
        if choices["compounds"] == "all split":
            pattern = pattern.replace("-", " ")
        if choices["forms"] == "as written" or "*" in pattern:
            return pattern
        return " ".join(lemma(term) for term in term_of(pattern).split())

    def coded(self, attribute: str, codes: str) -> pd.DataFrame:
        """Return the codes of an attribute that count; see ``counted_codes``."""
        if (attribute, codes) not in self._coded:
            self._coded[attribute, codes] = counted_codes(
                self.corpus.coding, attribute, codes=codes
            )
        return self._coded[attribute, codes]

    def _terms(self, forms: str, compounds: str) -> pd.DataFrame:
        if (forms, compounds) not in self._folded:
            tokens = self.corpus.tokens
            if compounds == "whole":
                tokens = _joined(tokens)
            elif compounds == "all split":
                tokens = _parted(tokens)
            tokens = tokens.assign(position=tokens.groupby("document").cumcount())
            stop = tokens["term"].isin(stop_words())
            terms = tokens["term"].map(lemma) if forms == "lemmas" else tokens["term"]
            self._folded[forms, compounds] = tokens.assign(term=terms, stop=stop)
        return self._folded[forms, compounds]


@cache
def lemma(term: str) -> str:
    """Return the dictionary form of a term, as ``simplemma`` has it; initialisms stay.

    >>> lemma("relations"), lemma("US"), lemma("countries")
    ('relation', 'US', 'country')
    """
    from simplemma import lemmatize

    return term if term.isupper() else lemmatize(term, lang="en").lower()


def _joined(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the tokens with the parts of each compound counted, and spanned, as one word."""
    inside = tokens["before"] == "hyphen"
    whole = tokens.groupby((~inside).cumsum()).agg(term=("term", "-".join), end=("end", "last"))
    return tokens[~inside].assign(term=whole["term"].to_numpy(), end=whole["end"].to_numpy())


def _parted(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the tokens with each part of each compound counted as a word."""
    parts = tokens.assign(term=tokens["term"].str.split("-")).explode("term")
    parts["before"] = parts["before"].mask(parts.index.duplicated(), "hyphen")
    return parts[parts["term"] != ""].reset_index(drop=True)
