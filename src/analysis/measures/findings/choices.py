"""The choices that whoever counts makes, read from ``choices.toml``."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from analysis.corpus.codebook import ATTRIBUTES
from analysis.corpus.reading import read_toml

Choices = Mapping[str, str]  # an option for each choice
KINDS = ("word", *ATTRIBUTES, "keyness")


class Choice(NamedTuple):
    """Options of a choice, the book’s own first, the kinds of claims it can change, and why."""

    options: tuple[str, ...]
    kinds: tuple[str, ...]
    reason: str


CHOICES = {
    name: Choice(tuple(facts["options"]), tuple(facts["kinds"]), facts["reason"])
    for name, facts in read_toml(Path(__file__).with_suffix(".toml")).items()
}
DEFAULT: Choices = {name: choice.options[0] for name, choice in CHOICES.items()}
