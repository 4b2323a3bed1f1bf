"""Run pages, say in a line each what is wrong with them, and rewrite numbers that went stale.

``python -m analysis.book.check chapters/framing.ipynb`` checks a page in seconds;
with ``--rewrite`` the numbers of its prose are brought up to date as well.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from analysis.book.page import LINK, MARK, Page
from analysis.book.records import BUILT, MIME
from analysis.book.written import agrees, rewrite

CAPTION = re.compile(r"^:::\{caption\} (\S+)\n(:alt:)?", re.MULTILINE)


def check_page(path: Path, *, rewrite_stale: bool = False) -> list[str]:
    """Run a page and return its faults, a line each: failing cells, stale numbers, claims.

    With ``rewrite_stale`` the numbers that went stale are rewritten in place; a line says so.
    """
    notebook, text = _read(path)
    page = Page()
    records = list(_records(notebook, path.parent, page))
    for record in records:
        page.take(record)
    for mark in MARK.finditer("".join(record.get("svg", "") for record in records)):
        page.number_at(unescape(mark["address"]), None)
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    stale = dict(_checked(page, prose))
    page.close({name: bool(alt) for part in prose for name, alt in CAPTION.findall(part)})
    if rewrite_stale and stale:
        for old, new in stale.items():
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
        page.faults = [fault for fault in page.faults if " is written " not in fault]
        page.faults += [f"rewritten: {old} → {new}" for old, new in stale.items()]
    return [f"{path}: {fault}" for fault in page.faults]


def _checked(page: Page, prose: list[str]) -> Iterator[tuple[str, str]]:
    """Check every link to a number; yield the links that are stale, and as they should be."""
    for part in prose:
        for link in LINK.finditer(part):
            written, address = link["written"], link["address"]
            bare = written.strip("*_")
            found = page.number_at(address, bare)
            if found and not agrees(bare, found[1]["value"]):
                fresh = written.replace(bare, rewrite(bare, found[1]["value"]))
                yield link.group(), f"[{fresh}](#n:{address})"


def _read(path: Path) -> tuple[Any, str]:
    """Return a page as a notebook, and the text of its file."""
    import nbformat

    text = path.read_text("utf-8")
    if path.suffix == ".md":
        from myst_nb.core.read import read_myst_markdown_notebook
        from myst_parser.config.main import MdParserConfig

        return read_myst_markdown_notebook(text, MdParserConfig()), text
    return nbformat.reads(text, as_version=4), text  # type: ignore[no-untyped-call]


def _records(notebook: Any, folder: Path, page: Page) -> Iterator[Any]:
    """Run a notebook in a folder, cell by cell to its end, and yield what its cells left."""
    from nbclient import NotebookClient
    from nbclient.exceptions import DeadKernelError

    client = NotebookClient(
        notebook,
        allow_errors=True,
        timeout=300,
        extra_arguments=["--IPKernelApp.log_level=ERROR"],  # what kernels say of their line
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute(env=os.environ | {BUILT: "1"})
    except DeadKernelError:
        page.failed = True
        page.faults.append("the kernel died; run the chapter in JupyterLab to see in which cell")
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                page.failed = True
                page.faults.append(f"a cell failed: {output.ename}: {output.evalue}")
            elif record := output.get("data", {}).get(MIME):
                yield json.loads(record)


def main(arguments: list[str]) -> int:
    """Check the pages named, print their faults, and return 1 if there are any."""
    paths = [Path(name) for name in arguments if name != "--rewrite"]
    found = 0
    for path in paths:
        for fault in check_page(path, rewrite_stale="--rewrite" in arguments):
            print(fault, flush=True)
            found += "rewritten: " not in fault
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
