"""One page: its records become tables, figures and passages; its numbers are checked."""

import re
from html import escape, unescape
from itertools import chain, count
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from analysis.book.edition import published, within
from analysis.book.figures import ALT
from analysis.book.lines import EMPHASIS, lines_of
from analysis.book.markup import markup
from analysis.book.page import LINK, MARK, Page, caption_name
from analysis.book.records import Record
from analysis.book.sphinx.checking import texts_of
from analysis.book.sphinx.directives import legend_of
from analysis.book.sphinx.downloads import write_files
from analysis.book.sphinx.drawings import smaller
from analysis.book.style import FORMATS
from analysis.book.texts import page_of
from analysis.book.written import shown, shown_plainly

logger = logging.getLogger(__name__)
PREFIX = "#n:"


class record(nodes.Invisible, nodes.Element):  # noqa: N801
    """What a cell left; ``content`` is the record."""


class BuildPage(SphinxTransform):
    """Build what the cells left, check claims and numbers, add the passages to the page’s end."""

    default_priority = 200

    def apply(self, **kwargs: Any) -> None:
        """Rebuild the page."""
        failed = self._failed_cells()
        self.page = Page(failed=bool(failed), faults=failed)
        self.linked: dict[str, Record] = {}
        self.ids: dict[str, str] = {}
        self.looks: dict[str, str] = {}
        self.captions = self._captions()
        found = [(node, self._shown(node["content"])) for node in self.document.findall(record)]
        told = {name: node.astext() for name, node in self.captions.items()}
        contents = [content for _, content in found]
        self.files = write_files(self.app, self.env.docname, contents, told)
        self.tables = [content for content in contents if content["kind"] == "table"]
        for content in contents:
            self.page.take(content)
        for node, content in found:
            build = getattr(self, f"_{content['kind']}", None)
            _replace_output(node, build(content) if build else [])
        self._check_links()
        self.page.close({name: bool(node["alt"]) for name, node in self.captions.items()})
        if self.linked:
            next(self.document.findall(nodes.section)).append(self._passages())
        for fault in self.page.faults:
            logger.warning(f"page {self.env.docname}: {fault}")

    def _shown(self, content: Record) -> Record:
        """Return a record; what it quotes is cut to what the edition for the web may hold."""
        return within(texts_of(self.app.confdir), content) if published() else content

    def _claim(self, content: Record) -> list[nodes.Node]:
        if not content["parts"]:
            return []
        bound = {number["field"]: number for number in content["numbers"]}
        bears = content["numbers"] and content["numbers"][0]["name"].startswith("bears-")
        paragraph = nodes.paragraph("", classes=["claim", *["bears"] * bool(bears)])
        for place, part in enumerate(content["parts"]):
            if place % 2:
                paragraph.append(self._link(bound[part]["name"], bound[part], bound[part]["value"]))
            else:
                paragraph.extend(_emphasised(part))
        return [paragraph]

    def _table(self, content: Record) -> list[nodes.Node]:
        lines = [[(cell["text"], self._target(cell)) for cell in line] for line in content["rows"]]
        cells = _raw(markup("cells", content["head"], content["numeric"], lines))
        node = nodes.table("", *self._caption(content, nodes.title), cells, classes=["data"])
        node["support_smartquotes"] = False
        self._label(node, content["name"])
        files = self.files[content["name"]]
        if not content["folded"]:
            return [node, _raw(files)]
        summary = f'<details class="folded"><summary>{escape(content["folded"])}</summary>'
        return [_raw(summary), node, _raw(f"{files}</details>")]

    def _target(self, cell: Record) -> str:
        """Return the id of the number that a cell is; nothing where it is none."""
        number = cell.get("number")
        return self._linked(number, self.page.numbers[number]) if number else ""

    def _figure(self, content: Record) -> list[nodes.Node]:
        said = smaller(content["svg"], self.looks).replace(ALT, escape(self._alt(content)))
        svg, marks = MARK.subn(self._mark, said)
        role = "group" if marks else "img"  # an image holds nothing that one can tap
        picture = _raw(svg.replace('role="img"', f'role="{role}"'))
        legend = self._caption(content, nodes.caption)
        node = nodes.figure("", picture, *legend, align="default")
        self._label(node, content["name"])
        return [node, _raw(self.files[content["name"]])]

    def _mark(self, link: re.Match[str]) -> str:
        """Return the link of a mark or bar that opens what its cell counts."""
        found = self.page.number_at(unescape(link["address"]), None)
        if found is None:
            return "<a>"
        said = escape(f"{found[1]['what']}: {self._as_written(*found)}")
        return f'<a class="number" href="#{self._linked(*found)}" aria-label="{said}">'

    def _label(self, node: nodes.Element, name: str) -> None:
        node["names"].append(name)
        self.document.note_explicit_target(node, node)

    def _captions(self) -> dict[str, legend_of]:
        """Take the captions out of the prose, by the name of their table or figure."""
        found: dict[str, legend_of] = {}
        for node in list(self.document.findall(legend_of)):
            if node["name"] in found:
                self.page.faults.append(f"{node['name']} has two captions; keep one")
            found[node["name"]] = node
            node.parent.remove(node)
        return found

    def _caption(self, content: Record, kind: type[nodes.TextElement]) -> list[nodes.Node]:
        """Return the caption as the node that a table or figure wants, its fields filled in."""
        place = caption_name(self.captions, content["name"])
        found = self.captions[place].deepcopy() if place else nodes.Element()
        for text in list(found.findall(nodes.Text)):
            text.parent.replace(text, nodes.Text(_filled(text.astext(), content["about"])))
        texts = [child for paragraph in found.children for child in paragraph.children]
        return [kind("", "", *(texts or [nodes.Text(content["name"])]))]

    def _alt(self, content: Record) -> str:
        """Return the text that stands for a figure, its numbers checked."""
        place = caption_name(self.captions, content["name"])
        text = _filled(self.captions[place]["alt"], content["about"]) if place else ""
        for link in LINK.finditer(text):
            self.page.number_at(link["address"], link["written"])
        return EMPHASIS.sub(r"\1", LINK.sub(r"\1", text))

    def _link(self, name: str, content: Record, text: str) -> nodes.reference:
        options = {"refid": self._linked(name, content), "internal": True, "classes": ["number"]}
        return nodes.reference("", text, **options)

    def _linked(self, name: str, content: Record) -> str:
        """Return the id of a number that the page shows; its end lists what the number counts."""
        self.linked[name] = content
        return self._id(name)

    def _id(self, name: str) -> str:
        """Return the id of a number: readable, and never that of another."""
        if name not in self.ids:
            signs = name.replace("/+", "/plus").replace("/-", "/minus")
            plain, taken = nodes.make_id(f"n-{signs}"), {*self.ids.values()}
            ids = chain([plain], (f"{plain}-no{number}" for number in count(2)))
            self.ids[name] = next(one for one in ids if one not in taken)
        return self.ids[name]

    def _check_links(self) -> None:
        """Compare each number written with what was computed, and link it to its passages."""
        for link in list(self.document.findall(nodes.reference)):
            address = link.get("refuri", "").removeprefix(PREFIX)
            if not link.get("id_link") or address == link["refuri"]:
                continue
            written = link.astext()
            found = self.page.number_at(address, written)
            link.replace_self(self._link(*found, written) if found else nodes.Text(written))

    def _failed_cells(self) -> list[str]:
        blocks = self.document.findall(nodes.literal_block)
        failed = [block for block in blocks if "traceback" in block["classes"]]
        return [f"a cell failed: {block.astext().strip().splitlines()[-1]}" for block in failed]

    def _passages(self) -> nodes.section:
        """What each number counts, with links to its sentences."""
        section = nodes.section("", nodes.title("", "Passages"), classes=["passages"])
        section["ids"].append(nodes.make_id(f"passages-{self.env.docname}"))
        known = texts_of(self.app.confdir).sentences[["document", "sentence", "text"]]
        pages = {
            sentence: self.app.builder.get_relative_uri(self.env.docname, page_of(sentence[0]))
            for sentence in known.itertuples(index=False, name=None)
        }
        lines = [
            (self._id(name), self._as_written(name, content), self._with_table(content))
            for name, content in self.linked.items()
        ]
        section.append(_raw(lines_of(lines, pages)))
        return section

    def _with_table(self, content: Record) -> Record:
        """Return a number that was computed from whole tables with the table that shows it."""
        wanted, found = {*content.get("cell", ())}, {"": max(len(content.get("cell", ())) - 2, 1)}
        for table in self.tables:
            heads = {*table["head"], *table["columns"]}
            lines = (heads | {cell["text"] for cell in line} for line in table["rows"])
            found[table["name"]] = max((len(wanted & line) for line in lines), default=0)
        return content | {"table": max(found, key=lambda name: found[name])}

    def _as_written(self, name: str, content: Record) -> str:
        """Return a value as the page writes it, a word for a number in small letters."""
        value, written = content["value"], self.page.written.get(name)
        if written:
            return written if isinstance(value, str) else written.lower()
        spec = FORMATS.get(content.get("column", ""), "")
        return shown(value, spec) if spec else shown_plainly(value)


def _raw(html: str) -> nodes.raw:
    return nodes.raw("", html, format="html")


def _emphasised(text: str) -> list[nodes.Node]:
    """Return a text of ours as nodes: what stands between asterisks is emphasised."""
    parts = EMPHASIS.split(text)
    return [
        nodes.emphasis("", part) if place % 2 else nodes.Text(part)
        for place, part in enumerate(parts)
        if part
    ]


def _filled(text: str, about: dict[str, str]) -> str:
    """Return a text with its ``{fields}`` filled in."""
    for field, value in about.items():
        text = text.replace(f"{{{field}}}", value)
    return text


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
