"""Every table as CSV, every figure as SVG and PNG, all results in one archive that explains them."""

import csv
import io
from base64 import b64decode
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from analysis.book.page import caption_name
from analysis.book.records import Record
from analysis.book.sphinx.captions import legend_of
from analysis.book.sphinx.pages import record
from analysis.book.style import meaning_of
from analysis.book.written import MISSING

FOLDER = "downloads"
ARCHIVE = f"{FOLDER}/tables.zip"
DICTIONARY = ["file", "shows", "column", "meaning"]


class OfferDownloads(SphinxTransform):
    """Write what the cells of a page left as files, and link them beneath each table and figure."""

    default_priority = 199  # while the records are there

    def apply(self, **kwargs: Any) -> None:
        """Write the files of the page."""
        if self.app.builder.format != "html":
            return
        page = self.env.docname.rpartition("/")[2]
        self.folder = Path(self.app.outdir, FOLDER, page)
        self.folder.mkdir(parents=True, exist_ok=True)
        told = {node["name"]: node.astext() for node in self.document.findall(legend_of)}
        known: list[list[str]] = []
        for node in list(self.document.findall(record)):
            content = node["content"]
            names = self._write(content)
            if content["kind"] in ("table", "result"):
                legend = caption_name(told, content["name"])
                shows = " ".join(told[legend].split()) if legend else "a result that the page cites"
                heads = content.get("head") or [*content["columns"]]
                known += [[f"{page}/{names[0]}", shows, head, meaning_of(head)] for head in heads]
            if content["kind"] != "result" and names:
                up = "../" * self.env.docname.count("/")
                box = _box_of(node)
                place = box.parent.index(box) + 1
                box.parent.insert(place, _links(f"{up}{FOLDER}/{page}", names))
        (self.folder / "columns.csv").write_text(_csv(known), "utf-8")

    def _write(self, content: Record) -> list[str]:
        """Write the files of a record and return their names."""
        name = content.get("name", "")
        if content["kind"] == "figure":
            for kind, data in content["files"].items():
                (self.folder / f"{name}.{kind}").write_bytes(b64decode(data))
            return [f"{name}.{kind}" for kind in content["files"]]
        if content["kind"] == "table":
            lines = [[_plain(cell["text"]) for cell in line] for line in content["rows"]]
            text = _csv([content["head"], *lines])
        elif content["kind"] == "result":
            columns = content["columns"]
            text = _csv([[*columns], *zip(*columns.values(), strict=True)])
        else:
            return []
        (self.folder / f"{name}.csv").write_text(text, "utf-8")
        return [f"{name}.csv"]


def pack_tables(app: Sphinx, fault: Exception | None) -> None:
    """Put all tables and results into one archive, with a dictionary of their columns."""
    folder = Path(app.outdir, FOLDER)
    if fault or not folder.is_dir():
        return
    lines = [DICTIONARY]
    with ZipFile(Path(app.outdir, ARCHIVE), "w") as archive:
        for path in sorted(folder.rglob("*.csv")):
            if path.name == "columns.csv":
                lines += csv.reader(io.StringIO(path.read_text("utf-8")))
            else:
                _add(archive, path.relative_to(folder).as_posix(), path.read_text("utf-8"))
        _add(archive, "dictionary.csv", _csv(lines))


def _add(archive: ZipFile, name: str, text: str) -> None:
    """Add a file without the time at which it was made: two builds give the same archive."""
    archive.writestr(ZipInfo(name), text.encode(), ZIP_DEFLATED)


def _csv(lines: Any) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue()


def _plain(text: str) -> str:
    """Return a cell as programs read it: a plain minus, nothing for what is missing."""
    return "" if text == MISSING else text.replace("−", "-")


def _box_of(node: nodes.Element) -> nodes.Element:
    """Return the box of a record, which what is built of it replaces."""
    box = node.parent
    while box.get("nb_element") != "mime_bundle":
        box = box.parent
    return box


def _links(folder: str, names: list[str]) -> nodes.raw:
    links = (
        f'<a href="{folder}/{name}" download aria-label="{name}">{name.rpartition(".")[2].upper()}</a>'
        for name in names
    )
    return nodes.raw("", f'<p class="downloads">{" · ".join(links)}</p>', format="html")
