"""A saved corpus is the one that was saved; a stale copy, or half of one, is never opened."""

import os
from pathlib import Path

import pandas as pd
import pytest

from analysis import CorpusError, load_corpus, open_corpus
from analysis.corpus import saved
from tests.corpus.test_loading import TEXT, folder

TABLES = ["documents", "blocks", "sentences", "tokens"]


@pytest.fixture
def texts(tmp_path):
    table = "file,date,party\na.txt,2019,Left\nb.txt,,Right\n"
    files = {"a__txt": TEXT, "b__txt": TEXT + "“Anti-China”, she said, İ."}
    (tmp_path / "texts").mkdir()
    return folder(tmp_path / "texts", **files, documents__csv=table)


def test_what_is_opened_is_what_was_saved(corpus, texts, tmp_path):
    for one in (corpus, load_corpus(texts)):
        one.save(tmp_path / "copy")
        again = open_corpus(tmp_path / "copy")
        for name in TABLES:
            pd.testing.assert_frame_equal(getattr(one, name), getattr(again, name))
        assert all(one.text(name) == again.text(name) for name in one.documents["document"])
        pd.testing.assert_frame_equal(one.coding, again.coding)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", TEXT + "More."),
        ("new.txt", "A new one.\n"),
        ("corpus.toml", "[a]\n"),
        ("b.txt", None),
    ],
)
def test_a_stale_copy_is_noticed(texts, tmp_path, name, content):
    load_corpus(texts).save(tmp_path / "copy")
    if content is None:
        (texts / name).unlink()
    else:
        (texts / name).write_text(content)
    with pytest.raises(CorpusError, match=rf"copy: stale, for {name} in .+ has changed; load it"):
        open_corpus(tmp_path / "copy")


def test_other_rules_make_a_copy_stale_and_texts_that_are_gone_are_said(
    texts, tmp_path, monkeypatch
):
    load_corpus(texts).save(tmp_path / "copy")
    monkeypatch.setattr(saved, "_package", lambda: "other")
    with pytest.raises(CorpusError, match="reads texts by other rules since"):
        open_corpus(tmp_path / "copy")
    monkeypatch.undo()
    texts.rename(tmp_path / "elsewhere")
    with pytest.warns(UserWarning, match="is not there; the copy was not compared"):
        assert len(open_corpus(tmp_path / "copy")) == 2


def test_a_stopped_save_leaves_what_was_there(texts, tmp_path, monkeypatch):
    copy = tmp_path / "copy"
    with pytest.raises(CorpusError, match="no corpus is saved there"):
        open_corpus(copy)
    one = load_corpus(texts)
    one.save(copy)
    before = sorted(path.relative_to(copy) for path in copy.rglob("*"))

    def stop(*_):
        raise KeyboardInterrupt

    for module, step in ((saved, "_hashes"), (os, "replace")):
        with monkeypatch.context() as patched:
            patched.setattr(module, step, stop)
            with pytest.raises(KeyboardInterrupt):
                one.save(copy)
        assert sorted(path.relative_to(copy) for path in copy.rglob("*")) == before
        assert len(open_corpus(copy)) == 2
    one.save(copy)
    assert len(list(Path(copy).glob("tables-*"))) == 1


def test_a_subset_is_not_saved_and_polars_is_asked_for(texts, tmp_path, monkeypatch):
    with pytest.raises(CorpusError, match="only a whole corpus is saved"):
        load_corpus(texts)["a"].save(tmp_path / "copy")
    monkeypatch.setitem(__import__("sys").modules, "polars", None)
    with pytest.raises(CorpusError, match="needs polars; install it"):
        open_corpus(tmp_path / "copy")
