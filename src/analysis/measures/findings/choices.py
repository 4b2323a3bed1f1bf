"""The choices that whoever counts makes, read from ``choices.toml``."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from analysis.corpus.codebook import ATTRIBUTES
from analysis.corpus.errors import CorpusError, check_known
from analysis.corpus.reading import check_facts, located, read_toml

Choices = Mapping[str, str]  # an option for each choice
KINDS = ("word", *ATTRIBUTES, "keyness")
KEYS: dict[str, type] = {"options": list, "kinds": list, "reason": str}
KNOWN = {
    "forms": "as written|lemmas",
    "compounds": "split at actors|whole|all split",
    "citations": "out|in",
    "quotations": "in|out",
    "minimum": "[1-9][0-9]*",
    "test": "conditional|chances|pooled",
    "shown beside": "out|in",
    "codes": "agreed|either|[a-z]",
}  # what can be counted in another way, and the options that are known


class Choice(NamedTuple):
    """Options of a choice, the book’s own first, the kinds of claims it can change, and why."""

    options: tuple[str, ...]
    kinds: tuple[str, ...]
    reason: str


def read_choices(path: str | Path) -> dict[str, Choice]:
    """Return the choices of a TOML file by name, each a table with options, kinds and reason.

    Raises
    ------
    CorpusError
        If a choice, an option or a kind is not known or named twice, or one lacks; file and line
        are named.

    Examples
    --------
    >>> CHOICES["compounds"].options
    ('split at actors', 'whole', 'all split')
    """
    place, found = Path(path), {}
    for name, facts in read_toml(place).items():
        with located(place, name):
            check_known(name, KNOWN, f"nothing can be chosen by the name of “{name}”")
            check_facts("", facts, KEYS, needed=list(KEYS))
            for key, pattern in (("options", KNOWN[name]), ("kinds", "|".join(KINDS))):
                for value in facts[key]:
                    if not re.fullmatch(pattern, value) or facts[key].count(value) > 1:
                        raise CorpusError(
                            f"“{value}” is unknown, or named twice, among the {key} of “{name}”; "
                            f"take from {pattern}, each once."
                        )
        found[name] = Choice(tuple(facts["options"]), tuple(facts["kinds"]), facts["reason"])
    if missing := [name for name in KNOWN if name not in found]:
        raise CorpusError(f"{place}: needs a table “{missing[0]}”, its first option the usual one.")
    return found


CHOICES = read_choices(Path(__file__).with_name("choices.toml"))
DEFAULT: Choices = {name: choice.options[0] for name, choice in CHOICES.items()}
