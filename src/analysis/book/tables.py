"""Tables of the page: numbered, captioned in the prose, their counts open what they count."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.book.numbers import NOWHERE, Evidence, evidence_record
from analysis.book.records import Record, leave
from analysis.book.results import behind, group_of, groups_of, sentences, with_sentences
from analysis.book.style import FORMATS, PIECES, coded_label, head_of, label_of
from analysis.book.written import MISSING, shown, shown_plainly
from analysis.corpus.codebook import ATTRIBUTES, CODES
from analysis.corpus.corpus import Corpus
from analysis.corpus.errors import check_columns
from analysis.measures.selection import SIDES, keys_of

NOT_CODED = "not coded"
TOTAL = "all sentences"
SHARES = ("share", "difference")


Table = pd.DataFrame | None
Cells = tuple[pd.DataFrame, dict[str, list[Record]]]  # texts, and what each column opens


def table(
    frame: pd.DataFrame,
    corpus: Corpus | None = None,
    *,
    name: str,
    labels: Mapping[str, str] | None = None,
    formats: Mapping[str, str] | str | None = None,
    counted: pd.DataFrame | None = None,
    evidence: Mapping[str, Sequence[Evidence]] | None = None,
    total: bool = False,
    about: Mapping[str, str] | None = None,
    folded: str = "",
) -> None:
    """Show a frame as a numbered table of the page, and as a table in JupyterLab.

    Counts, rates and shares open what they count; see ``select``. The caption stands in the prose::

        :::{caption} tab-frames
        Sentences with each frame.
        :::

    Parameters
    ----------
    frame
        A tidy result, keys first; or one that was pivoted, ``shares.pivot(index="frame",
        columns="document", values="count")``: pieces then stand in the order of the corpus, codes
        in that of the codebook, a piece that is not coded says so, and columns that are no piece
        stand behind them as they are. ``low`` and ``high`` become one column. Where all rows
        compare the same two pieces, a column each, the heads of these columns name them, and the
        caption may, as ``{target}`` and ``{reference}``. Cells are text and never read as markup.
    corpus
        Where the result comes from; without it nothing opens, and pieces keep their names.
    name
        What the prose refers to: ``{numref}`tab-pieces```.
    labels
        Heads of columns, else those of the book: pieces and codes by their labels.
    formats
        Format of a column’s numbers (``".2f"``, ``".1%"``, ``"p"`` for p-values), or one for all;
        else what the column’s name tells, whole numbers or two decimals.
    counted
        The table that the result was counted from, where its keys do not tell; see ``publish``.
    evidence
        For a column that counts something else: what is behind each row, as in ``number``.
    total
        Add a last row with all sentences of each piece.
    about
        Words that a caption for several tables (``tab-curve-*``) has as ``{field}``.
    folded
        Words under which the table stands closed on the page, until a reader opens it.

    Raises
    ------
    CorpusError
        If an option names a column that the frame does not have, or a count is not what it opens.

    Examples
    --------
    >>> from analysis import frames, load_corpus
    >>> corpus = load_corpus()
    >>> counts = frames(corpus.coding).pivot(index="frame", columns="document", values="count")
    >>> table(counts, corpus, name="tab-frames", total=True)
    {...}
    """
    check_columns(frame, [])
    pivoted = frame.columns.name is not None
    if pivoted:
        texts, opened = _pivoted(frame, name, corpus, counted, formats, total)
    else:
        texts, opened = _tidy(frame, name, corpus, counted, formats)
    check_columns(texts, [*(labels or ()), *(evidence or ())])
    for column, found in (evidence or {}).items():
        opened[column] = [evidence_record(f"{name}, {column}", one) for one in found]
    across, pair = str(frame.columns.name or ""), {} if pivoted else _one_pair(frame, corpus)
    sides = dict(zip(SIDES, pair.values(), strict=True)) if pair else {}
    texts = texts.drop(columns=[*sides])
    named = pair | dict(labels or {})
    down = [str(key) for key in frame.index.names] if pivoted else []
    heads = [named.get(c) or _head(corpus, across, down, c) for c in map(str, texts)]
    cells, numbers = [], []
    for row, line in enumerate(texts.to_numpy(object).tolist()):
        made: list[Record] = [{"text": text} for text in line]
        for place, column in enumerate(map(str, texts)):
            given = column in (evidence or {}) and line[place] not in ("", MISSING)
            if column in opened and (given or _is_number(line[place])):
                made[place]["number"] = f"{name}-{row + 1}-{place + 1}"
                told = {"name": made[place]["number"], "what": f"{line[0]}, {heads[place]}"}
                told["cell"] = f"{name}/{row + 1}/{column}".replace(" ", "-")
                numbers.append({"value": line[place], **told, **opened[column][row]})
        cells.append(made)
    numeric = [any(map(_is_number, texts[c])) and c in _numeric(frame) for c in texts]
    record = {
        "kind": "table", "name": name, "head": heads, "numeric": numeric, "rows": cells,
        "numbers": numbers, "about": sides | dict(about or {}), "folded": folded,
        "columns": [head_of(str(column)) for column in texts],
    }  # fmt: skip
    leave(record, shown_plainly)


def _pivoted(
    frame: pd.DataFrame, name: str, corpus: Corpus | None, counted: Table, formats: Any, total: bool
) -> Cells:
    """Return the cells of a pivoted table as text, and what each opens."""
    across = str(frame.columns.name)
    down = [str(key) for key in frame.index.names]
    pieces = [*corpus.documents["document"]] if corpus is not None else []
    plain = [c for c in frame if across == "document" and pieces and c not in pieces]
    beside, frame = frame[plain].map(shown), frame.drop(columns=plain)
    long = frame.melt(ignore_index=False, value_name="count").reset_index().dropna(subset="count")
    whole = (long["count"] % 1 == 0).all()
    spec = formats if isinstance(formats, str) else ",.0f" if whole else ",.2f"
    empty = NOT_CODED if {*ATTRIBUTES, "stance"} & {across, *down} else MISSING
    opened: dict[str, list[Record]] = {}
    if corpus is not None:
        frame = _ordered(_ordered(frame, corpus).T, corpus).T
        checked = long if whole else long.drop(columns="count")
        keys = map(tuple, long[[*down, across]].to_numpy(object))
        found = with_sentences(corpus, behind(corpus, name, checked, counted, "own"))
        cells = dict(zip(keys, found, strict=True))
        nowhere: Record = {"passages": [], "things": [NOWHERE]}
        for column in frame:
            lines = [(*down_keys, column) for down_keys in frame.index.to_frame().to_numpy(object)]
            opened[str(column)] = [cells.get(line, nowhere) for line in lines]
    texts = frame.map(lambda value: shown(value, spec)).replace(MISSING, empty).join(beside)
    if total and corpus is not None:
        for column in opened:
            inside = corpus.sentences.index[corpus.sentences["document"] == column]
            texts.loc[TOTAL, column] = shown(len(inside))
            all_of_it = [*sentences(corpus, inside).values()]
            opened[column].append({"passages": all_of_it, "things": [], "codes": {}})
    texts = texts.fillna("").rename_axis(index=down, columns=None).reset_index()
    texts.columns = texts.columns.map(str)
    return _labelled(texts, corpus, down), opened


def _tidy(
    frame: pd.DataFrame, name: str, corpus: Corpus | None, counted: Table, formats: Any
) -> Cells:
    """Return the cells of a tidy result as text, and what each opens."""
    plain = isinstance(formats, str)
    spec = dict.fromkeys(map(str, frame), formats) if plain else FORMATS | dict(formats or {})
    check_columns(frame, [] if plain else [*(formats or ())])
    opened: dict[str, list[Record]] = {}
    if corpus is not None:
        groups = {c: group_of(c, counted) for c in map(str, frame) if c in _numeric(frame)}
        found = {
            group: with_sentences(corpus, behind(corpus, name, frame, counted, group))
            for group in groups_of(frame, counted)
        }
        opened = {column: found[group] for column, group in groups.items() if group in found}
    texts = pd.DataFrame(
        {column: [shown(v, spec.get(str(column), "")) for v in frame[column]] for column in frame}
    )
    if {"low", "high"} <= {*frame.columns}:
        texts = _with_interval(texts, frame, spec.get("low"))
    return _labelled(texts, corpus, keys_of(frame)), opened


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


def _with_interval(texts: pd.DataFrame, frame: pd.DataFrame, spec: str | None) -> pd.DataFrame:
    """Put low and high into one column: of shares in percentage points, of others as they are."""
    points = any(column.endswith(SHARES) for column in map(str, frame)) and "rate" not in frame
    scale, default = (100, ".0f") if points else (1, ".1f")
    texts["low"] = interval(scale * frame["low"], scale * frame["high"], spec or default)
    return texts.rename(columns={"low": "interval"}).drop(columns="high")


def _ordered(frame: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Return a frame with its rows, by their keys, in the order of corpus and codebook.

    Where a piece is all that a row is, a piece without values has a row as well.
    """
    pieces = list(corpus.documents["document"])
    if [*frame.index.names] == ["document"]:
        return frame.reindex(pieces)

    def places(level: "pd.Index[Any]") -> "pd.Index[Any]":
        known = pieces if level.name in PIECES else [*CODES.get(str(level.name), ())]
        order = {value: place for place, value in enumerate(known)}
        return level.map(lambda value: order.get(value, len(order)))

    return frame.sort_index(key=places, kind="stable")


def _labelled(texts: pd.DataFrame, corpus: Corpus | None, keys: Sequence[str]) -> pd.DataFrame:
    """Return the cells with pieces and codes by their labels."""
    coded = bool({*ATTRIBUTES} & {*keys})
    for key in [k for k in texts if k in (*keys, *PIECES)]:
        texts[key] = [
            coded_label(corpus, v)
            if coded and key == "document" and corpus is not None
            else label_of(corpus, key, v)
            for v in texts[key]
        ]
    return texts


def _head(corpus: Corpus | None, across: str, rows: Sequence[str], column: str) -> str:
    label = label_of(corpus, across, column) if across and column not in rows else column
    return label if across and label != column else head_of(column)


def _one_pair(frame: pd.DataFrame, corpus: Corpus | None) -> dict[str, str]:
    """Return the pieces that the columns target_… and reference_… count in, if all rows share them.

    Nothing where the rows differ, or where a side has more than one such column.
    """
    found: dict[str, str] = {}
    for side in SIDES:
        own = [column for column in map(str, frame) if column.startswith(f"{side}_")]
        if side not in frame or frame[side].nunique() != 1 or len(own) != 1:
            return {}
        found[own[0]] = label_of(corpus, side, str(frame[side].iloc[0]))
    return found


def _is_number(text: Any) -> bool:
    return bool(text) and text[-1] in "0123456789%" and text[0] in "−.0123456789< "


def _numeric(frame: pd.DataFrame) -> set[str]:
    numbers = {str(c) for c in frame if pd.api.types.is_numeric_dtype(frame[c])}
    return numbers | {"interval"}
