"""What is known of each text: ``corpus.toml``, ``documents.csv``, the file’s name."""

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any

from analysis.corpus.errors import CorpusError, known_names
from analysis.corpus.patterns import patterns
from analysis.corpus.reading import read_records, read_source, read_toml
from analysis.corpus.roles import ROLES as BLOCK_ROLES

FACTS: dict[str, type] = {
    "title": str, "authors": list, "date": str, "outlet": str, "genre": str, "outlet_country": str,
    "author_country": str, "url": str, "redistribute": bool, "label": str, "colour": str,
    "marker": str, "role": str,
}  # fmt: skip
ROLES = ("compared", "shown beside")
BODY = ("body", "roles", "lines")  # what overrules the rules for roles
KEYS: dict[str, type] = {
    **FACTS, "file": str, "in_file": list, "encoding": str, "body": list, "roles": bool,
    "lines": dict, "groups": dict,
}  # fmt: skip
COLUMNS = (*KEYS, "document", "year")  # of documents.csv; any other is a group
TAKEN = {*COLUMNS, "sha256", "paragraphs", "sentences", "words"}
FORMS: dict[Any, str] = {
    str: "text in quotes", bool: "true or false", list: "a list of texts",
    "encoding": 'like "utf-8"', "body": "like [3, 40], the first and last line of the body",
    "lines": 'like { 12 = "paragraph" }', "groups": 'like { party = "…" }',
}  # fmt: skip
LIKE = patterns("names")
FREE = re.compile(rf"(?!(?:{'|'.join(TAKEN)})$)")
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

# Where a key stands, the document, and what is said of it.
Stated = tuple[Callable[[str], str], str, dict[str, Any]]


@dataclass(frozen=True)
class Entry:
    """What is said of one text, and by what groups it is to be compared."""

    document: str
    file: str
    facts: Mapping[str, Any] = field(default_factory=dict)
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
    entries = {name: entry_of(folder, name, names) for name in sorted(files)}
    for read, path in ((_rows, folder / "documents.csv"), (_tables, folder / "corpus.toml")):
        stated: dict[str, Entry] = {}
        for where, document, facts in read(path) if path.exists() else ():
            for key, value in facts.items():
                if fault := _fault(key, value):
                    raise CorpusError(f"{where(key)}: {fault}.")
            file = facts.get("file") or _file_of(document, entries, files)
            if file not in files:
                raise CorpusError(
                    f"{where('file')}: there is no file {file} beside it{known_names(file, files)};"
                    ' name the file of this text with file = "…".'
                )
            if file in stated:
                raise CorpusError(
                    f"{where('file')}: {file} is the file of “{stated[file].document}” already; "
                    "keep one of the two tables or name another file."
                )
            stated[file] = _over(document, facts, entries.pop(file))
        entries = stated | entries
    seen: dict[str, str] = {}
    for file, entry in entries.items():
        if (twin := seen.setdefault(entry.document, file)) != file:
            raise CorpusError(
                f"{folder / file}: “{entry.document}” is the name of {twin} already; "
                "rename the file or give it a table of its own in corpus.toml."
            )
    return list(entries.values())


def _file_of(document: str, entries: Mapping[str, Entry], files: list[str]) -> str:
    """Return the file that bears the document’s name, whatever kind it is of."""
    held = [file for file, entry in entries.items() if entry.document == document]
    held = held or [file for file in files if Path(file).stem == document]
    return held[0] if len(held) == 1 else f"{document}.txt"


def _over(document: str, facts: Mapping[str, Any], below: Entry) -> Entry:
    """Return an entry in which what is said above hides what is said below."""
    above = {key: value for key, value in facts.items() if key != "groups"}
    if "date" in above:
        above["date"] = str(above["date"])
    groups = {name: str(value) for name, value in facts.get("groups", {}).items()}
    return Entry(document, below.file, {**below.facts, **above}, {**below.groups, **groups})


def _rows(path: Path) -> Iterator[Stated]:
    """Yield what ``documents.csv`` says, row by row."""
    for row, record in read_records(path, []):
        others = {column: cell for column, cell in record.items() if column not in COLUMNS}
        for column in others:
            if slip := get_close_matches(column.lower(), [*KEYS, "document"], n=1, cutoff=0.8):
                raise CorpusError(f"{path}, row 1: unknown column “{column}”; is it “{slip[0]}”?")
        facts: dict[str, Any] = {key: record[key] for key in KEYS if record.get(key)}
        if record.get("year"):
            facts.setdefault("date", record["year"])
        if "authors" in facts:
            facts["authors"] = [name.strip() for name in facts["authors"].split(";")]
        facts.setdefault("groups", others)
        document = record.get("document") or Path(facts.get("file", "")).stem
        if not document:
            raise CorpusError(
                f"{_row(path, row)}: needs a document or a file; fill one of the two cells in."
            )
        yield partial(_row, path, row), document, facts


def _tables(path: Path) -> Iterator[Stated]:
    """Yield what ``corpus.toml`` says, table by table."""
    for document, facts in read_toml(path).items():
        if not isinstance(facts, dict):
            raise CorpusError(
                f"{_line(path, '', document)}: “{document}” stands outside a table; "
                "put each text's facts under a heading such as [2012-jamestown]."
            )
        yield partial(_line, path, document), document, facts


def _fault(key: str, value: Any) -> str | None:
    """Say what is wrong with a fact and how to mend it, or nothing."""
    if key not in KEYS:
        return f"unknown key “{key}”{known_names(key, list(KEYS))}"
    if key == "date" and isinstance(value, date) and not isinstance(value, datetime):
        return None
    if not _fits(key, value):
        return f"“{key}” must be {FORMS.get(key) or FORMS[KEYS[key]]}, not {value!r}"
    allows, sentence = ALLOWED.get(key, (bool, ""))
    items = value.values() if key == "lines" else [value] if isinstance(value, str) else value
    wrong = [str(item) for item in items if not allows(item)] if sentence else []
    near = known_names(wrong[0], [*KNOWN.get(key, ())]) if wrong else ""
    return sentence.format(wrong[0]) + near if wrong else None


def _fits(key: str, value: Any) -> bool:
    """Return whether a value is of the kind that its key takes."""
    match key, value:
        case "body", _:
            whole = isinstance(value, list) and [type(item) for item in value] == [int, int]
            return whole and 0 < value[0] <= value[1]
        case "lines", {**lines}:
            return all(str(line).isdecimal() for line in lines)
        case _, [*items]:
            return KEYS[key] is list and all(isinstance(item, str) for item in items)
    return isinstance(value, KEYS[key])


def _is_partial_date(value: str) -> bool:
    if not re.fullmatch(r"\d{4}(?:-\d\d){0,2}", value):
        return False
    try:
        return bool(date.fromisoformat(value + "-01-01"[len(value) - 4 :]))
    except ValueError:
        return False


def _is_encoding(name: str) -> bool:
    try:
        return bool(codecs.lookup(name))
    except LookupError:
        return False


# For each key whose values are not free: what is allowed, and what is said of another.
ALLOWED: dict[str, tuple[Callable[[Any], Any], str]] = {
    "date": (_is_partial_date, "“{}” is no date; write 2012, 2012-07 or 2012-07-15"),
    "url": (
        re.compile(r"https?://\S+$").match,
        "url “{}” must be the address of a page; begin it with https://",
    ),
    "role": (ROLES.__contains__, "role “{}” is none of “compared” or “shown beside”"),
    "in_file": (FACTS.__contains__, "in_file names “{}”, which is no fact"),
    "encoding": (_is_encoding, "“{}” is no encoding; write utf-8 or cp1252"),
    "lines": (BLOCK_ROLES.__contains__, "“{}” is no role"),
    "groups": (FREE.match, "“{}” cannot be a group, for it is a fact; give it another name"),
}
KNOWN: dict[str, Any] = {"in_file": FACTS, "lines": BLOCK_ROLES}


def entry_of(folder: Path, name: str, names: str = "") -> Entry:
    """Return what a file’s name tells, which is to fit ``names`` if they are given."""
    stem = Path(name).stem
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(names)) if names else "(?s:.*)"
    if not (match := re.fullmatch(pattern, stem)):
        raise CorpusError(
            f"{folder / name}: the name does not fit names=“{names}”; rename the file."
        )
    fields = match.groupdict()
    said = fields.get("date") or fields.get("year", "")
    if not (day := date_in(said or stem)) and said:
        raise CorpusError(f"{folder / name}: “{said}” in its name is no date; rename it.")
    facts: dict[str, Any] = {key: cell for key, cell in fields.items() if FACTS.get(key) is str}
    if "authors" in fields:
        facts["authors"] = [fields["authors"]]
    groups = {field: value for field, value in fields.items() if field not in TAKEN}
    return Entry(stem, name, facts | {"date": day}, groups)


def date_in(name: str) -> str:
    """Return the date in a file’s name, as whole as it stands there, or nothing.

    >>> [date_in(name) for name in ("2024-07-16-summit", "UN_20150928", "16-July-2024", "b12")]
    ['2024-07-16', '2015-09-28', '2024-07-16', '']
    """
    found = (LIKE[shape].search(name) for shape in ("year_last", "year_first", "year"))
    if not (match := next(filter(None, found), None)):
        return ""
    month, day = match["month"] or "", match["day"] or ""
    if month and not month.isdecimal():
        month = f"{MONTHS.index(month[:3].lower()) + 1:02}"
    whole = [match["year"], month, day.zfill(2) if day else ""]
    dates = ("-".join(whole[:n]) for n in (3, 2, 1) if all(whole[:n]))
    return next(value for value in dates if _is_partial_date(value))


def _row(path: Path, row: int, _: str = "") -> str:
    return f"{path}, row {row}"


def _line(path: Path, document: str, key: str) -> str:
    """Name the place of a key in the file, as far as a look at its lines can tell."""
    table, fact = (rf"[\"']?{re.escape(word)}[\"']?\s*[=.\]]" for word in (document, key))
    head = re.compile(rf"\s*\[*\s*{table}")
    within, first = not document, 0
    for number, line in enumerate(read_source(path).text.removeprefix("\ufeff").splitlines(), 1):
        if document and head.match(line):
            within, first = True, first or number
        elif document and line.lstrip().startswith("["):
            within = False
        if within and re.match(rf"(?:.*[\[{{.,])?\s*{fact}", line):
            return f"{path}, line {number}"
    return f"{path}, line {first}" if first else str(path)
