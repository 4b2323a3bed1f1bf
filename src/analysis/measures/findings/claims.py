"""Claims: sentences about texts with the comparison that each rests on."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from analysis.corpus.codebook import ATTRIBUTES, CODES
from analysis.corpus.errors import CorpusError
from analysis.corpus.reading import check_facts, located, read_toml
from analysis.measures.findings.choices import KINDS

PLACE = re.compile(r".+/[0-9]+")
Assertion = Literal["more", "clearly more", "none"]
KEYS: dict[str, type] = {
    "title": str, "text": str, "kind": str, "code": str, "stance": str, "asserts": str,
    "target": list, "reference": list, "telling": list,
}  # fmt: skip


@dataclass(frozen=True)
class Claim:
    """A sentence of a book, what it asserts, and the comparison that it rests on.

    Parameters
    ----------
    name
        Small letters, digits and hyphens.
    title
        What it is about, in a few words.
    text
        The sentence; ``{target}`` and ``{reference}`` stand for the values of the two sides.
    kind
        *word* (the rate of a word), *frame*, *theme*, *voice* or *threat_from* (the share of
        sentences with a code), *keyness* (the smallest q of the words of a comparison).
    code
        The word, phrase or pattern, as ``concordance`` takes it, or the code; nothing for
        *keyness*.
    target, reference
        The documents of each side; several are pooled.
    stance
        For a frame: ``+`` or ``-`` if only sentences of that stance count.
    asserts
        *more*: the target has more; *clearly more*: and the interval of the difference leaves out
        zero; *none*: that interval holds zero, or no word has q < .05.
    telling
        Sentences to show beside it, each as *document/number*.

    Raises
    ------
    CorpusError
        If the parts do not fit together: a code that the kind does not have, a stance on what has
        none, a document on both sides, a telling sentence without a number.
    """

    name: str
    text: str
    kind: str
    target: tuple[str, ...]
    reference: tuple[str, ...]
    code: str = ""
    stance: str = ""
    asserts: Assertion = "clearly more"
    telling: tuple[str, ...] = ()
    title: str = ""

    @property
    def coded(self) -> bool:
        """Whether it rests on codes, and not on words."""
        return self.kind in ATTRIBUTES

    @property
    def places(self) -> list[tuple[str, int]]:
        """The telling sentences, as document and number."""
        split = (told.rpartition("/") for told in self.telling)
        return [(document, int(number)) for document, _, number in split]

    def __post_init__(self) -> None:
        """Refuse parts that do not fit together."""
        if fault := self._fault():
            raise CorpusError(f"[{self.name}]: {fault}")

    def _fault(self) -> str:
        """Return what does not fit, as a sentence, or nothing."""
        words = self.kind == "keyness"
        allowed = {
            "kind": KINDS,
            "asserts": ("none",) if words else get_args(Assertion),
            "stance": ("+", "-") if self.kind == "frame" else (),
            "code": CODES.get(self.kind, () if words else (self.code,)),
        }
        for key, values in allowed.items():
            given = getattr(self, key)
            if given and not values:
                return f"a claim of the kind {self.kind} takes no {key}; leave out “{given}”."
            if given and given not in values:
                return f"{key} “{given}” is none of {', '.join(values)}."
        if not self.code and not words:
            return f"a claim of the kind {self.kind} needs a code."
        pair: tuple[Any, Any] = (self.target, self.reference)
        if any(isinstance(side, str) for side in pair):
            return "target and reference are tuples of documents, not text."
        if strange := [told for told in self.telling if not PLACE.fullmatch(told)]:
            return f"“{strange[0]}” tells of no sentence; write document/number."
        sides = [*self.target, *self.reference]
        doubled = [document for document in sides if sides.count(document) > 1]
        return f"names “{doubled[0]}” twice; once is enough." if doubled else ""


def read_claims(path: str | Path) -> list[Claim]:
    """Return the claims of a TOML file: a table each, named by the claim, keys as in ``Claim``.

    Raises
    ------
    CorpusError
        If a key is unknown or missing, or the parts do not fit together; file, line and claim are
        named.
    """
    place = Path(path)
    return [_claim(place, name, facts) for name, facts in read_toml(place).items()]


def _claim(place: Path, name: str, facts: Any) -> Claim:
    with located(place, name):
        check_facts(f"[{name}]", facts, KEYS, needed=["text", "kind", "target", "reference"])
        plain: dict[str, Any] = {
            key: tuple(value) if KEYS[key] is list else value for key, value in facts.items()
        }
        plain.setdefault("asserts", "none" if plain["kind"] == "keyness" else "clearly more")
        return Claim(name=name, **plain)
