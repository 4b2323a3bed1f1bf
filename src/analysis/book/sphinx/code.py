"""The code of a page stands at its end, closed."""

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

OPEN = """<details class="made"><summary>The code of this page, in its order</summary>
<p>It ran when the book was built; every figure, table and dotted number above comes from it.</p>"""


class MoveCode(SphinxTransform):
    """Move the code of all cells to the end of the page, before the passages."""

    default_priority = 198

    def apply(self, **kwargs: Any) -> None:
        """Move the code."""
        containers = self.document.findall(nodes.container)
        code = [node for node in containers if node.get("nb_element") == "cell_code_source"]
        if not code:
            return
        for node in code:
            cell = node.parent
            cell.remove(node)
            if not cell.children:
                cell.parent.remove(cell)
        raw = [nodes.raw("", html, format="html") for html in (OPEN, "</details>")]
        title = nodes.title("", "How this page was made")
        section = nodes.section("", title, raw[0], *code, raw[1], classes=["made"])
        section["ids"].append(nodes.make_id(f"made-{self.env.docname}"))
        next(self.document.findall(nodes.section)).append(section)
