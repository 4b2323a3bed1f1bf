"""Each claim under every reasonable choice: whether it depends on how one counts."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from analysis.corpus.tables import stacked
from analysis.measures.findings.choices import DEFAULT, Choices, Materials
from analysis.measures.findings.claims import COLUMNS, Claim, check_claims

if TYPE_CHECKING:
    from analysis.corpus.corpus import Corpus

CODED = ("frame", "theme", "voice")
SHARED = 0.95
ROBUSTNESS = [
    "claim", "specifications", "agreeing", "same", "clearance", "least", "most", "matters",
    "moves", "verdict",
]  # fmt: skip


class Choice(NamedTuple):
    """Options of a choice, the kinds of claims that it can change, and why one may choose so."""

    options: tuple[str, ...]
    kinds: tuple[str, ...]
    reason: str


CHOICES = {
    "stop words": Choice(
        ("in", "out"), ("word",), "Rates can be taken of all words or of words of content."
    ),
    "forms": Choice(
        ("as written", "lemmas"), ("word", "keyness"),
        "“relation” and “relations” can be two words or one.",
    ),
    "compounds": Choice(
        ("split at actors", "whole", "all split"), ("word", "keyness"),
        "“China-NATO” can be one word or two, “Asia-Pacific” likewise.",
    ),
    "citations": Choice(
        ("out", "in"), ("word", "keyness"), "Press citations name sources, but stand in the text."
    ),
    "quotations": Choice(
        ("in", "out"), ("word", "keyness", *CODED),
        "What a piece quotes is its choice, but not its wording. For codes: sentences of whose"
        " words more than half are quoted.",
    ),
    "minimum": Choice(
        ("5", "3", "10"), ("keyness",), "How often a word must occur to be compared is convention."
    ),
    "test": Choice(
        ("conditional", "chances"), ("keyness",),
        "Two tests hold their level here: of a score in standard errors, and of a plain sum.",
    ),
    "shown beside": Choice(
        ("out", "in"), ("word", *CODED),
        "The pieces shown beside the others can be pooled with the side compared against.",
    ),
    "codes": Choice(
        ("agreed", "a", "b", "either"), CODED, "The two passes of coding differ in places."
    ),
}  # fmt: skip


def specifications(
    claims: Iterable[Claim],
    corpus: "Corpus",
    *,
    permutations: int = 999,
    progress: bool = True,
) -> pd.DataFrame:
    """Return each claim under every combination of the choices that can change it.

    Parameters
    ----------
    claims, corpus
        As in ``check_claims``.
    permutations
        For claims of the kind *keyness*.
    progress
        Whether to show a bar.

    Returns
    -------
    DataFrame
        One row a claim and specification: claim, specification (1 is the book’s own), a column for
        each choice (empty where it cannot change the claim), value, low, high, holds, same (the
        sign of the book’s own and an interval that leaves out zero; for *keyness*, holds).

    Notes
    -----
    A multiverse (Steegen et al. 2016; Simonsohn, Simmons & Nelson 2020). There is no p-value over
    specifications: they are not independent, and the claims were chosen after reading.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> one = Claim("rivalry", "2023 speaks of rivalry more.", "frame", code="rivalry",
    ...             target=("2023-china-daily",), reference=("2020-tpq",))
    >>> table = specifications([one], load_corpus(), progress=False)
    >>> len(table), bool(table["same"].all())
    (8, True)
    """
    from tqdm import tqdm

    known = Materials(corpus)
    grids = [(claim, list(_choices(claim))) for claim in claims]
    bar = tqdm(
        total=sum(len(grid) for _, grid in grids), disable=not progress, leave=False, unit="spec"
    )
    found = []
    for claim, grid in grids:
        rows = []
        for choices in grid:
            chosen = {**DEFAULT, **choices}
            row = check_claims([claim], known, choices=chosen, permutations=permutations)
            rows.append(row.assign(**{**dict.fromkeys(CHOICES, ""), **choices}))
            bar.update()
        table = _without_idle(pd.concat(rows, ignore_index=True), list(grid[0]))
        table.insert(1, "specification", range(1, len(table) + 1))
        found.append(table)
    bar.close()
    columns = ["claim", "specification", *COLUMNS[1:], *CHOICES]
    return _same(stacked(found, columns))


def robustness(specs: pd.DataFrame) -> pd.DataFrame:
    """Return how much of each claim stands under the specifications, the firmest first.

    Parameters
    ----------
    specs
        What ``specifications`` returns.

    Returns
    -------
    DataFrame
        claim, specifications (how many), agreeing (how many have the sign of the book’s own and an
        interval that leaves out zero), same (their share), clearance (how near the interval comes
        to zero at worst, as a share of the value: 1 is far, 0 touches it, less than 0 includes it
        or lies beyond it), least, most (values), matters (the choice whose options move the mean
        value most), moves (by how much), verdict: *firm* (same in at least 95%), *fair* (in at
        least half) or *weak*.
    """
    found = []
    for claim, own in specs.groupby("claim", sort=False):
        moves = {choice: _moves(own, choice) for choice in CHOICES if own[choice].nunique() > 1}
        matters = max(moves, key=lambda choice: moves[choice]) if any(moves.values()) else ""
        share = float(own["same"].mean())
        verdict = "firm" if share >= SHARED else "fair" if share >= 0.5 else "weak"
        found.append(
            (
                claim, len(own), int(own["same"].sum()), share, _clearance(own),
                own["value"].min(), own["value"].max(), matters, moves.get(matters, 0.0), verdict,
            )
        )  # fmt: skip
    table = pd.DataFrame(found, columns=ROBUSTNESS)
    order = ["same", "clearance"]
    return table.sort_values(order, ascending=False, kind="stable", ignore_index=True)


def chosen(specs: pd.DataFrame) -> list[str]:
    """Return each specification in words: its options, as far as they can change the claim.

    >>> chosen(pd.DataFrame({**dict.fromkeys(CHOICES, [""]), "forms": ["lemmas"]}))
    ['forms: lemmas']
    """
    return [
        "; ".join(f"{name}: {option}" for name, option in zip(CHOICES, row, strict=True) if option)
        for row in specs[[*CHOICES]].itertuples(index=False)
    ]


def leave_one_out(claims: Iterable[Claim], corpus: "Corpus") -> pd.DataFrame:
    """Return each claim without one document at a time of a side that pools several.

    Returns
    -------
    DataFrame
        claim, left_out, value, low, high, holds; a claim that pools nothing has no row.
    """
    known, found = Materials(corpus), []
    for claim in claims:
        for name, rest in _without_one(claim):
            row = check_claims([rest], known)
            row.insert(1, "left_out", name)
            found.append(row)
    return stacked(found, ["claim", "left_out", "value", "low", "high", "holds"])


def _without_one(claim: Claim) -> Iterator[tuple[str, Claim]]:
    """Yield the documents of sides that pool several, and the claim without each."""
    if len(claim.target) > 1:
        for name in claim.target:
            yield name, replace(claim, target=tuple(n for n in claim.target if n != name))
    if len(claim.reference) > 1:
        for name in claim.reference:
            yield name, replace(claim, reference=tuple(n for n in claim.reference if n != name))


def _choices(claim: Claim) -> Iterator[Choices]:
    """Yield the combinations that can change a claim, the book’s own first."""
    pooled = len(claim.reference) > 1
    names = [
        name
        for name, choice in CHOICES.items()
        if claim.kind in choice.kinds and (pooled or name != "shown beside")
    ]
    for options in product(*(CHOICES[name].options for name in names)):
        yield dict(zip(names, options, strict=True))


def _without_idle(specs: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Return the specifications without choices that never change a value."""
    for name in list(names):
        rest = [other for other in names if other != name]
        values = specs.fillna({"low": 0.0}).groupby(rest or (lambda _: 0))[["value", "low"]]
        if values.nunique().to_numpy().max() == 1:
            first = specs[name].iloc[0]
            specs = specs[specs[name] == first].assign(**{name: ""}).reset_index(drop=True)
            names = rest
    return specs


def _same(specs: pd.DataFrame) -> pd.DataFrame:
    own = specs[specs["specification"] == 1].set_index("claim")["value"]
    sign = specs["claim"].map(own) > 0
    clear = (specs["low"] > 0).where(sign, specs["high"] < 0)
    return specs.assign(same=clear.where(specs["low"].notna(), specs["holds"]).astype(bool))


def _clearance(specs: pd.DataFrame) -> float:
    near = specs["low"] if specs["value"].iloc[0] > 0 else -specs["high"]
    return float((near / specs["value"].abs()).min())


def _moves(specs: pd.DataFrame, choice: str) -> float:
    means = specs.groupby(choice)["value"].mean()
    return float(means.max() - means.min())
