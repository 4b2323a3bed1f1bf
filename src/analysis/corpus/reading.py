"""Files become text, byte for byte."""

import re
import tomllib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from analysis.corpus.errors import CorpusError, known_names

WESTERN_MARKS = "\xa0‘’‚“”„‹›«»–—…•€£¥§©®°·¡¿"


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it stands: its text is the decoded bytes, so that offsets hold for the file."""

    path: Path
    text: str
    sha256: str


def read_source(path: Path) -> Source:
    """Return the text of one UTF-8 file, unchanged.

    Raises
    ------
    CorpusError
        If the file cannot be read, holds no text, or is not UTF-8 (the likely encoding is named).
    """
    try:
        raw = path.read_bytes()
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise CorpusError(
            f"{path}: cannot be read ({reason}); check that it is a file you may open."
        ) from None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise CorpusError(
            f"{path}, line {line}: not UTF-8{_likely_encoding(raw)}; save the file as UTF-8."
        ) from None
    if not text.strip("\ufeff \t\r\n"):
        raise CorpusError(f"{path}: the file is empty; remove it or put its text in.")
    return Source(path, text, sha256(raw).hexdigest())


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


def line_of(path: Path, text: str) -> int:
    """Return the last line that holds a text between quotation marks, or the last of the file."""
    lines = read_source(path).text.splitlines()
    held = [number for number, line in enumerate(lines, 1) if f'"{text}"' in line]
    return held[-1] if held else len(lines)


def check_facts(
    where: str, facts: Any, keys: Mapping[str, type], *, needed: Sequence[str] = ()
) -> None:
    """Refuse a table of a TOML file with an unknown key, a wrong type, or a gap.

    Raises
    ------
    CorpusError
        For the first fault; it begins with ``where``.
    """
    if not isinstance(facts, Mapping):
        raise CorpusError(f"{where}: must be a table with {', '.join(needed)}.")
    for key, value in facts.items():
        if key not in keys:
            raise CorpusError(f"{where}: unknown key “{key}”{known_names(key, list(keys))}.")
        texts = not isinstance(value, list) or all(isinstance(item, str) for item in value)
        if not isinstance(value, keys[key]) or not texts:
            kind = {list: "a list of texts", int: "a whole number", str: "text"}[keys[key]]
            raise CorpusError(f"{where}: “{key}” must be {kind}, not {value!r}.")
    for key in needed:
        if not facts.get(key):
            example = '["…"]' if keys[key] is list else '"…"'
            raise CorpusError(f"{where}: needs {key} = {example}.")


def read_folder(folder: Path) -> dict[str, Source]:
    """Return the ``*.txt`` files of a folder by file name, in order of name.

    Raises
    ------
    CorpusError
        If there is no such folder, no text in it, or the same text twice (line ends and outer
        white space aside).
    """
    if not folder.is_dir():
        raise CorpusError(f"{folder}: there is no such folder; name one that holds *.txt files.")
    sources: dict[str, Source] = {}
    seen: dict[str, str] = {}
    for path in sorted(path for path in folder.iterdir() if path.suffix.lower() == ".txt"):
        source = read_source(path)
        lines = "\n".join(source.text.removeprefix("\ufeff").strip().splitlines())
        if (twin := seen.setdefault(lines, path.name)) != path.name:
            raise CorpusError(f"{path}: the same text as {twin}; keep one of the two.")
        sources[path.name] = source
    if not sources:
        raise CorpusError(f"{folder}: holds no *.txt file; put the texts there as UTF-8.")
    return sources


def _likely_encoding(raw: bytes) -> str:
    """Name the likely encoding: by its mark, as Western European if that reads well, else a guess.

    >>> _likely_encoding("Brücken".encode("latin-1")), _likely_encoding("Мир".encode("utf-16"))
    (' (likely cp1252)', ' (likely utf-16)')
    """
    if raw.startswith((BOM_UTF16_BE, BOM_UTF16_LE)):
        return " (likely utf-16)"
    if _reads_as_western(raw):
        return " (likely cp1252)"
    from charset_normalizer import from_bytes

    best = from_bytes(raw).best()
    return f" (likely {best.encoding.replace('_', '-')})" if best else ""


def _reads_as_western(raw: bytes) -> bool:
    """Return whether, as cp1252 (or Latin-1), the text has plain letters and a few others."""
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return False
    beyond = [mark for mark in text if mark > "\x7f" and mark not in WESTERN_MARKS]
    plain = sum(mark.isascii() and mark.isalpha() for mark in text)
    return 4 * len(beyond) < plain and all(map(str.isalpha, beyond))
