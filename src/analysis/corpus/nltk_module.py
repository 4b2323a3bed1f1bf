"""Single modules of NLTK, without all of NLTK, whose import takes longer than most measures."""

import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any


@cache
def nltk_module(name: str) -> Any:
    """Return a module of NLTK, such as ``tokenize.punkt``, without loading the rest of it.

    ``import nltk`` runs all of its parts, and with them scipy and scikit-learn. Here its packages
    stand empty while the one module and what that needs are loaded, and are taken away again: a
    later ``import nltk`` gives the whole, as ever. Where NLTK is loaded already, its own module
    comes back.

    >>> nltk_module("tokenize.punkt").PunktParameters().abbrev_types
    set()
    """
    if "nltk" in sys.modules or (found := find_spec("nltk")) is None:
        return import_module(f"nltk.{name}")
    folder = Path((found.submodule_search_locations or [""])[0])
    package, _, _ = name.rpartition(".")
    try:
        _empty_package("nltk", folder)
        _empty_package(f"nltk.{package}", folder / package)
        return import_module(f"nltk.{name}")
    finally:
        for loaded in [known for known in sys.modules if known.partition(".")[0] == "nltk"]:
            del sys.modules[loaded]


def _empty_package(name: str, folder: Path) -> None:
    """Let modules of a package be found without running the package itself."""
    package = ModuleType(name)
    package.__path__ = [str(folder)]
    sys.modules[name] = package
