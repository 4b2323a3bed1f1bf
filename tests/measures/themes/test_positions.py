"""Themes stand where their sentences stand."""

import pandas as pd

from analysis import theme_positions


def test_a_theme_stands_in_the_middle_of_its_sentence_and_sentences_without_one_count():
    codes = {1: "economy", 2: "", 3: "", 4: "economy"}
    coding = pd.DataFrame(
        [("a", 1, n, name, "theme", code, "") for n, code in codes.items() for name in "xy"],
        columns=["document", "paragraph", "sentence", "pass", "attribute", "code", "stance"],
    )
    placed = theme_positions(coding)
    assert placed["place"].to_list() == [0.125, 0.875]
    assert placed["third"].to_list() == ["first", "last"]


def test_a_document_whose_themes_nobody_coded_has_no_place(corpus):
    known = corpus.coding
    rest = known[(known["document"] != "2012-jamestown") | (known["attribute"] != "theme")]
    assert "2012-jamestown" not in set(theme_positions(rest)["document"])
