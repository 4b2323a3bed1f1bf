"""Compare the pages of two builds, number by number.

``python -m tests.tools.compare_pages OLD/_build/html NEW/_build/html`` prints, for each page, the
numbers that are in one of the two only: what is written, and what it opens (sentences, hits,
things). Rows of tables are compared cell by cell. Nothing printed: the pages say the same.
"""

import sys
from collections import Counter
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from analysis.book.lines import places_in

Number = tuple[str, tuple[str, ...]]


def numbers(page: Path) -> Counter[Number]:
    """Return the numbers of a page with what each opens, and how often each stands there."""
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    return Counter(
        (link.get_text(), tuple(_opened(soup, link))) for link in soup.select("a.number[href^='#']")
    )


def rows(page: Path) -> Counter[tuple[str, ...]]:
    """Return the rows of all tables of a page, cell by cell."""
    soup = BeautifulSoup(page.read_text("utf-8"), "html.parser")
    return Counter(
        tuple(cell.get_text().strip() for cell in row.select("td, th"))
        for row in soup.select("table.data tr")
    )


def compare(old: Path, new: Path) -> list[str]:
    """Return a line for each number or row that only one of the two pages has."""
    lines = []
    for kind, read in (("number", numbers), ("row", rows)):
        before, after = read(old), read(new)
        for sign, only in (("-", before - after), ("+", after - before)):
            lines += [f"{sign} {kind} {_short(found)}" for found in sorted(only, key=str)]
    return lines


def _opened(soup: BeautifulSoup, link: Tag) -> list[str]:
    """Return what a number opens: sentences with their hits, by piece, or things."""
    term = soup.find(id=str(link["href"])[1:])
    body = term.find_next_sibling("dd") if isinstance(term, Tag) else None
    if not isinstance(body, Tag):
        return ["nothing"]
    found = [" ".join(map(str, place)) for place in places_in(str(body))]
    return found or [line for item in body.select("li, p") for line in item.get_text().split("\n")]


def _short(found: tuple[object, ...]) -> str:
    return str(found) if len(str(found)) < 300 else f"{str(found)[:300]} …"


def main(old: Path, new: Path) -> int:
    """Print the differences of all pages and return 1 if there are any."""
    names = sorted({page.relative_to(top) for top in (old, new) for page in top.rglob("*.html")})
    differ = False
    for name in names:
        if name.parts[0] in ("_static", "genindex.html", "search.html"):
            continue
        if not ((old / name).exists() and (new / name).exists()):
            lines = [f"only in {old if (old / name).exists() else new}"]
        else:
            lines = compare(old / name, new / name)
        differ |= bool(lines)
        if lines:
            print(f"{name}", *lines, sep="\n  ")
    return int(differ)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:3])))
