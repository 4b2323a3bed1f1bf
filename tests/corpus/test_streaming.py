"""Counts streamed from files are those of the plain loop over the text."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.corpus import streaming
from analysis.corpus.corpus import SEEDS
from analysis.corpus.errors import CorpusError
from analysis.corpus.streaming import count_files
from analysis.corpus.tokens import find_tokens, fold_all

pytest.importorskip("polars")

NASTY = """İstanbul’s İ ı ß STRASSE Straße ﬁne oﬀice ΣΊΣΥΦΟΣ Σίσυφος ὀδυσσεύς
Cafe\u0301 café e\u0301 a\u0323\u0307 a\u0307\u0323 soft\u00adhyphen zero\u200bwidth
join\u200der \ufefftext
China’s China's CHINA’S states’ don’t ’tis 'quoted' “U.S.” U.S.-led (U.S.) U.S., u.s. E.U.
anti-China Asia‐Pacific non‑aligned two-
day co-\t
operate re-\r
   newed X-\n\n Y 1,000.5 184.88, 3.14. v1.2 A. B.C end... e.g. i.e.,
NASA Nasa nasa NATO nato Nato us US
https://example.org/a,b. www.x www. WWW... http:// mail@example.org, a.b@c.
foo.bar.com/x) x.com. -a.com
日本語の文章、中文，한국어 हिन्दी عربي ١٢٣ Ⅷ ² ½ word\u00a0word\u2028line
«so» —dash—dash word/word _a_ *b* #c\n"""


def by_python(texts: dict[str, str]) -> dict[tuple[str, str], int]:
    """Counts by document and term of a loop that knows nothing of shards."""
    tokens = Counter(
        (name, text[a:b]) for name, text in texts.items() for a, b in find_tokens(text)
    )
    sizes: Counter[str] = Counter()
    for (_, token), count in tokens.items():
        sizes[token] += count
    folded = fold_all(sizes)
    counts: Counter[tuple[str, str]] = Counter()
    for (name, token), count in tokens.items():
        for part in folded[token]:
            counts[name, part.term] += count
    return dict(counts)


def counted(paths, **options) -> dict[tuple, int]:
    table = count_files(paths, **options)
    assert (table["count"] > 0).all()
    return {tuple(row[:-1]): row[-1] for row in table.itertuples(index=False, name=None)}


def written(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_bytes(text.encode())
    return folder


@pytest.fixture
def small_shards(monkeypatch):
    monkeypatch.setattr(streaming, "SHARD", 300)


def test_the_texts_of_the_book_count_as_in_python():
    texts = {path.stem: path.read_bytes().decode() for path in SEEDS.glob("*.txt")}
    assert counted(SEEDS) == by_python(texts)


def test_the_texts_in_small_shards(small_shards):
    texts = {path.stem: path.read_bytes().decode() for path in SEEDS.glob("*.txt")}
    assert counted(SEEDS) == by_python(texts)


@pytest.mark.parametrize("shard", [1, 7, 60, 10**6])
def test_nasty_cases(tmp_path, monkeypatch, shard):
    monkeypatch.setattr(streaming, "SHARD", shard)
    texts = {"a": NASTY, "b": NASTY.upper(), "c": NASTY[::-1], "d": "one"}
    assert counted(written(tmp_path, texts)) == by_python(texts)
    assert counted(tmp_path / "a.txt") == by_python({"a": NASTY})


LETTERS = st.text(
    st.sampled_from("abAB.-’'İßςΣﬁé\u0301\u00ad\u200d‐ \n\t\r1,/@:w\"«”)…"), min_size=1, max_size=60
)
ANYTHING = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.one_of(LETTERS, ANYTHING), min_size=1, max_size=3), st.sampled_from([2, 20, 10**6])
)
def test_made_up_text(tmp_path, monkeypatch, made, shard):
    monkeypatch.setattr(streaming, "SHARD", shard)
    texts = {f"t{number}": f"x {text}" for number, text in enumerate(made)}
    for old in tmp_path.iterdir():
        old.unlink()
    assert counted(written(tmp_path, texts)) == by_python(texts)


@pytest.mark.parametrize("by", ["line", "paragraph"])
@pytest.mark.parametrize("shard", [1, 50, 10**6])
def test_units_are_counted_one_by_one(tmp_path, monkeypatch, by, shard):
    monkeypatch.setattr(streaming, "SHARD", shard)
    texts = {
        "a": NASTY.replace("-\n\n", "-\n"),
        "b": "\n\none two\nthree\r\n\r\nfour two\n \t\n\nfive",
    }
    parts = {"line": r"\n", "paragraph": r"\n[ \t\r]*\n"}[by]
    units = {
        (name, number): part
        for name, text in texts.items()
        for number, part in enumerate(
            (part for part in re.split(parts, text) if part.strip(" \t\r\n\f\v")), 1
        )
    }
    expected = {(*unit, term): count for (unit, term), count in by_python(units).items()}
    assert counted(written(tmp_path, texts), by=by) == expected


@pytest.mark.parametrize("text", ["1 \n", "\n", "a\n\nb", "-\nb", "\r\nb", "a-\n b"])
def test_lines_without_a_word(tmp_path, monkeypatch, text):
    monkeypatch.setattr(streaming, "SHARD", 2)
    texts = {"a": f"x {text}", "b": "y " + 4 * text, "c": text + "z"}
    assert counted(written(tmp_path, texts)) == by_python(texts)


def test_most_frequent_first_then_by_term(tmp_path):
    table = count_files(written(tmp_path, {"b": "x y z z", "a": "y"}))
    assert table.astype(str).to_numpy().tolist() == [
        ["a", "y", "1"], ["b", "z", "2"], ["b", "x", "1"], ["b", "y", "1"],
    ]  # fmt: skip


def test_pages_are_read_as_a_reader_sees_them(tmp_path):
    (tmp_path / "page.html").write_text("<html><body><p>War and <b>peace</b></p></body></html>")
    assert counted(tmp_path) == {("page", term): 1 for term in ("war", "and", "peace")}


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("latin.txt", b"one\ntwo\nBr\xfccken", "latin.txt, line 3: not UTF-8"),
        ("wide.txt", "Мир".encode("utf-16"), "wide.txt, line 1: not UTF-8"),
        ("null.txt", b"one\n\ntw\0o", "null.txt, line 3"),
        ("held.txt", b"one\ntwo-\nday \x01", "held.txt, line 3"),
        ("tab.txt", b"one\nt\x0bwo", "tab.txt, line 2"),
        ("empty.txt", b"", "empty.txt: the file is empty"),
    ],
)
@pytest.mark.parametrize("by", ["document", "paragraph", "line"])
def test_faulty_files_are_named(tmp_path, small_shards, name, raw, said, by):
    written(tmp_path, {"sound": "war " * 200})
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(CorpusError, match=re.escape(said)):
        count_files(tmp_path, by=by)
    with pytest.raises(CorpusError, match=re.escape(said)):
        count_files(tmp_path / name, by=by)


def test_what_cannot_be_counted_is_said(tmp_path):
    with pytest.raises(CorpusError, match="by is “page”"):
        count_files(SEEDS, by="page")
    with pytest.raises(CorpusError, match="cannot be read"):
        count_files([tmp_path / "gone.txt"])
    with pytest.raises(CorpusError, match="no such folder"):
        count_files(tmp_path / "gone")
    with pytest.raises(CorpusError, match="name of"):
        count_files([tmp_path / "one" / "a.txt", tmp_path / "two" / "a.txt"])
    with pytest.raises(CorpusError, match="no file"):
        count_files([])
