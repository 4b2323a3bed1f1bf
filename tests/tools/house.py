"""Draw the house from its imports: ``python -m tests.tools.house`` prints the picture of
CONTRIBUTING.md, and ``--write`` puts it there.
"""

import ast
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "analysis"
PAPER = ROOT / "CONTRIBUTING.md"
BEGIN, END = "```mermaid\n", "```\n"


def room_of(module: str) -> str:
    """The folder of a module, as the picture names it.

    >>> room_of("analysis.measures.framing.coded"), room_of("analysis.book.tables")
    ('framing', 'book')
    """
    floor, *rest = module.split(".")[1:]
    return rest[0] if floor == "measures" and rest else floor


def imports() -> Counter[tuple[str, str]]:
    """How often a module of one room imports one of another."""
    found: Counter[tuple[str, str]] = Counter()
    for path in sorted(SOURCE.rglob("*.py")):
        module = ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts)
        if path.name == "__init__.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis."):
                pair = room_of(module), room_of(str(node.module))
                found[pair] += pair[0] != pair[1]
    return +found


def picture() -> str:
    """The rooms on their three floors, an arrow from each to those that it imports."""
    pairs = imports()
    rooms = {room for pair in pairs for room in pair}
    measures = sorted(rooms - {"book", "corpus", "sphinx", "__main__"})
    lines = ["flowchart TD", "  book", "  subgraph measures_floor [measures]"]
    lines += [f"    {room}" for room in measures]
    lines += ["  end", "  corpus"]
    inside = {*measures, "book", "corpus"}
    lines += [f"  {a} --> {b}" for a, b in sorted(pairs) if {a, b} <= inside]
    return "\n".join(lines) + "\n"


def drawn() -> str:
    """The picture that stands in CONTRIBUTING.md."""
    return PAPER.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]


if __name__ == "__main__":
    if "--write" in sys.argv:
        before, _, rest = PAPER.read_text("utf-8").partition(BEGIN)
        PAPER.write_text(before + BEGIN + picture() + END + rest.partition(END)[2], "utf-8")
    else:
        print(picture(), end="")
