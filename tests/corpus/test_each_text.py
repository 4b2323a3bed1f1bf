"""What a verb says of texts a few at a time is what it says of all together."""

import pandas as pd
import pytest

from analysis import Lexicon, collocates, concordance, load_corpus
from analysis.corpus import each_text as module
from analysis.corpus.corpus import SEEDS
from analysis.corpus.each_text import each_text
from analysis.corpus.errors import CorpusError


@pytest.fixture(autouse=True)
def small_shards(monkeypatch):
    monkeypatch.setattr(module, "SHARD", 3_000)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The texts as anybody’s, without what is known of them; one of them warns."""
    folder = tmp_path_factory.mktemp("texts")
    for path in SEEDS.glob("*.txt"):
        if path.stem != "2022-isdp":
            (folder / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.fixture(scope="module")
def corpus(folder):
    return load_corpus(folder)


def test_concordance(corpus, folder):
    found = each_text(folder, concordance, "nato*", width=20)
    pd.testing.assert_frame_equal(found, concordance(corpus, "nato*", width=20))


def test_collocates(corpus, folder):
    found = each_text(folder, collocates, "NATO", of="tokens")
    pd.testing.assert_frame_equal(found, collocates(corpus.tokens, "NATO"))


def test_lexicon(corpus, folder):
    lexicon = Lexicon.from_toml()
    found = each_text(folder, lexicon.code, of="sentences")
    pd.testing.assert_frame_equal(found, lexicon.code(corpus.sentences))


def test_faults_name_the_file(tmp_path):
    (tmp_path / "one.txt").write_text("War and peace.")
    (tmp_path / "two.txt").write_bytes(b"Br\xfccken")
    with pytest.raises(CorpusError, match=r"two\.txt, line 1: not UTF-8") as fault:
        each_text(tmp_path, concordance, "war")
    assert str(fault.value).startswith(str(tmp_path))
    with pytest.raises(CorpusError, match="of is “words”"):
        each_text(tmp_path, concordance, "war", of="words")


def test_warnings_name_the_file():
    path = SEEDS / "2022-isdp.txt"
    with pytest.warns(UserWarning, match="more than a tenth") as told:
        each_text(path, concordance, "war")
    assert str(told[0].message).startswith(str(SEEDS))
