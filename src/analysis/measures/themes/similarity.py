"""Which paragraphs of other pieces are most like a paragraph."""

import numpy as np
import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.errors import CorpusError, check_documents, check_whole
from analysis.corpus.tables import rows
from analysis.measures.themes.term_weights import first_terms, paragraph_counts, tf_idf
from analysis.measures.vocabulary.counts import without_citations

SHARED = 6


def nearest_passages(
    corpus: Corpus, document: str, paragraph: int, *, n: int = 5, itself: bool = False
) -> pd.DataFrame:
    """Return the paragraphs of other documents that share most words with a paragraph.

    Parameters
    ----------
    corpus
        The texts.
    document, paragraph
        The paragraph, as ``corpus.sentences`` numbers it.
    n
        How many, at most; paragraphs that share no word are left out.
    itself
        Begin with the paragraph itself.

    Returns
    -------
    DataFrame
        One row a paragraph, most alike first: document, paragraph, similarity, shared (the words
        that make most of it), start, end (offsets in the file), text (in one line).

    Notes
    -----
    Similarity is the cosine of tf-idf: 0 is no word in common, 1 the same words. Words in one
    paragraph only, stop words and press citations are left out. It compares words: paragraphs that
    say the same in other words are not found.

    Raises
    ------
    CorpusError
        If there is no such document or paragraph, or ``n`` is under 1.
    """
    check_whole(n=n)
    tokens = without_citations(corpus.tokens)
    check_documents(tokens, [document])
    weights = paragraph_counts(tokens)
    known = weights.paragraphs
    place = known.index[(known["document"] == document) & (known["paragraph"] == paragraph)]
    if not len(place):
        last = corpus.sentences.loc[corpus.sentences["document"] == document, "paragraph"].max()
        raise CorpusError(
            f"{document} has no paragraph {paragraph} that holds words; take one of 1 to {last}."
        )
    matrix = tf_idf(weights.counts)
    products = (matrix * matrix[[place[0]]]).tocsr()
    similarity = np.asarray(products.sum(axis=1))
    order = np.lexsort((np.arange(len(known)), -similarity))
    other = (known["document"] != document).to_numpy() & (similarity > 0)
    chosen = [*place] * itself + [row for row in order if other[row]][:n]
    first = first_terms(products[chosen].toarray(), SHARED)
    words = [", ".join(weights.terms[place] for place in own if place >= 0) for own in first]
    shared = [told * bool(other[row]) for row, told in zip(chosen, words, strict=True)]
    spans = corpus.sentences.groupby(["document", "paragraph"]).agg({"start": "min", "end": "max"})
    table = known.loc[chosen].assign(similarity=similarity[chosen], shared=shared)
    table = table.merge(spans.reset_index(), on=["document", "paragraph"])
    texts = [corpus.text(row.document)[row.start : row.end].split() for row in rows(table)]
    return table.assign(text=[" ".join(words) for words in texts])
