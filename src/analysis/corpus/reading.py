"""Files become text, byte for byte."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from analysis.corpus.errors import CorpusError


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


def read_folder(folder: Path) -> dict[str, Source]:
    """Return the ``*.txt`` files of a folder by file name, in order of name.

    Raises
    ------
    CorpusError
        If there is no such folder, no text in it, or the same text twice.
    """
    if not folder.is_dir():
        raise CorpusError(f"{folder}: there is no such folder; name one that holds *.txt files.")
    sources: dict[str, Source] = {}
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.txt")):
        source = read_source(path)
        if source.sha256 in seen:
            raise CorpusError(
                f"{path}: the same text as {seen[source.sha256]}; keep one of the two."
            )
        seen[source.sha256] = path.name
        sources[path.name] = source
    if not sources:
        raise CorpusError(f"{folder}: holds no *.txt file; put the texts there as UTF-8.")
    return sources


def _likely_encoding(raw: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(raw).best()
    return f" (likely {best.encoding.replace('_', '-')})" if best else ""
