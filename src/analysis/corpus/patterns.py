"""The patterns and lists of words in ``patterns.toml``."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


def patterns(section: str) -> dict[str, re.Pattern[str]]:
    """Return the patterns of a section, by name.

    >>> bool(patterns("roles")["date"].match("Updated: Nov 30, 2023"))
    True
    """
    whole: dict[str, str] = {}
    for name, lines in (_tables()["parts"] | _tables()[section]).items():
        joined = "".join(lines.splitlines())
        whole[name] = re.sub(r"<<(\w+)>>", lambda part: whole[part[1]], joined)
    return {name: re.compile(whole[name]) for name in _tables()[section]}


def words(name: str) -> list[str]:
    """Return a list of words.

    >>> words("starters")[:3]
    ['a', 'after', 'although']
    """
    return list(_tables()["words"][name].split())


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files("analysis.corpus").joinpath("patterns.toml").read_text("utf-8"))


PARTS = patterns("parts")
MONTH, PAGE = PARTS["month"].pattern, PARTS["page"].pattern
