"""Drawings as light as they can be on a page: what stands many times in one stands once."""

import re
from hashlib import blake2b
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

SVG = re.compile(r"<svg .*?</svg>", re.DOTALL)
UNREAD = re.compile(r' xmlns(?::xlink)?="[^"]*"|xlink:| transform="rotate\(-0 [^"]*"')
FONTS = re.compile(r"font-family: [^;]+;? ?")  # letters, joins and caps are those of book.css
DECIMALS = re.compile(r"(\.\d)\d+")
ZEROS = re.compile(r"\.0(?!\d)")
STEP = re.compile(r" ?([A-Za-z]|$) ?")


def smaller(html: str, looks: dict[str, str]) -> str:
    """Return HTML whose drawings are written to a tenth of a point, each look said once a page.

    ``looks`` are the names of those that the page has; new ones are added.

    >>> smaller('<svg xmlns="n"><g><path d="M 1 2.04 L 1 3.0 " style="stroke: red"/></g></svg>', {})
    '<svg><style>.dffaaf8{stroke: red}</style><path d="M1 2L1 3" class="dffaaf8"/></svg>'
    """
    known = len(looks)
    drawn = SVG.sub(lambda found: _smaller(found[0], looks), html)
    rules = "".join(f".{name}{{{look}}}" for look, name in [*looks.items()][known:])
    return re.sub(r"<svg[^>]*>", lambda tag: f"{tag[0]}<style>{rules}</style>", drawn, count=1)


def _smaller(svg: str, looks: dict[str, str]) -> str:
    root = ElementTree.fromstring(UNREAD.sub("", svg))
    root[:] = _joined([kept for part in root for kept in _kept(part, looks)], looks)
    return ElementTree.tostring(root, "unicode").replace(" />", "/>")


def _kept(part: Element, looks: dict[str, str]) -> list[Element]:
    """Return what is kept: a part, what it holds if it says nothing itself, or nothing."""
    part[:] = _joined([kept for inner in part for kept in _kept(inner, looks)], looks)
    for name in {"d", "x", "y", "transform"} & part.attrib.keys():
        short = ZEROS.sub("", DECIMALS.sub(r"\1", part.attrib[name]))
        part.attrib[name] = STEP.sub(r"\1", short)
    if look := FONTS.sub("", part.attrib.pop("style", "")):
        name = "d" + blake2b(look.encode(), digest_size=3).hexdigest()  # in all drawings the same
        part.attrib["class"] = looks.setdefault(look, name)
    hollow = part.tag in ("g", "a", "defs") and not len(part)
    unseen = part.tag == "path" and (look == "fill: none" or not part.get("d"))
    if hollow or unseen or part.tag == "style":
        return []
    return [*part] if part.tag == "g" and not part.attrib else [part]


def _joined(parts: list[Element], looks: dict[str, str]) -> list[Element]:
    """Return parts in which lines that follow each other in one look are one."""
    lines = {name for look, name in looks.items() if re.match("fill: none(?!.* opacity)", look)}
    joined: list[Element] = []
    for part in parts:
        line = part.tag == "path" and part.get("class") in lines
        facts = [{**one.attrib, "d": one.tag} for one in (part, *joined[-1:])]
        if line and facts[0] in facts[1:]:
            joined[-1].attrib["d"] += part.attrib["d"]
        else:
            joined.append(part)
    return joined
