"""How much the codes of two pieces differ, with interval and test."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd
import scipy

from analysis.corpus.codebook import CODES
from analysis.corpus.errors import CorpusError, check_documents, listed
from analysis.measures.certainty.families import DRAWS, family_tests
from analysis.measures.certainty.intervals import difference_intervals, share_intervals
from analysis.measures.certainty.permutation import Comparison, too_short
from analysis.measures.framing.coded import counted_codes
from analysis.measures.framing.shares import by_paragraph, sentences_of

TESTED = ["p", "q", "holm", "note"]
DIFFERENCES = ["target_share", "reference_share", "difference", "low", "high"]


def frame_differences(
    coding: pd.DataFrame,
    *,
    documents: str | Sequence[str] | None = None,
    attribute: str = "frame",
    codes: str = "agreed",
    min_count: int = 5,
    test: str = "conditional",
    permutations: int = DRAWS,
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
    min_count
        Codes with fewer sentences in the two documents together are shown, not tested.
    test, permutations, seed
        As in ``keyness``.

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
    names = listed(documents) if documents else list(dict.fromkeys(coding["document"]))
    if twice := [name for name in names if names.count(name) > 1]:
        raise CorpusError(f"“{twice[0]}” is named twice; a document does not differ from itself.")
    check_documents(coding, names)
    if len(names) < 2:
        raise CorpusError("One document differs from nothing; name two or more.")
    held = counted_codes(coding, attribute, codes=codes)
    sizes = sentences_of(held)
    hits = by_paragraph(held, CODES[attribute], sizes)
    found, compared = [], []
    for pair in combinations(names, 2):
        sides = [hits.index.get_level_values("document") == name for name in pair]
        one, other = (share_intervals(hits[side], sizes[side]) for side in sides)
        columns = [one.share, other.share, *difference_intervals(one, other)]
        lengths = {name: int(side.sum()) for name, side in zip(pair, sides, strict=True)}
        unknown = [name for name in pair if not lengths[name]]
        note = f"{' and '.join(unknown)}: not coded" if unknown else too_short(lengths)
        if not note:
            both = sides[0] | sides[1]
            matrix = scipy.sparse.csr_array(hits[both].to_numpy(dtype=np.float32).T)
            size = np.asarray(sizes[both], dtype=np.int64)
            compared.append(Comparison(matrix, size, sides[0][both]))
        frame = pd.DataFrame(dict(zip(DIFFERENCES, columns, strict=True)), index=hits.columns)
        found.append(frame.assign(target=pair[0], reference=pair[1], note=note))
    table = pd.concat(found).rename_axis(attribute).reset_index()
    table[["p", "q", "holm"]] = np.nan
    if compared:
        tests = family_tests(
            compared, test=test, permutations=permutations, seed=seed, min_count=min_count,
            shown=TESTED[:3],
        )  # fmt: skip
        table.loc[table["note"] == "", TESTED] = tests[TESTED].to_numpy()
    return table[["target", "reference", attribute, *DIFFERENCES, *TESTED]]
