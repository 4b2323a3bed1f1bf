"""What the cells of a page left, and whether what the prose says agrees with it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase as fnmatch

from analysis.book.records import Record
from analysis.book.results import cite
from analysis.book.written import agrees, shown_plainly
from analysis.corpus.errors import CorpusError, known_names

LINK = re.compile(r"\[(?P<written>[^\[\]]+)\](?P<middle>\(#n:)(?P<address>[^()\s]+)\)")
MARK = re.compile(r'<a (?:xlink:)?href="#n:(?P<address>[^"]*)"[^>]*>')  # of a figure


@dataclass
class Page:
    """The numbers, results and shown things of one page, and every fault found in it.

    ``failed`` says that a cell failed: then what is missing is no fault of the prose.
    """

    failed: bool = False
    numbers: dict[str, Record] = field(default_factory=dict)
    results: dict[str, Record] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    cited: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def take(self, content: Record) -> None:
        """Keep what a cell left; a claim that does not hold is a fault."""
        kind, name = content["kind"], content.get("name", "")
        if kind == "claim":
            if not content["holds"]:
                self.faults.append(f"claim does not hold: {content['text']} ({content['found']})")
            self.numbers |= {number["name"]: number for number in content["numbers"]}
            self.written |= {number["name"]: "" for number in content["numbers"]}
            return
        known = {"number": self.numbers, "result": self.results}.get(kind, self.shown)
        if name in known:
            verb = {"number": "bound", "result": "published"}.get(kind, "shown")
            self.faults.append(f"{kind} “{name}” is {verb} twice")
        known[name] = content if kind in ("number", "result") else kind  # type: ignore[assignment]
        for number in content["numbers"] if kind == "table" else ():
            self.numbers[number["name"]] = number | {"verbatim": True}
            self.written[number["name"]] = ""
            self.cells[number["cell"]] = number["name"]

    def number_at(self, address: str, written: str | None) -> tuple[str, Record] | None:
        """Return the number that an address stands for, and what it goes by, checked.

        Nothing where there is no such number; that, and a number that does not agree with what is
        written, are faults. A mark of a figure has nothing written.
        """
        said = f"number “{address}”" + (f", written {written}" if written is not None else "")
        address = self.cells.get(address, address)
        name = address.partition("/")[0]
        key = address
        if name in self.results:
            self.cited.add(name)
            key = f"{address} {_kind(written)}"
            try:
                self.numbers.setdefault(key, cite(self.results[name], address, written))
            except CorpusError as fault:
                self.faults.append(f"{said}: {fault}")
                return None
        elif address not in self.numbers:
            if not self.failed:
                near = known_names(name, [*self.results, *self.numbers])
                self.faults.append(f"{said}, is bound by no cell{near}")
            return None
        self.written.setdefault(key, written or "")
        value = self.numbers[key]["value"]
        if written is not None and not agrees(written, value):
            self.faults.append(
                f"number “{address}” is written {written}, but computed {shown_plainly(value)}"
            )
        return key, self.numbers[key]

    def close(self, captions: dict[str, bool]) -> None:
        """Note what no prose cites, and captions without their table or figure, or without alt."""
        if self.failed:
            return
        for name in sorted(self.numbers.keys() - self.written.keys()):
            self.faults.append(f"number “{name}” is bound, but written nowhere on the page")
        for name in sorted(self.results.keys() - self.cited):
            self.faults.append(f"result “{name}” is published, but cited nowhere on the page")
        for name, kind in self.shown.items():
            place = caption_name(captions, name)
            if place is None:
                self.faults.append(
                    f"{name} has no caption; write one in the prose: :::{{caption}} {name}"
                )
            elif kind == "figure" and not captions[place]:
                self.faults.append(f"{name} has no alternative text; add :alt: to its caption")
        used = {caption_name(captions, name) for name in self.shown}
        for name in sorted(captions.keys() - used):
            self.faults.append(f"there is a caption for {name}, but no cell shows it")


def caption_name(captions: Iterable[str], name: str) -> str | None:
    """Return which caption a table or figure has: its own, or one whose ``*`` stands for the rest.

    >>> caption_name(["tab-a", "tab-curve-*"], "tab-curve-rivalry")
    'tab-curve-*'
    """
    known = [*captions]
    return name if name in known else next((one for one in known if fnmatch(name, one)), None)


def _kind(written: str | None) -> str:
    """Tell shares, counts and other numbers of one address apart."""
    if written is None:
        return "mark"
    return "%" if written.rstrip().endswith(("%", "per cent")) else "." if "." in written else ""
