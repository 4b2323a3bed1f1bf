"""Files become text, byte for byte; pages and Markdown become what a reader sees of them."""

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args, get_origin

from analysis.corpus.errors import CorpusError, check_known
from analysis.corpus.tokens import term_of

TEXTS = (".txt", ".md", ".html", ".htm")
NOT_READ = (".pdf", ".doc", ".docx", ".odt", ".rtf", ".epub")
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
USUAL = ("utf_16", "utf_16_le", "utf_16_be", "cp1252")


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it stands: of plain text the decoded bytes, so that offsets hold for it."""

    path: Path
    text: str
    sha256: str


def read_source(path: Path, encoding: str = "utf-8") -> Source:
    """Return the text of one file, unchanged, or what a reader sees of a web page or of Markdown.

    Raises
    ------
    CorpusError
        If the file cannot be read, holds no text or a control character, or is not in its encoding
        (the likely one is named).
    """
    try:
        if not path.is_file():
            raise OSError(0, "it is no plain file")
        raw = path.read_bytes()
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise CorpusError(
            f"{path}: cannot be read ({reason}); check that it is a file you may open."
        ) from None
    text, kind = _decode(path, raw, encoding), path.suffix.lower()
    if kind in TEXTS and kind != ".txt":
        from analysis.corpus.pages import text_of_page

        text = text_of_page(text, markdown=kind == ".md")
    if not text.strip("\ufeff \t\r\n"):
        raise CorpusError(f"{path}: the file is empty; remove it or put its text in.")
    return Source(path, text, sha256(raw).hexdigest())


def _decode(path: Path, raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as fault:
        raise _other_encoding(path, raw, encoding, fault.start) from None
    except LookupError:
        raise CorpusError(f"{path}: “{encoding}” is no encoding; write utf-8 or cp1252.") from None
    if control := CONTROL.search(text):
        if control.group() == "\0" and "utf-16" in _likely_encoding(raw):
            raise _other_encoding(path, raw, encoding, raw.index(0))
        line = text.count("\n", 0, control.start()) + 1
        mark = f"U+{ord(control.group()):04X}"
        raise CorpusError(f"{path}, line {line}: holds a control character ({mark}); take it out.")
    return text


def _other_encoding(path: Path, raw: bytes, encoding: str, place: int) -> CorpusError:
    name = encoding.upper() if encoding.lower() == "utf-8" else encoding
    return CorpusError(
        f"{path}, line {raw.count(10, 0, place) + 1}: not {name}{_likely_encoding(raw)}; "
        'save the file as UTF-8 or say encoding = "…" in corpus.toml.'
    )


def read_records(path: Path, columns: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (row number, record) of a CSV file that has the columns; ``#`` begins a comment."""
    lines = read_source(path).text.removeprefix("\ufeff").splitlines()
    skipped = next((n for n, line in enumerate(lines) if not line.lstrip('"').startswith("#")), 0)
    reader = csv.DictReader(lines[skipped:])
    if missing := [column for column in columns if column not in (reader.fieldnames or [])]:
        raise CorpusError(f"{path}, row 1: there is no column “{missing[0]}”; add it.")
    for record in reader:
        row = skipped + reader.line_num
        if None in record or None in record.values():
            raise CorpusError(
                f"{path}, row {row}: has not as many cells as the heading; "
                "put a cell that holds commas in quotation marks."
            )
        yield row, {key: value.strip() for key, value in record.items()}


def read_toml(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML file.

    Raises
    ------
    CorpusError
        If the file cannot be read or is not TOML; file and line are named.
    """
    text = read_source(path).text.removeprefix("\ufeff")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        reason, _, place = str(fault).partition(" (at ")
        found = re.match(r"line (\d+)", place)
        line = found.group(1) if found else len(text.splitlines())
        raise CorpusError(
            f"{path}, line {line}: not valid TOML, {reason[:1].lower()}{reason[1:]}; mend that "
            'line: values are "text", ["a", "list"], true, false or a number.'
        ) from None


@contextmanager
def located(path: Path, table: str = "", *, number: int = 0, row: int = 0) -> Iterator[None]:
    """Let a fault that is found inside say its file, and the row of a CSV or the line of a TOML.

    The line is the first, in its table, that has what the fault names (the first words in curly
    marks) as a key; else the first that has it as a text; else the one in which the table begins;
    none where that is not found. ``number`` tells apart tables of one name.

    Raises
    ------
    CorpusError
        If one is raised inside.
    """
    try:
        yield
    except CorpusError as fault:
        line = 0 if row else _line_of(path, str(fault), table, number)
        place = f", row {row}" if row else f", line {line}" if line else ""
        raise CorpusError(f"{path}{place}: {fault}") from None


def _line_of(path: Path, fault: str, table: str, number: int) -> int:
    named = re.search("“(.*?)”", fault)
    name = re.escape(named[1].removeprefix("@") if named else "\n")
    own_name = rf"[\"']?{re.escape(table)}[\"']?\s*"
    lines = read_source(path).text.removeprefix("\ufeff").splitlines()
    begins = re.compile(rf"\s*\[+\s*{own_name}[.\]]")
    if not any(map(begins.match, lines)):
        begins, number = re.compile(rf"\s*{own_name}[=.]"), 0
    inside, own = not table, []
    for line, text in enumerate(lines, 1):
        if table and begins.match(text):
            inside, number = number <= 0, number - 1
        elif table and text.lstrip().startswith("["):
            inside = False
        if inside:
            own.append((line, text))
    key = rf"(?:.*[\[{{.,])?\s*[\"']?{name}[\"']?\s*[=.\]]"
    shapes = (re.compile(key), re.compile(rf'.*"@?{name}"'))
    held = (line for shape in shapes for line, text in own if shape.match(text))
    return next(held, own[0][0] if own else 0)


def check_one_owner(path: Path, names: Iterable[tuple[str, str]]) -> None:
    """Refuse a file in which a name (owner, name) stands for two owners.

    Raises
    ------
    CorpusError
        For the first such name; its line is named.
    """
    owners: dict[str, str] = {}
    for owner, name in names:
        with located(path, owner):
            if (other := owners.setdefault(term_of(name), owner)) != owner:
                raise CorpusError(f"“{name}” names {other} and {owner}; leave it to one of them.")


KINDS = {
    str: "text", bool: "true or false", int: "a whole number", list: "a list of texts",
    list[int]: "a list of whole numbers", list[str | int]: '["document", number of a sentence]',
    dict: 'a table, like { name = "…" }',
}  # fmt: skip


def check_facts(
    where: str, facts: Any, keys: Mapping[str, Any], *, needed: Sequence[str] = ()
) -> None:
    """Refuse a table of a TOML file with an unknown key, a wrong kind of value, or a gap.

    ``keys`` gives the kind of each, one of ``KINDS``.

    Raises
    ------
    CorpusError
        For the first fault; it begins with ``where``, if that is given.
    """
    where = where and f"{where}: "
    if not isinstance(facts, Mapping):
        raise CorpusError(f"{where}must be a table with {', '.join(needed)}.")
    for key, value in facts.items():
        check_known(key, keys, f"{where}unknown key “{key}”")
        kind, of = get_origin(keys[key]) or keys[key], get_args(keys[key]) or (str,)
        items = value if isinstance(value, list) else ()
        if not isinstance(value, kind) or not all(isinstance(item, of) for item in items):
            raise CorpusError(f"{where}“{key}” must be {KINDS[keys[key]]}, not {value!r}.")
    for key in needed:
        if not facts.get(key):
            example = '["…"]' if keys[key] is list else '"…"'
            raise CorpusError(f"{where}needs {key} = {example}.")


def find_texts(folder: Path) -> tuple[list[str], list[str]]:
    """Return the names of the texts in a folder, and of files like texts that are left alone.

    Texts are ``*.txt``, ``*.md`` and ``*.html``; left alone are what editors and systems drop
    (names that begin with a full stop), README files, what is no plain file, and documents of
    word processors.

    Raises
    ------
    CorpusError
        If there is no such folder, or no text in it.
    """
    if not folder.is_dir():
        raise CorpusError(f"{folder}: there is no such folder; name one that holds *.txt files.")
    texts, left = [], []
    for path in sorted(folder.iterdir()):
        text = path.suffix.lower() in TEXTS
        plain = path.is_file() and path.name[0] != "." and path.stem.lower() != "readme"
        if text and plain:
            texts.append(path.name)
        elif text or path.suffix.lower() in NOT_READ:
            left.append(path.name)
    if not texts:
        beside = f" (left alone: {', '.join(left)})" if left else ""
        raise CorpusError(
            f"{folder}: holds no *.txt file, nor *.md or *.html{beside}; put the texts there."
        )
    return texts, left


def read_texts(folder: Path, encodings: Mapping[str, str]) -> dict[str, Source]:
    """Return the files of a folder by name, each read in its encoding.

    Raises
    ------
    CorpusError
        If files cannot be read, or hold the same text (line ends and outer white space aside):
        one message names them all.
    """
    sources: dict[str, Source] = {}
    seen: dict[str, str] = {}
    faults: list[str] = []
    for name, encoding in encodings.items():
        path = folder / name
        try:
            source = read_source(path, encoding)
        except CorpusError as fault:
            faults.append(str(fault))
            continue
        lines = "\n".join(source.text.removeprefix("\ufeff").strip().splitlines())
        if (twin := seen.setdefault(lines, name)) != name:
            faults.append(f"{path}: the same text as {twin}; keep one of the two.")
        sources[name] = source
    if len(faults) > 1:
        told = "; ".join(fault.removesuffix(".").replace(f"{folder}/", "") for fault in faults)
        raise CorpusError(f"{folder}: {len(faults)} files have faults: {told}.")
    if faults:
        raise CorpusError(faults[0])
    return sources


def _likely_encoding(raw: bytes) -> str:
    """Name the likely encoding: UTF-16 or Western European if it reads well as such, else a guess.

    >>> _likely_encoding("Brücken".encode("latin-1")), _likely_encoding("Мир".encode("utf-16"))
    (' (likely cp1252)', ' (likely utf-16)')
    """
    from charset_normalizer import from_bytes

    best = from_bytes(raw, cp_isolation=[*USUAL]).best() or from_bytes(raw).best()
    return f" (likely {best.encoding.replace('_', '-')})" if best else ""
