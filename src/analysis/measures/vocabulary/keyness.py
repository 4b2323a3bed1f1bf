"""Which words set two sides apart, by how much, and how sure that is."""

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pandas as pd

from analysis.corpus.errors import (
    CorpusError,
    check_columns,
    check_documents,
    check_known,
    check_whole,
    listed,
)
from analysis.corpus.tables import stacked
from analysis.measures.certainty.families import DRAWS, family_tests
from analysis.measures.certainty.intervals import log_ratio_intervals, stratified_intervals
from analysis.measures.certainty.permutation import PARAGRAPHS_NEEDED, Comparison, too_short
from analysis.measures.vocabulary import contingency
from analysis.measures.vocabulary.counts import (
    count_matrix,
    count_terms,
    terms_of,
    without_citations,
)

NAMED = 9  # documents of a side at most that are named; a result can then tell what it counts
Side = str | Sequence[str] | Mapping[str, object]
COLUMNS = [
    "term", "target_count", "reference_count", "target_rate", "reference_rate", "texts",
    "paragraphs", "one_text", "direction", "g2", "g2_two_cell", "chi2", "bic", "diff", "log_ratio",
    "low", "high", "exact_low", "exact_high", "log_odds_z", "p", "q", "holm", "max_t", "note",
]  # fmt: skip
EFFECTS = {
    "g2": contingency.log_likelihood, "g2_two_cell": contingency.log_likelihood_two_cell,
    "chi2": contingency.chi_squared, "diff": contingency.percent_difference,
    "log_ratio": contingency.log_ratio,
}  # fmt: skip


def keyness(
    tokens: pd.DataFrame,
    target: Side,
    reference: Side,
    *,
    min_count: int = 5,
    stop: Collection[str] = (),
    test: str = "conditional",
    permutations: int = DRAWS,
    seed: int = 2012,
    resamples: int | None = None,
) -> pd.DataFrame:
    """Return the words that set the target apart from the reference, with effect and certainty.

    Parameters
    ----------
    tokens
        One row a term, with document and paragraph, press citations left out; or counts, as of
        ``count_files``: by paragraph, the same; by document (document, term, count), documents
        stand for paragraphs, where each side has ten.
    target, reference
        One document or several, in any order; none twice. Or a fact of documents that
        ``with_facts`` has added, as in ``{"outlet": "Xinhua"}``.
    min_count
        The family of tests: every term with so many occurrences on both sides together, fixed
        before any test.
    stop
        Words left out of the family; they still count as words.
    test
        The paragraph permutation: *conditional* on the lengths of paragraphs, by *chances*, or of
        the *pooled* difference, which is wrong in its tail; see ``relabelling``.
    permutations, seed
        Of the paragraph permutation: the least number of draws (a second for two of the book’s
        pieces; more are drawn for what is near .05).
    resamples
        Without effect since 0.2, where the intervals are in closed form; it goes with 0.3.

    Returns
    -------
    DataFrame
        One row a term, largest ``g2`` first, then by term: counts; rates per 1,000 words; ``texts``
        and ``paragraphs`` that hold the term; ``one_text``, the document without which the
        direction would not stand (only where a side has several); ``direction``; ``g2`` (four
        cells), ``g2_two_cell``, ``chi2``, ``bic``; ``diff`` in per cent;
        ``log_ratio`` with ``low`` and ``high`` (95%), made of the intervals of both rates, which
        know that words clump in paragraphs, and exact where one side never uses the word
        (``exact_low``, ``exact_high``, from Clopper–Pearson); ``log_odds_z`` (prior: the counts of
        both sides together); ``p`` from a paragraph permutation, ``q`` (Benjamini–Hochberg),
        ``holm`` and ``max_t`` (Westfall–Young, of the statistic of the test) over the family;
        ``note`` for what is missing and why, and for what is *on the edge* of .05, where another
        seed may decide otherwise.

    Raises
    ------
    CorpusError
        If a document is unknown or named twice, a side has none, or a number is under 1.

    Notes
    -----
    Nothing here speaks of years or outlets: a low p says that the paragraphs of these two sides
    are unlikely to have been dealt by chance. Neighbouring paragraphs share topics, so that even
    this test is somewhat generous.

    The rate of a side is that of its paragraphs together. Its variance is that between paragraphs
    within each text (texts are strata; see ``stratified_intervals``), so that ``low`` and ``high``
    speak of these very texts, not of others like them; counts by document have documents as units
    and no strata. *Validation* shows how often the intervals hold.

    Of the columns all but the tests cost a second for 180,000 terms. ``permutations`` cost time as
    the cells of the counts (2 × 10⁻⁹ seconds each a draw). For a hundred thousand paragraphs take
    a few hundred, and a ``min_count`` that leaves the words to be spoken of.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> words = keyness(load_corpus().tokens, "2012-jamestown", "2020-tpq", permutations=999)
    >>> words.loc[0, "term"], int(words.loc[0, "target_count"])
    ('chinese', 38)
    """
    check_whole(min_count=min_count, permutations=permutations)
    tokens = without_citations(tokens)
    sides = [_documents(tokens, target), _documents(tokens, reference)]
    _check_sides(tokens, sides)
    counts = _counted(tokens, sides)
    table = counts.groupby(["term", "target"])["count"].sum().unstack(fill_value=0)
    table = table.reindex(columns=[True, False], fill_value=0)
    frequent = table.sum(axis=1) >= min_count
    family = table[frequent & ~table.index.isin(terms_of(stop))]
    family.index = family.index.astype("str")
    result = _contrasts(family, *(float(table[side].sum()) for side in (True, False)))
    result["texts"] = counts.groupby("term").size().reindex(family.index).to_numpy()
    result["one_text"] = _one_text(counts, family, sides)
    if "paragraph" in tokens or min(map(len, sides)) >= PARAGRAPHS_NEEDED:
        drawn = {"test": test, "permutations": permutations, "seed": seed}
        result = result.assign(**_by_paragraph(tokens, sides, family, **drawn))
    else:
        result["note"] = "counts know no paragraphs: no test, no interval"
    result = result.reindex(columns=COLUMNS)
    alone = (family == 0).any(axis=1).to_numpy() & result["p"].notna()
    for limit in ("low", "high"):
        result[limit] = result[limit].mask(alone, result[f"exact_{limit}"])
    return result.sort_values(["g2", "term"], ascending=[False, True], ignore_index=True)


def _contrasts(family: pd.DataFrame, c: float, d: float) -> pd.DataFrame:
    """Return what the counts of both sides alone tell, a row a term."""
    a, b = (family[side].to_numpy() for side in (True, False))
    table = pd.DataFrame({"term": family.index, "target_count": a, "reference_count": b})
    table = table.astype({"target_count": int, "reference_count": int})
    leads = np.select([a / c > b / d, a / c < b / d], ["target", "reference"], "equal")
    table = table.assign(target_rate=1000 * a / c, reference_rate=1000 * b / d, direction=leads)
    table = table.assign(**{name: effect(a, b, c, d) for name, effect in EFFECTS.items()})
    table["exact_low"], table["exact_high"] = contingency.exact_log_ratio_interval(a, b, c, d)
    table["log_odds_z"] = contingency.log_odds_z(a, b, c, d, a + b, c + d)
    return table.assign(bic=contingency.bayes_information(table["g2"], c + d))


def pairwise_keyness(
    tokens: pd.DataFrame,
    documents: Sequence[str],
    *,
    by: str = "document",
    against_rest: bool = False,
    **options: Any,
) -> pd.DataFrame:
    """Return the keyness of every pair of documents, or of each against the rest.

    Each pair is a family of its own. The columns target and reference come first; the rest is what
    ``keyness`` returns. With ``by`` the names are those of groups: values of a column that
    ``with_facts`` has added. One document alone makes no pair, and an empty table.
    """
    documents = listed(documents)
    pairs = [([a], [b]) for a, b in combinations(documents, 2)]
    if against_rest and len(documents) > 1:
        pairs = [([one], [other for other in documents if other != one]) for one in documents]
    found = [
        keyness(tokens, {by: target}, {by: reference}, **options).assign(
            target=_named(target), reference=_named(reference)
        )
        for target, reference in pairs
    ]
    return stacked(found, ["target", "reference", *COLUMNS])


def _documents(tokens: pd.DataFrame, side: Side) -> list[str]:
    """Return the documents of a side, in order."""
    if isinstance(side, str):
        return [side]
    if not isinstance(side, Mapping):
        return sorted(side)
    check_columns(tokens, list(side))
    held = pd.Series(True, index=tokens.index)
    for column, wanted in side.items():
        values = list(tokens[column].dropna().unique())
        known = {str(value): value for value in values} | {value: value for value in values}
        asked = [value if value in known else str(value) for value in listed(wanted)]
        for value in (value for value in asked if value not in known):
            names = sorted(map(str, values))
            check_known(value, names, f"There is no {column} “{value}” in these tokens")
        held &= tokens[column].isin([known[value] for value in asked])
    return sorted(tokens.loc[held, "document"].unique())


def _named(documents: Sequence[str]) -> str:
    """Return the names of some documents, or how many there are."""
    names = [str(document) for document in documents]
    return ", ".join(names) if len(names) <= NAMED else f"{len(names)} documents"


def _check_sides(tokens: pd.DataFrame, sides: list[list[str]]) -> None:
    check_documents(tokens, sides[0] + sides[1])
    if both := sorted(set(sides[0]) & set(sides[1])):
        raise CorpusError(f"“{both[0]}” stands on both sides; compare it with another document.")
    for side in sides:
        if twice := [one for one, other in pairwise(side) if one == other]:
            raise CorpusError(f"“{twice[0]}” is named twice on a side; name it once.")
    if not all(sides):
        raise CorpusError("A side has no document; name at least one for target and reference.")


def _counted(tokens: pd.DataFrame, sides: list[list[str]]) -> pd.DataFrame:
    """Return the counts of both sides: document, term, count, and whether it is the target’s."""
    counts = tokens if "count" in tokens else count_terms(tokens)
    values = np.asarray(counts["count"], dtype=float)
    if not (np.isfinite(values) & (values >= 0)).all():
        raise CorpusError("A count is negative or no number; give how often each term occurs.")
    counts = counts[counts["document"].isin(sides[0] + sides[1])]
    counts = counts.groupby(["document", "term"])["count"].sum().reset_index()
    return counts.assign(target=counts["document"].isin(sides[0]))[counts["count"] > 0]


def _one_text(counts: pd.DataFrame, family: pd.DataFrame, sides: list[list[str]]) -> list[str]:
    """For each term, the first document without which the direction changes or falls to nothing.

    That can only be a document that holds the term, on the side that leads.
    """
    inside = counts[counts["term"].isin(family.index)].astype({"document": "str", "term": "str"})
    sizes, own = counts.groupby("document")["count"].sum(), counts.groupby("target")["count"].sum()
    lost = []
    for target, side in zip((True, False), sides, strict=True):
        held = inside[(inside["target"] == target) & (len(side) > 1)]
        whole = family.loc[held["term"]]
        other = whole[not target].to_numpy() / own[not target]
        one, size = held["count"].to_numpy(), sizes[held["document"]].to_numpy()
        rest = whole[target].to_numpy()
        still = (rest - one) / (own[target] - size) > other
        lost.append(held[(rest / own[target] > other) & ~still])
    first = pd.concat(lost).sort_values("document").groupby("term")["document"].first()
    return list(first.reindex(family.index, fill_value=""))


def _by_paragraph(
    tokens: pd.DataFrame,
    sides: list[list[str]],
    family: pd.DataFrame,
    **drawn: Any,
) -> pd.DataFrame:
    """Return what needs paragraphs, a row a term."""
    inside = tokens[tokens["document"].isin(sides[0] + sides[1])]
    matrix, sizes, places = count_matrix(inside, list(family.index))
    texts = places["document"].to_numpy(object)
    of = [np.isin(texts, side) for side in sides]
    names = [_named(side) for side in sides]
    known = np.diff(matrix.indptr) if "paragraph" in tokens else np.full(len(family), np.nan)
    result = pd.DataFrame({"paragraphs": known})
    if short := too_short({name: int(own.sum()) for name, own in zip(names, of, strict=True)}):
        return result.assign(note=short)
    first = of[sides[0] > sides[1]]  # so that swapping the sides changes no p
    one = Comparison(matrix, sizes, first)
    tests = family_tests([one], **drawn)
    strata = texts if "paragraph" in tokens else np.zeros(len(texts))
    rates = [
        stratified_intervals(matrix[:, own.nonzero()[0]].T, sizes[own], strata[own]) for own in of
    ]
    tests["low"], tests["high"] = log_ratio_intervals(*rates)
    absent = [(family[side] == 0).to_numpy() for side in (True, False)]
    notes = np.select(absent, [f"none in {name}: exact interval only" for name in names], "")
    tests["note"] = pd.Series(notes).str.cat(tests["note"], sep="; ").str.strip("; ")
    return result.join(tests)
