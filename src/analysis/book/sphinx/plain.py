"""A cell that fails, takes too long or ends its kernel is one line of the log, not a page of it."""

import logging
from typing import Any

from jupyter_cache.executors import utils
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from sphinx.application import Sphinx
from zmq import ZMQError

execute = utils.executenb


class _Short(logging.Filter):
    def filter(self, entry: logging.LogRecord) -> bool:
        if "CellExecutionError" in str(entry.msg):
            entry.msg, entry.args = str(entry.msg).splitlines()[0], ()
        return True


def show_plain_warnings(app: Sphinx) -> None:
    """Cut tracebacks of cells out of the log; the page’s last line of it is logged by itself.

    A kernel that dies or hangs counts as a failed cell, so that the other pages are still built.
    """
    for handler in logging.getLogger("sphinx").handlers:
        handler.addFilter(_Short())
    utils.executenb = _execute


def _execute(notebook: Any, **options: Any) -> Any:
    """Run a notebook; run it again where its line to the kernel breaks: that is no fault of it."""
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
