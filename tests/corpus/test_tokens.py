"""One token pattern, one rule for terms."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import load_corpus
from analysis.corpus.marks import citations_in, quotations_in, quotations_over
from analysis.corpus.tokens import ADDRESS, IGNORED, find_tokens, fold, stop_words, term_of


def terms(text):
    return [part.term for a, b in find_tokens(text) for part in fold(text[a:b])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S. bombers", ["US", "bombers"]),
        ("the US and us", ["the", "US", "and", "us"]),
        ("the US’ alliance", ["the", "US", "alliance"]),
        ("China’s, NATO's, members’", ["china", "NATO", "members"]),
        (
            "China-NATO, anti-China, Sino-Russian",
            ["china", "NATO", "anti", "china", "sino", "russian"],
        ),
        ("U.S.-led", ["US", "led"]),
        ("anti-Beijing", ["anti", "beijing"]),
        ("Indo-Pacific, non-traditional", ["indo-pacific", "non-traditional"]),
        ("co\u00adoperation", ["cooperation"]),
        ("184.88 billion, 17 + 1", ["184.88", "billion", "17", "1"]),
        ("Szijjártó", ["szijjártó"]),
        ("Szijja\u0301rto\u0301", ["szijjártó"]),
        ("don’t", ["don't"]),
        ("COVID-19 and a A I", ["COVID-19", "and", "a", "a", "i"]),
        ("d'être", ["d'être"]),
        ("—…“”[]", []),
        ("see https://www.example.org/nato?x=1, or a.berg@example.org now", ["see", "or", "now"]),
        ("at www.example.org and example.com/nato", ["at", "and"]),
        (
            "the end.of it, file.txt and 3.5",
            ["the", "end", "of", "it", "file", "txt", "and", "3.5"],
        ),
        ("Nato, nato and NATO’s", ["NATO", "NATO", "and", "NATO"]),
        ("İstanbul", ["istanbul"]),
        ("estab-\nlishment", ["establishment"]),
    ],
)
def test_terms(text, expected):
    assert terms(text) == expected


@given(st.text() | st.text(alphabet=f"aB.-’'{IGNORED}é\u0301İςΣß1٣ \n"))
def test_every_part_is_its_span(text):
    last = 0
    for start, end in find_tokens(text):
        assert last <= start < end
        last = end
        parts = fold(text[start:end])
        assert parts or ADDRESS.fullmatch(text[start:end])
        for part in parts:
            assert 0 <= part.start < part.end <= end - start
            assert part.term == unicodedata.normalize("NFC", part.term)
            assert not set(part.term) & set(IGNORED)


def test_tokens_of_the_corpus_are_spans_and_lie_in_their_sentence(corpus):
    spans = corpus.sentences.set_index(["document", "sentence"])[["start", "end", "paragraph"]]
    for row in corpus.tokens.itertuples():
        assert corpus.text(row.document)[row.start : row.end] == row.token
        start, end, paragraph = spans.loc[(row.document, row.sentence)]
        assert start <= row.start < row.end <= end
        assert paragraph == row.paragraph


def test_no_united_states_became_a_pronoun_and_no_may_a_month(corpus):
    counts = corpus.tokens[~corpus.tokens["cited"]].groupby(["document", "term"]).size()
    assert counts["2020-tpq", "US"] == corpus.text("2020-tpq").count("US") - 5
    months = corpus.tokens[corpus.tokens["token"] == "May"]
    assert len(months) == 9
    assert months["cited"].all()


def test_note_markers_are_no_tokens(corpus):
    text = corpus.text("2020-tpq")
    for row in corpus.tokens[corpus.tokens["document"] == "2020-tpq"].itertuples():
        assert (text[row.start - 1], text[row.end : row.end + 1]) != ("[", "]")


def test_marks_of_the_five_texts_are_all_found(corpus):
    body = corpus.blocks[corpus.blocks["role"].isin(["paragraph", "list-item", "block-quote"])]
    assert sum(len(quotations_in(text)) for text in body["text"]) == 58
    assert sum(len(citations_in(text)) for text in body["text"]) == 27


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("the members' \"one\" and 'two'", ['"one"', "'two'"]),
        ("“outer ‘inner’ outer” after", ["“outer ‘inner’ outer”"]),
        ("adding ”NATO abused” it", ["”NATO abused”"]),
        ("“never closed", []),
        ("closed only”", []),
        ("‘the guests’ own table,’ he said", ["‘the guests’ own table,’"]),
        ("'the guests' own table,' he said", ["'the guests' own table,'"]),
        ("‘worse than the pilots’.’ So", ["‘worse than the pilots’.’"]),
        ("‘hot spots’ in ‘the guests’ own’ town", ["‘hot spots’", "‘the guests’ own’"]),
        ("the guests’ rooms, the ‘sea’ view", ["‘sea’"]),
        ("in the '90s, rock 'n' roll and the dogs' home", []),
        ("»ja« und »nein«, « oui » et « non »", ["»ja«", "»nein«", "« oui »", "« non »"]),
        ("„ja“, „nein” und ‚so‘", ["„ja“", "„nein”", "‚so‘"]),
        ("“one open and “two”", ["“two”"]),
        ("the raison d'être of 5\" pipes", []),
        ("", []),
    ],
)
def test_quotation_marks(text, quoted):
    assert [text[a:b] for a, b in quotations_in(text)] == quoted


def test_a_quotation_runs_on_over_paragraphs():
    paragraphs = ["He said: “We go.", "“We ‘stay’.", "“We come.” He left “now.", "It ended.”"]
    assert quotations_over(paragraphs) == [[(9, 16)], [(0, 11)], [(0, 10)], []]
    assert quotations_over(['Open "here.', "“Another mark.”"]) == [[], [(0, 15)]]


@given(st.text(alphabet="ab “”\"'‘’()\n"))
def test_quotations_lie_apart(text):
    last = 0
    for start, end in quotations_in(text):
        assert last <= start < end - 1
        last = end


def test_stop_words_are_terms_and_hold_nothing_of_the_subject():
    assert all(term_of(word) == word for word in stop_words())
    assert not stop_words() & {"contain", "order", "interests", "states", "members", "against"}
    assert {"didn't", "we're", "they've", "couldn't", "won't", "i'm"} <= stop_words()


def terms_of(tmp_path, **texts):
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(f"A title\n\n{text}\n")
    tokens = load_corpus(tmp_path).tokens
    return [tokens.loc[tokens["document"] == name, "term"].to_list() for name in texts]


def test_a_text_in_capitals_shouts_no_names(tmp_path):
    loud, mixed = terms_of(
        tmp_path,
        loud="THE COUNCIL TOLD US THAT NATO AND THE U.S. WILL ACT.\n\nIT WILL.",
        mixed="The US told us. NASA, NATO, EU.",
    )
    assert loud == "the council told us that NATO and the US will act it will".split()
    assert mixed == "the US told us NASA NATO EU".split()


def test_one_name_in_two_house_styles_is_one_term(tmp_path):
    one, two = terms_of(
        tmp_path,
        one="Nasa and Unesco met. Unesco left. It aids us.",
        two="NASA met UNESCO. AIDS spread.",
    )
    assert one == "NASA and unesco met unesco left it aids us".split()
    assert two == "NASA met unesco AIDS spread".split()


def test_raised_numbers_of_notes_are_no_tokens(tmp_path):
    (terms,) = terms_of(tmp_path, one="They met.¹² “It is so,”³ he said of 5 m² there.")
    assert terms == "they met it is so he said of 5 m² there".split()
