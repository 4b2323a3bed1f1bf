"""Rewrite the numbers in the prose that no longer match the computation, and say which.

``python -m analysis.book.renumber chapters/*.ipynb index.md`` runs each page and prints a line for
every number that it rewrites.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from analysis.book.numbers import agrees, rewrite
from analysis.book.records import MIME

LINK = re.compile(r"\[(?P<written>[^\[\]]+)\]\(#n:(?P<name>[a-z0-9-]+)\)")

Value = float | str


def renumber(path: Path) -> list[str]:
    """Run a page, rewrite its stale numbers in place, and return a line for each."""
    import nbformat

    changes: list[str] = []
    text = path.read_text("utf-8")
    if path.suffix == ".md":
        from myst_nb.core.read import read_myst_markdown_notebook
        from myst_parser.config.main import MdParserConfig

        values = dict(_values(read_myst_markdown_notebook(text, MdParserConfig()), path.parent))
        path.write_text(LINK.sub(_mend(path, values, changes), text), "utf-8")
        return changes
    notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    values = dict(_values(deepcopy(notebook), path.parent))
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = LINK.sub(_mend(path, values, changes), cell.source)
    if changes:
        nbformat.write(notebook, path)  # type: ignore[no-untyped-call]
    return changes


def _mend(
    path: Path, values: Mapping[str, Value], changes: list[str]
) -> Callable[[re.Match[str]], str]:
    def mend(link: re.Match[str]) -> str:
        name, written = link["name"], link["written"]
        if name not in values or agrees(written, values[name]):
            return link.group()
        fresh = rewrite(written, values[name])
        changes.append(f"{path}: {name}: {written} → {fresh}")
        return f"[{fresh}](#n:{name})"

    return mend


def _values(notebook: Any, folder: Path) -> Iterator[tuple[str, Value]]:
    """Run a notebook in a folder and yield the name and value of each number it binds."""
    from nbclient import NotebookClient

    NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}).execute()
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            record = output.get("data", {}).get(MIME)
            if record and record["kind"] == "number":
                yield record["name"], record["value"]


def main(paths: list[str]) -> None:
    """Rewrite the pages named and print what changed."""
    for path in paths:
        print(f"{path} …", file=sys.stderr)
        for change in renumber(Path(path)):
            print(change)


if __name__ == "__main__":
    main(sys.argv[1:])
