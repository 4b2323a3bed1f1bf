"""Chapters run side by side, each in a kernel of its own; one that dies stops no other."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jupyter_cache.executors import utils
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from sphinx import builders
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from zmq import ZMQError

from analysis.book.markup import markup
from analysis.book.records import BUILT

SAFE = ("sphinx_multitoc_numbering", "sphinx_jupyterbook_latex")  # though they do not say so
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
execute = utils.executenb


def run_side_by_side(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Deal the pages one by one to two processes a core, so that no core waits.

    Sphinx takes the last first: that is the page with the longest source. Each kernel computes in
    one thread: results then do not hang on how many cores there are.
    """
    docnames.sort(key=lambda name: (Path(env.doc2path(name)).stat().st_size, name))
    builders.make_chunks = _one_by_one  # type: ignore[assignment,attr-defined]
    app.parallel = max(app.parallel, 2 * (os.cpu_count() or 1))
    for name in SAFE:
        if extension := app.extensions.get(name):
            extension.parallel_read_safe = extension.parallel_write_safe = True
    for name in (*THREADS, BUILT):
        os.environ.setdefault(name, "1")
    utils.executenb = _execute
    markup("fact", "")  # templates are read before the processes part, once for all


def _one_by_one(names: Sequence[str], *_: int) -> list[list[str]]:
    return [[name] for name in names]


def _execute(notebook: Any, **options: Any) -> Any:
    """Run a notebook; run it again where its line to the kernel breaks: that is no fault of it.

    A kernel that dies or hangs counts as a failed cell, so that the other pages are still built.
    """
    try:
        try:
            return execute(notebook, **options)
        except ZMQError:
            return execute(notebook, **options)
    except (DeadKernelError, CellTimeoutError) as fault:
        name, what = type(fault).__name__, str(fault).strip().splitlines()[0]
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        reached = [cell for cell in cells if cell.execution_count] or cells
        line = f"{name}: {what}"
        output = {"output_type": "error", "ename": name, "evalue": what, "traceback": [line]}
        reached[-1].outputs.append(NotebookNode(output))  # type: ignore[no-untyped-call]
        raise CellExecutionError(line, name, what) from fault
