"""Made-up articles with what a reader finds in them: before each span, its kind and speaker.

``{q:Anna Berg}“We stay.”`` is a quotation of hers, ``{q:}`` one of nobody known, ``{t}`` a term and
``{h}`` a title; ``{q:Anna Berg:said}`` has the word of saying as well. ``seen`` holds those that
the rule was written with, ``kept`` those that were only scored when it was done.
"""

import re
from pathlib import Path

import pandas as pd

from analysis import load_corpus, quotations

FOLDER = Path(__file__).parent / "articles"
MARK = re.compile(r"\{(?P<kind>[qth])(?::(?P<speaker>[^}:]*))?(?::(?P<cue>[^}]*))?\}")
KINDS = {"q": "quotation", "t": "term", "h": "title"}


def read_marks(text):
    """Return a text without what a reader wrote, and that: start, kind, speaker, word of saying."""
    read, gone = [], 0
    for match in MARK.finditer(text):
        read.append(
            (match.start() - gone, KINDS[match["kind"]], match["speaker"] or "", match["cue"])
        )
        gone += len(match.group())
    return MARK.sub("", text), read


def score(name, place):
    """Return one row a span that was read or found: kind and speaker by reader and by rule."""
    read = []
    for path in sorted((FOLDER / name).glob("*.txt")):
        text, marks = read_marks(path.read_text("utf-8"))
        (place / path.name).write_text(text, "utf-8")
        read += [(path.stem, *mark[:3]) for mark in marks]
    columns = ["document", "start", "kind_read", "speaker_read"]
    found = quotations(load_corpus(place))
    table = found.merge(pd.DataFrame(read, columns=columns), on=columns[:2], how="outer")
    table = table.fillna({"kind": "", "speaker": "", "kind_read": "", "speaker_read": ""})
    return table.assign(
        right_speaker=[
            bool(a) and any(_last(name) in a for name in b.split("|"))
            for a, b in zip(table["speaker"], table["speaker_read"], strict=True)
        ]
    )


def rates(table):
    """Return kind right, quotations found, speakers right of those named and of all."""
    read, said = table["kind_read"] == "quotation", table["kind"] == "quotation"
    known = read & (table["speaker_read"] != "")
    named = said & (table["speaker"] != "")
    right = table["right_speaker"] & said & known
    return {
        "kind": (table["kind"] == table["kind_read"]).mean(),
        "quotations": (read & said).sum() / read.sum(),
        "named": right.sum() / named.sum(),
        "all": right.sum() / known.sum(),
    }


def _last(name):
    return name.split()[-1] if name else "?"
