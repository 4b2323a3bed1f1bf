"""Anybody’s folder loads, or ends in one clear sentence."""

import os
import subprocess
import sys
from copy import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import CorpusError, Lexicon, held_out, load_corpus, near_duplicates
from analysis.corpus.manifest import date_in
from analysis.corpus.reading import CONTROL, read_source

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
    with pytest.warns(UserWarning, match="left out of “a” \\(100%; line 1 is a title"):
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
        "corpus.toml, line 4: “a.txt” is the file of a already; keep one of the two tables",
    ),
    "a name that a table took": (
        {"a__txt": TEXT, "b__txt": TEXT + "More.", "corpus__toml": '[b]\nfile = "a.txt"\n'},
        "b.txt: “b” is the name of a.txt already; rename",
    ),
    "utf-16 without a mark": (
        {"a__txt": TEXT.encode("utf-16-be")},
        "a.txt, line 1: not UTF-8 \\(likely utf-16-be\\); save the file as UTF-8 or say encoding",
    ),
    "a control character": (
        {"a__txt": TEXT + "A bell\a rang."},
        "a.txt, line 6: holds a control character \\(U\\+0007\\); take it out",
    ),
    "several faults": (
        {"a__txt": TEXT, "b__txt": TEXT, "c__txt": b"Caf\xe9 au lait.", "d__txt": " "},
        "3 files have faults: b.txt: the same text as a.txt; .+; c.txt, line 1: not UTF-8 "
        "\\(likely cp1252\\); .+; d.txt: the file is empty",
    ),
    "an address that is none": (
        {"a__txt": TEXT, "corpus__toml": '[a]\nurl = "javascript:alert(1)"\n'},
        "line 2: “url”: javascript:alert\\(1\\) must be the address of a page; begin it with https",
    ),
    "a body that ends before it begins": (
        {"a__txt": TEXT, "corpus__toml": "[a]\nbody = [9, 3]\n"},
        "line 2: “body” must be like \\[3, 40\\]",
    ),
    "an unknown role": (
        {"a__txt": TEXT, "corpus__toml": '[a]\nlines = { 3 = "paragraf" }\n'},
        "line 2: “lines”: paragraf is no role \\(did you mean “paragraph”",
    ),
    "an unknown encoding": (
        {"a__txt": TEXT, "corpus__toml": '[a]\nencoding = "cp99"\n'},
        "line 2: “encoding”: cp99 is none",
    ),
    "a group that is a fact": (
        {"a__txt": TEXT, "corpus__toml": '[a]\ngroups = { year = "x" }\n'},
        "line 2: “groups”: year cannot be a group",
    ),
    "a slip in the heading of the table": (
        {"a__txt": TEXT, "documents__csv": "document,autors\na,Anna Berg\n"},
        "documents.csv, row 1: unknown column “autors”; is it “authors”",
    ),
    "a row without its file": (
        {"a__txt": TEXT, "documents__csv": "document,party\nb,Left\n"},
        "documents.csv, row 2: there is no file “b.txt” beside it",
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
        "line 2: “date”: July 2012 is no date",
    ),
    "no such day": (
        {"a__txt": TEXT, "corpus__toml": '[a]\ndate = "2023-02-30"\n'},
        "line 2: “date”: 2023-02-30 is no date",
    ),
    "no such file": (
        {"a__txt": TEXT, "corpus__toml": '[b]\ntitle = "x"\n'},
        "line 1: there is no file “b.txt” beside it",
    ),
    "no table": (
        {"a__txt": TEXT, "corpus__toml": 'title = "x"\n'},
        "line 1: “title” stands outside a table",
    ),
    "unknown fact": (
        {"a__txt": TEXT, "corpus__toml": '[a]\nin_file = ["titel"]\n'},
        "line 2: “in_file” names titel, which is no fact \\(did you mean “title”\\?\\)",
    ),
}


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ('title = "x"\nrole = "title"', 3),
        ('title = "x"\nauthors = ["a.txt"]\nfile = "a.tx"', 4),
        ('file = "a.txt"\ntitle = "x"\nin_file = ["file"]', 4),
        ("title = 'x'\nrole = 'foo'", 3),
        ('title = "utf-99"\nencoding = "utf-99"', 3),
        ('title = "x"\nlines = { 3 = 5 }', 3),
        ("body = [true, true]", 2),
        ("title = 2012-07-15", 2),
        ('title = "title"\ngroups = { title = "x" }', 3),
    ],
)
def test_the_line_of_a_fault_is_that_of_its_key(tmp_path, lines, line):
    with pytest.raises(CorpusError, match=f"corpus.toml, line {line}: "):
        load_corpus(folder(tmp_path, a__txt=TEXT, corpus__toml=f"[a]\n{lines}\n"))


def test_a_table_that_is_not_found_again_has_no_line(tmp_path):
    with pytest.raises(CorpusError, match=r"corpus\.toml: “title” must be text"):
        load_corpus(folder(tmp_path, a__txt=TEXT, corpus__toml='# x\n["\\u0061"]\ntitle = 5\n'))


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
    with pytest.raises(CorpusError, match=r"a\.txt: cannot be read \(it is no plain file\)"):
        read_source(tmp_path / "a.txt")


def test_an_unknown_document_names_the_nearest(corpus):
    with pytest.raises(CorpusError, match="did you mean “2012-jamestown”"):
        corpus.text("2012-jamestwn")


def test_the_five_texts_load_from_any_working_directory(tmp_path):
    code = "from analysis import load_corpus; print(len(load_corpus()))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "5\n"


@pytest.mark.filterwarnings("ignore::UserWarning")
@given(text=st.text())
def test_any_text_gives_spans_of_itself(tmp_path_factory, text):
    place = tmp_path_factory.mktemp("any")
    (place / "a.txt").write_bytes(text.encode("utf-8", "ignore"))
    text = text.encode("utf-8", "ignore").decode()
    if CONTROL.search(text) or not text.strip("\ufeff \t\r\n"):
        with pytest.raises(CorpusError, match=r"empty|control character|not UTF-8"):
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


def test_an_encoding_is_proposed_and_taken_when_it_is_said(tmp_path):
    raw = TEXT.replace("They", "Szijjártó and they").encode("cp1250")
    place = folder(tmp_path, a__txt=raw)
    assert "szijjártó" in set(load_corpus(place, encoding="cp1250").tokens["term"])
    folder(tmp_path, corpus__toml='[a]\nencoding = "cp1250"\n')
    assert "szijjártó" in set(load_corpus(place).tokens["term"])


def test_pages_and_markdown_are_read_as_a_reader_sees_them(tmp_path):
    page = (
        "<html><head><title>T</title><style>p {}</style></head><body><nav><a>Home</a></nav>"
        "<h1>A title</h1><p>China and\n<b>NATO</b> met.</p><script>x = 1</script>"
        "<ul><li>One.</li></ul>"
        "<blockquote><p>Said so.</p></blockquote><footer>All rights</footer></body></html>"
    )
    notes = "---\ntitle: x\n---\n# A title\n\nChina and\n*NATO* met, see [here](https://a.org/b).\n"
    corpus = load_corpus(folder(tmp_path, a__html=page, b__md=notes))
    assert corpus.text("a") == "A title\n\nChina and NATO met.\n\n• One.\n\n> Said so.\n"
    assert corpus.text("b") == "A title\n\nChina and NATO met, see here.\n"
    assert corpus.blocks["role"].to_list()[:4] == ["title", "paragraph", "list-item", "block-quote"]


def test_what_is_no_text_is_left_alone_and_said(tmp_path):
    names = [".#a.txt", "._a.txt", ".hidden.txt", "README.md", "scan.pdf"]
    place = folder(tmp_path, a__txt=TEXT)
    for name in names:
        (place / name).write_text("x")
    os.mkfifo(place / "pipe.txt")
    with pytest.warns(UserWarning, match="left alone") as caught:
        corpus = load_corpus(place)
    assert len(corpus) == 1
    assert all(name in str(caught[0].message) for name in [*names, "pipe.txt"])


def test_facts_and_groups_from_a_table_and_from_corpus_toml(tmp_path):
    table = "file,date,authors,party\na.txt,2019,Anna Berg; Jo Hill,Left\nb.txt,,,Right\n"
    manifest = '[b]\ntitle = "B"\ngroups = { party = "Centre", session = 72 }\n'
    texts = {"a__txt": TEXT, "b__txt": TEXT + "More.", "c-2021__txt": TEXT + "Yet more came."}
    known = load_corpus(
        folder(tmp_path, **texts, documents__csv=table, corpus__toml=manifest)
    ).documents.set_index("document")
    assert known.index.to_list() == ["b", "a", "c-2021"]
    assert known["party"].to_list() == ["Centre", "Left", ""]
    assert known["session"].to_list() == ["72", "", ""]
    assert known.loc["a", "authors"] == "Anna Berg, Jo Hill"
    assert known["year"].astype(object).where(known["year"].notna(), 0).to_list() == [0, 2019, 2021]


def test_groups_from_the_names_of_files(tmp_path):
    place = folder(tmp_path, **{"left_2019-05__txt": TEXT, "right_2020__txt": TEXT + "More."})
    known = load_corpus(place, names="{party}_{date}").documents
    assert known[["party", "date"]].to_numpy().tolist() == [["left", "2019-05"], ["right", "2020"]]
    with pytest.raises(CorpusError, match=r"left_2019-05\.txt: the name does not fit names="):
        load_corpus(place, names="{party}+{date}")


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2023-02-05-talk", "2023-02-05"), ("talk_20230205", "2023-02-05"),
        ("x 2023.02", "2023-02"),
        ("5 Feb 2023", "2023-02-05"), ("2023-February-5", "2023-02-05"), ("2012-13", "2012"),
        ("ESP_72_2017", "2017"), ("9871999", ""), ("talk", ""),
    ],
)  # fmt: skip
def test_a_date_in_a_name_is_read_whole(name, date):
    assert date_in(name) == date


REQUEST = "Subscribe to our letter and read of all that is said there. " * 2


def test_what_is_left_out_is_said_once_and_can_be_overruled(tmp_path):
    text = "A talk\n\nIt began, and it went on for a while.\n\n" + REQUEST.strip()
    place = folder(tmp_path, a__txt=text)
    with pytest.warns(UserWarning, match="left out of “a” .+ line 5 is a boilerplate") as caught:
        assert load_corpus(place).documents["words"].to_list() == [9]
    assert len(caught) == 1
    for rule in ("body = [3, 5]", "roles = false", 'lines = { 5 = "paragraph" }'):
        folder(tmp_path, corpus__toml=f"[a]\n{rule}\n")
        assert load_corpus(place).blocks["role"].to_list()[1:] == ["paragraph", "paragraph"]
    folder(tmp_path, corpus__toml="[a]\nbody = [3, 3]\n")
    assert load_corpus(place).blocks["role"].to_list() == ["title", "paragraph", "boilerplate"]


def test_updates_of_one_article_are_told_with_their_share(tmp_path):
    first = "A title\n\nThe mayors of both towns met on Monday in the old hall.\n\n"
    first += "They will meet again next week, they say, and hear the council.\n"
    lines = "It snowed on the third of the hills.\n\nNobody was hurt by what came down there.\n"
    place = folder(
        tmp_path, a__txt=first, b__txt=first + "\nThis is all new.\n", c__txt="C\n\n" + lines * 2
    )
    with pytest.warns(UserWarning, match="same sentences .+“b” \\(86% as in “a”\\)"):
        corpus = load_corpus(place)
    pairs = near_duplicates(corpus, share=0)
    assert pairs[["document", "other", "sentences"]].to_numpy().tolist() == [
        ["b", "a", 2],
        ["c", "c", 2],
    ]
    assert pairs["share"].round(2).to_list() == [0.86, 0.5]
    with pytest.raises(CorpusError, match="share is 2"):
        near_duplicates(corpus, share=2)


def test_scripts_without_spaces_are_told(tmp_path):
    place = folder(tmp_path, a__txt="标题\n\n双方都表示愿意对话。关系在变化。\n")
    with pytest.warns(UserWarning, match="reads scripts with spaces"):
        corpus = load_corpus(place)
    assert len(corpus.sentences) == 2


def test_a_subset_keeps_its_tables_together(corpus):
    part = corpus.subset(["2020-tpq", "2023-china-daily"])
    for name in ("documents", "blocks", "sentences", "tokens", "coding"):
        table = getattr(part, name)
        assert table["document"].unique().tolist() == ["2020-tpq", "2023-china-daily"]
        assert table.index.to_list() == list(range(len(table)))
    assert part.subset(year=2020).documents["document"].to_list() == ["2020-tpq"]
    assert len(corpus.subset(author_country=["China", "Sweden"])) == 3
    for options, message in (
        ({"documents": "2020-tqp"}, "did you mean “2020-tpq”"),
        ({"contry": "x"}, "documents has no column “contry”"),
        ({"author_country": "Chna"}, "No document has author_country “Chna”.+“China”"),
        ({"documents": "2020-tpq", "year": 2012}, "No document has all"),
    ):
        with pytest.raises(CorpusError, match=message):
            corpus.subset(**options)
    with pytest.raises(CorpusError, match="no document “2020-tpq”"):
        part.subset("2023-china-daily").text("2020-tpq")


def test_a_corpus_in_place_of_a_table_is_one_sentence(corpus):
    said = r"no “groupby”; where a table belongs, give one of a corpus, such as corpus\.tokens"
    with pytest.raises(AttributeError, match=said):
        held_out(Lexicon.from_toml(), corpus)
    assert not hasattr(corpus, "columns")
    assert copy(corpus).documents is corpus.documents
