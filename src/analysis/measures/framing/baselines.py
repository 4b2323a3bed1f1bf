"""What the lexicon has to beat, and each instrument on texts that it was not made from."""

from collections.abc import Iterable, Iterator

import pandas as pd

from analysis.corpus.codebook import CODES
from analysis.corpus.coding import COLUMNS
from analysis.measures.framing.coded import KEY, counted_codes
from analysis.measures.framing.lexicon import Lexicon
from analysis.measures.framing.lexicon_file import Entry, find_phrase
from analysis.measures.framing.shares import indicators


def held_out(lexicon: Lexicon, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return each document’s codes by the lexicon without what was taken from it alone."""
    held = _without_own(lexicon, sentences)
    return pd.concat([rest.code(own) for rest, own in held], ignore_index=True)


def held_out_hits(lexicon: Lexicon, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the hits behind the codes of ``held_out``; as ``Lexicon.hits``."""
    return pd.concat([rest.hits(own) for rest, own in _without_own(lexicon, sentences)])


def _without_own(
    lexicon: Lexicon, sentences: pd.DataFrame
) -> Iterator[tuple[Lexicon, pd.DataFrame]]:
    for document, own in sentences.groupby("document", sort=False):
        yield lexicon.without(str(document)), own


def every_frame(sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the coding in which each sentence has every frame: the lowest bar."""
    return _coding(
        [sentences[KEY].assign(code=code) for code in CODES["frame"]], sentences, "every"
    )


def keywords(sentences: pd.DataFrame) -> pd.DataFrame:
    """Return codes by one keyword a frame: its own name, with any ending."""
    words = {code: find_phrase(f"{code}*") for code in CODES["frame"]}
    named = Lexicon(tuple(Entry(code, (word,)) for code, word in words.items()))
    return named.code(sentences).assign(**{"pass": "keyword"})


def regression(sentences: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    """Return each document’s codes by a logistic regression that learned from the other documents.

    One regression a frame on counts of words and pairs of words that occur twice or more,
    regularised (L2, C = 1), frames weighted by how rare they are.
    """
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    places = pd.MultiIndex.from_frame(sentences[KEY])
    wanted = indicators(counted_codes(gold, "frame"), CODES["frame"])
    wanted = wanted.reindex(places, fill_value=0).reset_index(drop=True)
    found = []
    for document in dict.fromkeys(sentences["document"]):
        inside = (sentences["document"] == document).to_numpy()
        words = CountVectorizer(ngram_range=(1, 2), min_df=2)
        others = words.fit_transform(sentences["text"][~inside])
        own = words.transform(sentences["text"][inside])
        for code, labels in wanted[~inside].items():
            if labels.nunique() > 1:
                model = LogisticRegression(class_weight="balanced", solver="liblinear")
                chosen = model.fit(others, labels).predict(own) == 1
                found.append(sentences.loc[inside, KEY][chosen].assign(code=code))
    return _coding(found, sentences, "regression")


def _coding(found: Iterable[pd.DataFrame], sentences: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return found codes in the shape of the coding table, all asserted."""
    codes = pd.concat([*found, sentences[KEY].head(0).assign(code="")])
    table = sentences[KEY].merge(codes.assign(stance="+"), on=KEY, how="left")
    table = table.fillna({"code": "", "stance": ""})
    return table.assign(attribute="frame", **{"pass": name})[COLUMNS]
