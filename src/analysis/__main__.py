"""Your own texts: ``python -m analysis check FOLDER`` and ``python -m analysis new FOLDER``."""

import argparse
import sys
from importlib.util import find_spec
from pathlib import Path

from analysis.corpus.errors import CorpusError

NEEDED = ("jupyter_book", "ipykernel")


def main(arguments: list[str] | None = None) -> int:
    """Run one of the two commands and return the exit status: 1 if there is something to mend."""
    parser = argparse.ArgumentParser(prog="python -m analysis", description=__doc__)
    commands = parser.add_subparsers(required=True)
    check = commands.add_parser("check", help="say what was read, left out, and what to mend")
    new = commands.add_parser("new", help="write a book beside the texts of a folder")
    new.add_argument("--by", default="", help="the column of documents that makes the groups")
    for command, run in ((check, _check), (new, _new)):
        command.add_argument("folder", type=Path, help="the folder of the texts")
        command.add_argument("--names", default="", help="how files are named: {party}_{date}")
        command.set_defaults(run=run)
    given = parser.parse_args(arguments)
    return int(given.run(given))


def _new(given: argparse.Namespace) -> int:
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        print(
            f"A book is built with {missing[0]}, which is not there, and nothing was written; "
            "install the package with its extra “book”, as in pip install '.[book]'.",
            file=sys.stderr,
        )
        return 1
    from analysis.book.check import check_page
    from analysis.book.starter import start_book

    try:
        pages = start_book(given.folder, by=given.by, names=given.names)
    except CorpusError as fault:
        print(fault, file=sys.stderr)
        return 1
    print(f"Written beside the texts; now the numbers of {len(pages)} pages …", flush=True)
    found = [fault for page in pages for fault in check_page(page, rewrite_stale=True)]
    faults = [fault for fault in found if "rewritten: " not in fault]
    print(*faults, sep="\n", end="\n" if faults else "", file=sys.stderr)
    print(f"To build the book: cd {given.folder} && python -m analysis.book")
    return int(bool(faults))


def _check(given: argparse.Namespace) -> int:
    from analysis.book.folder import report

    found, mend = report(given.folder, names=given.names)
    print(*found, "To mend:" if mend else "Nothing to mend.", sep="\n")
    print(*(f"  {line}" for line in mend), sep="\n", end="\n" if mend else "")
    return int(bool(mend))


if __name__ == "__main__":
    sys.exit(main())
