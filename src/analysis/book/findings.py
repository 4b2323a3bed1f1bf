"""Claims on the page: the sentence, how much it can bear, its curve over ways of counting."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.book.claims import claim, show_claim
from analysis.book.figures import figure
from analysis.book.plots import plot_curve
from analysis.book.tables import interval, table
from analysis.corpus.tables import rows
from analysis.measures.findings.choices import DEFAULT
from analysis.measures.findings.claims import Claim, claim_passages
from analysis.measures.findings.specifications import CHOICES, chosen, leave_one_out, robustness

if TYPE_CHECKING:
    from analysis.corpus.corpus import Corpus

MARKS = ("the book’s own", "least", "largest")


def show_finding(one: Claim, corpus: "Corpus", specs: pd.DataFrame) -> None:
    """Show a claim with its numbers, how much it can bear, and its telling passages.

    Parameters
    ----------
    one
        The claim; its passages become the table ``tab-`` and its name.
    corpus
        The texts and their coding.
    specs
        What ``specifications`` returns for this claim, and others.
    """
    show_claim(one, corpus)
    own = specs[specs["claim"] == one.name]
    bears = robustness(own).iloc[0]
    words = one.kind == "keyness"
    told = "find none" if words else "give the same sign and leave out zero"
    effect = f"{one.title}: {'words that pass' if words else 'difference with 95% interval'}"
    claim(
        f"{'Found' if words else 'Difference'}: {{effect}}. Of {{tried}} ways of counting, {{same}}"
        f" {told}; moved most by: {bears['matters']}. This claim is *{bears['verdict']}*.",
        name=f"bears-{one.name}",
        holds=True,
        found="",
        values={
            "effect": (effect_of(one, own), effect, _both_sides(one, corpus)),
            "tried": (f"{len(own)}", f"{one.title}: specifications", chosen(own)),
            "same": (
                f"{bears['agreeing']}",
                f"{one.title}: specifications that {told}",
                chosen(own[own["same"]]),
            ),
        },
    )
    if one.telling:
        text = corpus.sentences.set_index(["document", "sentence"])["text"]
        told_by = [(document, " ".join(text[document, n].split())) for document, n in one.telling]
        passages = pd.DataFrame(told_by, columns=["document", "sentence"])
        table(passages, corpus, name=f"tab-{one.name}", about={"title": one.title})


def show_findings(claims: Iterable[Claim], corpus: "Corpus", specs: pd.DataFrame) -> None:
    """Show all claims as the table ``tab-findings``, the firmest first."""
    by_name = {one.name: one for one in claims}
    bears = robustness(specs)
    listed = [(by_name[name], specs[specs["claim"] == name]) for name in bears["claim"]]
    summary = pd.DataFrame(
        {
            "finding": [one.title for one, _ in listed],
            "effect": [effect_of(one, own) for one, own in listed],
            "same": [f"{row.agreeing} of {row.specifications}" for row in rows(bears)],
            "moved most by": bears["matters"],
            "verdict": bears["verdict"],
        }
    )
    table(
        summary,
        name="tab-findings",
        evidence={
            "effect": [_both_sides(one, corpus) for one, _ in listed],
            "same": [chosen(own[own["same"]]) for _, own in listed],
        },
    )


def show_curve(one: Claim, corpus: "Corpus", specs: pd.DataFrame) -> None:
    """Show a claim under every way of counting: the figure ``fig-`` and the table ``tab-curve-``.

    The table has the book’s own way, the least and the largest value, and what these chose
    otherwise; its values open the sentences that each counts.
    """
    own = specs[specs["claim"] == one.name].reset_index(drop=True)
    unit = {"word": "per 1,000 words", "keyness": "words"}.get(one.kind, "difference of shares")
    about = {"title": one.title, "unit": unit, "shape": _shape(own)}
    about["verdict"] = robustness(own)["verdict"].iloc[0]
    options = {name: choice.options for name, choice in CHOICES.items()}
    title = f"{one.title}: the same under {own['same'].sum()} of {len(own)} ways of counting"
    drawing = plot_curve(own, options, unit=unit)
    figure(drawing, name=f"fig-{one.name}", title=title, holds=True, about=about)
    three = own.loc[[0, own["value"].idxmin(), own["value"].idxmax()]].reset_index(drop=True)
    shown = pd.DataFrame({"way of counting": MARKS})
    evidence: dict[str, list[Any]] = {}
    if one.kind == "keyness":
        shown["words"] = three["value"].astype(int)
        evidence["words"] = [[found] for found in three["found"]]
    else:
        word = one.kind == "word"
        scale, spec = (1, ".1f") if word else (100, ".0f")
        for side, head in (("target", "first side"), ("reference", "second side")):
            shown[head] = [format(value, ".1f" if word else ".0%") for value in three[side]]
            evidence[head] = [
                claim_passages(one, corpus, choices=_choices(row))[side]
                for _, row in three.iterrows()
            ]
        shown["difference"] = scale * three["value"]
        shown["low"], shown["high"] = scale * three["low"], scale * three["high"]
    shown["chosen otherwise"] = [_otherwise(row, own.iloc[0]) for _, row in three.iterrows()]
    formats = {} if one.kind == "keyness" else dict.fromkeys(["difference", "low"], spec)
    name = f"tab-curve-{one.name}"
    table(shown, name=name, formats=formats, evidence=evidence, about=about)


def show_choices(*, name: str) -> None:
    """Show the choices that are tried, with their options and reasons."""
    found = [
        (choice, "; ".join(one.options), one.reason, ", ".join(one.kinds))
        for choice, one in CHOICES.items()
    ]
    table(pd.DataFrame(found, columns=["choice", "options", "why", "claims about"]), name=name)


def show_robustness(claims: Iterable[Claim], specs: pd.DataFrame, *, name: str) -> None:
    """Show how many ways of counting each claim stands under, and what moves it most."""
    titles = {one.name: one.title for one in claims}
    bears = robustness(specs)
    own = [specs[specs["claim"] == one] for one in bears["claim"]]
    shown = pd.DataFrame(
        {
            "claim": bears["claim"].map(titles),
            "tried": bears["specifications"],
            "same": bears["same"],
            "range": interval(bears["least"], bears["most"], ".2f"),
            "moved most by": bears["matters"],
            "verdict": bears["verdict"],
        }
    )
    evidence = {"tried": list(map(chosen, own)), "same": [chosen(o[o["same"]]) for o in own]}
    table(shown, name=name, formats={"same": ".0%"}, evidence=evidence)


def show_left_out(claims: Iterable[Claim], corpus: "Corpus", *, name: str) -> None:
    """Show the claims that pool several pieces on a side, with one of these left out."""
    by_name = {one.name: one for one in claims}
    left = leave_one_out(by_name.values(), corpus)
    both = [_both_sides(by_name[one], corpus) for one in left["claim"]]
    behind = [
        sides[sides["document"] != out] if isinstance(sides, pd.DataFrame) else sides
        for sides, out in zip(both, left["left_out"], strict=True)
    ]
    shown = left.assign(claim=[by_name[one].title for one in left["claim"]])
    table(shown, corpus, name=name, evidence={"value": behind})


def effect_of(one: Claim, own: pd.DataFrame) -> str:
    """Return the difference and its interval as the page writes it."""
    row = own.iloc[0]
    if pd.isna(row["low"]):
        return f"{row['value']:.0f} words"
    word = one.kind == "word"
    scale, unit, digits = (1, " per 1,000", 1) if word else (100, " points", 0)
    value, low, high = (f"{scale * row[key]:.{digits}f}" for key in ("value", "low", "high"))
    return f"{value}{unit} ({low} to {high})".replace("-", "−")


def _both_sides(one: Claim, corpus: "Corpus") -> pd.DataFrame | list[str]:
    """Return the sentences that the two sides of a claim count."""
    sides = claim_passages(one, corpus).values()
    return pd.concat(sides) if sides else []


def _choices(row: "pd.Series[Any]") -> dict[str, str]:
    return {**DEFAULT, **{name: row[name] for name in CHOICES if row[name]}}


def _otherwise(row: "pd.Series[Any]", own: "pd.Series[Any]") -> str:
    """Say what a specification chose otherwise than the book."""
    other = [f"{name}: {row[name]}" for name in CHOICES if row[name] != own[name]]
    return "; ".join(other) or "nothing"


def _shape(own: pd.DataFrame) -> str:
    """Say what the picture of a claim shows, for those who do not see it."""
    if own["low"].isna().all():
        most = "most" if (own["value"] == 0).mean() > 0.5 else "few"
        return f"A row of marks at whole numbers of words, {most} of them at zero."
    if own["same"].all():
        return "All marks and all intervals lie on one side of zero."
    reach = "some intervals reach" if own["same"].any() else "all intervals reach"
    crossing = (own["value"] < 0).any()
    where = "Marks lie on both sides" if crossing else "All marks lie on one side"
    return f"{where} of zero, and {reach} across it."
