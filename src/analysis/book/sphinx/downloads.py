"""Tables as CSV, figures as SVG and PNG, all tables and results in one archive."""

from base64 import b64decode
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pandas as pd
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from analysis.book.markup import markup
from analysis.book.page import caption_name
from analysis.book.records import Record
from analysis.book.sphinx.captions import legend_of
from analysis.book.sphinx.pages import record
from analysis.book.style import meaning_of
from analysis.book.written import MISSING

FOLDER = "downloads"
DICTIONARY = ["file", "shows", "column", "meaning"]
TEXTS = ["text", "shown"]  # texts of their publishers are no part of the archive


class OfferDownloads(SphinxTransform):
    """Write what the cells of a page left as files; link them beneath each table and figure."""

    default_priority = 199  # while the records are there

    def apply(self, **kwargs: Any) -> None:
        """Write the files of the page, and what the columns of its tables mean."""
        up, page = "../" * self.env.docname.count("/"), self.env.docname.rpartition("/")[2]
        folder = Path(self.app.outdir, FOLDER, page)
        if next(self.document.findall(record), None) is not None:
            folder.mkdir(parents=True, exist_ok=True)
        told = {node["name"]: node.astext() for node in self.document.findall(legend_of)}
        known = []
        for node in list(self.document.findall(record)):
            content = node["content"]
            name, files = content.get("name", ""), dict(content.get("files", {}))
            if (table := _table(content)) is not None:
                table.to_csv(folder / f"{name}.csv", index=False)
                legend = told.get(caption_name(told, name) or "", "a result that the page cites")
                shows = " ".join(legend.split())
                known += [(f"{page}/{name}.csv", shows, one, meaning_of(str(one))) for one in table]
            for kind, data in files.items():
                (folder / f"{name}.{kind}").write_bytes(b64decode(data))
            if content["kind"] in ("figure", "table"):
                _link(node, f"{up}{FOLDER}/{page}/", name, [*files] or ["csv"])
        if known:
            columns = pd.DataFrame(known, columns=DICTIONARY)
            columns.to_csv(folder / "columns.csv", index=False)


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


def _link(node: nodes.Element, folder: str, name: str, kinds: list[str]) -> None:
    """Put links to the files behind the box of a record, which its table or figure replaces.

    A table that stands closed takes them in.
    """
    html = markup("downloads", folder, name, kinds)
    if node["content"].get("folded"):
        node["content"]["files"] = html
        return
    box = node.parent
    while box.get("nb_element") != "mime_bundle":
        box = box.parent
    box.parent.insert(box.parent.index(box) + 1, nodes.raw("", html, format="html"))


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
