"""Anybody’s folder loads, or ends in one clear sentence."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import CorpusError, load_corpus

TEXT = "A title\n\nChina and NATO met. They spoke.\n\nThen they parted.\n"


def folder(tmp_path, **files):
    for name, content in files.items():
        path = tmp_path / name.replace("__", ".")
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return tmp_path


def test_a_folder_without_corpus_toml_works_with_what_the_names_tell(tmp_path):
    corpus = load_corpus(
        folder(tmp_path, **{"2019-speech__txt": TEXT, "note__txt": TEXT + "More."})
    )
    assert list(corpus.documents["document"]) == ["2019-speech", "note"]
    assert corpus.documents["year"].tolist()[0] == 2019
    assert corpus.documents["year"].isna().tolist() == [False, True]
    assert corpus.documents["paragraphs"].tolist() == [2, 3]
    assert corpus.coding.empty


def test_windows_line_ends_and_a_byte_order_mark_keep_offsets(tmp_path):
    raw = "\ufeff" + TEXT.replace("\n", "\r\n")
    corpus = load_corpus(folder(tmp_path, a__txt=raw))
    for row in corpus.tokens.itertuples():
        assert corpus.text("a")[row.start : row.end] == row.token
    assert corpus.blocks["line"].tolist() == [1, 3, 5]
    assert corpus.text("a") == raw


def test_a_text_of_one_line_is_a_document_without_a_body(tmp_path):
    corpus = load_corpus(folder(tmp_path, a__txt="Only a title"))
    assert corpus.documents["words"].tolist() == [0]
    assert len(corpus.tokens) == 0


FAULTS = {
    "no file": ({}, "holds no \\*.txt file"),
    "empty file": ({"a__txt": " \n"}, "a.txt: the file is empty"),
    "latin-1": (
        {"a__txt": "Ein schöner Tag für Gespräche über Brücken.\n".encode("latin-1") * 3},
        "a.txt, line 1: not UTF-8 \\(likely cp1252\\); save the file as UTF-8",
    ),
    "cp1252": (
        {"a__txt": "So.\nNATO’s “new” role – naïve?\n".encode("cp1252")},
        "a.txt, line 2: not UTF-8 \\(likely cp1252\\)",
    ),
    "cp1251": (
        {"a__txt": ("Отношения между Китаем и НАТО меняются. " * 9).encode("cp1251")},
        "a.txt, line 1: not UTF-8 \\(likely (?!cp1252).+\\)",
    ),
    "utf-16": ({"a__txt": TEXT.encode("utf-16")}, "line 1: not UTF-8 \\(likely utf-16\\)"),
    "toml in latin-1": (
        {"a__txt": TEXT, "corpus__toml": '[a]\ntitle = "Café"\n'.encode("latin-1")},
        "corpus.toml, line 2: not UTF-8 \\(likely cp1252\\)",
    ),
    "twice": ({"a__txt": TEXT, "b__txt": TEXT}, "b.txt: the same text as a.txt"),
    "twice, with other ends": (
        {"a__txt": TEXT, "b__TXT": "\ufeff" + TEXT.replace("\n", "\r\n") + "\r\n"},
        "b.TXT: the same text as a.txt; keep one",
    ),
    "two files of one name": (
        {"a__txt": TEXT, "a__TXT": TEXT + "More."},
        "a.txt: “a” is the name of a.TXT already; rename the file",
    ),
    "one file in two tables": (
        {"a__txt": TEXT, "corpus__toml": '[a]\n[b]\ntitle = "x"\nfile = "a.txt"\n'},
        "corpus.toml, line 4: a.txt is the file of “a” already; keep one of the two tables",
    ),
    "a name that a table took": (
        {"a__txt": TEXT, "b__txt": TEXT + "More.", "corpus__toml": '[b]\nfile = "a.txt"\n'},
        "b.txt: “b” is the name of a.txt already; rename",
    ),
    "no toml": (
        {"a__txt": TEXT, "corpus__toml": "# x\n[a\n"},
        "corpus.toml, line 2: not valid TOML, expected .+; mend that line: values are",
    ),
    "no end of toml": (
        {"a__txt": TEXT, "corpus__toml": '[a]\ntitle = "x"\nauthors = ["y"'},
        "corpus.toml, line 3: not valid TOML, unclosed array; mend",
    ),
    "unknown key": (
        {"a__txt": TEXT, "corpus__toml": '[a]\ntitle = "x"\nautors = ["y"]\n'},
        "corpus.toml, line 3: unknown key “autors” \\(did you mean “authors”\\?\\)",
    ),
    "unknown key like no other": (
        {"a__txt": TEXT, "corpus__toml": "[a]\nqqq = 1\n"},
        "line 2: unknown key “qqq” \\(known: title, authors, date, .+\\)",
    ),
    "unknown key in an inline table": (
        {"a__txt": TEXT, "corpus__toml": '# x\na = { title = "x", autors = ["y"] }\n'},
        "corpus.toml, line 2: unknown key “autors”",
    ),
    "unknown dotted key": (
        {"a__txt": TEXT, "corpus__toml": 'a.title = "x"\n"a".autors = ["y"]\n'},
        "corpus.toml, line 2: unknown key “autors”",
    ),
    "unknown table in a table": (
        {"a__txt": TEXT, "corpus__toml": '[ "a" ] # x\ntitle = "x"\n[a.autors]\n'},
        "corpus.toml, line 3: unknown key “autors”",
    ),
    "list of tables": (
        {"a__txt": TEXT, "corpus__toml": '\n[[a]]\ntitle = "x"\n'},
        "corpus.toml, line 2: “a” stands outside a table",
    ),
    "wrong type": (
        {"a__txt": TEXT, "corpus__toml": '[a]\nredistribute = "no"\n'},
        "corpus.toml, line 2: “redistribute” must be true or false, not 'no'",
    ),
    "list of numbers": (
        {"a__txt": TEXT, "corpus__toml": "[a]\nauthors = [1]\n"},
        "line 2: “authors” must be a list of texts",
    ),
    "no date": (
        {"a__txt": TEXT, "corpus__toml": '[a]\ndate = "July 2012"\n'},
        "line 2: “July 2012” is no date",
    ),
    "no such day": (
        {"a__txt": TEXT, "corpus__toml": '[a]\ndate = "2023-02-30"\n'},
        "line 2: “2023-02-30” is no date",
    ),
    "no such file": (
        {"a__txt": TEXT, "corpus__toml": '[b]\ntitle = "x"\n'},
        "line 1: there is no file b.txt beside it",
    ),
    "no table": (
        {"a__txt": TEXT, "corpus__toml": 'title = "x"\n'},
        "line 1: “title” stands outside a table",
    ),
    "unknown fact": (
        {"a__txt": TEXT, "corpus__toml": '[a]\nin_file = ["titel"]\n'},
        "line 2: in_file names “titel”, which is no fact \\(did you mean “title”\\?\\)",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_bad_input_ends_in_one_sentence(tmp_path, fault):
    files, message = FAULTS[fault]
    with pytest.raises(CorpusError, match=message) as caught:
        load_corpus(folder(tmp_path, **files))
    assert "\n" not in str(caught.value)


def test_the_end_of_a_name_may_be_in_capitals_and_a_toml_may_have_a_byte_order_mark(tmp_path):
    manifest = '\ufeff[speech]\nfile = "A.TXT"\ntitle = "A title"\n'
    corpus = load_corpus(folder(tmp_path, A__TXT=TEXT, corpus__toml=manifest))
    assert corpus.documents[["document", "file"]].to_numpy().tolist() == [["speech", "A.TXT"]]


def test_a_missing_folder_and_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(CorpusError, match="there is no such folder"):
        load_corpus(tmp_path / "nowhere")
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(CorpusError, match=r"a\.txt: cannot be read"):
        load_corpus(tmp_path)


def test_an_unknown_document_names_the_nearest(corpus):
    with pytest.raises(CorpusError, match="did you mean “2012-jamestown”"):
        corpus.text("2012-jamestwn")


def test_the_five_texts_load_from_any_working_directory(tmp_path):
    code = "from analysis import load_corpus; print(len(load_corpus()))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "5\n"


@given(text=st.text())
def test_any_text_gives_spans_of_itself(tmp_path_factory, text):
    place = tmp_path_factory.mktemp("any")
    (place / "a.txt").write_bytes(text.encode("utf-8", "ignore"))
    if not text.encode("utf-8", "ignore").decode().strip("\ufeff \t\r\n"):
        with pytest.raises(CorpusError, match="empty"):
            load_corpus(place)
        return
    corpus = load_corpus(place)
    whole = corpus.text("a")
    for frame, column in (
        (corpus.blocks, "text"),
        (corpus.sentences, "text"),
        (corpus.tokens, "token"),
    ):
        for row in frame.itertuples():
            assert whole[row.start : row.end] == getattr(row, column)
