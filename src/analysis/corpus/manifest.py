"""What is known of each text: ``corpus.toml``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from analysis.corpus.errors import CorpusError, known_names
from analysis.corpus.reading import read_source, read_toml

FACTS: dict[str, type] = {
    "title": str,
    "authors": list,
    "date": str,
    "outlet": str,
    "genre": str,
    "outlet_country": str,
    "author_country": str,
    "url": str,
    "redistribute": bool,
    "label": str,
    "colour": str,
    "marker": str,
    "role": str,
}
ROLES = ("compared", "shown beside")
KEYS = {**FACTS, "file": str, "in_file": list}
PARTIAL_DATES = {"%Y-%m-%d": 10, "%Y-%m": 7, "%Y": 4}


@dataclass(frozen=True)
class Entry:
    """The facts of one text; ``in_file`` names those that stand in the file itself."""

    document: str
    file: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    in_file: tuple[str, ...] = ()


def read_manifest(folder: Path, files: list[str]) -> list[Entry]:
    """Return one entry a file: those of ``corpus.toml`` in its order, then the rest by file name.

    A file that ``corpus.toml`` does not mention gets an entry made from its name: the stem is
    the document, and a year in it is the date.

    Raises
    ------
    CorpusError
        If ``corpus.toml`` is not TOML, has an unknown key, a value of the wrong type, a date that
        is none, an entry without its file, or two of the same name or file; file and line are
        named.
    """
    path = folder / "corpus.toml"
    given: dict[str, Entry] = {}
    for entry in _entries(path) if path.exists() else ():
        if fault := _misfit(entry, given, files):
            raise CorpusError(f"{_line(path, entry.document, 'file')}: {fault}.")
        given[entry.file] = entry
    entries = [*given.values(), *(_from_name(name) for name in sorted({*files} - {*given}))]
    seen: dict[str, str] = {}
    for entry in entries:
        if (twin := seen.setdefault(entry.document, entry.file)) != entry.file:
            raise CorpusError(
                f"{folder / entry.file}: “{entry.document}” is the name of {twin} already; "
                "rename the file or give it a table of its own in corpus.toml."
            )
    return entries


def _misfit(entry: Entry, given: Mapping[str, Entry], files: list[str]) -> str | None:
    """Say why a table does not fit the files and how to mend it, or nothing."""
    if entry.file not in files:
        return (
            f"there is no file {entry.file} beside it{known_names(entry.file, files)}; "
            'name the file of this text with file = "…"'
        )
    if twin := given.get(entry.file):
        return (
            f"{entry.file} is the file of “{twin.document}” already; "
            "keep one of the two tables or name another file"
        )
    return None


def _entries(path: Path) -> list[Entry]:
    return [_entry(path, name, table) for name, table in read_toml(path).items()]


def _entry(path: Path, document: str, table: Any) -> Entry:
    if not isinstance(table, dict):
        raise CorpusError(
            f"{_line(path, None, document)}: “{document}” stands outside a table; "
            "put each text's facts under a heading such as [2012-jamestown]."
        )
    for key, value in table.items():
        if fault := _fault(key, value):
            raise CorpusError(f"{_line(path, document, key)}: {fault}.")
    facts = {key: value for key, value in table.items() if key in FACTS}
    if "date" in facts:
        facts["date"] = str(facts["date"])
    return Entry(
        document, table.get("file", f"{document}.txt"), facts, tuple(table.get("in_file", ()))
    )


def _fault(key: str, value: Any) -> str | None:
    """Say what is wrong with a fact and how to mend it, or nothing."""
    if key not in KEYS:
        return f"unknown key “{key}”{known_names(key, list(KEYS))}"
    if key == "date" and isinstance(value, date) and not isinstance(value, datetime):
        value = str(value)
    if not _fits(value, KEYS[key]):
        kind = {str: "text in quotes", bool: "true or false", list: "a list of texts"}[KEYS[key]]
        return f"“{key}” must be {kind}, not {value!r}"
    if key == "date" and not _is_partial_date(value):
        return f"“{value}” is no date; write 2012, 2012-07 or 2012-07-15"
    if key == "role" and value not in ROLES:
        return f"role “{value}” is none of {' or '.join(f'“{role}”' for role in ROLES)}"
    if key == "in_file" and (unknown := [fact for fact in value if fact not in FACTS]):
        name = unknown[0]
        return f"in_file names “{name}”, which is no fact{known_names(name, list(FACTS))}"
    return None


def _fits(value: Any, wanted: type) -> bool:
    whole = isinstance(value, wanted)
    return whole and (wanted is not list or all(isinstance(item, str) for item in value))


def _is_partial_date(value: str) -> bool:
    for pattern, length in PARTIAL_DATES.items():
        try:
            datetime.strptime(value, pattern)
        except ValueError:
            continue
        return len(value) == length
    return False


def _from_name(name: str) -> Entry:
    stem = Path(name).stem
    year = re.search(r"(?<!\d)(1[5-9]|20)\d\d(?!\d)", stem)
    return Entry(stem, name, {"date": year.group()} if year else {})


def _line(path: Path, document: str | None, key: str) -> str:
    """Name the place of a key in the file, as far as a look at its lines can tell."""
    name, fact = (rf"[\"']?{re.escape(word or '')}[\"']?\s*" for word in (document, key))
    patterns = [  # of a line after the heading that it stands under, the surest first
        rf"\[\s*{name}\]\n{fact}[=.]",
        rf"\n{name}\.\s*{fact}[=.]" if document else rf"\n{fact}=",
        rf".*\n\[\s*{name}\.\s*{fact}\]",
        rf"\n{name}=",
        rf".*\n\[+\s*{name if document else fact}\]",
    ]
    heading, lines = "", []
    for line in read_source(path).text.removeprefix("\ufeff").splitlines():
        lines.append(f"{heading}\n{line.strip()}")
        if line.lstrip().startswith("["):
            heading = line.partition("#")[0].strip()
    found = (
        number
        for pattern in patterns
        for number, line in enumerate(lines, 1)
        if re.match(pattern, line)
    )
    return f"{path}, line {number}" if (number := next(found, None)) else str(path)
