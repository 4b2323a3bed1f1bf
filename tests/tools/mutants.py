"""Change the measures in small ways, one at a time, and say which changes no test notices.

``python -m tests.tools.mutants`` draws 300 changes at random (``--sample`` so many by a ``--seed``,
or ``--all``; ``--only vocabulary`` where the path holds that). The changes are mutmut's: another
number, operator, text or default, an argument left out; annotations, decorators and what an error
says are left alone. Each runs the tests that enter the changed function, quickest first, then the
others that enter its module, until one fails. Tests of twenty seconds or more are left out, and
changes in ``tests/mutants.md``, which make no difference. A constant from which another module
makes its own when it is imported is changed too late: run ``make test`` by hand with such a one.
"""

import argparse
import ast
import gc
import os
import pickle
import random
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import takewhile
from pathlib import Path
from types import FunctionType, ModuleType

import coverage
import libcst as cst
import pytest
from _pytest.main import pytest_runtestloop as run_items
from mutmut.mutation.mutators import mutation_operators

ROOT = Path(__file__).parents[2]
MEASURES = ROOT / "src" / "analysis" / "measures"
TESTS = ["tests/measures", "--ignore=tests/measures/test_growth.py", "src/analysis/measures"]
TESTS += ["tests/test_package.py::test_no_call_and_no_result_changes_unseen"]
OPTIONS = ["-qqq", "-x", "-s", "-p", "no:cacheprovider", "--hypothesis-seed=0"]
SLOW = 20
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


def described(path: Path, before: str, after: str) -> tuple[str, range]:
    """Say in a row of a table what changes, and between which lines its function stands."""
    old, new = before.splitlines(), after.splitlines()
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    parts = [lines[start : len(lines) - end] for lines in (old, new)]
    around = [
        node
        for node in ast.walk(ast.parse(before))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and node.lineno <= start + 1 <= (node.end_lineno or 0)
    ]
    name = ".".join([path.stem, *(node.name for node in around)])
    text = " → ".join("`" + " ".join(" ".join(part).split()) + "`" for part in parts)
    inner = around[-1] if around else None
    body = range(inner.body[0].lineno, (inner.end_lineno or 0) + 1) if inner else range(0)
    return f"| {name} | {text} |", body


def _alike(one: list[str], other: list[str]) -> int:
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))


def functions(space: dict[str, object]) -> Iterator[FunctionType]:
    """Yield the functions and methods of a module, also those behind a decorator."""
    for found in gc.get_objects():
        own = isinstance(found, FunctionType) and found.__globals__ is space
        if own and "<" not in found.__qualname__:
            yield found


def put(path: Path, code: str) -> None:
    """Let a module that is in use do what other code says."""
    name = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
    live, fresh = vars(sys.modules[name]), ModuleType(name)
    fresh.__file__ = str(path)
    exec(compile(code, path, "exec"), vars(fresh))
    bodies = {own.__qualname__: own for own in functions(vars(fresh))}
    for old in functions(live):
        if new := bodies.get(old.__qualname__):
            old.__code__, old.__defaults__ = new.__code__, new.__defaults__
            old.__kwdefaults__ = new.__kwdefaults__
    for key, new in vars(fresh).items():
        old = live.get(key)
        if isinstance(new, type) and isinstance(old, type):
            for maker in ("__init__", "__new__"):
                if isinstance(made := getattr(new, maker), FunctionType):
                    getattr(old, maker).__defaults__ = made.__defaults__
        elif not isinstance(new, FunctionType) and not key.startswith("__"):
            for module in list(sys.modules.values()):
                ours = module.__name__.startswith(("analysis", "tests"))
                if ours and key in vars(module) and vars(module)[key] is old:
                    setattr(module, key, new)


class Mutants:
    """A plugin of pytest that runs the tests once, to know them, and then for each change."""

    def __init__(self, chosen: argparse.Namespace) -> None:
        self.chosen, self.ends = chosen, Counter[str]()
        self.seconds: dict[str, float] = {}
        self.watch: coverage.Coverage | None = None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        if self.watch:
            self.watch.switch_context(item.nodeid)
        else:
            signal.setitimer(signal.ITIMER_PROF, 3 + 10 * self.seconds[item.nodeid])
        begun = time.process_time()
        ended = yield
        self.seconds[item.nodeid] = time.process_time() - begun
        return ended

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = folder
            noted = Path(folder, "noted")
            if in_a_fork(lambda: self.know(session, noted)):
                raise pytest.UsageError("The tests of the measures fail as the code stands.")
            self.seconds, entered = pickle.loads(noted.read_bytes())
            self.try_all(session, entered)
        return True

    def know(self, session: pytest.Session, into: Path) -> int:
        """Note how long each test computes and which lines it enters, with each module put anew."""
        for path in MEASURES.rglob("[!_]*.py"):
            put(path, path.read_text("utf-8"))
        self.watch = coverage.Coverage(data_file=None, source=[str(MEASURES)])
        self.watch.start()
        run_items(session)
        self.watch.stop()
        data = self.watch.get_data()
        lines = {file: data.contexts_by_lineno(file) for file in data.measured_files()}
        into.write_bytes(pickle.dumps((self.seconds, lines)))
        return session.testsfailed

    def try_all(self, session: pytest.Session, entered: dict[str, dict[int, list[str]]]) -> None:
        listed = (ROOT / "tests" / "mutants.md").read_text("utf-8")
        for path, module, old, new in drawn(self.chosen):
            code = module.deep_replace(old, new).code
            row, lines = described(path, module.code, code)
            held = entered.get(str(path), {})
            first = {test for line in lines for test in held.get(line, ())}
            tests = {test for own in held.values() for test in own} - {""}
            order = sorted(tests, key=lambda test: (test not in first, self.seconds[test]))
            order = [test for test in order if self.seconds[test] < SLOW]
            end = "equivalent"
            if row not in listed:
                ended = in_a_fork(partial(self.run, session, path, code, order)) if order else 0
                end = "killed" if ended else "alive"
            self.ends[end] += 1
            if end == "alive":
                print(row, flush=True)

    def run(self, session: pytest.Session, path: Path, code: str, order: list[str]) -> int:
        signal.setitimer(signal.ITIMER_PROF, 10)
        put(path, code)
        items = {item.nodeid: item for item in session.items}
        session.items = [items[name] for name in order]
        run_items(session)
        return session.testsfailed


def drawn(chosen: argparse.Namespace) -> list[tuple[Path, cst.Module, cst.CSTNode, cst.CSTNode]]:
    """Return the changes to make."""
    sites = []
    for path in sorted(MEASURES.rglob("[!_]*.py")):
        if re.search(chosen.only, path.as_posix()):
            module, visitor = cst.parse_module(path.read_text("utf-8")), Sites()
            module.visit(visitor)
            sites += [(path, module, *pair) for pair in visitor.found]
    size = len(sites) if chosen.all else min(chosen.sample, len(sites))
    return random.Random(chosen.seed).sample(sites, size)


def in_a_fork(work: Callable[[], int]) -> int:
    """Do the work in a child process, without a word; 0 if that ends well."""
    child = os.fork()
    if not child:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        ended = 1
        try:
            ended = work()
        finally:
            os._exit(ended)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--sample", type=int, default=300)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--all", action="store_true")
    options.add_argument("--only", default="")
    mutants = Mutants(options.parse_args())
    pytest.main([*TESTS, *OPTIONS], plugins=[mutants])
    ends = mutants.ends
    score = ends["killed"] / ((ends["killed"] + ends["alive"]) or 1)
    print(f"{dict(ends)}: {score:.1%} of the changes that are not equivalent were noticed")


if __name__ == "__main__":
    main()
