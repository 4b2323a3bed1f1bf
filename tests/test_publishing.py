"""What stands around the book: addresses, metadata of pages, workflows, the house in a picture."""

import json
import re
import shutil
import subprocess
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.utils import new_document

from analysis.book.address import set_addresses
from analysis.book.sphinx.metadata import (
    describe_page,
    launch_where_known,
    page_not_found,
    write_for_hosts,
)

from .tools import house

ROOT = Path(__file__).parents[1]
REPOSITORY, BOOK = "https://github.com/someone/book", "https://someone.github.io/book/"
NAMES = ("_config.yml", "CITATION.cff")


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(ROOT / "chapters", tmp_path / "chapters")
    for name in NAMES:
        shutil.copy(ROOT / name, tmp_path)
    set_addresses(tmp_path, "", "")
    return tmp_path


def held(folder: Path) -> dict[Path, str]:
    return {path: path.read_text("utf-8") for path in folder.rglob("*.*") if path.is_file()}


def test_addresses_are_written_once_and_taken_out_again(copy):
    before = held(copy)
    changed = set_addresses(copy, REPOSITORY, BOOK)
    assert {path.name for path in changed} >= {*NAMES, "framing.ipynb", "voices.ipynb"}
    assert set_addresses(copy, REPOSITORY, BOOK) == []
    assert f'url: "{REPOSITORY}"' in (copy / "_config.yml").read_text("utf-8")
    assert f"url: {BOOK}\n" in (copy / "CITATION.cff").read_text("utf-8")
    cells = json.loads((copy / "chapters" / "framing.ipynb").read_text("utf-8"))["cells"]
    assert cells[0]["cell_type"] == "markdown"
    assert REPOSITORY in "".join(cells[1]["source"])
    assert sum(cell["cell_type"] == "code" for cell in cells[:2]) == 1
    set_addresses(copy, "", "")
    assert held(copy) == before


def book(**config):
    config = {
        "root_doc": "index", "project": "A book", "language": "en-GB", "author": "Somebody",
        "version": "1.2.3", "html_baseurl": BOOK, "html_theme_options": {}, **config,
    }  # fmt: skip
    return SimpleNamespace(config=SimpleNamespace(**config), builder=SimpleNamespace(format="html"))


def described(app, name: str) -> tuple[dict, dict[str, str]]:
    page = new_document("page")
    page += nodes.paragraph("", "What is </script> asked\n here.")
    context = {"title": "A <em>question</em>"}
    describe_page(app, name, "page.html", context, page)
    (data,) = re.findall(r"json\">(.*)</script>", context["metatags"])
    pairs = re.findall(r'og:(\w+)" content="([^"]*)"', context["metatags"])
    return json.loads(data), dict(pairs)


def test_a_page_says_what_it_is():
    data, shared = described(book(), "chapters/framing")
    assert (data["@type"], data["isPartOf"]["@type"]) == ("Chapter", "Book")
    assert data["name"] == shared["title"] == "A question"
    assert data["description"] == "What is </script> asked here."
    assert shared["url"] == f"{BOOK}chapters/framing.html"
    assert described(book(), "index")[0]["@type"] == "Book"
    assert not {"url", "image"} & described(book(html_baseurl=""), "index")[1].keys()


def test_without_an_address_there_is_no_button_no_map_and_no_404(tmp_path):
    config = SimpleNamespace(html_theme_options={"launch_buttons": {"colab_url": "x"}})
    launch_where_known(None, config)
    assert config.html_theme_options["launch_buttons"] == {}
    config.html_theme_options |= {"repository_url": REPOSITORY, "launch_buttons": {"a": "b"}}
    launch_where_known(None, config)
    assert config.html_theme_options["launch_buttons"] == {"a": "b"}
    app = book(html_baseurl="")
    app.outdir = tmp_path
    write_for_hosts(app, None)
    assert page_not_found(app) == []
    assert [*tmp_path.iterdir()] == []


def test_with_an_address_hosts_find_every_page(tmp_path):
    (tmp_path / "chapters").mkdir()
    for name in ("index.html", "chapters/framing.html", "search.html", "404.html"):
        (tmp_path / name).touch()
    app = book()
    app.outdir = tmp_path
    write_for_hosts(app, None)
    listed = re.findall("<loc>(.*)</loc>", (tmp_path / "sitemap.xml").read_text("utf-8"))
    assert listed == [f"{BOOK}chapters/framing.html", f"{BOOK}index.html"]
    assert (tmp_path / "card.png").read_bytes().startswith(b"\x89PNG")
    ((name, context, _),) = page_not_found(app)
    assert name == "404"
    assert f'href="{BOOK}index.html"' in context["body"]


def test_workflows_pin_their_actions_and_may_only_read():
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        text = path.read_text("utf-8")
        for used in re.findall(r"uses: (.*)", text):
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v[\d.]+", used), used
        assert "\npermissions:\n  contents: read\n" in text
        for target in re.findall(r"make (\w+)", text):
            assert f"\n{target}:" in (ROOT / "Makefile").read_text("utf-8"), target


@pytest.fixture
def pages():
    """A folder that anybody may read: who follows links as root does so as nobody."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def publisher(tmp_path):
    """The address of a host on this machine that has one page, `there`."""
    (tmp_path / "there").touch()
    answer = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), answer) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.skipif(not shutil.which("make"), reason="make is not there")
@pytest.mark.parametrize(("link", "broken"), [("there", False), ("gone", True)])
def test_links_to_publishers_are_followed(pages, publisher, link, broken):
    """On every page, however the link is written."""
    (pages / "index.html").write_text('<a href="page.html">A page</a>', "utf-8")
    page = f'<p class="source"><a rel="external" href="{publisher}/{link}">Publisher</a></p>'
    (pages / "page.html").write_text(page, "utf-8")
    settings = (f"BIN={Path(sys.executable).parent}", f"HTML={pages}", f"VENV={pages}/none")
    installed = [part for name in ("uv", "book", "test") for part in ("-o", f"{pages}/none/{name}")]
    command = ["make", "links", *settings, *installed]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode != 0) == broken, done.stdout + done.stderr
    assert (f"{publisher}/gone" in done.stdout) == broken


def test_the_version_is_one():
    said = {
        name: re.findall(
            r'(?m)^\s*version\s*[:=]\s*"?([\d.]+)"?$', (ROOT / name).read_text("utf-8")
        )
        for name in ("pyproject.toml", "_config.yml", "CITATION.cff")
    }
    assert len({version for found in said.values() for version in found}) == 1, said


def test_every_package_that_is_installed_has_a_hash():
    for name in ("requirements.txt", "requirements-test.txt"):
        text = (ROOT / name).read_text("utf-8")
        for line in re.findall(r"(?m)^[a-z].*(?:\n .*)*", text):
            assert re.match(r"[\w.-]+==\S+", line), line
            assert "--hash=sha256:" in line, line


def test_the_picture_of_the_house_is_that_of_its_imports():
    assert house.drawn() == house.picture(), "python -m tests.tools.house --write"
