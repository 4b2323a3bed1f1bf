"""What each claim can bear: four marks, and the pairs of documents behind it."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from itertools import product

import numpy as np
import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.tokens import stop_words
from analysis.measures.certainty.families import ALPHA, DRAWS
from analysis.measures.findings.checking import Found, compare, is_clear
from analysis.measures.findings.choices import DEFAULT
from analysis.measures.findings.claims import Claim
from analysis.measures.findings.multiverse import Multiverse
from analysis.measures.findings.specifications import specifications
from analysis.measures.framing.differences import frame_differences
from analysis.measures.vocabulary.keyness import keyness

AGREED, PASSES, EDGE = DEFAULT["codes"], "passes", "on the edge"
PAIRS = ["claim", "codes", "target", "reference", *Found._fields[:3], "q", "verdict"]
MARKS = [
    "claim", "interval", "pairs", "passing", "ways", "agreeing", "alike", "missing", "clear",
]  # fmt: skip


class Findings:
    """Claims with what they can bear: tables that are computed when they are asked for."""

    def __init__(self, claims: Iterable[Claim], corpus: Corpus):
        """Keep the claims by name, and the tables that they are computed from."""
        self.claims = {claim.name: claim for claim in claims}
        self.known = Multiverse(corpus)

    @cached_property
    def specs(self) -> pd.DataFrame:
        """Each claim under every way of counting; see ``specifications``."""
        return specifications(self.claims.values(), self.known)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Every pair of documents behind each claim; see ``claim_pairs``."""
        return claim_pairs(self.claims.values(), self.known)

    @cached_property
    def marks(self) -> pd.DataFrame:
        """The four marks of each claim: those that lack fewest first, then the clearest.

        One row a claim: claim; interval (whether it leaves out zero, of a claim of no difference:
        holds zero); pairs (how many) and passing (of these); ways (specifications) and agreeing (of
        these); alike (the passes of coding that by themselves give the same interval’s mark and
        the same verdict of each pair; what is on the edge agrees with either); missing (how many of
        the marks that apply it lacks); clear (the limit of the interval that is nearer zero, as a
        share of the difference: 1 is far, less than 0 beyond zero). What does not apply is empty:
        words have no codes, *keyness* has no interval and no pair.
        """
        found = [self._marks(claim) for claim in self.claims.values()]
        return pd.DataFrame(found, columns=MARKS).sort_values(
            ["missing", "clear"], ascending=[True, False], kind="stable", ignore_index=True
        )

    def _marks(self, claim: Claim) -> tuple[object, ...]:
        ways = self.specs[self.specs["claim"] == claim.name]
        pairs = self.pairs[self.pairs["claim"] == claim.name]
        own, agreeing = ways.iloc[0], int(ways["same"].sum())
        verdicts = pairs.pivot(index=["target", "reference"], columns="codes", values="verdict")
        passing = int((verdicts.get(AGREED, pd.Series()) == PASSES).sum())
        single = [codes for codes in map(str, verdicts) if codes != AGREED]
        alike = [codes for codes in single if self._alike(claim, verdicts, codes)]
        interval = "" if pd.isna(own["low"]) else "yes" if own["same"] else "no"
        wanted = 0 if claim.asserts == "none" else len(verdicts)
        lacks = [interval == "no", passing != wanted, agreeing < len(ways), alike != single]
        near = own["low"] if own["value"] > 0 else -own["high"]
        told = " and ".join(alike) or ("neither" if single else "")
        return (
            claim.name, interval, len(verdicts), passing, len(ways), agreeing, told, sum(lacks),
            near / abs(own["value"]),
        )  # fmt: skip

    def _alike(self, claim: Claim, verdicts: pd.DataFrame, codes: str) -> bool:
        """Return whether a pass of coding by itself says what the codes agreed upon say."""
        own, other = verdicts[AGREED], verdicts[codes]
        both = [compare(claim, self.known, {**DEFAULT, "codes": one}) for one in (AGREED, codes)]
        same = is_clear(claim, both[0]) == is_clear(claim, both[1])
        return same and bool(((own == other) | (own == EDGE) | (other == EDGE)).all())


def claim_pairs(
    claims: Iterable[Claim], corpus: "Corpus | Multiverse", *, permutations: int = DRAWS
) -> pd.DataFrame:
    """Return every pair of documents behind each claim, as the tests of its family see it.

    Parameters
    ----------
    claims, corpus
        As in ``check_claims``.
    permutations
        As in ``frame_differences``; a tenth of them for single passes and for stances.

    Returns
    -------
    DataFrame
        claim, codes (*agreed*, and for codes each pass by itself), target, reference, value, low,
        high, q, verdict (*passes* q < .05, *does not pass*, *on the edge*, *not tested*). The
        family is that of ``frame_differences`` over the documents compared; where a stance is
        named, over codes of that stance; of a word, that of ``keyness`` for the pair.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> one = Claim("rivalry", "2023 speaks of rivalry more.", "frame", code="rivalry",
    ...             target=("2023-china-daily",), reference=("2020-tpq",))
    >>> pairs = claim_pairs([one], load_corpus(), permutations=1999)
    >>> pairs.loc[0, ["codes", "verdict"]].to_list()
    ['agreed', 'passes']
    """
    known, found = Multiverse.of(corpus), []
    for claim in claims:
        single = sorted(set(known.corpus.coding["pass"])) if claim.coded else []
        for codes in () if claim.kind == "keyness" else (AGREED, *single):
            whole = codes == AGREED and not claim.stance
            draws = permutations if whole else max(1, permutations // 10)
            for pair in product(claim.target, claim.reference):
                one = replace(claim, target=pair[:1], reference=pair[1:])
                values = compare(one, known, {**DEFAULT, "codes": codes})[:3]
                tested = _tested(one, known, codes, draws)
                found.append((claim.name, codes, *pair, *values, *tested))
    return pd.DataFrame(found, columns=PAIRS)


def _tested(one: Claim, known: Multiverse, codes: str, draws: int) -> tuple[float, str]:
    """Return the q of a claim on two documents, and what the test says."""
    order = [*known.corpus.documents["document"]]
    pair = sorted([*one.target, *one.reference], key=order.index)
    key = ("family", one.kind, one.stance, codes, draws, *(() if one.coded else pair))
    table = known.once(key, lambda: _family(one, known, codes, draws, pair))
    own = table[(table[["target", "reference"]] == pair).all(axis=1) & (table["code"] == one.code)]
    if own["q"].isna().all():
        return np.nan, "not tested"
    q, note = own[["q", "note"]].iloc[0]
    edge = "q" in note.partition(EDGE)[2]
    return q, EDGE if edge else PASSES if q < ALPHA else "does not pass"


def _family(one: Claim, known: Multiverse, codes: str, draws: int, pair: list[str]) -> pd.DataFrame:
    """Return the family of tests that a claim on two documents belongs to."""
    if not one.coded:
        tokens, stop = known.words(DEFAULT).tokens, stop_words()
        words = keyness(tokens, pair[0], pair[1], stop=stop, permutations=draws)
        return words.assign(target=pair[0], reference=pair[1], code=words["term"])
    coding = known.corpus.coding
    names = {*known.corpus.compared, *pair} & {*coding["document"]}
    if one.stance:
        other = (coding["attribute"] == one.kind) & (coding["stance"] != one.stance)
        coding = coding.assign(code=coding["code"].mask(other, ""))
    table = frame_differences(
        coding, documents=[name for name in known.corpus.documents["document"] if name in names],
        attribute=one.kind, codes=codes, permutations=draws,
    )  # fmt: skip
    return table.rename(columns={one.kind: "code"})
