"""What the texts say to each claim, and the sentences behind it."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.errors import CorpusError, check_documents
from analysis.corpus.passages import passages
from analysis.measures.certainty.families import ALPHA, DRAWS, benjamini_hochberg
from analysis.measures.certainty.intervals import difference_intervals, share_intervals
from analysis.measures.findings.choices import DEFAULT, Choices
from analysis.measures.findings.claims import Claim
from analysis.measures.findings.multiverse import Multiverse
from analysis.measures.vocabulary.rates import PER


class Found(NamedTuple):
    """The value of a claim with its limits, and the values of its two sides."""

    value: float
    low: float = np.nan
    high: float = np.nan
    target: float = np.nan
    reference: float = np.nan


def check_claims(
    claims: Iterable[Claim],
    corpus: "Corpus | Multiverse",
    *,
    choices: Choices = DEFAULT,
    permutations: int = DRAWS,
) -> pd.DataFrame:
    """Return what the texts say to each claim.

    Parameters
    ----------
    claims
        Claims; their documents must be in the corpus.
    corpus
        The texts and their coding; or ``Multiverse(corpus)``, which keeps what it has made.
    choices
        What counts; see ``specifications``.
    permutations
        For claims of the kind *keyness*.

    Returns
    -------
    DataFrame
        One row a claim: claim (its name), value (target less reference: a share of sentences, or
        occurrences per 1,000 words; for *keyness* the smallest q), low, high (95%), target,
        reference (the values of the sides), holds.

    Raises
    ------
    CorpusError
        If the corpus does not hold a document or a telling sentence of a claim.

    Notes
    -----
    The interval is that of ``frame_differences``: it knows that what stands in one paragraph goes
    together. It presumes nothing about years.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> one = Claim("beijing", "2012 names *Beijing* more often.", "word", code="beijing",
    ...             target=("2012-jamestown",), reference=("2020-tpq",))
    >>> check_claims([one], load_corpus()).round(1).to_numpy().tolist()
    [['beijing', 7.7, 4.3, 12.4, 7.7, 0.0, True]]
    """
    known, table = Multiverse.of(corpus), []
    for claim in claims:
        _check_places(claim, known.corpus)
        found = compare(claim, known, choices, permutations)
        held = found.value > 0 if claim.asserts == "more" else is_clear(claim, found)
        table.append((claim.name, *found, held))
    return pd.DataFrame(table, columns=["claim", *Found._fields, "holds"])


def compare(claim: Claim, known: Multiverse, choices: Choices, permutations: int = DRAWS) -> Found:
    """Return what the texts say to a claim under some choices."""
    if claim.kind == "keyness":
        words = known.word_tests(claim, choices, permutations)
        family = words.loc[words["count"] >= int(choices["minimum"]), "p"]
        return Found(float(benjamini_hochberg(family).min(initial=1.0)))
    hits = known.counts(claim, choices)
    sizes = known.sizes(claim.kind, choices)
    documents = known.paragraphs.get_level_values("document")
    owns = [documents.isin(names) & (sizes > 0) for names in _sides(claim, known, choices)]
    sides = [share_intervals(hits[own, None], sizes[own]) for own in owns]
    limits = [*difference_intervals(*sides), *(side.share for side in sides)]
    return Found(*(float(limit[0]) * (1 if claim.coded else PER) for limit in limits))


def is_clear(claim: Claim, found: Found) -> bool:
    """Return whether values say what a claim says, and clearly: by an interval without zero.

    For a claim of no difference: that the interval holds zero, or that no q is under .05.
    """
    if claim.asserts != "none":
        return found.value > 0 and found.low > 0
    return found.value >= ALPHA if claim.kind == "keyness" else found.low <= 0 <= found.high


def claim_passages(
    claim: Claim, corpus: "Corpus | Multiverse", *, choices: Choices = DEFAULT
) -> dict[str, pd.DataFrame]:
    """Return the sentences behind the two values of a claim: target and reference.

    Each is what ``passages`` returns; for codes, with a column that names the code counted, and one
    for its stance. A claim of the kind *keyness* rests on no single sentence.
    """
    if claim.kind == "keyness":
        return {}
    known = Multiverse.of(corpus)
    held = known.hits(claim, choices)
    counted = {claim.kind: claim.code, "stance": claim.stance} if claim.coded else {}
    counted = {attribute: code for attribute, code in counted.items() if code}
    sides = zip(("target", "reference"), _sides(claim, known, choices), strict=True)
    return {
        side: passages(known.corpus, held[held["document"].isin(names)]).assign(**counted)
        for side, names in sides
    }


def _sides(claim: Claim, known: Multiverse, choices: Choices) -> tuple[tuple[str, ...], ...]:
    """Return the documents of both sides."""
    pooled = known.beside - {*claim.target, *claim.reference}
    more = tuple(sorted(pooled)) if choices["shown beside"] == "in" else ()
    return claim.target, claim.reference + more


def _check_places(claim: Claim, corpus: Corpus) -> None:
    """Refuse a claim on documents or sentences that the corpus does not hold."""
    told = [document for document, _ in claim.places]
    check_documents(corpus.sentences, [*claim.target, *claim.reference, *told])
    places = set(zip(corpus.sentences["document"], corpus.sentences["sentence"], strict=True))
    if missing := [place for place in claim.places if place not in places]:
        document, number = missing[0]
        raise CorpusError(f"[{claim.name}]: “{document}” has no sentence {number} to tell.")
