"""What is known of each text: ``corpus.toml``."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from analysis.corpus.errors import CorpusError, nearest
from analysis.corpus.reading import read_source

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
}
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
    """Return one entry a file, in order of file name: from ``corpus.toml``, else from its name.

    A file that ``corpus.toml`` does not mention gets an entry made from its name: the stem is
    the document, and a year in it is the date.

    Raises
    ------
    CorpusError
        If ``corpus.toml`` is not TOML, has an unknown key, a value of the wrong type, a date that
        is none, or an entry without its file; file and line are named.
    """
    path = folder / "corpus.toml"
    given = _entries(path) if path.exists() else {}
    for entry in given.values():
        if entry.file not in files:
            where = _line(path, entry.document, "file")
            raise CorpusError(
                f"{where}: there is no file {entry.file} beside it{nearest(entry.file, files)}; "
                'name the file of this text with file = "…".'
            )
    by_file = {entry.file: entry for entry in given.values()}
    return [by_file.get(name) or _from_name(name) for name in sorted(files)]


def _entries(path: Path) -> dict[str, Entry]:
    try:
        tables = tomllib.loads(read_source(path).text)
    except tomllib.TOMLDecodeError as fault:
        raise CorpusError(f"{path}: not valid TOML, {_lower_first(str(fault))}.") from None
    return {name: _entry(path, name, table) for name, table in tables.items()}


def _entry(path: Path, document: str, table: Any) -> Entry:
    if not isinstance(table, dict):
        raise CorpusError(
            f"{_line(path, None, document)}: “{document}” stands outside a table; "
            "put each text's facts under a heading such as [2012-jamestown]."
        )
    for key, value in table.items():
        _check(path, document, key, value)
    facts = {key: value for key, value in table.items() if key in FACTS}
    if "date" in facts:
        facts["date"] = str(facts["date"])
    return Entry(
        document, table.get("file", f"{document}.txt"), facts, tuple(table.get("in_file", ()))
    )


def _check(path: Path, document: str, key: str, value: Any) -> None:
    where = _line(path, document, key)
    if key not in KEYS:
        raise CorpusError(f"{where}: unknown key “{key}”{nearest(key, list(KEYS))}.")
    if key == "date":
        value = str(value) if isinstance(value, date) and not isinstance(value, datetime) else value
    if not _fits(value, KEYS[key]):
        kind = {str: "text in quotes", bool: "true or false", list: "a list of texts"}[KEYS[key]]
        raise CorpusError(f"{where}: “{key}” must be {kind}, not {value!r}.")
    if key == "date" and not _is_partial_date(value):
        raise CorpusError(f"{where}: “{value}” is no date; write 2012, 2012-07 or 2012-07-15.")
    if key == "in_file" and (unknown := [fact for fact in value if fact not in FACTS]):
        raise CorpusError(
            f"{where}: in_file names “{unknown[0]}”, which is no fact"
            f"{nearest(unknown[0], list(FACTS))}."
        )


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
    inside = document is None
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        heading = re.match(r"\s*\[\s*[\"']?(.*?)[\"']?\s*\]\s*(#.*)?$", line)
        if heading:
            if inside and document is not None:
                break
            inside = heading.group(1) == document
            first = number
        elif inside and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return f"{path}, line {number}"
    return f"{path}, line {first}" if inside and document else str(path)


def _lower_first(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")
