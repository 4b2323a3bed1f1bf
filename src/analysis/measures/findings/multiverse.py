"""What claims are computed from, under each choice, made once and kept."""

from collections.abc import Callable
from functools import cache, cached_property
from typing import TypeVar, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.corpus.corpus import Corpus
from analysis.corpus.tokens import stop_words, term_of
from analysis.measures.certainty.permutation import permute
from analysis.measures.findings.choices import CHOICES, Choices
from analysis.measures.findings.claims import Claim
from analysis.measures.framing.coded import counted_codes
from analysis.measures.vocabulary.concordance import Words
from analysis.measures.vocabulary.counts import PARAGRAPH, count_matrix, without_citations

Made = TypeVar("Made")
MOSTLY = 0.5
TOKENS = ("forms", "compounds", "citations", "quotations")  # choices that make other tokens
CODES = ("codes", "quotations")  # and other codes
SEED = 2012  # as in keyness
FIRST, FAR = 999, 0.2


class Multiverse:
    """The tables of a corpus under each choice; whatever was made once is kept."""

    def __init__(self, corpus: Corpus):
        """Keep the corpus; nothing is computed before it is asked for."""
        self.corpus = corpus
        self._made: dict[tuple[object, ...], object] = {}

    @classmethod
    def of(cls, corpus: "Corpus | Multiverse") -> "Multiverse":
        """Return the tables of a corpus, or these tables as they are."""
        return corpus if isinstance(corpus, cls) else cls(cast(Corpus, corpus))

    def once(self, key: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """Return what ``make`` makes, and the same for the same key from then on."""
        if key not in self._made:
            self._made[key] = make()
        return cast(Made, self._made[key])

    @cached_property
    def beside(self) -> set[str]:
        """Documents that are not compared, but shown beside those that are."""
        return {*self.corpus.documents["document"]} - {*self.corpus.compared}

    @cached_property
    def paragraphs(self) -> pd.MultiIndex:
        """The paragraphs of the corpus, which counts by paragraph follow."""
        return pd.MultiIndex.from_frame(self.corpus.sentences[PARAGRAPH].drop_duplicates())

    def words(self, choices: Choices) -> Words:
        """Return the tokens that count under the choices, made ready for look-up."""
        key = told("word", choices)
        return self.once(("words", *key), lambda: Words(self._tokens(*key)))

    def form(self, pattern: str, choices: Choices) -> str:
        """Return a word or phrase as the tokens under the choices have it."""
        if "*" in pattern:
            return pattern
        if choices["compounds"] == "all split":
            pattern = pattern.replace("-", " ")
        if choices["forms"] == "as written":
            return pattern
        return " ".join(lemma(term) for term in term_of(pattern).split())

    def codes(self, attribute: str, choices: Choices) -> pd.DataFrame:
        """Return the codes that count under the choices, as ``counted_codes`` does."""
        key = (attribute, *told(attribute, choices))
        return self.once(("codes", *key), lambda: self._codes(*key))

    def hits(self, claim: Claim, choices: Choices) -> pd.DataFrame:
        """Return the words or sentences, of any document, that have what a claim is about."""
        if not claim.coded:
            return self.words(choices).spans(self.form(claim.code, choices))
        codes = self.codes(claim.kind, choices)
        held = codes[(codes["code"] == claim.code) & codes["stance"].str.startswith(claim.stance)]
        return held.drop_duplicates(["document", "sentence"])

    def counts(self, claim: Claim, choices: Choices) -> NDArray[np.int64]:
        """Return how many of them each paragraph of the corpus has."""
        key = ("counts", claim.kind, claim.code, claim.stance, *told(claim.kind, choices))
        return self.once(key, lambda: self.by_paragraph(self.hits(claim, choices)))

    def by_paragraph(self, rows: pd.DataFrame) -> NDArray[np.int64]:
        """Return how many of some rows each paragraph of the corpus has."""
        places = self.paragraphs.get_indexer(pd.MultiIndex.from_frame(rows[PARAGRAPH]))
        return np.bincount(places, minlength=len(self.paragraphs))

    def sizes(self, kind: str, choices: Choices) -> NDArray[np.int64]:
        """Return the words, or coded sentences, of each paragraph that count under the choices."""
        return self.once(
            ("sizes", kind, *told(kind, choices)),
            lambda: self.by_paragraph(self._units(kind, choices)),
        )

    def word_tests(self, claim: Claim, choices: Choices, permutations: int) -> pd.DataFrame:
        """Return count and p of every word that any minimum lets into the family of a claim.

        The p-values are those of ``keyness`` (before what is near .05 is drawn again), the same for
        all minima. What 999 relabellings put over .2 is drawn no further.
        """
        key = ("tests", claim, *told("word", choices), choices["test"], permutations)
        return self.once(key, lambda: self._word_tests(claim, choices, permutations))

    def _units(self, kind: str, choices: Choices) -> pd.DataFrame:
        if kind == "word":
            return self.words(choices).tokens
        return self.codes(kind, choices).drop_duplicates(["document", "sentence"])

    def _word_tests(self, claim: Claim, choices: Choices, permutations: int) -> pd.DataFrame:
        tokens = self.words(choices).tokens
        tokens = tokens[tokens["document"].isin([*claim.target, *claim.reference])]
        least = min(map(int, (*CHOICES["minimum"].options, choices["minimum"])))
        counts = tokens["term"].value_counts().sort_index()
        counts = counts[(counts >= least) & ~counts.index.isin(stop_words())]
        matrix, sizes, places = count_matrix(tokens, list(counts.index))
        first = min(sorted(claim.target), sorted(claim.reference))  # p does not hang on the order
        side = places["document"].isin(first).to_numpy()
        p = np.zeros(len(counts))
        for draws in (min(FIRST, permutations), permutations):
            if len(near := (p < FAR).nonzero()[0]):
                options = {"permutations": draws, "seed": SEED}
                p[near] = permute(matrix[near], sizes, side, test=choices["test"], **options).p
        return pd.DataFrame({"count": counts, "p": p})

    def _tokens(self, forms: str, compounds: str, citations: str, quotations: str) -> pd.DataFrame:
        tokens = self.once(("terms", forms, compounds), lambda: self._terms(forms, compounds))
        left_out = (tokens["cited"] & (citations == "out")) | (
            tokens["quoted"] & (quotations == "out")
        )
        return tokens[~left_out].drop(columns="cited")

    def _terms(self, forms: str, compounds: str) -> pd.DataFrame:
        make = {"whole": _joined, "all split": _parted}.get(compounds, pd.DataFrame.copy)
        tokens = make(self.corpus.tokens)
        tokens["position"] = tokens.groupby("document").cumcount()
        if forms == "lemmas":
            tokens["term"] = tokens["term"].map(lemma)
        return tokens

    def _codes(self, attribute: str, codes: str, quotations: str) -> pd.DataFrame:
        held = counted_codes(self.corpus.coding, attribute, codes=codes)
        if quotations == "in":
            return held
        place = ["document", "sentence"]
        quoted = without_citations(self.corpus.tokens).groupby(place)["quoted"].mean()
        return held.join(quoted[quoted > MOSTLY], on=place).query("quoted.isna()")


def told(kind: str, choices: Choices) -> tuple[str, ...]:
    """Return the choices that make other words, or for other kinds other codes."""
    return tuple(choices[name] for name in (TOKENS if kind == "word" else CODES))


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
