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
