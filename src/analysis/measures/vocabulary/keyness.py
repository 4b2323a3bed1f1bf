"""Which words set two sides apart, by how much, and how sure that is."""

from collections.abc import Collection, Sequence
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.corpus.errors import CorpusError, check_at_least_one, check_documents
from analysis.corpus.tokens import term_of
from analysis.measures.certainty.multiplicity import benjamini_hochberg, holm
from analysis.measures.certainty.permutation import PARAGRAPHS_NEEDED, bootstrap_rates, permute
from analysis.measures.vocabulary.contingency import (
    Floats,
    bayes_information,
    chi_squared,
    exact_log_ratio_interval,
    log_likelihood,
    log_likelihood_two_cell,
    log_odds_z,
    log_ratio,
    odds_ratio,
    percent_difference,
    smallest_expected,
)
from analysis.measures.vocabulary.counts import count_matrix, count_terms, without_citations

if TYPE_CHECKING:
    from scipy.sparse import csr_array

COLUMNS = [
    "term", "target_count", "reference_count", "target_rate", "reference_rate", "texts",
    "paragraphs", "one_text", "direction", "g2", "g2_two_cell", "g2_paragraphs", "chi2",
    "expected", "bic", "diff", "odds_ratio", "log_ratio", "low", "high", "exact_low", "exact_high",
    "log_odds_z", "p", "q", "holm", "max_t", "note",
]  # fmt: skip


def keyness(
    tokens: pd.DataFrame,
    target: str | Sequence[str],
    reference: str | Sequence[str],
    *,
    min_count: int = 5,
    stop: Collection[str] = (),
    yates: bool = False,
    permutations: int = 9999,
    resamples: int = 2000,
    seed: int = 2012,
    cited: bool = False,
) -> pd.DataFrame:
    """Return the words that set the target apart from the reference, with effect and certainty.

    Parameters
    ----------
    tokens
        One row a term, with document and paragraph; or counts (document, term, count), then
        without what needs paragraphs.
    target, reference
        One document or several, in any order; none twice.
    min_count
        The family of tests: every term with so many occurrences on both sides together, fixed
        before any test.
    stop
        Terms left out of the family; they still count as words.
    yates
        Correct ``chi2`` for continuity.
    permutations, resamples, seed
        For the paragraph permutation, the paragraph bootstrap, and both.
    cited
        Keep press citations.

    Returns
    -------
    DataFrame
        One row a term, largest ``g2`` first, then by term: counts; rates per 1,000 words; ``texts``
        and ``paragraphs`` that hold the term; ``one_text``, the document without which the
        direction would not stand (only where a side has several); ``direction``; ``g2`` (four
        cells), ``g2_two_cell``, ``chi2``, ``expected`` (the smallest expected count: under 5 do not
        trust ``chi2``), ``bic``; ``g2_paragraphs``, the same contrast on the number of paragraphs
        that hold the term (after Egbert & Biber 2019); ``diff`` in per cent; ``odds_ratio``;
        ``log_ratio`` with ``low`` and ``high`` from a paragraph bootstrap within each text (95%),
        exact where one side never uses the word, and ``exact_low``, ``exact_high`` from
        Clopper–Pearson; ``log_odds_z`` (prior: the counts of
        both sides together); ``p`` from a paragraph permutation of the difference of rates,
        ``q`` (Benjamini–Hochberg), ``holm`` and ``max_t`` (Westfall–Young) over the family;
        ``note`` for what is missing and why.

    Raises
    ------
    CorpusError
        If a document is unknown or named twice, a side has none, or a number is under 1.

    Notes
    -----
    Nothing here speaks of years or outlets: a low p says that the paragraphs of these two sides
    are unlikely to have been dealt by chance. Neighbouring paragraphs share topics, so that even
    this test is somewhat generous.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> words = keyness(load_corpus().tokens, "2012-jamestown", "2020-tpq", permutations=999)
    >>> words.loc[0, "term"], int(words.loc[0, "target_count"])
    ('chinese', 38)
    """
    sides = [_names(target), _names(reference)]
    check_at_least_one(min_count=min_count, permutations=permutations, resamples=resamples)
    _check_sides(tokens, sides)
    tokens = tokens if cited else without_citations(tokens)
    counts = tokens if "count" in tokens else count_terms(tokens)
    table = counts.pivot_table(index="term", columns="document", values="count", aggfunc="sum")
    table = table.reindex(columns=sides[0] + sides[1]).fillna(0)
    sizes = table.sum()
    family = table[(table.sum(axis=1) >= min_count) & ~table.index.isin(list(stop))]
    a, b = (family[side].sum(axis=1).to_numpy() for side in sides)
    c, d = (float(sizes[side].sum()) for side in sides)
    g2 = log_likelihood(a, b, c, d)
    exact_low, exact_high = exact_log_ratio_interval(a, b, c, d)
    both = table.sum(axis=1)
    result = pd.DataFrame(
        {
            "term": family.index,
            "target_count": a.astype(int),
            "reference_count": b.astype(int),
            "target_rate": 1000 * a / c,
            "reference_rate": 1000 * b / d,
            "texts": (family > 0).sum(axis=1).to_numpy(),
            "one_text": _one_text(family, sizes, sides),
            "direction": np.select(
                [a / c > b / d, a / c < b / d], ["target", "reference"], "equal"
            ),
            "g2": g2,
            "g2_two_cell": log_likelihood_two_cell(a, b, c, d),
            "chi2": chi_squared(a, b, c, d, yates=yates),
            "expected": smallest_expected(a, b, c, d),
            "bic": bayes_information(g2, c + d),
            "diff": percent_difference(a, b, c, d),
            "odds_ratio": odds_ratio(a, b, c, d),
            "log_ratio": log_ratio(a, b, c, d),
            "exact_low": exact_low,
            "exact_high": exact_high,
            "log_odds_z": log_odds_z(a, b, c, d, both[family.index], both.sum()),
        }
    )
    if "paragraph" in tokens:
        by_paragraph = _by_paragraph(
            tokens, sides, list(family.index), permutations, resamples, seed
        )
    else:
        by_paragraph = _empty(len(result), "counts know no paragraphs: no test, no bootstrap")
    result = result.join(by_paragraph)[COLUMNS]
    alone = ((a == 0) | (b == 0)) & result["p"].notna()
    for limit in ("low", "high"):
        result[limit] = result[limit].mask(alone, result[f"exact_{limit}"])
    return result.sort_values(["g2", "term"], ascending=[False, True], ignore_index=True)


def pairwise_keyness(
    tokens: pd.DataFrame, documents: Sequence[str], *, against_rest: bool = False, **options: Any
) -> pd.DataFrame:
    """Return the keyness of every pair of documents, or of each against the rest.

    Each pair is a family of its own. The columns target and reference come first; the rest is what
    ``keyness`` returns.
    """
    pairs: list[tuple[str, list[str]]] = [(a, [b]) for a, b in combinations(documents, 2)]
    if against_rest:
        pairs = [(one, [other for other in documents if other != one]) for one in documents]
    frames = []
    for target, reference in pairs:
        words = keyness(tokens, target, reference, **options)
        words.insert(0, "target", target)
        words.insert(1, "reference", ", ".join(reference))
        frames.append(words)
    return pd.concat(frames, ignore_index=True)


def without_one_text(words: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """Return words that hang on one text, with their log ratio where it is left out.

    Parameters
    ----------
    words
        Rows of ``pairwise_keyness(…, against_rest=True)``; those with ``one_text`` are kept.
    tokens
        What they were counted from.

    Returns
    -------
    DataFrame
        The rows with the column ``without``; empty where no other text has the word.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> corpus = load_corpus()
    >>> options = {"against_rest": True, "permutations": 9, "resamples": 9}
    >>> words = pairwise_keyness(corpus.tokens, corpus.compared, **options)
    >>> own = without_one_text(words, corpus.tokens).query("target == '2020-tpq'")
    >>> own[["term", "one_text", "without"]].head(2).round(2).to_numpy().tolist()
    [['chinese', '2012-jamestown', 2.42], ['afghanistan', '2012-jamestown', nan]]
    """
    counts = count_terms(without_citations(tokens))
    kept = words[words["one_text"] != ""].assign(without=np.nan)
    texts: Any = kept.groupby(["target", "reference", "one_text"])
    for (target, side, left_out), own in texts:
        rest = [document for document in side.split(", ") if document != left_out]
        ratios = keyness(counts, target, rest, min_count=1).set_index("term")["log_ratio"]
        kept.loc[own.index, "without"] = ratios.reindex(own["term"].map(term_of)).to_numpy()
    return kept


def _names(side: str | Sequence[str]) -> list[str]:
    return [side] if isinstance(side, str) else sorted(side)


def _check_sides(tokens: pd.DataFrame, sides: list[list[str]]) -> None:
    check_documents(tokens, sides[0] + sides[1])
    if both := sorted(set(sides[0]) & set(sides[1])):
        raise CorpusError(f"“{both[0]}” stands on both sides; compare it with another document.")
    for side in sides:
        if twice := [one for one, other in pairwise(side) if one == other]:
            raise CorpusError(f"“{twice[0]}” is named twice on a side; name it once.")
    if not all(sides):
        raise CorpusError("A side has no document; name at least one for target and reference.")


def _one_text(family: pd.DataFrame, sizes: "pd.Series[float]", sides: list[list[str]]) -> list[str]:
    """For each term, the first document without which the direction changes or falls to nothing."""
    gap = _rate(family, sizes, sides[0]) - _rate(family, sizes, sides[1])
    found = pd.Series("", index=family.index)
    for side, other, lead in ((sides[0], sides[1], gap), (sides[1], sides[0], -gap)):
        for left_out in side if len(side) > 1 else []:
            rest = [document for document in side if document != left_out]
            still = _rate(family, sizes, rest) > _rate(family, sizes, other)
            lost = (lead > 0) & ~still
            found = found.mask(lost & (found == ""), left_out)
    return found.to_list()


def _rate(family: pd.DataFrame, sizes: "pd.Series[float]", side: list[str]) -> Floats:
    return np.asarray(family[side].sum(axis=1) / sizes[side].sum())


def _by_paragraph(
    tokens: pd.DataFrame,
    sides: list[list[str]],
    terms: list[str],
    permutations: int,
    resamples: int,
    seed: int,
) -> pd.DataFrame:
    """Return what needs paragraphs, a row a term."""
    inside = tokens[tokens["document"].isin(sides[0] + sides[1])]
    matrix, sizes, places = count_matrix(inside, terms)
    in_target = places["document"].isin(sides[0]).to_numpy()
    presence = (matrix > 0).astype(np.float32)
    present = [np.asarray(presence[:, mask].sum(axis=1)) for mask in (in_target, ~in_target)]
    sizes_of = [int(in_target.sum()), int((~in_target).sum())]
    result = _empty(len(terms), "")
    result["paragraphs"] = (present[0] + present[1]).astype(int)
    result["g2_paragraphs"] = log_likelihood(*present, *sizes_of)
    if min(sizes_of) < PARAGRAPHS_NEEDED:
        short = " and ".join(
            ", ".join(side)
            for side, size in zip(sides, sizes_of, strict=True)
            if size < PARAGRAPHS_NEEDED
        )
        return result.assign(note=f"fewer than ten paragraphs in {short}: shown, not tested")
    first_is_target = sides[0] < sides[1]  # so that swapping the sides changes no p
    tested = permute(
        matrix, sizes, in_target if first_is_target else ~in_target,
        permutations=permutations, seed=seed,
    )  # fmt: skip
    texts = places["document"].to_numpy()
    low, high, note = _bootstrap(matrix, sizes, texts, sides, resamples, seed)
    return result.assign(
        p=tested.p,
        q=benjamini_hochberg(tested.p),
        holm=holm(tested.p),
        max_t=tested.max_t,
        low=low,
        high=high,
        note=note,
    )


def _bootstrap(
    matrix: "csr_array",
    sizes: NDArray[np.int64],
    texts: NDArray[np.object_],
    sides: list[list[str]],
    resamples: int,
    seed: int,
) -> tuple[Floats, Floats, list[str]]:
    logs, absent = [], []
    for side in sides:
        own_seed = crc32("|".join([str(seed), *side]).encode())
        mask = np.isin(texts, side)
        own, own_sizes = matrix[:, mask.nonzero()[0]], sizes[mask]
        rates = bootstrap_rates(own, own_sizes, texts[mask], resamples=resamples, seed=own_seed)
        logs.append(np.log2(np.where(rates > 0, rates, 0.5 / own_sizes.sum())))
        absent.append(np.asarray(own.sum(axis=1)) == 0)
    limits = np.percentile(logs[0] - logs[1], [2.5, 97.5], axis=1)
    limits[:, absent[0] | absent[1]] = np.nan
    notes = np.select(
        absent,
        [f"none in {', '.join(side)}: exact interval only" for side in sides],
        "",
    )
    return limits[0], limits[1], list(notes)


def _empty(length: int, note: str) -> pd.DataFrame:
    numbers = ["paragraphs", "g2_paragraphs", "low", "high", "p", "q", "holm", "max_t"]
    return pd.DataFrame(np.nan, index=range(length), columns=numbers).assign(note=note)
