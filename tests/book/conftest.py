"""The built book and a real browser."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WITHOUT_BROWSER = "no Chromium or Chrome found: the pages were not opened in a browser"


def build(source: Path) -> tuple[int, list[str], str]:
    """Build a book; return the exit status, the faults that were said, and the rest."""
    command = [sys.executable, "-m", "analysis.book", str(source)]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stderr.splitlines(), done.stdout


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Give all tests that lack a browser one place, so that the summary has one line for them."""
    report = yield
    if report.skipped and WITHOUT_BROWSER in str(report.longrepr):
        report.longrepr = (__file__, None, f"Skipped: {WITHOUT_BROWSER}")
    return report


@pytest.fixture(scope="session")
def html(tmp_path_factory, worker_id) -> Path:
    """The pages of the book, built cold and strict; or those that ANALYSIS_BOOK_HTML names.

    Workers of one run share them: the first that needs them builds them, the others wait.
    """
    if given := os.environ.get("ANALYSIS_BOOK_HTML"):
        return Path(given).resolve()
    own = tmp_path_factory.getbasetemp()
    said = (own if worker_id == "master" else own.parent) / "book.txt"
    with said.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            _, faults, _ = build(ROOT)
            said.write_text("\n".join(faults), "utf-8")
    assert said.read_text("utf-8") == ""
    return ROOT / "_build" / "html"


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """A headless Chromium, or Chrome; without one the tests that need it are skipped."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip(WITHOUT_BROWSER)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_in(chromium):
    """Open a page of a built book: ``open_in(html, "index", scheme="dark", width=360)``."""
    contexts = []

    def open_page(html: Path, name: str, *, scheme="light", width=1280, scripts=True, query=""):
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme,
            java_script_enabled=scripts, reduced_motion="reduce",
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.faults, page.strangers = [], []
        page.on("console", lambda line: _note(page.faults, line))
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))
        page.route("**/*", lambda route: _stay(route, page.strangers, html))
        page.goto((html / f"{name}.html").as_uri() + query)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def visit(open_in, html):
    """Open a page of the book: ``visit("index", scheme="dark", width=360)``."""
    return partial(open_in, html)


def _note(faults: list[str], line: object) -> None:
    if line.type in ("error", "warning"):
        faults.append(line.text)


def _stay(route: object, strangers: list[str], html: Path) -> None:
    """Let a page load what lies in the book; note and refuse anything else."""
    url = urlparse(route.request.url)
    inside = url.scheme == "file" and Path(unquote(url.path)).is_relative_to(html)
    if inside or url.scheme in ("data", "blob", "about"):
        route.continue_()
    else:
        strangers.append(route.request.url)
        route.abort()
