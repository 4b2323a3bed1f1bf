"""What is known of each text: ``corpus.toml``, ``documents.csv``, the file’s name."""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from analysis.corpus.errors import CorpusError, known_names
from analysis.corpus.reading import read_records, read_source, read_toml
from analysis.corpus.roles import MONTH
from analysis.corpus.roles import ROLES as BLOCK_ROLES

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
READING: dict[str, type] = {
    "encoding": str, "body": list, "roles": bool, "lines": dict, "groups": dict,
}  # fmt: skip
KEYS = {**FACTS, "file": str, "in_file": list, **READING}
TAKEN = {*KEYS, "document", "year", "sha256", "paragraphs", "sentences", "words"}
YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>(?:1[5-9]|20)\d\d)"
    rf"(?:[-_. ]?(?P<month>\d\d|{MONTH})(?:[-_. ]?(?P<day>\d{{1,2}}))?)?(?![^\W_])",
    re.IGNORECASE,
)
YEAR_LAST = re.compile(
    rf"(?<![^\W_])(?:(?P<day>\d{{1,2}})[-_. ])?(?P<month>{MONTH})[-_. ]"
    r"(?P<year>(?:1[5-9]|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
PARTIAL_DATES = {"%Y-%m-%d": 10, "%Y-%m": 7, "%Y": 4}


@dataclass(frozen=True)
class Entry:
    """The facts of one text; ``in_file`` names those that stand in the file itself.

    ``reading`` says how to read the file (encoding, body, roles, lines), ``groups`` what else the
    documents are to be compared by.
    """

    document: str
    file: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    in_file: tuple[str, ...] = ()
    reading: Mapping[str, Any] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)


def read_manifest(folder: Path, files: list[str], *, names: str = "") -> list[Entry]:
    """Return one entry a file: those of ``corpus.toml`` in its order, then the rest by file name.

    What ``corpus.toml`` does not say of a file, ``documents.csv`` may say: one row a file, with
    the columns document or file, any fact (authors parted by semicolons), and any other column,
    which is a group. What neither says is made from the file’s name: the stem is the document, a
    date in it is the date, and the fields of ``names`` (“{party}_{date}”) are facts or groups.

    Raises
    ------
    CorpusError
        If ``corpus.toml`` is not TOML, has an unknown key, a value of the wrong type, a date that
        is none, an entry without its file, or two of the same name or file; if a column of
        ``documents.csv`` looks like a slip of the pen; if a name does not fit; file and line are
        named.
    """
    path, table = folder / "corpus.toml", folder / "documents.csv"
    found = {name: _from_name(folder, name, names) for name in sorted(files)}
    given: dict[str, Entry] = {}
    for row, entry in _rows(table) if table.exists() else ():
        entry = replace(entry, file=entry.file or _file_of(entry.document, files))
        if fault := _misfit(entry, given, files):
            raise CorpusError(f"{table}, row {row}: {fault}.")
        given[entry.file] = _over(entry, found.pop(entry.file))
    listed = {entry.document: entry for entry in given.values()}
    stated: dict[str, Entry] = {}
    for entry in _entries(path) if path.exists() else ():
        if not entry.file:
            known = listed.get(entry.document)
            entry = replace(entry, file=known.file if known else _file_of(entry.document, files))
        if fault := _misfit(entry, stated, files):
            raise CorpusError(f"{_line(path, entry.document, 'file')}: {fault}.")
        below = given.pop(entry.file, None) or found.pop(entry.file)
        stated[entry.file] = _over(entry, below)
    entries = [*stated.values(), *given.values(), *found.values()]
    seen: dict[str, str] = {}
    for entry in entries:
        if (twin := seen.setdefault(entry.document, entry.file)) != entry.file:
            raise CorpusError(
                f"{folder / entry.file}: “{entry.document}” is the name of {twin} already; "
                "rename the file or give it a table of its own in corpus.toml."
            )
    return entries


def _over(entry: Entry, below: Entry) -> Entry:
    """Return an entry in which what is said above hides what is said below."""
    return replace(
        entry,
        facts={**below.facts, **entry.facts},
        reading={**below.reading, **entry.reading},
        groups={**below.groups, **entry.groups},
    )


def _file_of(document: str, files: list[str]) -> str:
    """Return the file whose name is the document’s, whatever kind it is of."""
    stems = [name for name in files if Path(name).stem == document]
    return stems[0] if len(stems) == 1 else f"{document}.txt"


def _rows(path: Path) -> list[tuple[int, Entry]]:
    """Return the entries of ``documents.csv`` with their rows."""
    entries = []
    for row, record in read_records(path, []):
        where = f"{path}, row {row}"
        groups: dict[str, str] = {}
        table: dict[str, Any] = {}
        for column, cell in record.items():
            slip = get_close_matches(column.lower(), [*KEYS, "document"], n=1, cutoff=0.8)
            if column not in {*KEYS, "document", "year"} and slip:
                raise CorpusError(f"{path}, row 1: unknown column “{column}”; is it “{slip[0]}”?")
            if column not in {*KEYS, "document", "year"}:
                groups[column] = cell
            elif cell and column == "authors":
                table[column] = [name.strip() for name in cell.split(";")]
            elif cell:
                table["date" if column == "year" else column] = cell
        document = table.pop("document", "") or Path(str(table.get("file", ""))).stem
        if not document:
            raise CorpusError(f"{where}: needs a document or a file; fill one of the two cells in.")
        for key, value in [*table.items(), ("groups", groups)]:
            if fault := _fault(key, value):
                raise CorpusError(f"{where}: {fault}.")
        entries.append((row, _of_table(str(document), {**table, "groups": groups})))
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
    return _of_table(document, table)


def _of_table(document: str, table: Mapping[str, Any]) -> Entry:
    facts = {key: value for key, value in table.items() if key in FACTS}
    if "date" in facts:
        facts["date"] = str(facts["date"])
    reading = {key: value for key, value in table.items() if key in READING and key != "groups"}
    groups = {name: str(value) for name, value in table.get("groups", {}).items()}
    named = table.get("file", "")
    return Entry(document, named, facts, tuple(table.get("in_file", ())), reading, groups)


def _fault(key: str, value: Any) -> str | None:
    """Say what is wrong with a fact and how to mend it, or nothing."""
    if key not in KEYS:
        return f"unknown key “{key}”{known_names(key, list(KEYS))}"
    if key in READING:
        return _reading_fault(key, value)
    if key == "date" and isinstance(value, date) and not isinstance(value, datetime):
        value = str(value)
    if not _fits(value, KEYS[key]):
        kind = {str: "text in quotes", bool: "true or false", list: "a list of texts"}[KEYS[key]]
        return f"“{key}” must be {kind}, not {value!r}"
    if key == "date" and not _is_partial_date(value):
        return f"“{value}” is no date; write 2012, 2012-07 or 2012-07-15"
    if key == "url" and not re.match(r"https?://\S+$", value):
        return f"url “{value}” must be the address of a page; begin it with https://"
    if key == "role" and value not in ROLES:
        return f"role “{value}” is none of {' or '.join(f'“{role}”' for role in ROLES)}"
    if key == "in_file" and (unknown := [fact for fact in value if fact not in FACTS]):
        name = unknown[0]
        return f"in_file names “{name}”, which is no fact{known_names(name, list(FACTS))}"
    return None


def _reading_fault(key: str, value: Any) -> str | None:
    """Say what is wrong with a key that says how to read a text, or nothing."""
    match key, value:
        case "encoding", str():
            try:
                codecs.lookup(value)
            except LookupError:
                return f"“{value}” is no encoding; write utf-8 or cp1252"
        case "body", [int(first), int(last)] if 0 < first <= last:
            pass
        case "roles", bool():
            pass
        case "lines", {**lines} if all(str(line).isdecimal() for line in lines):
            if unknown := [role for role in lines.values() if role not in BLOCK_ROLES]:
                return f"“{unknown[0]}” is no role{known_names(str(unknown[0]), [*BLOCK_ROLES])}"
        case "groups", {**groups}:
            if taken := [name for name in groups if name in TAKEN]:
                return f"“{taken[0]}” cannot be a group, for it is a fact; give it another name"
        case _:
            form = {
                "encoding": '"utf-8"', "body": "[3, 40], the first and last line of the body",
                "roles": "true or false", "lines": '{ 12 = "paragraph" }',
                "groups": '{ party = "…" }',
            }  # fmt: skip
            return f"“{key}” must be like {form[key]}, not {value!r}"
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


def _from_name(folder: Path, name: str, names: str) -> Entry:
    stem = Path(name).stem
    day = date_in(stem)
    entry = Entry(stem, name, {"date": day} if day else {})
    if not names:
        return entry
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(names))
    if not (match := re.fullmatch(pattern, stem)):
        raise CorpusError(
            f"{folder / name}: the name does not fit names=“{names}”; rename the file."
        )
    fields = match.groupdict()
    facts: dict[str, Any] = {key: cell for key, cell in fields.items() if FACTS.get(key) is str}
    if not facts.get("date") and (year := fields.pop("year", "")):
        facts["date"] = year
    if facts.get("date") and not (day := date_in(facts["date"])):
        raise CorpusError(f"{folder / name}: “{facts['date']}” in its name is no date; rename it.")
    if "authors" in fields:
        facts |= {"authors": [fields["authors"]]}
    groups = {field: value for field, value in fields.items() if field not in TAKEN}
    return replace(entry, facts={**entry.facts, **facts, "date": day}, groups=groups)


def date_in(name: str) -> str:
    """Return the date in a file’s name, as whole as it stands there, or nothing.

    >>> [date_in(name) for name in ("2024-07-16-summit", "UN_20150928", "16-July-2024", "b12")]
    ['2024-07-16', '2015-09-28', '2024-07-16', '']
    """
    match = YEAR_LAST.search(name) or YEAR_FIRST.search(name)
    if match is None:
        year = re.search(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", name)
        return year.group() if year else ""
    month, day = match["month"] or "", match["day"] or ""
    if month and not month.isdecimal():
        month = f"{MONTHS.index(month[:3].lower()) + 1:02}"
    whole = [match["year"], month, day.zfill(2) if day else ""]
    dates = ("-".join(whole[:n]) for n in (3, 2, 1) if all(whole[:n]))
    return next(value for value in dates if _is_partial_date(value))


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
