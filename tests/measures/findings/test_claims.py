"""A claim fails when the texts stop supporting it, and only then."""

import re
import shutil
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from analysis import (
    Claim,
    CorpusError,
    check_claims,
    claim_passages,
    counted_codes,
    leave_one_out,
    load_corpus,
    read_claims,
    robustness,
    specifications,
)
from analysis.measures.findings.choices import DEFAULT, Materials
from analysis.measures.findings.specifications import CHOICES

PASSES = ["pass-a.csv", "pass-b.csv"]


@pytest.fixture
def seeds(corpus, tmp_path):
    return Path(shutil.copytree(corpus.folder, tmp_path / "seeds"))


@pytest.fixture(scope="module")
def claims(corpus):
    return read_claims(corpus.folder / "claims.toml")


def recode(folder, document, pattern, replacement):
    """Change the codes of a document’s sentences in both passes."""
    for name in PASSES:
        path = folder / "coding" / name
        lines = path.read_text("utf-8").splitlines(keepends=True)
        changed = [
            re.sub(pattern, replacement, line) if line.startswith(document) else line
            for line in lines
        ]
        assert changed != lines
        path.write_text("".join(changed), "utf-8")


def reword(folder, document, old, new):
    """Replace a word by as many other letters, and hash the sentences anew."""
    assert len(old) == len(new)
    path = folder / f"{document}.txt"
    text = path.read_bytes().decode("utf-8")
    assert old in text
    text = text.replace(old, new)
    path.write_bytes(text.encode("utf-8"))
    table = pd.read_csv(folder / "coding" / "sentences.csv", dtype=str)
    for index, row in table[table["document"] == document].iterrows():
        span = text[int(row["start"]) : int(row["end"])]
        table.loc[index, "sha256"] = sha256(span.encode()).hexdigest()
    table.to_csv(folder / "coding" / "sentences.csv", index=False)


def failing(folder, claims):
    table = check_claims(claims, load_corpus(folder))
    return set(table.loc[~table["holds"], "claim"])


def test_all_claims_of_the_book_hold(corpus, claims):
    table = check_claims(claims, corpus)
    assert table["holds"].all()
    assert len(table) == 10
    row = table.set_index("claim").loc["rivalry-2023"]
    assert row["target"] == pytest.approx(16 / 42)
    assert row["reference"] == pytest.approx(12 / 203)


@pytest.mark.parametrize(
    ("document", "pattern", "replacement", "expected"),
    [
        ("2023-china-daily", r"rivalry[+-]", "", {"rivalry-2023"}),
        ("2012-jamestown", r"cooperation[+-]", "", {"cooperation-2012"}),
        ("2023-china-daily", r"threat-", "threat+", {"threat-denied"}),
        ("2012-jamestown", r",china,(?=[^,]*$)", ",author,", {"chinese-voices"}),
        ("2012-jamestown", r"maritime", "technology", set()),
    ],
)
def test_other_codes_make_exactly_the_claims_on_them_fail(
    seeds, claims, document, pattern, replacement, expected
):
    if pattern == "maritime":
        recode(seeds, document, r" technology\b|\btechnology ", "")
    recode(seeds, document, pattern, replacement)
    assert failing(seeds, claims) == expected


@pytest.mark.parametrize(
    ("document", "old", "new", "expected"),
    [
        ("2012-jamestown", "Beijing", "Xyzzyxy", {"word-beijing"}),
        ("2012-jamestown", "Chinese", "Xyzzyxy", {"word-chinese"}),
        ("2023-china-daily", " the ", " zzz ", {"no-word"}),
        ("2020-tpq", "trade", "tried", set()),
    ],
)
def test_other_words_make_exactly_the_claims_on_them_fail(
    seeds, claims, document, old, new, expected
):
    reword(seeds, document, old, new)
    assert failing(seeds, claims) == expected


def test_passages_are_as_many_as_the_values_say(corpus, claims):
    sizes = corpus.sentences.groupby("document").size()
    words = corpus.documents.set_index("document")["words"]
    table = check_claims(claims, corpus).set_index("claim")
    for one in claims:
        for side, held in claim_passages(one, corpus).items():
            documents = getattr(one, side)
            assert set(held["document"]) <= set(documents)
            hits, size = (
                (held["hits"].map(len).sum(), words[list(documents)].sum() / 1000)
                if one.kind == "word"
                else (len(held), sizes[list(documents)].sum())
            )
            assert table.loc[one.name, side] == pytest.approx(hits / size)


def test_passages_follow_the_choices(corpus, claims):
    by_name = {one.name: one for one in claims}
    either = DEFAULT | {"codes": "either", "shown beside": "in"}
    rivalry = claim_passages(by_name["rivalry-2023"], corpus, choices=either)
    codes = counted_codes(corpus.coding, "frame", codes="either")
    places = codes[codes["code"] == "rivalry"].groupby("document")["sentence"].nunique()
    assert len(rivalry["target"]) == places["2023-china-daily"]
    assert len(rivalry["reference"]) == places.sum() - places["2023-china-daily"]
    quoted = DEFAULT | {"quotations": "out", "citations": "in"}
    chinese = claim_passages(by_name["word-chinese"], corpus, choices=quoted)["target"]
    tokens = corpus.tokens[(corpus.tokens["term"] == "chinese") & ~corpus.tokens["quoted"]]
    assert chinese["hits"].map(len).sum() == (tokens["document"] == "2012-jamestown").sum()


def test_the_first_specification_is_the_books_own_and_choices_are_whole(corpus, claims):
    chosen = [one for one in claims if one.name in ("word-chinese", "contacts")]
    table = specifications(chosen, corpus, progress=False)
    own = check_claims(chosen, corpus).set_index("claim")
    first = table[table["specification"] == 1].set_index("claim")
    pd.testing.assert_series_equal(first["value"], own["value"])
    assert not table.duplicated(["claim", *CHOICES]).any()
    words = table[table["claim"] == "word-chinese"]
    assert len(words) == 2 * 3 * 2 * 2 * 2
    assert set(words["forms"]) == {""}  # the lemma of Chinese is Chinese
    assert set(words["codes"]) == {""}
    verdicts = robustness(table).set_index("claim")["verdict"]
    assert verdicts.to_dict() == {"word-chinese": "firm", "contacts": "firm"}


def test_robustness_on_paper():
    def rows(name, values, low, choice):
        return pd.DataFrame(
            {"claim": name, "specification": range(1, 5), "value": values, "low": low,
             "high": 9.0, "holds": True, **dict.fromkeys(CHOICES, ""), "codes": choice}
        )  # fmt: skip

    table = pd.concat(
        [
            rows("fair", [2, 2, 4, 4], [1, 1, -1, -1], ["a", "a", "b", "b"]),
            rows("firm", [1, 1, 1, 1], 0.5, ["a", "a", "b", "b"]),
            rows("weak", [1, 1, 1, 1], -0.5, ["a", "a", "b", "b"]),
        ],
        ignore_index=True,
    )
    table["same"] = table["low"] > 0
    table.loc[table["claim"] == "fair", "quotations"] = ["in", "out", "in", "out"]
    result = robustness(table).set_index("claim")
    assert list(result.index) == ["firm", "fair", "weak"]
    assert list(result["verdict"]) == ["firm", "fair", "weak"]
    assert result.loc["fair", ["matters", "moves"]].to_list() == ["codes", 2]
    assert result.loc["firm", "clearance"] == 0.5
    assert result.loc["firm", "matters"] == ""


def test_clearly_more_needs_an_interval_without_zero(corpus, claims):
    (weak,) = [one for one in claims if one.name == "hegemony-2020"]
    bold = replace(weak, asserts="clearly more")
    assert list(check_claims([weak, bold], corpus)["holds"]) == [True, False]


def test_each_pooled_document_is_left_out_once(corpus, claims):
    left = leave_one_out(claims, corpus)
    pooled = sum(len(side) for one in claims for side in (one.target, one.reference)
                 if len(side) > 1)  # fmt: skip
    assert len(left) == pooled
    assert leave_one_out([one for one in claims if one.name == "no-word"], corpus).empty


def test_no_claims_are_empty_tables(corpus, claims):
    empty = specifications([], corpus, progress=False)
    one = specifications([claims[1]], corpus, progress=False)
    assert list(empty) == list(one)
    assert empty.empty
    assert list(robustness(empty)) == list(robustness(one))
    assert list(check_claims([], corpus)) == list(check_claims(claims[:1], corpus))
    assert list(leave_one_out([], corpus)) == [
        "claim", "left_out", "value", "low", "high", "holds",
    ]  # fmt: skip


def test_compounds_and_lemmas_under_each_choice(tmp_path):
    text = "A title\n\nThe China-NATO relations and Asia-Pacific countries matter to Chinese men.\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    known = Materials(load_corpus(tmp_path))

    def terms(**choices):
        return list(known.tokens({**DEFAULT, **choices})["term"])

    assert terms()[:6] == ["the", "china", "NATO", "relations", "and", "asia-pacific"]
    assert terms(compounds="whole")[:3] == ["the", "china-NATO", "relations"]
    assert terms(compounds="all split")[5:7] == ["asia", "pacific"]
    assert "country" in terms(forms="lemmas")
    assert "the" not in terms(**{"stop words": "out"})


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ('kind = "frame"\ncode = "thret"', "code “thret” is none of threat"),
        ('kind = "opinion"', "kind “opinion” is none of word"),
        ('kind = "word"\ncode = "war"\nasserts = "less"', "asserts “less” is none of more"),
        ('kind = "word"\ntarqet = []', r"unknown key “tarqet” \(did you mean “target”"),
        ('kind = "frame"', "a claim of the kind frame needs a code"),
        ('kind = "word"', "a claim of the kind word needs a code"),
        (
            'kind = "keyness"\ncode = "war"',
            "a claim of the kind keyness takes no code; leave out “war”",
        ),
        ('kind = "keyness"\nasserts = "more"', "asserts “more” is none of none"),
        ('kind = "frame"\ncode = "threat"\nstance = "denied"', "stance “denied” is none of +, -"),
        (
            'kind = "theme"\ncode = "europe"\nstance = "-"',
            "a claim of the kind theme takes no stance",
        ),
        ('kind = ["frame"]', "“kind” must be text"),
        ('kind = "keyness"\ntelling = [["a"]]', "telling must be a list of"),
    ],
)
def test_a_faulty_claim_is_named(tmp_path, facts, message):
    path = tmp_path / "claims.toml"
    path.write_text(f'[x]\ntext = "T"\ntarget = ["a"]\nreference = ["b"]\n{facts}\n', "utf-8")
    message = message.replace("+", r"\+")
    with pytest.raises(CorpusError, match=rf"claims\.toml, \[x\]: {message}"):
        read_claims(path)


def test_a_claim_without_its_sides_or_on_unknown_documents_is_refused(tmp_path, corpus):
    path = tmp_path / "claims.toml"
    path.write_text('[x]\ntext = "T"\nkind = "word"\n', "utf-8")
    with pytest.raises(CorpusError, match="needs target"):
        read_claims(path)
    with pytest.raises(CorpusError, match=r"\[x\]: names “a” twice"):
        Claim("x", "T", "word", code="war", target=("a",), reference=("b", "a"))
    with pytest.raises(CorpusError, match="tuples of documents, not text"):
        Claim("x", "T", "word", code="war", target="a", reference=("b",))
    for facts in ('x = "text"\n', "x = 5\n"):
        path.write_text(facts, "utf-8")
        with pytest.raises(CorpusError, match=r"\[x\]: must be a table with text, kind"):
            read_claims(path)
    one = Claim("x", "T", "word", code="war", target=("2012-jamestwn",), reference=("2020-tpq",))
    with pytest.raises(CorpusError, match="did you mean “2012-jamestown”"):
        check_claims([one], corpus)
    one = replace(one, target=("2012-jamestown",), telling=(("2020-tpq", 118),))
    with pytest.raises(CorpusError, match=r"\[x\]: “2020-tpq” has no sentence 118 to tell"):
        check_claims([one], corpus)
