"""Pages are read and written side by side: each chapter waits in a kernel of its own."""

import os

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

SAFE = ("sphinx_multitoc_numbering", "sphinx_jupyterbook_latex")  # though they do not say so
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def build_side_by_side(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Deal the pages to two processes a core, so that no core waits for the longest chapter.

    Each kernel computes in one thread: results then do not hang on how many cores there are.
    """
    app.parallel = max(app.parallel, 2 * (os.cpu_count() or 1))
    for name in SAFE:
        if extension := app.extensions.get(name):
            extension.parallel_read_safe = extension.parallel_write_safe = True
    for name in THREADS:
        os.environ.setdefault(name, "1")
