"""What the lexicon has to beat, and each instrument on texts that it was not made from."""

from collections.abc import Iterable

import pandas as pd

from analysis.corpus.codebook import CODES
from analysis.corpus.coding import COLUMNS
from analysis.measures.framing.coded import KEY, counted_codes
from analysis.measures.framing.lexicon import Lexicon
from analysis.measures.framing.lexicon_file import Entry, find_phrase


def held_out(lexicon: Lexicon, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return each document’s codes by the lexicon without what was taken from it alone."""
    return pd.concat(
        [
            lexicon.without(str(document)).code(own)
            for document, own in sentences.groupby("document", sort=False)
        ],
        ignore_index=True,
    )


def held_out_hits(lexicon: Lexicon, sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the hits behind the codes of ``held_out``; as ``Lexicon.hits``."""
    by_document = sentences.groupby("document", sort=False)
    return pd.concat([lexicon.without(str(name)).hits(own) for name, own in by_document])


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
    from sklearn.pipeline import make_pipeline

    table = counted_codes(gold, "frame")
    found = []
    for code in CODES["frame"]:
        has = table[table["code"] == code][KEY].assign(has=True)
        labels = sentences.merge(has, on=KEY, how="left")["has"].notna().to_numpy()
        for document in dict.fromkeys(sentences["document"]):
            inside = (sentences["document"] == document).to_numpy()
            if labels[~inside].all() or not labels[~inside].any():
                continue
            model = make_pipeline(
                CountVectorizer(ngram_range=(1, 2), min_df=2),
                LogisticRegression(class_weight="balanced", solver="liblinear"),
            )
            model.fit(sentences["text"][~inside], labels[~inside])
            chosen = model.predict(sentences["text"][inside])
            found.append(sentences.loc[inside, KEY][chosen].assign(code=code))
    return _coding(found, sentences, "regression")


def _coding(found: Iterable[pd.DataFrame], sentences: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return found codes in the shape of the coding table, all asserted."""
    codes = pd.concat([*found, sentences[KEY].head(0).assign(code="")])
    table = sentences[KEY].merge(codes.assign(stance="+"), on=KEY, how="left")
    table = table.fillna({"code": "", "stance": ""})
    return table.assign(attribute="frame", **{"pass": name})[COLUMNS]
