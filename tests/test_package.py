"""The package: its names, its wheel, its examples in the README."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import analysis
from tests.tools.public_calls import as_text

ROOT = Path(__file__).parents[1]


def test_every_public_name_has_a_docstring():
    assert {"load_corpus", "keyness", "claim", "number", "specifications"} <= {*analysis.__all__}
    for name in analysis.__all__:
        assert getattr(analysis, name).__doc__, name


def test_import_loads_nothing_heavy():
    heavy = ("IPython", "matplotlib", "nltk", "scipy.sparse", "scipy.stats")
    heavy += ("simplemma", "sklearn", "sphinx")
    found = f"[name for name in {heavy} if name in sys.modules]"
    code = f"import sys; from analysis import frames, keyness, load_corpus, table; print({found})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_wheel_holds_the_package_and_no_text_and_says_how_to_go_on(tmp_path):
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(tmp_path)]
    subprocess.run([*command, str(ROOT)], capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "site")
    assert "analysis/corpus/stopwords.txt" in names
    assert "analysis/corpus/actors.toml" in names
    assert "analysis/measures/framing/lexicon.toml" in names
    assert "analysis/measures/checks/conformance.csv" in names
    assert {"analysis/py.typed", "analysis/__init__.pyi"} <= {*names}
    assert "analysis/book/static/numbers.js" in names
    starter = ROOT / "src" / "analysis" / "book" / "starter"
    for path in filter(Path.is_file, starter.rglob("*")):
        assert str(path.relative_to(ROOT / "src")) in names
    assert not [name for name in names if re.search(r"seeds|20\d\d-", name)]
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"china_nato_in_print-{version}-py3-none-any.whl" == wheel.name
    code = "import analysis; print(analysis.__version__); analysis.load_corpus()"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path / "site", capture_output=True, text=True
    )
    assert done.returncode != 0
    assert done.stdout.strip() == version
    assert "name a folder of *.txt files" in done.stderr.splitlines()[-1]


def speeches(folder):
    """Write two made-up speeches, of red and of blue."""
    folder.mkdir()
    for party, word in (("red", "war"), ("blue", "peace")):
        lines = [f"In {1990 + n} we want {word}, not fear, peace and a threat." for n in range(12)]
        text = "\n\n".join(["A speech", *lines])
        (folder / f"{party}_2014.txt").write_text(text, "utf-8")


def test_the_example_of_the_readme_is_ten_lines_and_draws(tmp_path):
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert len([line for line in code.splitlines() if line]) <= 10
    speeches(tmp_path / "my-texts")
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
    assert (tmp_path / "words.png").is_file()


def test_nothing_in_the_project_reaches_out_of_it_or_names_this_machine():
    forbidden = re.compile(r"\.\./shared|/work/|/root/|/tmp/")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    for name in listed.stdout.split():
        path = ROOT / name
        if name.startswith("seeds/") or path == Path(__file__) or not path.is_file():
            continue
        assert not forbidden.search(path.read_bytes().decode("utf-8", "ignore")), name


def test_every_public_name_stands_on_one_page_of_the_api():
    pages = "".join(page.read_text("utf-8") for page in (ROOT / "chapters").glob("api_*.md"))
    named = re.findall(r"^\.\. auto(?:function|class|exception):: (\w+)", pages, re.MULTILINE)
    assert sorted(named) == sorted(analysis.__all__)


@pytest.mark.xdist_group("alone")
def test_tests_of_a_group_go_to_one_worker(request):
    grouped = getattr(request.config.option, "loadgroup", False)
    assert request.node.nodeid.endswith("@alone") == grouped


def test_no_call_and_no_result_changes_unseen():
    """``python -m tests.tools.public_calls`` writes what is wanted anew."""
    for place, text in as_text().items():
        assert text.splitlines() == place.read_text("utf-8").splitlines()


def test_the_cheat_sheet_runs(tmp_path, monkeypatch):
    sheet = (ROOT / "chapters" / "cheatsheet.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", sheet, re.DOTALL)
    speeches(tmp_path / "my-texts")
    shutil.copy(ROOT / "seeds" / "events.toml", tmp_path)
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "cheatsheet", "exec"), {})


def test_the_version_is_that_of_the_changelog():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert version in headings[:2]
    for name in ("_config.yml", "CITATION.cff"):
        text = (ROOT / name).read_text("utf-8")
        assert re.search(rf'^ *version: "?{re.escape(version)}"?$', text, re.MULTILINE), name
