"""One page: its records become tables, figures and passages; its numbers are checked."""

import re
from itertools import groupby
from operator import itemgetter
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from analysis.book.numbers import agrees
from analysis.book.records import Record

logger = logging.getLogger(__name__)
PREFIX = "#n:"
EMPHASIS = re.compile(r"\*([^*]+)\*")


class record(nodes.Invisible, nodes.Element):  # noqa: N801
    """What a cell left; ``content`` is the record."""


class BuildPage(SphinxTransform):
    """Build what the cells left, check claims and numbers, add the passages to the page’s end."""

    default_priority = 200

    def apply(self, **kwargs: Any) -> None:
        """Rebuild the page."""
        self.numbers: dict[str, Record] = {}
        self.linked: set[str] = set()
        self.written: dict[str, str] = {}
        for node in list(self.document.findall(record)):
            content = node["content"]
            built = getattr(self, f"_{content['kind']}")(content)
            _replace_output(node, built)
        self._check_links(complete=not self._failed_cells())
        if self.numbers:
            next(self.document.findall(nodes.section)).append(self._passages())

    def warn(self, message: str) -> None:
        """Log one line that names the page; a strict build stops."""
        logger.warning(f"page {self.env.docname}: {message}")

    def _number(self, content: Record) -> list[nodes.Node]:
        if content["name"] in self.numbers:
            self.warn(f"number “{content['name']}” is bound twice")
        self.numbers[content["name"]] = content
        return []

    def _claim(self, content: Record) -> list[nodes.Node]:
        if not content["holds"]:
            self.warn(f"claim does not hold: {content['text']} ({content['found']})")
        if not content["parts"]:
            return []
        bound = {number["field"]: number for number in content["numbers"]}
        paragraph = nodes.paragraph("", classes=["claim"])
        for place, part in enumerate(content["parts"]):
            if place % 2:
                self._number(bound[part])
                paragraph.append(self._link(bound[part]["name"], bound[part]["value"]))
            else:
                paragraph.extend(_emphasised(part))
        return [paragraph]

    def _table(self, content: Record) -> list[nodes.Node]:
        for bound in content["numbers"]:
            self._number(bound | {"verbatim": True})
        node = nodes.table("", nodes.title("", content["caption"]), classes=["data"])
        node["support_smartquotes"] = False
        self._label(node, content["name"])
        group = nodes.tgroup("", cols=len(content["head"]))
        stubs = [{"stub": 1}, *({} for _ in content["head"][1:])]
        group.extend(nodes.colspec("", colwidth=1, **stub) for stub in stubs)
        classes = [
            ["wide"] * wide + ["numeric"] * numeric
            for wide, numeric in zip(content["wide"], content["numeric"], strict=True)
        ]
        heads: list[nodes.Node] = [nodes.Text(head) for head in content["head"]]
        lines = [[self._cell(cell) for cell in line] for line in content["rows"]]
        group.append(nodes.thead("", _row(heads, classes)))
        group.append(nodes.tbody("", *(_row(line, classes) for line in lines)))
        node.append(group)
        return [node]

    def _cell(self, cell: Record) -> nodes.Node:
        return (
            self._link(cell["number"], cell["text"])
            if "number" in cell
            else nodes.Text(cell["text"])
        )

    def _figure(self, content: Record) -> list[nodes.Node]:
        picture = nodes.raw("", content["svg"], format="html")
        node = nodes.figure("", picture, nodes.caption("", content["caption"]), align="default")
        self._label(node, content["name"])
        return [node]

    def _label(self, node: nodes.Element, name: str) -> None:
        node["names"].append(name)
        self.document.note_explicit_target(node, node)

    def _link(self, name: str, text: str) -> nodes.reference:
        self.linked.add(name)
        return nodes.reference(
            "", text, refid=self._target(name), internal=True, classes=["number"]
        )

    def _target(self, name: str) -> str:
        return nodes.make_id(f"n-{self.env.docname}-{name}")

    def _check_links(self, *, complete: bool) -> None:
        """Compare each number written; after a failed cell, only those that are bound."""
        for link in list(self.document.findall(nodes.reference)):
            name = link.get("refuri", "").removeprefix(PREFIX)
            if not link.get("id_link") or name == link["refuri"]:
                continue
            written = link.astext()
            self.written.setdefault(name, written)
            if name not in self.numbers:
                if complete:
                    self.warn(f"number “{name}”, written {written}, is bound by no cell")
            elif not agrees(written, self.numbers[name]["value"]):
                computed = self.numbers[name]["value"]
                self.warn(f"number “{name}” is written {written}, but computed {_plain(computed)}")
            link.replace_self(self._link(name, written))
        for name in sorted(self.numbers.keys() - self.linked):
            self.warn(f"number “{name}” is bound, but written nowhere on the page")

    def _failed_cells(self) -> bool:
        blocks = self.document.findall(nodes.literal_block)
        failed = [block for block in blocks if "traceback" in block["classes"]]
        for block in failed:
            self.warn(f"a cell failed: {block.astext().strip().splitlines()[-1]}")
        return bool(failed)

    def _passages(self) -> nodes.section:
        """What each number counts, with links to its sentences, and each sentence once."""
        section = nodes.section("", nodes.title("", "Passages"), classes=["passages"])
        section["ids"].append(nodes.make_id(f"passages-{self.env.docname}"))
        section["support_smartquotes"] = False
        entries = [self._entry(content) for content in self.numbers.values()]
        section.append(nodes.definition_list("", *entries))
        for label, sentences in self._sentences().items():
            section.append(nodes.rubric("", f"Sentences of {label}"))
            section.append(nodes.bullet_list("", *sentences, classes=["sentences"]))
        return section

    def _entry(self, content: Record) -> nodes.definition_list_item:
        shown = self._as_written(content)
        what = content["what"]
        texts = [nodes.Text(what)] if content.get("verbatim") else _emphasised(what)
        term = nodes.term("", "", *texts, nodes.Text(f": {shown}"))
        term["ids"].append(self._target(content["name"]))
        body = nodes.definition("")
        for label, places in groupby(content["passages"], key=itemgetter("label")):
            links = [self._place(passage) for passage in places]
            texts = [nodes.Text(", ") for _ in links]
            inside = [node for pair in zip(links, texts, strict=True) for node in pair][:-1]
            body.append(nodes.paragraph("", f"{label}, sentence ", *inside))
        if content["things"]:
            items = [nodes.list_item("", nodes.paragraph("", text)) for text in content["things"]]
            body.append(nodes.bullet_list("", *items, classes=["things"]))
        return nodes.definition_list_item("", term, body)

    def _as_written(self, content: Record) -> str:
        """Return a value as the page writes it, a word for a number in small letters."""
        written, value = self.written.get(content["name"]), content["value"]
        if written is None:
            return _plain(value)
        return written if isinstance(value, str) else written.lower()

    def _place(self, passage: Record) -> nodes.reference:
        hits = [f"h{start}-{end}" for start, end in passage["hits"]]
        target = self._sentence_id(passage)
        return nodes.reference(
            "", str(passage["sentence"]), refid=target, internal=True, classes=["place", *hits]
        )

    def _sentence_id(self, passage: Record) -> str:
        return nodes.make_id(f"s-{self.env.docname}-{passage['document']}-{passage['sentence']}")

    def _sentences(self) -> dict[str, list[nodes.list_item]]:
        """Each sentence that some number of the page counts, once, by piece and in order."""
        found = {
            (passage["label"], passage["sentence"]): passage
            for content in self.numbers.values()
            for passage in content["passages"]
        }
        lists: dict[str, list[nodes.list_item]] = {}
        for (label, number), passage in sorted(found.items()):
            text = nodes.inline("", passage["text"].replace("\n", " "), classes=["sentence"])
            place = nodes.inline("", f"{number} ", classes=["place"])
            item = nodes.list_item("", nodes.paragraph("", "", place, text))
            item["ids"].append(self._sentence_id(passage))
            lists.setdefault(label, []).append(item)
        return lists


def _emphasised(text: str) -> list[nodes.Node]:
    """Return a text of ours as nodes: what stands between asterisks is emphasised."""
    parts = EMPHASIS.split(text)
    return [
        nodes.emphasis("", part) if place % 2 else nodes.Text(part)
        for place, part in enumerate(parts)
        if part
    ]


def _row(cells: list[nodes.Node], classes: list[list[str]]) -> nodes.row:
    entries = (
        nodes.entry("", nodes.paragraph("", "", cell), classes=kinds)
        for cell, kinds in zip(cells, classes, strict=True)
    )
    return nodes.row("", *entries)


def _plain(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:,.10g}".replace("-", "−")


def _replace_output(node: record, built: list[nodes.Node]) -> None:
    """Put what was built in the place of a cell’s output; drop boxes that are left empty."""
    box: nodes.Element = node.parent
    while box.get("nb_element") != "mime_bundle":
        box = box.parent
    parent = box.parent
    parent.replace(box, built)
    while not parent.children and parent.get("nb_element"):
        empty, parent = parent, parent.parent
        parent.remove(empty)
