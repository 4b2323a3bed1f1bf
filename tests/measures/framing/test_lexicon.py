"""The lexicon finds what a reader would find, once, and says where."""

import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import CorpusError, Lexicon
from analysis.measures.framing import lexicon_file

SMALL = """
[words]
china = ["china", "beijing"]
west = ["nato", "US"]
both = ["@china", "@west"]

[[neutral]]
any = ["after the cold war"]
from = ["general"]

[[rivalry]]
any = ["cold war", "new cold war", "rival*", "arms/weapons race", "return ... bloc*"]
from = ["general"]

[[rivalry]]
any = ["strategic stronghold*"]
from = ["a"]

[[rivalry]]
any = ["camps"]
from = ["a", "b"]

[[threat]]
any = ["threat*", "challenge*"]
near = ["@both"]
within = 4
not = ["common challenge*"]
without = ["weather"]
from = ["general"]

[[threat]]
any = ["china threat"]
stance = "-"
from = ["general"]

[[cooperation]]
any = ["talks"]
near = ["@china", "@west"]
context = 1
from = ["general"]

[[reject]]
any = ["so-called", "not"]
codes = ["rivalry", "threat"]
before = 3
from = ["general"]

[[threat]]
any = ["peril*"]
doer = ["@both"]
victim = ["to/against @both", "@both face*"]
within = 5
context = 1
from = ["general"]

[[reject]]
any = ["lack* ... foundation"]
codes = ["threat"]
after = 2
from = ["general"]
"""


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory):
    return make(tmp_path_factory.mktemp("lexicon"), SMALL)


@pytest.fixture(scope="module")
def real(corpus):
    return Lexicon.from_toml()


def make(folder, text):
    path = folder / "lexicon.toml"
    path.write_text(text, "utf-8")
    return Lexicon.from_toml(path)


def sentences(*texts, document="a", paragraph=1):
    rows, start = [], 7
    for number, text in enumerate(texts, 1):
        rows.append((document, paragraph, number, start, start + len(text), text))
        start += len(text) + 1
    columns = ["document", "paragraph", "sentence", "start", "end", "text"]
    return pd.DataFrame(rows, columns=columns)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A new Cold War, a cold war.", ["rivalry+ new cold war", "rivalry+ cold war"]),
        ("Rivals and rivalries after the Cold War.", ["rivalry+ rival*", "rivalry+ rival*"]),
        ("It is not a new Cold War.", ["rivalry- new cold war"]),
        ("It is not for us to speak of rivals.", ["rivalry+ rival*"]),
        ("An arms race and a weapons race.", ["rivalry+ arms/weapons race"] * 2),
        ("A return to the old blocs.", ["rivalry+ return ... bloc*"]),
        ("A return to a b c d e f blocs.", []),
        ("China is a threat.", ["threat+ threat*"]),
        ("The so-called threat of China.", ["threat- threat*"]),
        ("The threat of a b c d China.", []),
        ("China and NATO face common challenges.", []),
        ("The weather over China is a threat.", []),
        ("The China threat lacks a solid foundation.", ["threat- china threat"]),
        ("NATO: a threat that lacks any foundation.", ["threat- threat*"]),
        ("Let us talk of threats.", []),
        ("U.S. threats, as they say.", ["threat+ threat*"]),
        ("He spoke (China threat, July 5) of peace.", []),
        ("NATO faces perils.", []),
        ("A peril to China.", []),
        ("China is a peril to NATO.", ["threat+ peril*"]),
        ("NATO faces perils from Beijing.", ["threat+ peril*"]),
        ("The anti-China rivals.", ["rivalry+ rival*"]),
        ("", []),
    ],
)
def test_hits(lexicon, text, found):
    hits = lexicon.hits(sentences(text))
    assert (hits["code"] + hits["stance"] + " " + hits["phrase"]).to_list() == found


def test_the_words_that_deny_a_hit_are_kept(lexicon):
    hits = lexicon.hits(sentences("It is not a so-called China threat."))
    assert hits["rejected_by"].to_list() == ["so-called"]


DENYING = """
[[threat]]
any = ["threat*", "threat of war"]
from = ["general"]

[[order]]
any = ["threat*"]
from = ["general"]

[[reject]]
any = ["no", "hardly a", "so-called"]
codes = ["threat"]
before = 3
after = 2
from = ["general"]

[[reject]]
any = ["never"]
codes = ["threat"]
before = 9
from = ["general"]
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("No threat here.", "no"),
        ("No such great threat.", "no"),
        ("No such great new threat.", ""),
        ("A threat, no.", "no"),
        ("A threat, hardly a new one.", "hardly a"),
        ("A threat of hardly a day.", "hardly a"),
        ("A threat, as they know, no.", ""),
        ("A threat there, no.", "no"),
        ("A threat there is, no.", ""),
        ("A threat of no war.", "no"),
        # in the words of the hit, too; what stands nearest before it, then nearest behind
        ("No so-called threat.", "so-called"),
        ("So-called no threat.", "no"),
        ("No threat, so-called.", "no"),
        ("A threat, no so-called one.", "no"),
        ("A threat, so-called, no.", "so-called"),
        ("Never was there a so-called threat.", "so-called"),
        ("Never was there a greater threat.", "never"),
        ("A threat, never.", ""),
    ],
)
def test_the_nearest_words_deny_a_hit(tmp_path, text, words):
    hits = make(tmp_path, DENYING).hits(sentences(text)).set_index("code")
    assert hits["rejected_by"].to_dict() == {"threat": words, "order": ""}
    assert hits["stance"].to_dict() == {"threat": "-" if words else "+", "order": "+"}


def test_context_reaches_back_within_the_paragraph_only(lexicon):
    here = sentences("NATO met China.", "The talks went on.", "More talks.")
    assert lexicon.hits(here)["sentence"].to_list() == [2]
    apart = here.assign(paragraph=[1, 2, 3])
    assert lexicon.hits(apart).empty


def test_a_doer_may_stand_a_sentence_before_and_a_victim_may_not(lexicon):
    assert len(lexicon.hits(sentences("China marches.", "It is a peril."))) == 1
    assert lexicon.hits(sentences("NATO faces it.", "It is a peril.")).empty


def test_a_short_paragraph_is_context_as_a_long_one_is(tmp_path):
    wide = make(tmp_path, SMALL.replace("context = 1", "context = 9"))
    here = sentences("NATO met China.", "So it was.", "And so.", "The talks went on.")
    assert wide.hits(here)["sentence"].to_list() == [4]


def test_phrases_are_folded_as_texts_are(tmp_path):
    folded = make(tmp_path, '[[rivalry]]\nany = ["anti-China", "U.S.-led*"]\nfrom = ["general"]\n')
    hits = folded.hits(sentences("An anti-China front, a U.S.-led one, and China’s."))
    assert hits["phrase"].to_list() == ["anti-China", "U.S.-led*"]


def test_codes_have_the_shape_of_the_coding_table(lexicon, corpus):
    table = lexicon.code(sentences("China is a threat and a rival.", "Nothing here."))
    assert list(table.columns) == list(corpus.coding.columns)
    assert table[["sentence", "code", "stance"]].to_numpy().tolist() == [
        [1, "rivalry", "+"], [1, "threat", "+"], [2, "", ""],
    ]  # fmt: skip
    denied = lexicon.code(sentences("A rival, not a rival."))
    assert denied["stance"].to_list() == ["-"]


def test_what_was_taken_from_one_document_alone_is_dropped_for_it(lexicon):
    text = sentences("Camps and strategic strongholds.")
    assert len(lexicon.hits(text)) == 2
    assert lexicon.without("a").hits(text)["phrase"].to_list() == ["camps"]
    assert len(lexicon.without("b").hits(text)) == 2


WORDS = "new cold war rival China threat not US after the camps ,".split()


@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_no_word_counts_twice_for_one_code_and_every_span_holds(lexicon, words):
    text = " ".join(words)
    table = sentences(text)
    hits = lexicon.hits(table)
    for _, own in hits.groupby("code"):
        ordered = own.sort_values("start")
        assert (ordered["start"].iloc[1:].to_numpy() >= ordered["end"].iloc[:-1].to_numpy()).all()
    for hit in hits.itertuples():
        words_of = text[hit.start - 7 : hit.end - 7].replace(",", " ").lower().split()
        pattern = hit.phrase.replace("*", "").split()
        assert [w.lower() for w in words_of] == pattern


def test_hits_of_the_book_are_spans_of_their_file(corpus, real):
    hits = real.hits(corpus.sentences)
    assert len(hits) > 300
    for hit in hits.itertuples():
        span = corpus.text(hit.document)[hit.start : hit.end]
        assert span[0].isalnum()
        assert span[-1].isalnum() or span.endswith("U.S.")


def test_the_order_of_sentences_in_other_paragraphs_changes_nothing(corpus, real):
    whole = real.hits(corpus.sentences)
    parts = [real.hits(own) for _, own in corpus.sentences.groupby("document", sort=False)]
    assert whole.equals(pd.concat(parts, ignore_index=True))


def steps(lexicon, table):
    """Count the calls of functions, those of the interpreter's own included."""
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += event.endswith("call")

    sys.setprofile(count)
    try:
        lexicon.hits(table)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("apart", [True, False])
def test_twice_the_text_is_twice_the_work(real, apart):
    """In one paragraph without an end, and in one sentence without an end."""
    words = "No threat of war from China and NATO, a new cold war: talks of trade, troops met. "
    texts = [[words] * n if apart else [words * n] for n in (60, 120)]
    real.hits(sentences(words))
    once, twice = (steps(real, sentences(*own)) for own in texts)
    assert 1000 < once < twice <= 2.6 * once


def made_up():
    """Return the made-up sentences and their frames, as (sentence, frame)."""
    lines = Path(__file__).with_name("made_up.txt").read_text("utf-8").splitlines()
    cells = [line.split("|") for line in lines if not line.startswith("#")]
    table = sentences(*[text.strip() for *_, text in cells])
    wanted = {(n, own[:-1]) for n, (_, codes, _) in enumerate(cells, 1) for own in codes.split()}
    return table.assign(document=[text for text, *_ in cells]), wanted


def test_made_up_sentences_are_coded_as_a_reader_would(real):
    """Not what it reaches on texts never seen: whoever wrote the sentences wrote the lexicon."""
    table, wanted = made_up()
    codes = real.code(table).query("code != ''")
    found = set(zip(codes["sentence"], codes["code"], strict=True))
    frequent = [code for code in real.codes if sum(own == code for _, own in wanted) >= 10]
    scores = []
    for code in frequent:
        mine, true = ({n for n, own in codes if own == code} for codes in (found, wanted))
        scores.append(2 * len(mine & true) / (len(mine) + len(true)))
    assert len(frequent) == 6
    assert sum(scores) / len(scores) >= 0.75


DOCUMENTS = {"2012-jamestown", "2020-tpq", "2020-antiwar", "2022-isdp", "2023-china-daily"}


def test_every_origin_is_a_document_or_says_that_it_is_none(real):
    known = {"general", "codebook", *DOCUMENTS}
    origins = [entry.origins for entry in (*real.entries, *real.rejections)]
    assert all(own <= known for own in origins)
    assert {origin for own in origins for origin in own} > DOCUMENTS


def test_every_entry_of_the_book_says_its_sense_or_its_text(real):
    for entry in real.entries:
        assert entry.sense or not entry.origins & {"general", "codebook"}


FROM = 'from = ["general"]\n'
GOOD = '[[threat]]\nany = ["x"]\n' + FROM


FAULTS = [
    (GOOD + '[[thraet]]\nany = ["y"]\n' + FROM, "line 4.*no frame “thraet”.*“threat”"),
    (GOOD + '[[reject]]\nany = ["not"]\nbefore = 3\n' + FROM, r"line 4.*needs codes = \["),
    (GOOD + '[[reject]]\nany = ["not"]\ncodes = ["x"]\nafter = 3\n' + FROM, "line 6.*no frame “x”"),
    (GOOD + '[[reject]]\nany = ["not"]\ncodes = ["threat"]\n' + FROM, "line 4.*nothing; add"),
    (GOOD + 'stance = "?"\n', "line 4.*no stance “\\?”; write"),
    (GOOD + 'near = ["y"]\nwithin = -1\n', "line 5.*“within” must be 1 to 999, not -1"),
    (GOOD + 'near = ["y"]\nwithin = 1000\n', "line 5.*“within” must be 1 to 999, not 1000"),
    (GOOD + "context = true\n", "line 4.*“context” must be 1 to 999, not True"),
    (GOOD + "context = 2.5\n", "line 4.*“context” must be a whole number, not 2.5"),
    (GOOD + "within = 3\n", "nothing to be within of; add near or doer"),
    ('[[threat]]\nany = [\n "x",\n " ",\n]\n' + FROM, "line 4.*the phrase “ ” must begin"),
    ('[[threat]]\nany = ["!!"]\n' + FROM, "line 2.*“!!” for a word; write letters"),
    ('[[threat]]\nany = ["a//b"]\n' + FROM, "line 2.*“a//b” has “” for a word"),
    ('[[threat]]\nany = ["* … *"]\n' + FROM, "line 2.*“\\* … \\*” must begin with a letter"),
    ('[[threat]]\nany = ["a ... b ... c ... d ... e"]\n' + FROM, "holds 4 gaps; leave 3"),
    ('[words]\na = ["@b"]\nb = ["@a x"]\n' + GOOD, "line 2.*sets name each other"),
    ('[words]\na = ["x", ""]\n' + GOOD, "line 2.*“” must begin"),
    ('words = "x"\n' + GOOD, r"line 1: .*begun with \[words\]"),
    ("[words]\n" + "".join(f's{n}=["@s{n+1}/@s{n+1}"]\n' for n in range(30)) + 's30=["x"]\n' + GOOD,
     "too long to be read"),
    (GOOD * 2 + '[[threat]]\nany = ["y"]\n', "line 7: needs from"),
    ('[[threat]]\nany = ["y"]\n' + GOOD, "line 1: needs from"),
    ('threat = [{any = ["x"], from = ["g"]}, {any = ["y"]}]\n', "line 1: needs from"),
    ('# x\n[[threat]]\nany = ["y"]\n[words]\na = [" "]\n', "line 5: the phrase"),
    ('\ufeff[[threat]]\nany = ["y"]\n', "line 1: needs from"),
    ('[words]\na = ["x"]\n', "no entry that gives a code; add one"),
]  # fmt: skip


def test_a_set_may_end_with_one_that_is_defined_below(tmp_path):
    sets = '[words]\na = ["y", "@c", "z @b"]\nb = ["x"]\nc = ["@d"]\nd = ["w"]\n'
    lexicon = make(tmp_path, sets + '[[threat]]\nany = ["the @a"]\n' + FROM)
    hits = lexicon.hits(sentences("The w, the z x and the x."))
    assert hits["start"].to_list() == [7, 14]


def test_a_set_may_be_as_long_as_the_limit(tmp_path, monkeypatch):
    text = '[[threat]]\nany = ["xx/y"]\n' + FROM
    monkeypatch.setattr(lexicon_file, "LONGEST_SET", len("(?:xx|y)"))
    assert len(make(tmp_path, text).entries) == 1
    monkeypatch.setattr(lexicon_file, "LONGEST_SET", len("(?:xx|y)") - 1)
    with pytest.raises(CorpusError, match="too long to be read"):
        make(tmp_path, text)


def test_the_sense_of_an_entry_is_kept(tmp_path):
    assert make(tmp_path, GOOD + 'sense = "a danger"\n').entries[0].sense == "a danger"


def test_the_widest_window_is_read(tmp_path):
    assert make(tmp_path, GOOD + 'near = ["y"]\nwithin = 999\n').entries[0].within == 999


@pytest.mark.parametrize(("text", "message"), FAULTS)
def test_faults_tell_the_line_and_the_mend(tmp_path, text, message):
    with pytest.raises(CorpusError, match=message):
        make(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[threat]]\nany = ["x"]\nform = ["general"]\n', "unknown key “form” .*“from”"),
        ('[[threat]]\nany = ["x"]\n', "line 1: needs from"),
        ('[[threat]]\nany = []\nfrom = ["general"]\n', "needs any"),
        ('[[threat]]\nany = "x"\nfrom = ["general"]\n', "“any” must be a list of texts, not 'x'"),
        ('[[threat]]\nany = ["@chn"]\nfrom = ["g"]\n[words]\nchina = ["china"]\n', "no set “@chn”"),
        ('[threat]\nany = ["x"]\n', "line 1: needs any"),
        ("[[threat]\n", "not valid TOML"),
    ],
)
def test_faults_are_named(tmp_path, text, message):
    with pytest.raises(CorpusError, match=message):
        make(tmp_path, text)
