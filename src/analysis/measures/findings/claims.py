"""Claims: sentences about texts with the comparison that each rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
import pandas as pd

from analysis.corpus.codebook import CODES
from analysis.corpus.errors import CorpusError, check_documents
from analysis.corpus.passages import passages
from analysis.corpus.reading import check_facts, read_toml
from analysis.corpus.tables import rows
from analysis.corpus.tokens import stop_words
from analysis.measures.certainty.families import DRAWS
from analysis.measures.certainty.intervals import difference_intervals, share_intervals
from analysis.measures.findings.choices import DEFAULT, Choices, Materials
from analysis.measures.vocabulary.concordance import Words
from analysis.measures.vocabulary.keyness import keyness
from analysis.measures.vocabulary.rates import PER

if TYPE_CHECKING:
    from analysis.corpus.corpus import Corpus

Kind = Literal["word", "frame", "theme", "voice", "keyness"]
Assertion = Literal["more", "clearly more", "none"]
KEYS: dict[str, type] = {
    "title": str, "text": str, "kind": str, "code": str, "stance": str, "asserts": str,
    "target": list, "reference": list,
}  # fmt: skip
COLUMNS = [
    "claim", "value", "low", "high", "target", "reference", "holds", "found",
]  # fmt: skip


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
        *word* (the rate of a word), *frame*, *theme* or *voice* (the share of sentences with a
        code), *keyness* (how many words of a comparison have q < .05).
    code
        The word, phrase or pattern, as ``concordance`` takes it, or the code; nothing for
        *keyness*.
    target, reference
        The documents of each side; several are pooled.
    stance
        For a frame: ``+`` or ``-`` if only sentences of that stance count.
    asserts
        *more*: the target has more; *clearly more*: and the interval of the difference leaves out
        zero; *none*: no word passes.
    telling
        Sentences to show beside it, as (document, sentence).

    Raises
    ------
    CorpusError
        If the parts do not fit together: a code that the kind does not have, a stance on what has
        none, a document on both sides.
    """

    name: str
    text: str
    kind: Kind
    target: tuple[str, ...]
    reference: tuple[str, ...]
    code: str = ""
    stance: str = ""
    asserts: Assertion = "clearly more"
    telling: tuple[tuple[str, int], ...] = ()
    title: str = ""

    def __post_init__(self) -> None:
        """Refuse parts that do not fit together."""
        if fault := self._fault():
            raise CorpusError(f"[{self.name}]: {fault}")

    def _fault(self) -> str:
        """Return what does not fit, as a sentence, or nothing."""
        words = self.kind == "keyness"
        allowed = {
            "kind": get_args(Kind),
            "asserts": ("none",) if words else ("more", "clearly more"),
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
        sides = [*self.target, *self.reference]
        doubled = [document for document in sides if sides.count(document) > 1]
        return f"names “{doubled[0]}” twice; once is enough." if doubled else ""


def read_claims(path: str | Path) -> list[Claim]:
    """Return the claims of a TOML file: a table each, named by the claim, keys as in ``Claim``.

    Raises
    ------
    CorpusError
        If a key is unknown or missing, or the parts do not fit together; file and claim are named.
    """
    place = Path(path)
    return [_claim(place, name, facts) for name, facts in read_toml(place).items()]


def check_claims(
    claims: Iterable[Claim],
    corpus: "Corpus | Materials",
    *,
    choices: Choices = DEFAULT,
    permutations: int = DRAWS,
) -> pd.DataFrame:
    """Return what the texts say to each claim.

    Parameters
    ----------
    claims
        Claims; their documents must be in the corpus.
    corpus
        The texts and their coding.
    choices
        What counts; see ``specifications``.
    permutations
        For claims of the kind *keyness*.

    Returns
    -------
    DataFrame
        One row a claim: claim (its name), value (target less reference: a share of sentences, or
        occurrences per 1,000 words; for *keyness* the number of words), low, high (95%), target,
        reference (the values of the sides), holds, found (the values in a few words).

    Raises
    ------
    CorpusError
        If the corpus does not hold a document or a telling sentence of a claim.

    Notes
    -----
    The interval is that of ``frame_differences``: it knows that what stands in one paragraph goes
    together. It presumes nothing about years.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> one = Claim("beijing", "2012 names *Beijing* more often.", "word", code="beijing",
    ...             target=("2012-jamestown",), reference=("2020-tpq",))
    >>> check_claims([one], load_corpus())[["claim", "holds", "found"]].to_numpy().tolist()
    [['beijing', True, '7.7 against 0.0 per 1,000 words, difference 4.3 to 12.4']]
    """
    known = corpus if isinstance(corpus, Materials) else Materials(corpus)
    found = []
    for claim in claims:
        _check_places(claim, known.corpus)
        if claim.kind == "keyness":
            words = _words_that_pass(claim, known, choices, permutations)
            values = (float(len(words)), *[np.nan] * 4)
            said = f"words with q < .05: {', '.join(words) or 'none'}"
        else:
            values = _compare(claim, known, choices)
            said = _said(claim, *values)
        value, low = values[:2]
        holds = {
            "more": value > 0, "clearly more": value > 0 and low > 0, "none": value == 0,
        }[claim.asserts]  # fmt: skip
        found.append((claim.name, *values, holds, said))
    return pd.DataFrame(found, columns=COLUMNS)


def claim_passages(
    claim: Claim, corpus: "Corpus | Materials", *, choices: Choices = DEFAULT
) -> dict[str, pd.DataFrame]:
    """Return the sentences behind the two values of a claim: target and reference.

    Each is what ``passages`` returns. A claim of the kind *keyness* rests on no single sentence.
    """
    if claim.kind == "keyness":
        return {}
    known = corpus if isinstance(corpus, Materials) else Materials(corpus)
    _check_places(claim, known.corpus)
    found = _hits(claim, known, choices)
    return {side: passages(known.corpus, held) for side, held in found.items()}


def claim_sides(
    claims: Iterable[Claim], corpus: "Corpus | Materials", *, choices: Choices = DEFAULT
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the two sides of each claim, and the places that they count.

    Returns
    -------
    tuple of DataFrames
        claim, side (*target*, *reference*), share (of sentences) or rate (per 1,000 words); and
        the table counted from, for ``publish``: claim, side, document, sentence, start, end.
    """
    known = corpus if isinstance(corpus, Materials) else Materials(corpus)
    counted = [claim for claim in claims if claim.kind != "keyness"]
    places = [
        held.assign(claim=claim.name, side=side)
        for claim in counted
        for side, held in _hits(claim, known, choices).items()
    ]
    found = []
    for row in rows(check_claims(counted, known, choices=choices)):
        word = next(claim.kind == "word" for claim in counted if claim.name == row.claim)
        for side in ("target", "reference"):
            value = getattr(row, side)
            found.append((row.claim, side, np.nan if word else value, value if word else np.nan))
    columns = ["claim", "side", "share", "rate"]
    empty = pd.DataFrame(columns=["claim", "side", "document", "sentence"])
    return pd.DataFrame(found, columns=columns), pd.concat(places) if places else empty


def _hits(claim: Claim, known: Materials, choices: Choices) -> dict[str, pd.DataFrame]:
    """Return the words or sentences that each side counts."""
    units = _units(claim, known, choices)
    held = units[units["hit"]]
    sides = _sides(claim, known, choices)
    return {side: held[held["document"].isin(names)] for side, names in sides.items()}


def _sides(claim: Claim, known: Materials, choices: Choices) -> dict[str, tuple[str, ...]]:
    """Return the documents of each side."""
    pooled = known.beside - {*claim.target, *claim.reference}
    more = tuple(sorted(pooled)) if choices["shown beside"] == "in" else ()
    return {"target": claim.target, "reference": claim.reference + more}


def _check_places(claim: Claim, corpus: "Corpus") -> None:
    """Refuse a claim on documents or sentences that the corpus does not hold."""
    told = [document for document, _ in claim.telling]
    check_documents(corpus.sentences, [*claim.target, *claim.reference, *told])
    places = set(zip(corpus.sentences["document"], corpus.sentences["sentence"], strict=True))
    for document, number in claim.telling:
        if (document, number) not in places:
            raise CorpusError(f"[{claim.name}]: “{document}” has no sentence {number} to tell.")


def _compare(claim: Claim, known: Materials, choices: Choices) -> tuple[float, ...]:
    """Return value, low, high, target, reference."""
    units = _units(claim, known, choices)
    counts = units.groupby(["document", "paragraph"])["hit"].agg(["sum", "size"])
    sides = []
    for names in _sides(claim, known, choices).values():
        own = counts[counts.index.get_level_values("document").isin(names)]
        sides.append(share_intervals(own[["sum"]], own["size"]))
    scale = PER if claim.kind == "word" else 1
    gap, low, high = (float(limit[0]) * scale for limit in difference_intervals(*sides))
    target, other = (float(side.share[0]) * scale for side in sides)
    return gap, low, high, target, other


def _words_that_pass(
    claim: Claim, known: Materials, choices: Choices, permutations: int
) -> list[str]:
    tokens = known.tokens(choices)
    words = keyness(
        tokens, list(claim.target), list(claim.reference), stop=stop_words(),
        min_count=int(choices["minimum"]), test=choices["test"], permutations=permutations,
        resamples=2,
    )  # fmt: skip
    return list(words.loc[words["q"] < 0.05, "term"])


def _units(claim: Claim, known: Materials, choices: Choices) -> pd.DataFrame:
    """Return a row for each word, or each sentence, with whether it is a hit."""
    if claim.kind == "word":
        tokens = known.tokens(choices).assign(hit=False)
        found = Words(tokens).spans(known.form(claim.code, choices)).assign(hit=True)
        tokens.loc[found.index, ["end", "hit"]] = found[["end", "hit"]]
        return tokens
    codes = known.coded(claim.kind, choices["codes"])
    if choices["quotations"] == "out":
        codes = codes.merge(known.own_sentences, on=["document", "sentence"])
    stances = [claim.stance] if claim.stance else ["+", "-", ""]
    hit = (codes["code"] == claim.code) & codes["stance"].isin(stances)
    key = ["document", "paragraph", "sentence"]
    return codes.assign(hit=hit).groupby(key, sort=False)["hit"].any().reset_index()


def _said(
    claim: Claim, value: float, low: float, high: float, target: float, reference: float
) -> str:
    if claim.kind == "word":
        sides = f"{target:.1f} against {reference:.1f} per 1,000 words"
        limits = f"{low:.1f} to {high:.1f}"
    else:
        sides = f"{target:.0%} against {reference:.0%}"
        limits = f"{100 * low:.0f} to {100 * high:.0f} points"
    return f"{sides}, difference {limits}".replace("-", "−")


def _claim(place: Path, name: str, facts: Any) -> Claim:
    where = f"{place}, [{name}]"
    plain = dict(facts) if isinstance(facts, dict) else facts
    listed = plain.pop("telling", []) if isinstance(plain, dict) else []
    check_facts(where, plain, KEYS, needed=["text", "kind", "target", "reference"])
    sides = {key: tuple(plain[key]) for key in ("target", "reference")}
    telling = []
    for sentence in listed if isinstance(listed, list) else [listed]:
        match sentence:
            case [str(document), int(number)]:
                telling.append((document, number))
            case _:
                raise CorpusError(f'{where}: telling must be a list of ["document", sentence].')
    plain.setdefault("asserts", "none" if plain["kind"] == "keyness" else "clearly more")
    try:
        return Claim(name=name, **{**plain, **sides, "telling": tuple(telling)})
    except CorpusError as fault:
        raise CorpusError(f"{place}, {fault}") from None
