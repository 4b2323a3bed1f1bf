"""Each claim under every reasonable choice: whether it depends on how one counts."""

from collections.abc import Iterable
from itertools import product

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.tables import stacked
from analysis.measures.certainty.families import DRAWS
from analysis.measures.findings.checking import Found, compare, is_clear
from analysis.measures.findings.choices import CHOICES, DEFAULT
from analysis.measures.findings.claims import Claim
from analysis.measures.findings.multiverse import Multiverse

PRINTED = {"word": 1}  # decimals; else two: whole points of a share
COLUMNS = ["claim", "specification", *Found._fields, "same", *CHOICES]


def specifications(
    claims: Iterable[Claim], corpus: "Corpus | Multiverse", *, permutations: int = 9999
) -> pd.DataFrame:
    """Return each claim under every combination of the choices that can change it.

    A choice counts for a claim only if some option of it moves the value by as much as is printed
    (a percentage point, .1 per 1,000 words, .01 of q).

    Parameters
    ----------
    claims, corpus
        As in ``check_claims``.
    permutations
        For claims of the kind *keyness*: so many that the smallest q of a family can fall under
        .05. The book’s own way takes as many as ``check_claims``.

    Returns
    -------
    DataFrame
        One row a claim and specification: claim, specification (1 is the book’s own), value, low,
        high, target, reference, same (whether the target has more and the interval leaves out zero;
        of a claim of no difference, whether it holds zero, or no word passes), a column for each
        choice (empty where it cannot change the claim).

    Notes
    -----
    A multiverse (Steegen et al. 2016; Simonsohn, Simmons & Nelson 2020). There is no p-value over
    specifications: they are not independent, and the claims were chosen after reading.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> one = Claim("rivalry", "2023 speaks of rivalry more.", "frame", code="rivalry",
    ...             target=("2023-china-daily",), reference=("2020-tpq",))
    >>> table = specifications([one], load_corpus())
    >>> len(table), bool(table["same"].all())
    (8, True)
    """
    known, found = Multiverse.of(corpus), []
    for claim in claims:
        varied = {
            name: choice.options
            for name, choice in CHOICES.items()
            if claim.kind in choice.kinds and (name != "shown beside" or len(claim.reference) > 1)
        }
        grid = [dict(zip(varied, options, strict=True)) for options in product(*varied.values())]
        values = [
            compare(claim, known, {**DEFAULT, **choices}, permutations if row else DRAWS)
            for row, choices in enumerate(grid)
        ]
        same = [is_clear(claim, one) for one in values]
        table = pd.DataFrame(values).assign(claim=claim.name, same=same)
        table = _without_idle(table.join(pd.DataFrame(grid)), PRINTED.get(claim.kind, 2))
        idle = {name: "" for name in CHOICES if name not in table}
        found.append(table.assign(specification=range(1, len(table) + 1), **idle))
    return stacked(found, COLUMNS)


def robustness(specs: pd.DataFrame) -> pd.DataFrame:
    """Return how much of each claim stands under the specifications.

    Parameters
    ----------
    specs
        What ``specifications`` returns.

    Returns
    -------
    DataFrame
        claim, specifications (how many), agreeing (how many are *same*), least, most (values),
        matters (the choice whose options move the mean value most; empty where none moves it
        by .005, half of what is printed).
    """
    groups = specs.groupby("claim", sort=False)
    table = groups.agg(
        specifications=("value", "size"), agreeing=("same", "sum"), least=("value", "min"),
        most=("value", "max"),
    )  # fmt: skip
    return table.assign(matters=[_matters(own) for _, own in groups]).reset_index()


def _matters(own: pd.DataFrame) -> str:
    """Return the choice whose options move the mean value of a claim most."""
    means = {name: own.groupby(name)["value"].mean() for name in CHOICES}
    moves = {name: mean.max() - mean.min() for name, mean in means.items()}
    most = max(CHOICES, key=lambda name: moves[name])
    return most if moves[most] >= 0.005 else ""


def chosen(specs: pd.DataFrame) -> list[str]:
    """Return each specification in words: its options, as far as they can change the claim.

    >>> chosen(pd.DataFrame({**dict.fromkeys(CHOICES, [""]), "forms": ["lemmas"]}))
    ['forms: lemmas']
    """
    return [
        "; ".join(f"{name}: {option}" for name, option in row.items() if option)
        for row in specs[[*CHOICES]].to_dict("records")
    ]


def _without_idle(specs: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """Return the specifications without choices that never change the value as it is printed."""
    for name in [name for name in CHOICES if name in specs]:
        rest = [other for other in CHOICES if other in specs and other != name]
        printed = specs["value"].fillna(0).round(decimals)
        groups = printed.groupby([specs[other] for other in rest] or (lambda _: 0))
        if groups.nunique().max() == 1:
            specs = specs[specs[name] == specs[name].iloc[0]].drop(columns=name)
    return specs
