"""Drawings as light as they can be on a page: what stands many times in one stands once."""

import re
from hashlib import blake2b
from itertools import groupby
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

SVG = re.compile(r"<svg .*?</svg>", re.DOTALL)
NAMESPACES = re.compile(r' xmlns(?::xlink)?="[^"]*"|xlink:')
FONTS = re.compile(r"font-family: [^;]+;? ?")  # letters, joins and caps are those of book.css
DECIMALS = re.compile(r"(\.\d)\d+")
ZEROS = re.compile(r"\.0(?!\d)")
STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")
POINT = re.compile(r"M[\d.-]+ [\d.-]+")  # a line that goes nowhere


def smaller(html: str) -> str:
    """Return HTML whose drawings are written to a tenth of a point, each look said once.

    >>> smaller('<svg xmlns="n"><g><path d="M 1 2.04 L 1 3.0 " style="stroke: red"/></g></svg>')
    '<svg><style>.dffaaf8{stroke: red}</style><path d="M1 2V3" class="dffaaf8" /></svg>'
    """
    return SVG.sub(lambda found: _smaller(found[0]), html)


def _smaller(svg: str) -> str:
    root = ElementTree.fromstring(NAMESPACES.sub("", svg))
    looks: dict[str, str] = {}
    root[:] = _grouped(_joined([kept for part in root for kept in _kept(part, looks)], looks))
    rules = Element("style")
    rules.text = "".join(f".{name}{{{look}}}" for look, name in looks.items())
    root.insert(0, rules)
    return ElementTree.tostring(root, "unicode")


def _kept(part: Element, looks: dict[str, str]) -> list[Element]:
    """Return what is kept: a part, what it holds if it says nothing itself, or nothing."""
    part[:] = _joined([kept for inner in part for kept in _kept(inner, looks)], looks)
    for name in {"d", "x", "y", "transform"} & part.attrib.keys():
        part.attrib[name] = ZEROS.sub("", DECIMALS.sub(r"\1", part.attrib[name]))
    if path := part.get("d", ""):
        part.attrib["d"] = _short(path)
    if part.get("transform", "").startswith("rotate(-0 "):
        del part.attrib["transform"]
    if look := FONTS.sub("", part.attrib.pop("style", "")):
        name = "d" + blake2b(look.encode(), digest_size=3).hexdigest()  # in all drawings the same
        part.attrib["class"] = looks.setdefault(look, name)
    empty = (part.tag in ("g", "a", "defs") and not len(part)) or (part.tag == "path" and not path)
    unseen = look == "fill: none" or POINT.fullmatch(part.get("d", ""))
    if empty or unseen or part.tag == "style":
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


def _grouped(parts: list[Element]) -> list[Element]:
    """Return parts in which letters or marks that follow each other in one look share a group."""
    grouped: list[Element] = []
    for (tag, look), run in groupby(parts, lambda one: (one.tag, one.get("class"))):
        own = [*run]
        if tag in ("text", "use") and look and len(own) > 2:
            group = Element("g", {"class": look})
            for one in own:
                del one.attrib["class"]
            group[:] = own
            own = [group]
        grouped += own
    return grouped


def _short(path: str) -> str:
    """Return a path whose level and upright lines say one number.

    >>> _short("M 1.2 2 L 1.2 7 L 3 7 L 4 8 z")
    'M1.2 2V7H3L4 8z'
    """
    here, said = ["", ""], ""
    for letter, numbers in STEP.findall(path):
        places = numbers.split()
        if letter == "L" and places[0] == here[0]:
            said += f"V{places[1]}"
        elif letter == "L" and places[1] == here[1]:
            said += f"H{places[0]}"
        else:
            said += letter + " ".join(places)
        here = places[-2:] or ["", ""]
    return said
