"""Tables as CSV, figures as SVG and PNG, all tables and results in one archive."""

from base64 import b64decode
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd
from sphinx.application import Sphinx

from analysis.book.markup import markup
from analysis.book.page import caption_name
from analysis.book.records import Record
from analysis.book.style import meaning_of
from analysis.book.written import MISSING

FOLDER = "downloads"
DICTIONARY = ["file", "shows", "column", "meaning"]
Captions = dict[str, str]  # their words, by the name of a table or figure
TEXTS = ["text", "shown"]  # texts of their publishers are no part of the archive


def write_files(app: Sphinx, docname: str, found: list[Record], told: Captions) -> dict[str, str]:
    """Write what the cells of a page left as files, and what the columns of its tables mean.

    Return the links to the files by the name of the table or figure that they stand beneath.
    """
    up, page = "../" * docname.count("/"), docname.rpartition("/")[2]
    folder = Path(app.outdir, FOLDER, page)
    links: dict[str, str] = {}
    known = []
    if found:
        folder.mkdir(parents=True, exist_ok=True)
    for content in found:
        name, files = content.get("name", ""), content.get("files", {})
        if (table := _table(content)) is not None:
            table.to_csv(folder / f"{name}.csv", index=False)
            legend = told.get(caption_name(told, name) or "", "a result that the page cites")
            shows = " ".join(legend.split())
            known += [(f"{page}/{name}.csv", shows, one, meaning_of(str(one))) for one in table]
        for kind, data in files.items():
            (folder / f"{name}.{kind}").write_bytes(b64decode(data))
        if content["kind"] in ("figure", "table"):
            links[name] = markup("downloads", f"{up}{FOLDER}/{page}/", name, [*files] or ["csv"])
    if known:
        columns = pd.DataFrame(known, columns=DICTIONARY)
        columns.to_csv(folder / "columns.csv", index=False)
    return links


def _table(content: Record) -> pd.DataFrame | None:
    """Return a table as the page shows it, a result in full; nothing of a list of places."""
    if content["kind"] == "table":
        lines = [[cell["text"].replace("−", "-") for cell in line] for line in content["rows"]]
        return pd.DataFrame(lines, columns=content["head"]).replace(MISSING, "")
    if content["kind"] == "result" and not content["places"]:
        keys, values = content["keys"], content["columns"]
        lines = [
            dict(zip(keys, row["keys"], strict=True)) | row["values"] for row in content["rows"]
        ]
        table = pd.DataFrame(lines, columns=[*keys, *values])
        return table.drop(columns=TEXTS, errors="ignore")
    return None


def pack_tables(app: Sphinx, fault: Exception | None) -> None:
    """Put all tables and results into one archive, with a dictionary of their columns."""
    folder = Path(app.outdir, FOLDER)
    columns = sorted(folder.rglob("columns.csv"))
    if fault or not columns:
        return
    dictionary = pd.concat(map(pd.read_csv, columns)).to_csv(index=False)
    tables = {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*.csv"))
        if path not in columns
    }
    with ZipFile(folder / "tables.zip", "w") as archive:
        for name, text in ({"dictionary.csv": dictionary} | tables).items():
            archive.writestr(ZipInfo(name), text.encode(), ZIP_DEFLATED)  # without the time of day
