"""The patterns and lists of words in ``patterns.toml``, and in files like it."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

OWN = Path(__file__).with_suffix(".toml")


def patterns(section: str, file: Path = OWN) -> dict[str, re.Pattern[str]]:
    """Return the patterns of a section of a file, by name.

    >>> bool(patterns("roles")["date"].match("Updated: Nov 30, 2023"))
    True
    """
    whole: dict[str, str] = {}
    for name, lines in (tables(OWN)["parts"] | tables(file)[section]).items():
        joined = "".join(lines.splitlines())
        whole[name] = re.sub(r"<<(\w+)>>", lambda part: whole[part[1]], joined)
    return {name: re.compile(whole[name]) for name in tables(file)[section]}


def words(name: str) -> list[str]:
    """Return a list of words.

    >>> words("starters")[:3]
    ['a', 'after', 'although']
    """
    return list(tables(OWN)["words"][name].split())


@cache
def tables(file: Path) -> dict[str, Any]:
    """Return the tables of a file of the package."""
    return tomllib.loads(file.read_text("utf-8"))


PARTS = patterns("parts")
