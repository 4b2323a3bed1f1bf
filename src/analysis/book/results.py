"""Results that the prose cites by address: each cell knows what it counts.

``publish(corpus, frames=shares)`` leaves a result for the page; ``[44%](#n:frames/2012/threat)``
in the prose is then checked against its cell and opens the sentences that the cell counts.
"""

from collections.abc import Iterable
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_float_dtype, is_numeric_dtype

from analysis.book.numbers import COMPUTED, NOTHING, NOWHERE
from analysis.book.records import Record, leave
from analysis.book.style import FORMATS, PIECES, head_of, label_of
from analysis.book.written import named_number, shown
from analysis.corpus.codebook import ATTRIBUTES, CODES
from analysis.corpus.corpus import Corpus
from analysis.corpus.errors import CorpusError, known_names
from analysis.corpus.passages import hits_of, locate
from analysis.measures.selection import COUNTED, SHARED, SIDES, WHOLE, keys_of, select


def publish(corpus: Corpus, /, **results: pd.DataFrame | tuple[pd.DataFrame, pd.DataFrame]) -> None:
    """Leave results for the prose of the page, which cites their cells by address.

    ``[44%](#n:frames/2012-jamestown/threat)`` cites the row of *frames* with these keys: what is
    written with a percent sign its share, a whole number its count, another number its rate;
    ``…/threat/q`` any other column by name; spaces in keys are written as hyphens.
    ``[30](#n:frames)`` cites the number of rows, ``[no](#n:frames/2012-jamestown)`` of those of a
    piece or code, also where there is none. The
    build compares what is written with the cell, at the precision written, and the number opens
    what the cell counts. Only what is cited stands on the page.

    Parameters
    ----------
    corpus
        Where the results come from.
    results
        By name: tidy results, keys first (see ``keys_of``); or a pair of a result and the table
        that it was counted from, where its keys do not tell (see ``select``); a column with yes
        and no in that table says which rows the column of that name counts. A list of places
        (rows with sentence, or start and end) opens these.

    Raises
    ------
    CorpusError
        If two rows have the same keys, or a count is not the number of the sentences, words or
        paragraphs that it would open: then the table counted from is another.

    Examples
    --------
    >>> from analysis import frames, load_corpus
    >>> corpus = load_corpus()
    >>> publish(corpus, frames=frames(corpus.coding))
    {...}
    """
    for name, given in results.items():
        result, counted = given if isinstance(given, tuple) else (given, None)
        record = result_record(corpus, name.replace("_", "-"), result, counted)
        leave(record, head_of, _in_column, _opened)


def _in_column(value: Any, column: str) -> str:
    """Return a value as tables show those of its column."""
    whole = isinstance(value, float) and value.is_integer()
    return shown(int(value) if whole else value, FORMATS.get(column, ""))


def result_record(
    corpus: Corpus, name: str, result: pd.DataFrame, counted: pd.DataFrame | None
) -> Record:
    """Return what the build needs to know of a result."""
    keys = keys_of(result)
    places = "sentence" in result or {"start", "end"} <= {*result.columns}
    if not places and (twice := result[result.duplicated(keys)]).size:
        raise CorpusError(
            f"{name}: two rows have the keys {'/'.join(map(str, twice[keys].iloc[0]))}; "
            "give the result a column that tells them apart."
        )
    if places:
        marked = result[["document", "sentence"]] if "text" in result else result
        held = locate(corpus, marked.assign(row=range(len(result))))
        evidence = {"own": _placed(held, [{}] * len(result))}
    else:
        groups = groups_of(result, counted)
        evidence = {group: behind(corpus, name, result, counted, group) for group in groups}
    columns = {str(column): _plain(result[column]) for column in result if column not in keys}
    rows = [
        {
            "keys": [str(value).replace(" ", "-") for value in row],
            "labels": [label_of(corpus, *pair) for pair in zip(keys, map(str, row), strict=True)],
            "values": {column: values[at] for column, values in columns.items()},
            "behind": {group: found[at] for group, found in evidence.items()},
        }
        for at, row in enumerate(result[keys].to_numpy(object))
    ]
    pieces = list(corpus.documents["document"])
    known = {key: pieces if key in PIECES else [*CODES.get(key, ())] for key in keys}
    return {
        "kind": "result", "name": name, "keys": keys, "columns": [*columns], "rows": rows,
        "known": known, "places": places, "sentences": _used(corpus, chain(*evidence.values())),
    }  # fmt: skip


def group_of(column: str, counted: pd.DataFrame | None = None) -> str:
    """Return what a column of a result counts: *own* rows, those of a side, *whole* documents.

    Or, where the counted table has a column of this name with yes and no, its rows with yes.
    """
    if counted is not None and column in counted and counted[column].dtype == bool:
        return column
    if column in SHARED:
        return column.partition("_")[0]
    return "whole" if column in WHOLE else "own" if column in COUNTED else ""


def behind(
    corpus: Corpus,
    name: str,
    result: pd.DataFrame,
    counted: pd.DataFrame | None,
    group: str,
) -> list[Record]:
    """Return what the cells of a group open, row by row: places with their hits, the codes counted.

    Raises
    ------
    CorpusError
        If a count is neither the number of hits, of sentences nor of paragraphs selected.
    """
    marked = counted is not None and group in counted and counted[group].dtype == bool
    column = {"own": "count", "whole": "sentences"}.get(group, f"{group}_count")
    if counted is not None and marked:
        column, counted = group, counted[counted[group]]
    held = select(corpus, result, column=column, counted=counted)
    rates = marked and is_float_dtype(result[column])
    if column in result and group != "whole" and not rates:
        _check(corpus, name, result, column, held)
    attributes = [key for key in keys_of(result) if key in (*ATTRIBUTES, "stance")]
    codes = result[attributes if group != "whole" else []].astype(str).to_dict("records")
    return _placed(held, codes or [{}] * len(result))


def _placed(held: pd.DataFrame, codes: list[Any]) -> list[Record]:
    """Return what is behind each row, as ``select`` and ``locate`` place it."""
    hits = {int(str(row)): hits_of(own, "place") for row, own in held.groupby("row")}
    rows = [hits.get(row, {}) for row in range(len(codes))]
    return [
        {
            "passages": [(str(place), found[place]) for place in sorted(found)],
            "things": [] if found else [NOWHERE],
            "codes": own,
        }
        for found, own in zip(rows, codes, strict=True)
    ]


def with_sentences(corpus: Corpus, found: list[Record]) -> list[Record]:
    """Return what ``behind`` gave with its sentences."""
    known = _used(corpus, found)
    return [_opened(one, known) for one in found]


def _used(corpus: Corpus, found: Iterable[Record]) -> dict[str, Record]:
    return sentences(corpus, {place for one in found for place, _ in one["passages"]})


def _opened(found: Record, known: dict[str, Record]) -> Record:
    """Return what is behind a cell with its sentences."""
    passages = [known[place] | {"hits": hits} for place, hits in found["passages"]]
    return found | {"passages": passages}


def sentences(corpus: Corpus, places: Iterable[int | str]) -> dict[str, Record]:
    """Return sentences in the order of the texts, by their rows in ``corpus.sentences``."""
    own = corpus.sentences.loc[sorted({int(place) for place in places})]
    labels = dict(zip(corpus.documents["document"], corpus.documents["label"], strict=True))
    facts = zip(own.index, own["document"], own["sentence"], own["text"], strict=True)
    return {
        str(place): {"document": document, "label": labels[document], "sentence": int(sentence),
                "text": text, "hits": []}
        for place, document, sentence, text in facts
    }  # fmt: skip


def cite(record: Record, address: str, written: str | None) -> Record:
    """Return the number that an address of a result stands for: value, what it says, evidence.

    Raises
    ------
    CorpusError
        If there is no such row or column; the nearest is named.
    """
    parts = address.split("/")[1:]
    rows, rest = _under(record["rows"], parts)
    if rest and _names_no_row(record, parts, rest):
        return _row_count(record, address, [])
    if len(rest) > 1 or (rest and rest[0] not in record["columns"]):
        at = len(parts) - len(rest)
        known = sorted({row["keys"][at] for row in rows if len(row["keys"]) > at})
        raise CorpusError(
            f"{record['name']} has no “{rest[0]}”{known_names(rest[0], known or record['columns'])}"
        )
    partly = len(parts) < len(record["keys"]) and "count" not in record["columns"]
    many = partly or record["places"] or len(rows) != 1
    if (not rest and many) or not parts:
        return _row_count(record, address, rows)
    column, row = rest[0] if rest else _column(record, written), rows[0]
    if row["values"][column] is None:
        raise CorpusError(f"{record['name']} has no value there")
    head = "interval" if column in ("low", "high") else head_of(column)
    computed = {"passages": [], "things": [COMPUTED], "cell": {*row["labels"], head}}
    placed = row["behind"].get(column, row["behind"].get(group_of(column)))
    found = _opened(placed, record["sentences"]) if placed else computed
    what = f"{_row_label(record, row)}, {head_of(column)}"
    value = row["values"][column]
    return {"name": address, "value": value, "what": what, "column": column, **found}


def _row_label(record: Record, row: Record, given: int = 0) -> str:
    """Return what a row is, in words: *threat, 2012 Jamestown against 2020 TPQ*.

    So many first keys are left out, which the address gives.
    """
    told = dict(zip(record["keys"][given:], row["labels"][given:], strict=True))
    sides = " against ".join(told.pop(side) for side in SIDES if side in told)
    return ", ".join([*told.values(), sides] if sides else told.values())


def _row_count(record: Record, address: str, rows: list[Record]) -> Record:
    """Return the number of rows under an address, with their places or their keys."""
    merged: dict[tuple[str, int], Record] = {}
    for row in rows if record["places"] else ():
        for one in _opened(row["behind"]["own"], record["sentences"])["passages"]:
            known = merged.setdefault((one["document"], one["sentence"]), one | {"hits": []})
            known["hits"] = sorted([*known["hits"], *one["hits"]])
    given = len(address.split("/")) - 1
    given = given if given < len(record["keys"]) else 0
    things = [] if merged else [_row_label(record, row, given) for row in rows] or [NOTHING]
    what = ", ".join([record["name"], *address.split("/")[1:]])
    behind = {"passages": [*merged.values()], "things": things, "codes": {}}
    return {"name": address, "value": float(len(rows)), "what": what, "column": "count", **behind}


def _under(rows: list[Record], parts: list[str]) -> tuple[list[Record], list[str]]:
    """Return the rows whose keys begin with the parts, as many of these as fit, and the rest."""
    for depth, part in enumerate(parts):
        inside = [row for row in rows if row["keys"][depth : depth + 1] == [part]]
        if not inside:
            return rows, parts[depth:]
        rows = inside
    return rows, []


def _names_no_row(record: Record, parts: list[str], rest: list[str]) -> bool:
    """Tell whether the parts that no row has are pieces and codes, so that there are 0 such rows.

    Where the parts are all keys of a row, that row is unknown, and not 0, save in lists of places.
    """
    keys = record["keys"][len(parts) - len(rest) : len(parts)]
    return (
        len(parts) < len(record["keys"]) + record["places"]
        and len(keys) == len(rest)
        and all(part in record["known"].get(key, ()) for key, part in zip(keys, rest, strict=True))
    )


def _column(record: Record, written: str | None) -> str:
    """Return the column that something written so means: share, count or rate.

    A mark of a figure has nothing written: it means the first of these that there is.
    """
    columns = record["columns"]
    if written is None:
        wanted = next((one for one in ("share", "rate", "count") if one in columns), "share")
    else:
        whole = written.replace(",", "").isdigit() or named_number(written) is not None
        share = written.rstrip().endswith(("%", "per cent"))
        wanted = "share" if share else "count" if whole else "rate"
    if found := [wanted] if wanted in columns else columns if len(columns) == 1 else []:
        return str(found[0])
    raise CorpusError(
        f"{record['name']} has no column “{wanted}”; name one in the address ({', '.join(columns)})"
    )


def groups_of(result: pd.DataFrame, counted: pd.DataFrame | None) -> list[str]:
    """Return the groups of columns of a result whose cells open what they count."""
    numbers = [str(column) for column in result if is_numeric_dtype(result[column])]
    groups = dict.fromkeys(group_of(column, counted) for column in numbers)
    keys = {*keys_of(result)}
    if "document" not in keys:
        groups.pop("whole", None)
    if counted is None and not {"document", "term"} & keys:
        groups.pop("own", None)
    return [group for group in groups if group]


def _check(
    corpus: Corpus, name: str, result: pd.DataFrame, column: str, held: pd.DataFrame
) -> None:
    """Refuse counts that are none of the sizes of what they would open."""
    paragraphs = corpus.sentences.loc[held["place"], ["document", "paragraph"]]
    sizes = (
        held.assign(paragraph=pd.MultiIndex.from_frame(paragraphs).factorize()[0])
        .groupby("row")[["span", "place", "paragraph"]]
        .nunique()
    )
    sizes = sizes.reindex(range(len(result)), fill_value=0)
    counts = result[column].reset_index(drop=True)
    wrong = counts.notna() & ~sizes.eq(counts, axis=0).any(axis=1)
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        said = "/".join(map(str, result[keys_of(result)].iloc[row]))
        raise CorpusError(
            f"{name}: {said} counts {shown(counts[row], 'g')}, but what it would open are "
            f"{' or '.join(map(str, sorted(set(sizes.loc[row]))))}; name the table that it was "
            "counted from."
        )


def _plain(column: "pd.Series[Any]") -> list[Any]:
    """Return the values of a column as JSON holds them."""
    if not is_numeric_dtype(column):
        return [str(value) for value in column]
    numbers = column.to_numpy(float, na_value=np.nan)
    return [float(value) if np.isfinite(value) else None for value in numbers]
