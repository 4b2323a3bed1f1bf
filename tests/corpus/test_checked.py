"""The list of quotations fits the texts, and what does not fit is refused in one sentence."""

import pytest

from analysis import CorpusError, read_quotations

FIRST = "2012-jamestown.q01,2012-jamestown,284,407,"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (FIRST, FIRST.replace("284", "28a"), "row 2: start “28a” is no offset; write a whole"),
        (FIRST, FIRST.replace("284", ""), "row 2: start “” is no offset"),
        (FIRST, FIRST.replace("284", "285"), "row 2: 2012-jamestown.q01 is no longer the text"),
        (FIRST, FIRST.replace(",2012-james", ",2011-james"), "row 2: There is no document “2011-"),
        (FIRST, FIRST.replace("407", "284"), "row 2: the quotation starts at 284 and ends at 284"),
        (FIRST, FIRST.replace("407", "99999"), "row 2: the quotation ends at 99999, beyond its"),
        (",quotation,194,", ",quotation,,", "row 2: its speaker starts at -1 and ends at 215"),
        (",216,220,", ",220,216,", "row 2: its cue starts at 220 and ends at 216; a place ends"),
        (",216,220,", ",216,99999,", "row 2: its cue ends at 99999, beyond its file"),
        (",quotation,194,", ",quotation,-2,", "row 2: speaker_start “-2” is no offset"),
        (",quotation,194,", ",quote,194,", "row 2: unknown kind “quote”"),
        (",quotation,194,", ",remark,194,", "unknown kind “remark” .known: quotation, term, title"),
    ],
)
def test_what_does_not_fit_is_refused(corpus, tmp_path, old, new, message):
    text = (corpus.folder / "coding" / "quotations.csv").read_text("utf-8")
    assert old in text
    path = tmp_path / "quotations.csv"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(CorpusError, match=rf"quotations.csv, {message}|{message}") as caught:
        read_quotations(path, corpus)
    assert str(caught.value).startswith(f"{path}, row 2: ")


def test_a_quotation_that_stands_there_twice_is_refused(corpus, tmp_path):
    lines = (corpus.folder / "coding" / "quotations.csv").read_text("utf-8").splitlines()
    path = tmp_path / "quotations.csv"
    path.write_text("\n".join([*lines[:4], lines[2]]), "utf-8")
    with pytest.raises(CorpusError, match=r"row 5: 451 to 528 of 2012-jamestown stands there tw"):
        read_quotations(path, corpus)
