"""A sentence of the book with the computation that it rests on, and with its numbers in it."""

import re
from collections.abc import Mapping

import numpy as np

from analysis.book.numbers import Evidence, number_record
from analysis.book.records import Record, leave
from analysis.book.style import label_of
from analysis.book.written import shown_plainly
from analysis.corpus.corpus import Corpus
from analysis.corpus.errors import CorpusError
from analysis.measures.findings.checking import check_claims, claim_passages
from analysis.measures.findings.claims import Claim
from analysis.measures.findings.multiverse import Multiverse

FIELD = re.compile(r"\{(\w+)\}")
Value = tuple[str, str, Evidence]


def claim(
    text: str,
    *,
    holds: bool,
    found: str,
    name: str = "",
    values: Mapping[str, Value] | None = None,
) -> None:
    """State a sentence of the page and whether the computation bears it; the build stops if not.

    All claims of all pages are checked in one build; each that does not hold gives one line with
    page, claim and what was found.

    Parameters
    ----------
    text
        The sentence. With ``values`` the page shows it, and ``{field}`` in it is a number that
        opens its sentences; without, the prose has the sentence, and the page does not repeat it.
    holds
        The assertion, computed.
    found
        What was computed, for the line that says that the claim fails.
    name
        Needed with ``values``: small letters, digits and hyphens, once on a page.
    values
        For each field of the text: the number as it is to be written, what it says, and what is
        behind it, as in ``number``.

    Examples
    --------
    >>> claim("The 2012 piece is longer than the 2023 piece.", holds=2347 > 993,
    ...       found="2,347 against 993 words")
    {...}

    On any texts, with a number that opens its sentences:

    >>> from analysis import load_corpus, passages
    >>> corpus = load_corpus()
    >>> hits = corpus.tokens[corpus.tokens["term"] == "hegemonism"]
    >>> claim("They write of *hegemonism* {times}.", name="hegemonism", holds=len(hits) == 1,
    ...       found=str(len(hits)),
    ...       values={"times": ("once", "*hegemonism*", passages(corpus, hits))})
    {...}
    """
    if not isinstance(holds, bool | np.bool_):
        raise CorpusError(f"holds is {holds!r}; give True or False, such as a comparison.")
    numbers = [
        {
            "field": field,
            **number_record(written, name=f"{name}-{field}", what=what, evidence=behind),
        }
        for field, (written, what, behind) in (values or {}).items()
    ]
    if values is not None and sorted(FIELD.findall(text)) != sorted(values):
        raise CorpusError(
            f"The claim “{text}” and its values do not name the same fields: {', '.join(values)}."
        )
    plain = FIELD.sub(lambda field: (values or {})[field[1]][0], text) if values else text
    record: Record = {
        "kind": "claim", "text": plain, "holds": bool(holds), "found": found,
        "parts": FIELD.split(text) if values is not None else [], "numbers": numbers,
    }  # fmt: skip
    leave(record, shown_plainly)


def show_claim(one: Claim, corpus: Corpus | Multiverse) -> None:
    """Show a claim as a sentence with its numbers, checked; the build stops if it does not hold.

    Parameters
    ----------
    one
        The claim.
    corpus
        The texts and their coding.

    Raises
    ------
    CorpusError
        If the text has a field that is no side of the claim.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> one = Claim("beijing", "2012 says *Beijing* {target} times in 1,000 words.", "word",
    ...             code="beijing", target=("2012-jamestown",), reference=("2020-tpq",))
    >>> show_claim(one, load_corpus())
    {...}
    """
    known = Multiverse.of(corpus)
    row = check_claims([one], known).iloc[0]
    behind, spec = claim_passages(one, known), ".1f" if one.kind == "word" else ".0%"
    if unknown := [field for field in FIELD.findall(one.text) if field not in behind]:
        raise CorpusError(
            f"[{one.name}]: “{{{unknown[0]}}}” in its text is none of "
            f"{' or '.join(f'{{{side}}}' for side in behind) or 'its values: it has none'}."
        )
    values = {
        side: (
            format(row[side], spec),
            _what(one, known.corpus, getattr(one, side)),
            behind[side],
        )
        for side in FIELD.findall(one.text)
    }
    sides = f"{row['target']:{spec}} against {row['reference']:{spec}}"
    found = f"{sides}, difference {row['low']:.2f} to {row['high']:.2f}"
    if not behind:
        found = f"smallest q {row['value']:.3f}"
    found = f"asserted {one.asserts}, found {found}".replace("-", "−")
    claim(one.text, name=one.name, holds=row["holds"], found=found, values=values)


def _what(one: Claim, corpus: Corpus, documents: tuple[str, ...]) -> str:
    """What the value of a side counts: *threat* (frame), denied, 2023 China Daily."""
    unit = "per 1,000 words" if one.kind == "word" else f"({one.kind})"
    stance = f", {label_of(None, 'stance', one.stance)}" if one.stance else ""
    pieces = " and ".join(label_of(corpus, "document", name) for name in documents)
    return f"*{one.code}* {unit}{stance}, {pieces}"
