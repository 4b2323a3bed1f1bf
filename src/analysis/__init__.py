"""Compare the vocabulary, framing and themes of a handful of texts.

``__init__.pyi`` says where each name of the package stands; its module is imported when the name
is first asked for.
"""

import ast
from importlib import import_module
from pathlib import Path
from typing import Any

_NAMES = ast.parse(Path(__file__).with_suffix(".pyi").read_text("utf-8"))
_PLACES = {
    name.name: f"{line.module}"
    for line in _NAMES.body
    if isinstance(line, ast.ImportFrom)
    for name in line.names
}
__all__ = [*_PLACES]


def __getattr__(name: str) -> Any:
    """Return a name of the package, or its version, where it is first asked for."""
    if name == "__version__":
        from importlib.metadata import version

        return version("china-nato-in-print")
    if name in ("book", "corpus", "measures"):
        return import_module(f"analysis.{name}")
    if name not in _PLACES:
        raise AttributeError(f"module “analysis” has no attribute “{name}”")
    value = globals()[name] = getattr(import_module(_PLACES[name]), name)
    return value


def __dir__() -> list[str]:
    """Return the names of the package, for completion."""
    return __all__
