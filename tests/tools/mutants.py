"""Change the measures in small ways, one at a time, and say which changes no test notices.

``python -m tests.tools.mutants`` draws 300 changes at random (``--sample``, ``--seed``, or ``--all``
of them; ``--only vocabulary`` what has that in its path). The changes are mutmut's: another number,
operator, text or default, an argument left out; what an error says, annotations and decorators are
left alone. Each runs the tests that enter the changed function, quickest first, then the others
that enter its module, until one fails; tests of more than half a second are left out. What stands in
``tests/mutants.md`` makes no difference.
"""

import argparse
import ast
import difflib
import os
import pickle
import random
import re
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from importlib.machinery import SourceFileLoader
from pathlib import Path

import coverage
import libcst as cst
import pytest
from mutmut.mutation.mutators import mutation_operators

ROOT = Path(__file__).parents[2]
MEASURES = ROOT / "src" / "analysis" / "measures"
TESTS = ["tests/measures", "src/analysis/measures", "--ignore=tests/measures/test_growth.py"]
OPTIONS = ["-qq", "-x", "-p", "no:cacheprovider", "--hypothesis-seed=0"]
OPTIONS += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
LEFT_ALONE = (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom, cst.Raise)


class Sites(cst.CSTVisitor):
    """Collect what can be changed in a module: pairs of a node and what takes its place."""

    def __init__(self) -> None:
        self.found: list[tuple[cst.CSTNode, cst.CSTNode]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if not isinstance(node, LEFT_ALONE):
            for kind, operator in mutation_operators:
                if isinstance(node, kind):
                    self.found += [(node, new) for new in operator(node)]
        return not isinstance(node, LEFT_ALONE)


class Record:
    """A plugin of pytest that notes how long each test computes and which lines it enters."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.coverage = coverage.Coverage(data_file=None, source=[str(MEASURES)])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.coverage.switch_context(item.nodeid)
        begun = time.process_time()
        ended = yield
        self.seconds[item.nodeid] = time.process_time() - begun
        return ended

    def run(self, into: Path) -> int:
        self.coverage.start()
        code = pytest.main([*TESTS, *OPTIONS], plugins=[self])
        self.coverage.stop()
        data = self.coverage.get_data()
        lines = {Path(file): data.contexts_by_lineno(file) for file in data.measured_files()}
        into.write_bytes(pickle.dumps((self.seconds, lines)))
        return int(code)


class Select:
    """A plugin of pytest that runs the tests which it was given, in order, each in its time."""

    def __init__(self, order: list[str], seconds: dict[str, float]) -> None:
        self.rank, self.seconds = {name: n for n, name in enumerate(order)}, seconds

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self.rank),
            key=lambda item: self.rank[item.nodeid],
        )

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        signal.setitimer(signal.ITIMER_PROF, 5 + 5 * self.seconds[item.nodeid])


def in_a_fork(work: Callable[[], int]) -> int:
    """Do the work in a child process, without a word, and return how it ended."""
    child = os.fork()
    if not child:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os._exit(work())
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def tried(path: Path, code: str, order: list[str], seconds: dict[str, float]) -> int:
    """Run tests with other code in one module; 0 if all pass."""
    read = SourceFileLoader.get_code

    def changed(loader: SourceFileLoader, name: str) -> object:
        here = loader.path == str(path)
        return compile(code, path, "exec") if here else read(loader, name)

    SourceFileLoader.get_code = changed  # type: ignore[method-assign, assignment]
    signal.setitimer(signal.ITIMER_PROF, 30)
    files = sorted({name.partition("::")[0] for name in order})
    return int(pytest.main([*files, *OPTIONS], plugins=[Select(order, seconds)]))


def described(path: Path, before: str, after: str) -> tuple[str, range]:
    """Say in a row of a table what changes, and between which lines its function stands."""
    old, new = before.splitlines(), after.splitlines()
    moved = [op for op in difflib.SequenceMatcher(None, old, new).get_opcodes() if op[0] != "equal"]
    start, parts = moved[0][1], (old[moved[0][1] : moved[-1][2]], new[moved[0][3] : moved[-1][4]])
    around = [
        node
        for node in ast.walk(ast.parse(before))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and node.lineno <= start + 1 <= (node.end_lineno or 0)
    ]
    name = ".".join([path.stem, *(node.name for node in around)])
    text = " → ".join("`" + " ".join(" ".join(part).split()) + "`" for part in parts)
    lines = range(around[-1].body[0].lineno, (around[-1].end_lineno or 0) + 1) if around else range(0)
    return f"| {name} | {text} |", lines


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--sample", type=int, default=300)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--all", action="store_true")
    options.add_argument("--only", default="")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = folder
        noted = Path(folder, "noted")
        if in_a_fork(lambda: Record().run(noted)):
            sys.exit("The tests of the measures fail as the code stands: mend that first.")
        seconds, entered = pickle.loads(noted.read_bytes())
        pytest.main([*TESTS, *OPTIONS, "--collect-only", "-qqq"])  # so that libraries are there
        for name in [name for name in sys.modules if name.partition(".")[0] in ("analysis", "tests")]:
            del sys.modules[name]
        sites = []
        for path in sorted(MEASURES.rglob("*.py")):
            if re.search(chosen.only, path.as_posix()):
                module, visitor = cst.parse_module(path.read_text("utf-8")), Sites()
                module.visit(visitor)
                sites += [(path, module, *pair) for pair in visitor.found]
        if not chosen.all:
            sites = random.Random(chosen.seed).sample(sites, min(chosen.sample, len(sites)))
        listed = (ROOT / "tests" / "mutants.md").read_text("utf-8")
        ends: Counter[str] = Counter()
        for path, module, old, new in sites:
            code = module.deep_replace(old, new).code
            row, lines = described(path, module.code, code)
            if row in listed:
                ends["equivalent"] += 1
                continue
            into: dict[bool, set[str]] = defaultdict(set)
            for line, tests in entered.get(path, {}).items():
                into[line in lines].update(name for name in tests if seconds.get(name, 1) < 0.5)
            into[False] -= into[True]
            alive = all(
                in_a_fork(partial(tried, path, code, sorted(into[inside], key=seconds.get), seconds)) == 0
                for inside in (True, False)
                if into[inside]
            )
            ends["alive" if alive else "killed"] += 1
            if alive:
                print(row, flush=True)
        score = ends["killed"] / (ends["killed"] + ends["alive"])
        print(f"{dict(ends)}: {score:.1%} of the changes that are not equivalent were noticed")


if __name__ == "__main__":
    main()
