"""Tables of the page: numbered, captioned, their counts open their sentences."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from analysis.book.numbers import MISSING, Evidence, as_html, number_record, shown
from analysis.book.records import Record, leave
from analysis.book.style import label_of
from analysis.corpus.errors import CorpusError, known_names
from analysis.corpus.tables import rows

Find = Callable[[Any], Evidence]


def table(
    frame: pd.DataFrame,
    *,
    name: str,
    caption: str,
    labels: Mapping[str, str] | None = None,
    formats: Mapping[str, str] | None = None,
    wide: Sequence[str] = (),
    evidence: Mapping[str, Find] | None = None,
) -> None:
    """Show a frame as a numbered table of the page, and as a table in JupyterLab.

    Parameters
    ----------
    frame
        One row a row; the first column names it. Cells are text and never read as markup.
    name
        What the prose refers to: ``{numref}`tab-pieces```.
    caption
        What the table shows, with units.
    labels
        Heads of columns; else the column’s name, or the label of the piece that it names.
    formats
        Format of a column’s numbers (``".2f"``, ``".1%"``, ``"p"`` for p-values); else whole
        numbers or two decimals.
    wide
        Columns that a narrow screen leaves out; at most four others should remain.
    evidence
        For a column, a function from a row to what is behind its number, as in ``number``: the
        number then opens it.

    Raises
    ------
    CorpusError
        If an option names a column that the frame does not have.

    Examples
    --------
    >>> table(pd.DataFrame({"piece": ["2012-jamestown"], "words": [2347]}), name="tab-words",
    ...       caption="Words of the body.")
    {...}
    """
    columns = [str(column) for column in frame]
    for column in [*(labels or ()), *(formats or ()), *wide, *(evidence or ())]:
        if column not in columns:
            raise CorpusError(f"{name} has no column “{column}”{known_names(column, columns)}.")
    heads = [(labels or {}).get(column, label_of(column).replace("_", " ")) for column in columns]
    cells, numbers = [], []
    for place, (values, row) in enumerate(zip(frame.to_numpy(object), rows(frame), strict=True), 1):
        line = [
            _cell(value, (formats or {}).get(column, ""))
            for column, value in zip(columns, values, strict=True)
        ]
        for column, find in (evidence or {}).items():
            place_in_row = columns.index(column)
            cell = line[place_in_row]
            if cell["text"] == MISSING:
                continue
            cell["number"] = f"{name}-{place}-{place_in_row + 1}"
            what = f"{line[0]['text']}, {heads[place_in_row]}"
            numbers.append(
                number_record(cell["text"], name=cell["number"], what=what, evidence=find(row))
            )
        cells.append(line)
    record = {
        "kind": "table",
        "name": name,
        "caption": caption,
        "head": heads,
        "wide": [column in wide for column in columns],
        "numeric": [pd.api.types.is_numeric_dtype(frame[column]) for column in columns],
        "rows": cells,
        "numbers": numbers,
    }
    leave(record, _as_html(record))


def interval(low: "pd.Series[float]", high: "pd.Series[float]", spec: str = ".1f") -> list[str]:
    """Return intervals as a column of a table shows them; ∞ where there is no limit.

    >>> low, high = pd.Series([-1.26, 0.5, None]), pd.Series([0.4, float("inf"), 2])
    >>> interval(low, high)
    ['−1.3 to 0.4', '0.5 to ∞', '–']
    """
    return [
        MISSING
        if pd.isna([a, b]).any()
        else f"{shown(a, spec)} to {shown(b, spec)}".replace("inf", "∞")
        for a, b in zip(low, high, strict=True)
    ]


def _cell(value: Any, spec: str) -> Record:
    return {"text": label_of(value) if isinstance(value, str) else shown(value, spec)}


def _as_html(record: Record) -> str:
    texts = [[cell["text"] for cell in line] for line in record["rows"]]
    body = pd.DataFrame(texts, columns=record["head"]).to_html(index=False, escape=True)
    behind = "".join(f"<p>{as_html(bound)}</p>" for bound in record["numbers"])
    opened = f"<details><summary>What is behind the numbers</summary>{behind}</details>"
    return f"<p><b>{escape(record['caption'])}</b></p>{body}{opened if behind else ''}"
