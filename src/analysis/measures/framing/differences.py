"""How much the codes of two pieces differ, with interval and test."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.corpus.codebook import CODES
from analysis.corpus.errors import CorpusError, check_documents
from analysis.measures.certainty.intervals import difference_intervals, share_intervals
from analysis.measures.certainty.multiplicity import benjamini_hochberg, holm
from analysis.measures.certainty.permutation import permute
from analysis.measures.framing.coded import counted_codes
from analysis.measures.framing.shares import by_paragraph, sentences_of, too_short

DIFFERENCES = ["target_share", "reference_share", "difference", "low", "high"]


def frame_differences(
    coding: pd.DataFrame,
    *,
    documents: Sequence[str] | None = None,
    attribute: str = "frame",
    codes: str = "agreed",
    permutations: int = 9999,
    seed: int = 1999,
) -> pd.DataFrame:
    """Return how much the shares of each two documents differ, with interval and test.

    Parameters
    ----------
    coding
        A coding table.
    documents
        All of the table unless named.
    attribute
        *frame*, *theme* or *voice*.
    permutations, seed
        Relabellings of the paragraphs, at most, and the seed that draws them.

    Returns
    -------
    DataFrame
        One row a pair and frame: target, reference, frame, target_share, reference_share,
        difference (target less reference), low, high, p, q (Benjamini–Hochberg), holm, note. All
        tests of the call are one family. A document with fewer than ten paragraphs is shown, not
        tested; one without codes of the attribute has no share.

    Notes
    -----
    The interval joins those of the two shares (Newcombe 1998, method 10), which know paragraphs.
    The test deals the paragraphs of the two documents anew.
    """
    from scipy.sparse import csr_array

    names = list(documents or dict.fromkeys(coding["document"]))
    if twice := [name for name in names if names.count(name) > 1]:
        raise CorpusError(f"“{twice[0]}” is named twice; a document does not differ from itself.")
    check_documents(coding, names)
    if len(names) < 2:
        raise CorpusError("One document differs from nothing; name two or more.")
    held = counted_codes(coding, attribute, codes=codes)
    sizes = sentences_of(held)
    hits = by_paragraph(held, CODES[attribute], sizes)
    found = []
    for target, reference in combinations(names, 2):
        sides = [hits.index.get_level_values("document") == name for name in (target, reference)]
        one, other = (share_intervals(hits[side], sizes[side]) for side in sides)
        gap, low, high = difference_intervals(one, other)
        both = sides[0] | sides[1]
        p = np.full(len(gap), np.nan)
        lengths = {
            name: int(side.sum()) for name, side in zip((target, reference), sides, strict=True)
        }
        unknown = [name for name, length in lengths.items() if not length]
        note = f"{' and '.join(unknown)}: not coded" if unknown else too_short(lengths)
        if not note:
            matrix = csr_array(hits[both].to_numpy(dtype=np.float32).T)
            inside = sides[0][both]
            p = permute(
                matrix, sizes[both].to_numpy(), inside, permutations=permutations, seed=seed
            ).p
        columns = [one.share, other.share, gap, low, high]
        frame = pd.DataFrame(dict(zip(DIFFERENCES, columns, strict=True)), index=hits.columns)
        found.append(frame.assign(target=target, reference=reference, p=p, note=note))
    table = pd.concat(found).rename_axis(attribute).reset_index()
    tested = table["p"].notna()
    for name, adjust in (("q", benjamini_hochberg), ("holm", holm)):
        table.loc[tested, name] = adjust(table.loc[tested, "p"])
    return table[["target", "reference", attribute, *DIFFERENCES, "p", "q", "holm", "note"]]
