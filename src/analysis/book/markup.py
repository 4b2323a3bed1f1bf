"""HTML from templates that escape whatever is put into them."""

from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup


class Shown(Markup):
    """HTML that JupyterLab shows as what it means."""

    def _repr_html_(self) -> str:
        return str(self)


def markup(name: str, *values: Any, **named: Any) -> Shown:
    """Return what a template of ``markup.html`` makes of some values.

    >>> markup("fact", "a < b")
    Shown('<bdi>a &lt; b</bdi>')
    """
    return Shown(getattr(_macros(), name)(*values, **named))


@cache
def _macros() -> Any:
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(Path(__file__).with_suffix(".html").read_text("utf-8")).module
