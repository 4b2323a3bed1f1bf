"""What is known of each text: ``corpus.toml``, ``documents.csv``, the file’s name."""

import codecs
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from analysis.corpus.errors import CorpusError, check_known, listed
from analysis.corpus.patterns import patterns
from analysis.corpus.reading import check_facts, located, read_records, read_toml
from analysis.corpus.roles import ROLES as BLOCK_ROLES

FACTS: dict[str, type] = {
    "title": str, "authors": list, "date": str, "outlet": str, "genre": str, "outlet_country": str,
    "author_country": str, "url": str, "redistribute": bool, "label": str, "colour": str,
    "marker": str, "role": str,
}  # fmt: skip
ROLES = ("compared", "shown beside")
BODY = ("body", "roles", "lines")  # what overrules the rules for roles
KEYS: dict[str, Any] = {
    **FACTS, "file": str, "in_file": list, "encoding": str, "body": list[int], "roles": bool,
    "lines": dict, "groups": dict,
}  # fmt: skip
COLUMNS = (*KEYS, "document", "year")  # of documents.csv; any other is a group
TAKEN = {*COLUMNS, "sha256", "paragraphs", "sentences", "words"}
LIKE = patterns("names")
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()

# What tells where it stands, the document, and what is said of it.
Stated = tuple[AbstractContextManager[None], str, dict[str, Any]]


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
            file = facts.get("file") or _file_of(document, entries, files)
            with where:
                _check(facts)
                check_known(file, files, f'there is no file “{file}” beside it; say file = "…"')
                if file in stated:
                    raise CorpusError(
                        f"“{file}” is the file of {stated[file].document} already; "
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
        with located(path, row=row):
            if not document:
                raise CorpusError("needs a document or a file; fill one of the two cells in.")
        yield located(path, row=row), document, facts


def _tables(path: Path) -> Iterator[Stated]:
    """Yield what ``corpus.toml`` says, table by table."""
    for document, facts in read_toml(path).items():
        with located(path):
            if not isinstance(facts, dict):
                raise CorpusError(
                    f"“{document}” stands outside a table; "
                    "put each text's facts under a heading such as [2012-jamestown]."
                )
        plain = facts | {"date": str(facts["date"])} if type(facts.get("date")) is date else facts
        yield located(path, document), document, plain


def _check(facts: Mapping[str, Any]) -> None:
    """Refuse an unknown key, or a value that its key does not take."""
    check_facts("", facts, KEYS)
    for key, (allows, sentence) in ALLOWED.items():
        if key in facts and not allows(facts[key]):
            raise CorpusError(sentence.format(facts[key]))
    for key, (known, sentence) in KNOWN.items():
        for name in listed(facts.get(key, [])):
            check_known(name, known, sentence.format(name))
    for group in facts.get("groups", ()):
        if group in TAKEN:
            raise CorpusError(f"“groups”: {group} cannot be a group, for it is a fact; rename it.")
    for line, role in facts.get("lines", {}).items():
        check_known(role, BLOCK_ROLES, f"“lines”: {role} is no role")
        if not line.isdecimal():
            raise CorpusError(f'“{line}” is no line; write a number, as in 12 = "paragraph".')


def _is_body(lines: Sequence[int]) -> bool:
    return [*map(type, lines)] == [int, int] and 0 < lines[0] <= lines[1]


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
    "date": (_is_partial_date, "“date”: {} is no date; write 2012, 2012-07 or 2012-07-15."),
    "url": (
        re.compile(r"https?://\S+$").match,
        "“url”: {} must be the address of a page; begin it with https://.",
    ),
    "encoding": (_is_encoding, "“encoding”: {} is none; write utf-8 or cp1252."),
    "body": (_is_body, "“body” must be like [3, 40], the first and last line, not {}."),
}
KNOWN = {
    "role": (ROLES, "“role”: there is no role {}"),
    "in_file": (FACTS, "“in_file” names {}, which is no fact"),
}


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
