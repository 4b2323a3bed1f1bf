"""How far long work has come."""

import os
import sys
from collections.abc import Iterable
from typing import TypeVar

Item = TypeVar("Item")
SECONDS = 3  # work that takes less shows nothing


def watched(items: Iterable[Item], *, total: int, doing: str) -> Iterable[Item]:
    """Pass items on; on a terminal or in JupyterLab a bar shows how far they are, if it takes long.

    >>> list(watched("ab", total=2, doing="reading"))
    ['a', 'b']
    """
    if not sys.stderr.isatty() and "JPY_SESSION_NAME" not in os.environ:
        return items
    from tqdm import tqdm

    bar: Iterable[Item] = tqdm(items, desc=doing, total=total, delay=SECONDS, leave=False)
    return bar
