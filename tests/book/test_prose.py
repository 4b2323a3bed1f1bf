"""No number is typed into the prose of a result chapter past the binding."""

import json
import re

import pytest
import yaml

from .conftest import ROOT

METHODS = {
    f"chapters/{name}"
    for name in (
        "references",
        "words",
        "conformance",
        "scale",
        "glossary",
        "accessibility",
        "cheatsheet",
        "api",
        "rights",
    )
}
LINK = re.compile(r"\[[^\[\]]*\]\(#n:[^()\s]+\)")
ALLOWED = [
    re.compile(r"(?s)^---\n.*?\n---\n"),  # front matter
    re.compile(r"(?s)```\{code-cell\}.*?```"),
    re.compile(r"(?m)^:::\{caption\} \S+$"),
    re.compile(r"`[^`\n]*`"),  # code and roles
    re.compile(r"\]\([^)]*\)"),  # targets of links
    re.compile(r"(?m)^\d\. "),  # numbered lists
    re.compile(r"\b(?:1[5-9]\d\d|20\d\d)s?\b"),  # years
    re.compile(r"(?<!\d)\.05\b|\b95%"),  # thresholds that the book fixes
    re.compile(r"\bCC BY 4\.0\b|\bF1\b|\b1,000 words\b"),
    re.compile(r"“[^”]*”"),  # quotations
    re.compile(  # what a scale, a window or a mark means, in captions
        r"\b1 is twice the rate, 2 four times\b|\b14 (?:if the two|only if all)"
        r"|\b(?:50|42) (?:running|drawn)"
        r"|\bmiddle 80%|\b0 even, 1 all\b|\bcut at 75%|(?<![\d.])1: (?:the same|every)"
        r"|\(0 not at all, 1 wholly\)|\bfrom 0 to 1\b|shares of \.1 and \.3"
    ),
]


def pages():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    files = [entry["file"] for part in toc["parts"] for entry in part["chapters"]]  # no sections
    return [toc["root"], *(name for name in files if name not in METHODS)]


def prose(name):
    if (ROOT / f"{name}.md").exists():
        return (ROOT / f"{name}.md").read_text("utf-8")
    notebook = json.loads((ROOT / f"{name}.ipynb").read_text("utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]
    return "\n\n".join("".join(cell["source"]) for cell in cells)


def typed_digits(text):
    text = LINK.sub("", text)
    for pattern in ALLOWED:
        text = pattern.sub("", text)
    return [line.strip() for line in text.splitlines() if re.search(r"\d", line)]


@pytest.mark.parametrize("name", pages())
def test_no_digits_are_typed_into_the_prose(name):
    assert typed_digits(prose(name)) == []


def test_the_check_sees_what_is_typed():
    text = "In 2012 [38](#n:x) of them, see {numref}`tab-1`, q < .05.\n\nBut 38 are typed, or 7%."
    assert typed_digits(text) == ["But 38 are typed, or 7%."]


@pytest.mark.parametrize("path", sorted(ROOT.glob("chapters/*.ipynb")), ids=lambda path: path.name)
def test_notebooks_are_committed_without_outputs(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    assert [
        cell["id"] for cell in cells if cell.get("outputs") or cell.get("execution_count")
    ] == []
