"""Where each piece speaks of what."""

import pandas as pd

from analysis.measures.framing.coded import counted_codes

THIRDS = ("first", "middle", "last")


def theme_positions(coding: pd.DataFrame, *, codes: str = "agreed") -> pd.DataFrame:
    """Return where in its document each sentence about a theme stands.

    Parameters
    ----------
    coding, codes
        As in ``counted_codes``.

    Returns
    -------
    DataFrame
        One row a sentence and theme: document, sentence, theme, place (of the middle of the
        sentence, as a share of all sentences of the document), third (*first*, *middle*, *last*).

    Examples
    --------
    >>> from analysis import load_corpus
    >>> placed = theme_positions(load_corpus().coding)
    >>> placed[placed["document"] == "2022-isdp"].head(2).round(2).to_numpy().tolist()
    [['2022-isdp', 1, 'diplomacy', 0.06, 'first'], ['2022-isdp', 1, 'russia', 0.06, 'first']]
    """
    held = counted_codes(coding, "theme", codes=codes).rename(columns={"code": "theme"})
    length = held.groupby("document")["sentence"].transform("nunique")
    place = (held["sentence"] - 0.5) / length
    third = pd.cut(place, [0, 1 / 3, 2 / 3, 1], labels=[*THIRDS]).astype(str)
    columns = ["document", "sentence", "theme", "place", "third"]
    return held.assign(place=place, third=third).loc[held["theme"] != "", columns]
