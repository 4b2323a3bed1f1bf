"""Say where the repository and the book are found: ``python -m analysis.book.address --help``.

The addresses then stand in the configuration, in the citation and in the first code cell of the
chapters, which fetches the book where a chapter is opened in Colab.
"""

import argparse
import json
import re
from pathlib import Path
from typing import Any

COLAB = Path(__file__).with_name("colab.txt")
CELL: dict[str, Any] = {"cell_type": "code", "execution_count": None, "id": "colab", "outputs": []}
HIDDEN = {"cellView": "form", "tags": ["remove-cell"]}


def set_addresses(folder: Path, repository: str, book: str) -> list[Path]:
    """Write the addresses into the files of a book that name them; return the files changed.

    An empty address takes out what was written.
    """
    changed = [
        _replace(folder / "_config.yml", r"(?m)^( +url:).*$", rf'\1 "{repository}"'),
        _replace(folder / "_config.yml", r"(?m)^( +baseurl:).*$", rf'\1 "{book}"'),
    ]
    citation = "".join(
        f"{key}: {value}\n"
        for key, value in (("repository-code", repository), ("url", book))
        if value
    )
    changed.append(
        _replace(
            folder / "CITATION.cff", r"(?ms)(?:^repository-code:.*?\n|^url:.*?\n)*\Z", citation
        )
    )
    changed += [
        _set_cell(path, repository) for path in sorted((folder / "chapters").glob("*.ipynb"))
    ]
    return sorted({path for path in changed if path})


def _replace(path: Path, pattern: str, text: str) -> Path | None:
    before = path.read_text("utf-8")
    after = re.sub(pattern, text, before, count=1)
    path.write_text(after, "utf-8")
    return path if after != before else None


def _set_cell(path: Path, repository: str) -> Path | None:
    """Put the cell for Colab beneath the title of a chapter, or take it out."""
    before = path.read_text("utf-8")
    notebook = json.loads(before)
    notebook["cells"] = [cell for cell in notebook["cells"] if cell.get("id") != CELL["id"]]
    if repository:
        source = COLAB.read_text("utf-8").format(repository=repository).splitlines(keepends=True)
        notebook["cells"].insert(1, CELL | {"metadata": HIDDEN, "source": source})
    after = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
    path.write_text(after, "utf-8")
    return path if after != before else None


if __name__ == "__main__":
    said = argparse.ArgumentParser(prog="python -m analysis.book.address", description=__doc__)
    said.add_argument("--repository", default="", help="https://github.com/OWNER/NAME")
    said.add_argument("--book", default="", help="where the built book stands, with a / at its end")
    given = said.parse_args()
    for path in set_addresses(Path(), given.repository, given.book):
        print(path)
