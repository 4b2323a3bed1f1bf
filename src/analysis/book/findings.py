"""Claims on the page: the sentence, what it can bear, its curve over ways of counting."""

from typing import Any

import pandas as pd

from analysis.book.claims import claim, show_claim
from analysis.book.figures import figure
from analysis.book.plots import plot_curve, plot_forest
from analysis.book.style import label_of
from analysis.book.tables import interval, table
from analysis.book.written import shown
from analysis.corpus.corpus import Corpus
from analysis.corpus.tables import rows
from analysis.measures.findings.checking import claim_passages
from analysis.measures.findings.choices import CHOICES, DEFAULT
from analysis.measures.findings.claims import Claim
from analysis.measures.findings.marks import AGREED, EDGE, Findings
from analysis.measures.findings.specifications import chosen, robustness

TELLING = "Telling passages, side by side"
WAYS = ("the book’s own", "least", "largest")
PASSES = {"": "–", "a and b": "both", "a": "A alone", "b": "B alone"}


def show_findings(found: Findings) -> None:
    """Show all claims with their marks: the table ``tab-findings`` and the figure ``fig-findings``.

    Both are in the order of ``found.marks``; the claim on words, which has no interval, stands in
    the table alone.
    """
    marks = found.marks
    claims = [found.claims[name] for name in marks["claim"]]
    own = [found.specs[found.specs["claim"] == one.name] for one in claims]
    first = pd.DataFrame([specs.iloc[0] for specs in own]).reset_index(drop=True)
    agreed = [_pairs(found, one) for one in claims]
    summary = pd.DataFrame(
        {
            "finding": [one.title for one in claims],
            "difference": [_effect(one, row) for one, row in zip(claims, rows(first), strict=True)],
            "interval": [_zero(row) for row in rows(first)],
            "pairs": [_count_of_pairs(pairs) for pairs in agreed],
            "ways": [f"{row.agreeing} of {row.ways}" for row in rows(marks)],
            "passes": marks["alike"].replace(PASSES),
        }
    )
    evidence: dict[str, list[Any]] = {
        "difference": [
            _counted(found, one, specs.head(1)) for one, specs in zip(claims, own, strict=True)
        ],
        "ways": [ways_of(found, specs[specs["same"]]) for specs in own],
    }
    table(summary, name="tab-findings", evidence=evidence)
    drawn = first.assign(
        title=summary["finding"],
        passing=marks["passing"] == marks["pairs"],
        word=[one.kind == "word" for one in claims],
        url=[f"#n:tab-findings/{row}/difference" for row in range(1, len(claims) + 1)],
    )
    drawn = drawn.dropna(subset="low")
    differing = [one.asserts != "none" for one in claims]
    title = (
        f"Of {sum(differing)} claims of a difference {drawn['passing'].sum()} hold pair by pair."
    )
    figure(plot_forest(drawn), name="fig-findings", title=title, holds=True)


def show_finding(found: Findings, name: str) -> None:
    """Show a claim with its numbers, what it can bear pair by pair, and its telling passages.

    The passages become the table ``tab-`` and the name of the claim, closed at first.
    """
    one, corpus = found.claims[name], found.known.corpus
    show_claim(one, found.known)
    specs, pairs = found.specs[found.specs["claim"] == name], _pairs(found, one)
    same, what = specs[specs["same"]], f"{one.title}: ways of counting"
    values = {
        "effect": (_effect(one, specs.iloc[0]), one.title, _counted(found, one, specs.head(1))),
        "tried": (f"{len(specs)}", what, ways_of(found, specs)),
        "same": (f"{len(same)}", f"{what} that say the same", ways_of(found, same)),
    }
    told = "; ".join(_told(corpus, one, pair, len(pairs) > 1) for pair in rows(pairs))
    matters = robustness(specs)["matters"].iloc[0]
    moved = f"; moved most by: {matters}" if matters else ""
    passes = found.marks.set_index("claim")["alike"].replace(PASSES)[name]
    alone = f" Passes of coding that by themselves say the same: {passes}." if one.coded else ""
    claim(
        f"Difference: {{effect}}.{f' Pairs tested: {told}.' if told else ''} Ways of counting that"
        f" say the same: {{same}} of {{tried}}{moved}.{alone}",
        name=f"bears-{name}", holds=True, found="", values=values,
    )  # fmt: skip
    if one.telling:
        text = corpus.sentences.set_index(["document", "sentence"])["text"]
        told_by = [(place[0], " ".join(text[place].split())) for place in one.places]
        passages = pd.DataFrame(told_by, columns=["document", "sentence"])
        table(passages, corpus, name=f"tab-{name}", about={"title": one.title}, folded=TELLING)


def show_curve(found: Findings, name: str) -> None:
    """Show a claim under every way of counting: the figure ``fig-`` and the table ``tab-curve-``.

    The table has the book’s own way, the least and the largest value, and what these chose; its
    values open the sentences that each counts.
    """
    one = found.claims[name]
    own = found.specs[found.specs["claim"] == name].reset_index(drop=True)
    unit = {"word": "per 1,000 words", "keyness": "smallest q"}.get(one.kind, "share of sentences")
    about = {"title": one.title, "unit": unit, "same": f"{own['same'].sum()} of {len(own)}"}
    options = {choice: given.options for choice, given in CHOICES.items()}
    title = f"{one.title}: {about['same']} ways of counting say the same"
    three = own.loc[[0, own["value"].idxmin(), own["value"].idxmax()]]
    cells = {
        number: f"#n:tab-curve-{name}/{row}/difference"
        for row, number in reversed([*enumerate(three["specification"], 1)])
    }
    drawing = plot_curve(own, options, unit=unit, cites=cells)
    figure(drawing, name=f"fig-{name}", title=title, holds=True, about=about)
    made = pd.DataFrame({"way of counting": WAYS})
    made["difference"] = [_effect(one, row) for row in rows(three)]
    made["chosen"] = chosen(three)
    behind = [_counted(found, one, three.loc[[place]]) for place in three.index]
    table(made, name=f"tab-curve-{name}", evidence={"difference": behind}, about=about)


def show_choices(*, name: str) -> None:
    """Show the choices that are tried, with their options and reasons."""
    told = [
        (choice, "; ".join(one.options), one.reason, ", ".join(one.kinds))
        for choice, one in CHOICES.items()
    ]
    table(pd.DataFrame(told, columns=["choice", "options", "why", "claims about"]), name=name)


def show_robustness(found: Findings, *, name: str) -> None:
    """Show how many ways of counting say the same of each claim, and what moves it most."""
    bears = robustness(found.specs)
    own = [found.specs[found.specs["claim"] == one] for one in bears["claim"]]
    made = pd.DataFrame(
        {
            "claim": [found.claims[one].title for one in bears["claim"]],
            "tried": bears["specifications"],
            "same": bears["agreeing"],
            "range": interval(bears["least"], bears["most"], ".2f"),
            "moved most by": bears["matters"],
        }
    )
    tried = [ways_of(found, specs) for specs in own]
    same = [ways_of(found, specs[specs["same"]]) for specs in own]
    evidence = {"tried": tried, "same": same}
    table(made, name=name, evidence=evidence)


def ways_of(found: Findings, specs: pd.DataFrame) -> list[str]:
    """Return ways of counting in words, each with the value that it gives and with its options."""
    told = zip(rows(specs), chosen(specs), strict=True)
    values = [(_effect(found.claims[row.claim], row), options) for row, options in told]
    return [": ".join(filter(None, pair)) for pair in values]


def _pairs(found: Findings, one: Claim) -> pd.DataFrame:
    pairs = found.pairs
    return pairs[(pairs["claim"] == one.name) & (pairs["codes"] == AGREED)]


def _count_of_pairs(pairs: pd.DataFrame) -> str:
    """Return how many pairs pass, and how many lie on the edge, as the page writes it."""
    verdicts = list(pairs["verdict"])
    if not {*verdicts} - {"not tested"}:
        return "not tested" if verdicts else "–"
    edge = f", {verdicts.count(EDGE)} on the edge" if EDGE in verdicts else ""
    return f"{verdicts.count('passes')} of {len(verdicts)}{edge}"


def _told(corpus: Corpus, one: Claim, pair: Any, several: bool) -> str:
    """Return what the test of a pair says: its q, and whether that passes; of several, which."""
    q = "" if pd.isna(pair.q) else f"q {shown(pair.q, 'p')}, "
    sides = [label_of(corpus, "document", side) for side in (pair.target, pair.reference)]
    which = f"{' against '.join(sides)} {_effect(one, pair)}, " if several else ""
    return f"{which}{q}{pair.verdict}"


def _zero(row: Any) -> str:
    """Return whether an interval leaves out zero, as the page writes it."""
    return "–" if pd.isna(row.low) else "holds zero" if row.low <= 0 <= row.high else "without zero"


def _effect(one: Claim, row: Any) -> str:
    """Return the difference and its interval as the page writes it."""
    if one.kind == "keyness":
        return f"smallest q {shown(row.value, 'p')}"
    word = one.kind == "word"
    scale, unit, digits = (1, " per 1,000", 1) if word else (100, " points", 0)
    value, low, high = (f"{scale * limit:.{digits}f}" for limit in (row.value, row.low, row.high))
    return f"{value}{unit} ({low} to {high})".replace("-", "−")


def _counted(found: Findings, one: Claim, way: pd.DataFrame) -> pd.DataFrame | list[str]:
    """Return the sentences that the two sides of a claim count, or the way of counting itself."""
    options = {name: way[name].iloc[0] or DEFAULT[name] for name in CHOICES}
    sides = claim_passages(one, found.known, choices=options).values()
    return pd.concat(sides) if sides else ways_of(found, way)
