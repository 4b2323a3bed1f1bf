"""Build the book, cold and strict: ``python -m analysis.book`` in the folder of ``_config.yml``.

Each fault is one line. The book is put in ``_build`` when it is whole, and not before. With
``--publish`` it is the edition for the web, in ``_build/publish``.
"""

import argparse
import errno
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

# Without a parser of web addresses that jsonschema loads where it is there: seconds, for nothing.
JUPYTER_BOOK = [
    sys.executable,
    "-c",
    "import sys; sys.modules['rfc3987_syntax'] = None\n"
    "from jupyter_book.cli.main import main; main()",
    "build",
]
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
RAN = re.compile(r"(\S+): Executed notebook in (\d+)")
FAULT = re.compile(
    r"The book was not built: .*|.*(?:WARNING|ERROR|CRITICAL): .*(?<!\[mystnb.exec])"
)
FULL = {os.strerror(code): code for code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)}
BROKEN = "zmq.error.ZMQError"  # a line between processes that broke
CRASH = re.compile(r"(?:\w+\.)*\w*(?:Error|Exception): .*|.*\(exception: .*\)")


def build(source: Path, *, publish: bool = False) -> int:
    """Build the book of a folder and return the exit status: 0 only for a book without a fault."""
    target = source / "_build" / ("publish" if publish else "html")
    os.environ["ANALYSIS_EDITION"] = target.name
    try:
        shutil.rmtree(target if publish else source / "_build", ignore_errors=True)
        with TemporaryDirectory(prefix=".build-", dir=source) as place:
            faults = list(_faults(source, Path(place)))
            if any(BROKEN in fault for fault in faults):  # no fault of the book: once more
                shutil.rmtree(Path(place, "_build"), ignore_errors=True)
                faults = list(_faults(source, Path(place)))
            if publish and not faults:
                faults = _beyond(source, Path(place, "_build", "html"))
            if not faults:
                target.parent.mkdir(exist_ok=True)
                for made in Path(place, "_build").iterdir():
                    if made.name == "html" or not publish:
                        made.rename(target if made.name == "html" else target.with_name(made.name))
    except KeyboardInterrupt:
        faults = ["The book was not built: stopped."]
    except OSError as fault:
        faults = [f"The book was not built: {fault.strerror}: {fault.filename}."]
    print(*dict.fromkeys(faults), sep="\n", end="\n" if faults else "", file=sys.stderr)
    if not faults:
        print(f"The book: {target / 'index.html'}")
    return bool(faults)


def _beyond(source: Path, pages: Path) -> list[str]:
    """Return what the edition for the web holds of texts beyond what it may."""
    from analysis.book.edition import exceeded  # with Sphinx: seconds, for a build without it
    from analysis.book.sphinx.checking import texts_of

    return exceeded(texts_of(source), pages)


def _faults(source: Path, place: Path) -> Iterator[str]:
    """Run Jupyter Book, say which pages have run, and yield a line for each fault."""
    command = [*JUPYTER_BOOK, str(source), "--path-output", str(place), "-W", "--keep-going", "-n"]
    crashes, found = [], False
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as process:
        try:
            for line in process.stdout or ():
                plain = COLOURS.sub("", line).rstrip().replace(f"{source}{os.sep}", "")
                if full := next((name for name in FULL if name in plain), None):
                    raise OSError(FULL[full], full, str(source))
                if ran := RAN.match(plain):
                    print(f"{ran[1]}: {ran[2]} s", flush=True)
                elif FAULT.fullmatch(plain):
                    found = True
                    yield plain
                elif CRASH.fullmatch(plain):
                    crashes.append(plain)
        except BaseException:
            os.killpg(process.pid, signal.SIGINT)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
            raise
    if process.returncode and not found:
        yield f"The book was not built: {[f'status {process.returncode}', *crashes][-1]}"


if __name__ == "__main__":
    for name in (signal.SIGINT, signal.SIGTERM):  # also where a shell has set one to be ignored
        signal.signal(name, signal.default_int_handler)
    said = argparse.ArgumentParser(prog="python -m analysis.book", description=__doc__)
    said.add_argument("folder", nargs="?", default=".", help="that of _config.yml")
    said.add_argument("--publish", action="store_true", help="build the edition for the web")
    given = said.parse_args()
    sys.exit(build(Path(given.folder).resolve(), publish=given.publish))
