"""The codes fit the texts, and what does not fit is refused in one sentence."""

import shutil
from pathlib import Path

import pytest

from analysis import CorpusError
from analysis.corpus.coding import load_coding

A, B, PLACES = "pass-a.csv", "pass-b.csv", "sentences.csv"
FIRST = "2012-jamestown.001,cooperation+,,diplomacy alliance,nato,"


@pytest.fixture
def folder(corpus, tmp_path):
    return Path(shutil.copytree(corpus.folder / "coding", tmp_path / "coding"))


def change(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_every_sentence_has_every_attribute_in_both_passes(corpus):
    coding = corpus.coding
    sizes = coding.drop_duplicates(["document", "sentence", "pass", "attribute"])
    assert len(sizes) == 268 * 2 * 4
    frames = coding[(coding["attribute"] == "frame") & (coding["code"] != "")]
    assert set(frames["stance"]) == {"+", "-"}
    assert set(coding.loc[coding["attribute"] != "frame", "stance"]) == {""}


def test_codes_carry_the_paragraphs_of_the_sentences(corpus):
    keys = ["document", "paragraph", "sentence"]
    known = corpus.coding[keys].drop_duplicates().to_numpy().tolist()
    assert known == corpus.sentences[keys].to_numpy().tolist()


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (A, FIRST, FIRST.replace("cooperation+", "coperation+"),
         r"pass-a.csv, row 2: unknown frame “coperation” \(did you mean “cooperation”\?\)"),
        (A, FIRST, FIRST.replace("cooperation+", "cooperation"), "row 2: “cooperation” needs its"),
        (A, FIRST, FIRST.replace("diplomacy", "diplomacy+"), "row 2: “diplomacy\\+” takes no"),
        (A, FIRST, FIRST.replace(",nato,", ",,"), "row 2: voice must be one of author, nato"),
        (A, FIRST, FIRST.replace("cooperation+", "cooperation+ cooperation-"), "given twice"),
        (A, FIRST + "\n", "", "pass-a.csv: 2012-jamestown.001 is not coded"),
        (B, FIRST, f"{FIRST}\n{FIRST}", "pass-b.csv, row 3: 2012-jamestown.001 is coded twice"),
        (A, FIRST, FIRST.replace("2012", "2011"), "row 2: no sentence is called “2011-jamestown"),
        (A, FIRST, FIRST + ",more", "row 2: has not as many cells as the heading"),
        (A, "voice,note", "who,note", "row 1: there is no column “voice”"),
        (PLACES, "524f951a", "00000000", "sentences.csv, row 2: 2012-jamestown.001 is no longer"),
        (PLACES, "7,160,546", "7,161,546", "row 2: 2012-jamestown.001 is no longer the text"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(folder, corpus, file, old, new, message):
    change(folder / file, old, new)
    with pytest.raises(CorpusError, match=message):
        load_coding(folder, corpus.sentences)


def test_a_sentence_missing_or_doubled_in_the_list_is_refused(folder, corpus):
    path = folder / PLACES
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([lines[0], *lines[2:]]), "utf-8")
    with pytest.raises(CorpusError, match="sentence 1 of 2012-jamestown is missing"):
        load_coding(folder, corpus.sentences)
    path.write_text("".join([*lines[:2], *lines[1:]]), "utf-8")
    with pytest.raises(CorpusError, match=r"row 3: 2012-jamestown.001 stands there twice"):
        load_coding(folder, corpus.sentences)


def test_another_encoding_is_named(folder, corpus):
    path = folder / A
    path.write_bytes(path.read_bytes().replace(b"note\n", b"note\n# caf\xe9 d\xe9j\xe0 vu\n", 1))
    with pytest.raises(CorpusError, match=r"pass-a.csv, line 2: not UTF-8"):
        load_coding(folder, corpus.sentences)


def test_a_folder_without_codes_gives_an_empty_table(corpus, tmp_path):
    assert load_coding(tmp_path / "none", corpus.sentences).empty
