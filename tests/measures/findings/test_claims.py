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
    Findings,
    Multiverse,
    check_claims,
    claim_pairs,
    claim_passages,
    counted_codes,
    frame_differences,
    keyness,
    load_corpus,
    read_claims,
    robustness,
    specifications,
    stop_words,
)
from analysis.measures.certainty.families import benjamini_hochberg
from analysis.measures.findings import marks
from analysis.measures.findings.checking import Found, is_clear
from analysis.measures.findings.choices import CHOICES, DEFAULT, KINDS
from analysis.measures.findings.specifications import PRINTED

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
    table = check_claims(claims, load_corpus(folder), permutations=9999)
    return set(table.loc[~table["holds"], "claim"])


def test_all_claims_of_the_book_hold(corpus, claims):
    table = check_claims(claims, corpus)
    assert table["holds"].all()
    assert len(table) == 16
    row = table.set_index("claim").loc["rivalry-2023"]
    assert row["target"] == pytest.approx(16 / 42)
    assert row["reference"] == pytest.approx(12 / 203)


@pytest.mark.parametrize(
    ("document", "pattern", "replacement", "expected"),
    [
        (
            "2023-china-daily",
            r"rivalry[+-]",
            "",
            {"later-rivalry", "rivalry-2023", "rivalry-asserted", "rivalry-distanced"},
        ),
        ("2012-jamestown", r"cooperation[+-]", "", {"cooperation-2012"}),
        ("2023-china-daily", r"threat-", "threat+", {"threat-distanced"}),
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
        ("2023-china-daily", " the ", " zzz ", {"later-words"}),
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


@pytest.mark.parametrize("code", ["asia-pacific", "asia-*"])
def test_a_compound_is_found_where_compounds_are_split(corpus, code):
    one = Claim("x", "x", "word", code=code, target=("2020-tpq",), reference=("2012-jamestown",))
    known, found = Multiverse(corpus), []
    for changed in ({}, {"compounds": "all split"}, {"forms": "lemmas", "compounds": "all split"}):
        held = claim_passages(one, known, choices=DEFAULT | changed)["target"]
        found.append([*held["sentence"]])
    assert found == [[23, 25, 27]] * 3


def test_the_first_specification_is_the_books_own_and_choices_are_whole(corpus, claims):
    chosen = [one for one in claims if one.name in ("word-chinese", "contacts")]
    table = specifications(chosen, corpus)
    own = check_claims(chosen, corpus).set_index("claim")
    first = table[table["specification"] == 1].set_index("claim")
    pd.testing.assert_series_equal(first["value"], own["value"])
    assert not table.duplicated(["claim", *CHOICES]).any()
    words = table[table["claim"] == "word-chinese"]
    assert len(words) == 3 * 2 * 2 * 2
    assert set(words["forms"]) == {""}  # the lemma of Chinese is Chinese
    assert set(words["codes"]) == {""}


def test_a_choice_that_moves_nothing_as_printed_is_not_counted(corpus, claims):
    table = specifications([one for one in claims if one.kind != "keyness"], corpus)
    for claim, own in table.groupby("claim"):
        decimals = 1 if claim.startswith("word") else 2
        printed = own[["value", "low", "high"]].round(decimals)
        for name in CHOICES:
            if own[name].any():
                others = [own[other] for other in CHOICES if other != name]
                assert printed.groupby(others).nunique().to_numpy().max() > 1, (claim, name)


def test_robustness_on_paper():
    def rows(name, values, same, choice):
        return pd.DataFrame(
            {"claim": name, "value": values, "same": same, **dict.fromkeys(CHOICES, ""),
             "codes": choice}
        )  # fmt: skip

    moved = rows("moved", [2, 2, 4, 4], [True, True, True, False], ["a", "a", "b", "b"])
    table = pd.concat(
        [moved.assign(quotations=["in", "out"] * 2), rows("still", [1, 1], True, ["a", "b"])],
        ignore_index=True,
    )
    expected = [["moved", 4, 3, 2, 4, "codes"], ["still", 2, 2, 1, 1, ""]]
    assert robustness(table).to_numpy().tolist() == expected


def test_what_moves_a_value_by_less_than_is_printed_does_not_matter():
    specs = pd.DataFrame({"claim": "a", "value": [0.131, 0.134], "same": True})
    specs = specs.assign(**dict.fromkeys(CHOICES, "") | {"codes": ["a", "b"]})
    assert robustness(specs)["matters"].to_list() == [""]
    assert robustness(specs.assign(value=[0.131, 0.137]))["matters"].to_list() == ["codes"]


def test_words_of_a_claim_have_the_p_of_keyness(corpus, claims):
    (one,) = [one for one in claims if one.kind == "keyness"]
    options = {"permutations": 999, "stop": stop_words()}
    known = Multiverse(corpus)
    for test in reversed(CHOICES["test"].options):
        words = keyness(corpus.tokens, *one.target, *one.reference, test=test, **options)
        words = words.set_index("term")
        own = known.word_tests(one, DEFAULT | {"test": test}, 999)
        assert set(own.index[own["count"] >= 5]) == set(words.index)
        far = words[words["p"] > 0.2]
        pd.testing.assert_series_equal(own.loc[far.index, "p"], far["p"])
    q = benjamini_hochberg(own.loc[own["count"] >= 10, "p"]).min()
    ten = check_claims([one], corpus, choices={**DEFAULT, "minimum": "10"}, permutations=999)
    assert ten["value"].item() == q


def test_pairs_have_the_tests_of_their_family(corpus, claims):
    one = next(one for one in claims if one.name == "rivalry-2023")
    pairs = claim_pairs([one], corpus, permutations=1999)
    options = {"documents": corpus.compared, "permutations": 1999}
    tested = frame_differences(corpus.coding, **options).query("frame == 'rivalry'")
    own = pairs[pairs["codes"] == "agreed"].set_index("reference")
    q = tested[tested["reference"] == "2023-china-daily"].set_index("target")["q"]
    assert own["q"].to_dict() == q.to_dict()
    denied = replace(one, stance="-")
    told = claim_pairs([denied], corpus, permutations=999).iloc[0]
    held = corpus.coding.assign(
        code=corpus.coding["code"].where(corpus.coding["stance"] == "-", "")
    )
    alone = frame_differences(held, documents=corpus.compared, permutations=99)
    places = ["target", "reference", "frame"]
    sides = sorted([told["target"], told["reference"]], key=corpus.compared.index)
    assert told["q"] == alone.set_index(places).loc[(*sides, "rivalry"), "q"]
    values = check_claims([replace(denied, reference=(told["reference"],))], corpus).iloc[0]
    assert told[["value", "low", "high"]].equals(values[["value", "low", "high"]])
    rare = replace(one, kind="threat_from", code="nato", reference=("2020-tpq",))
    assert set(claim_pairs([rare], corpus, permutations=99)["verdict"]) == {"not tested"}


def test_pairs_of_a_word_have_the_tests_of_keyness(corpus, claims):
    one = next(one for one in claims if one.name == "word-beijing")
    pairs = claim_pairs([one], corpus, permutations=499)
    assert len(pairs) == len(one.target) * len(one.reference)
    for row in pairs.itertuples():
        sides = sorted([row.target, row.reference], key=[*corpus.documents["document"]].index)
        options = {"permutations": 499, "resamples": 2, "stop": stop_words()}
        words = keyness(corpus.tokens, *sides, **options).set_index("term")
        assert row.q == words.loc[one.code, "q"]
        assert row.codes == "agreed"


def test_a_word_is_printed_with_one_decimal(corpus, claims, monkeypatch):
    one = next(one for one in claims if one.name == "word-beijing")
    known = Multiverse(corpus)
    assert len(specifications([one], known)) > 1
    monkeypatch.setitem(PRINTED, "word", -9)
    (row,) = specifications([one], known).itertuples()
    assert {getattr(row, name) for name in CHOICES if name.isidentifier()} == {""}


def test_marks_and_their_order(corpus, claims, monkeypatch):
    wanted = ("rivalry-2023", "cooperation-2012", "hegemony-2020", "later-hegemony")
    found = Findings([one for one in claims if one.name in wanted], corpus)
    table = found.marks.set_index("claim")
    assert list(table.index) == ["rivalry-2023", "later-hegemony", "cooperation-2012", wanted[2]]
    assert table["missing"].to_list() == [0, 0, 1, 3]
    assert table["interval"].to_list() == ["yes", "yes", "yes", "no"]
    assert table["passing"].to_list() == [2, 0, 1, 0]
    assert table.loc["rivalry-2023", "alike"] == "a and b"
    ways = found.specs.groupby("claim")["same"]
    pairs = found.pairs[found.pairs["codes"] == "agreed"].groupby("claim").size()
    assert table["pairs"].to_dict() == pairs.to_dict()
    assert table["ways"].to_dict() == ways.size().to_dict()
    assert table["agreeing"].to_dict() == ways.sum().to_dict()
    found.__dict__["specs"] = found.specs.assign(same=found.specs["specification"] == 1)
    del found.__dict__["marks"]
    monkeypatch.setattr(found, "_alike", lambda *_: False)
    assert set(found.marks["interval"]) == {"yes"}
    assert set(found.marks["alike"]) == {"neither"}


def test_a_pass_is_alike_by_its_own_codes(corpus, claims, monkeypatch):
    one = next(one for one in claims if one.name == "rivalry-2023")
    asked, found = [], Findings([one], corpus)

    def compared(claim, known, choices):
        asked.append(choices)
        return Found(0.2, 0.1 if choices["codes"] == "agreed" else -0.1, 0.3, 0.3, 0.1)

    monkeypatch.setattr(marks, "compare", compared)
    verdicts = pd.DataFrame({"agreed": ["passes"], "a": ["passes"]})
    assert not found._alike(one, verdicts, "a")
    assert asked == [DEFAULT, DEFAULT | {"codes": "a"}]


def test_clearly_more_needs_an_interval_without_zero(corpus, claims):
    (weak,) = [one for one in claims if one.name == "hegemony-2020"]
    bold = replace(weak, asserts="clearly more")
    assert list(check_claims([weak, bold], corpus)["holds"]) == [True, False]


def test_a_claim_of_no_difference_needs_an_interval_with_zero(corpus, claims):
    by_name = {one.name: one for one in claims}
    alike = replace(by_name["later-rivalry"], asserts="none")
    assert list(check_claims([by_name["later-hegemony"], alike], corpus)["holds"]) == [True, False]


@pytest.mark.parametrize(
    ("asserts", "value", "low", "high", "clear"),
    [
        ("clearly more", 0.2, 0.1, 0.3, True),
        ("clearly more", 0.2, 0, 0.3, False),
        ("clearly more", -0.2, 0.1, 0.3, False),
        ("none", 0.1, 0, 0.2, True),
        ("none", -0.1, -0.2, 0, True),
        ("none", -0.1, -0.2, -0.01, False),
    ],
)
def test_an_interval_that_ends_at_zero_holds_it(claims, asserts, value, low, high, clear):
    one = replace(next(one for one in claims if one.coded), asserts=asserts)
    assert is_clear(one, Found(value, low, high, 0.5, 0.3)) is clear


def test_no_claims_are_empty_tables(corpus, claims):
    empty = specifications([], corpus)
    one = specifications([claims[1]], corpus)
    assert list(empty) == list(one)
    assert empty.empty
    assert list(robustness(empty)) == list(robustness(one))
    assert list(check_claims([], corpus)) == list(check_claims(claims[:1], corpus))
    assert claim_pairs([], corpus).empty


def test_sentences_more_than_half_quoted_are_told_without_press_citations(corpus):
    out = {**DEFAULT, "quotations": "out"}
    kept = Multiverse(corpus).codes("frame", out)[["document", "sentence"]].drop_duplicates()
    tokens = corpus.tokens[~corpus.tokens["cited"]]
    quoted = tokens.groupby(["document", "sentence"])["quoted"].mean()
    assert len(kept) == len(corpus.sentences) - (quoted > 0.5).sum() < len(corpus.sentences)


def test_compounds_and_lemmas_under_each_choice(tmp_path):
    text = "A title\n\nThe China-NATO relations and Asia-Pacific countries matter to Chinese men.\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    known = Multiverse(load_corpus(tmp_path))

    def terms(**choices):
        return list(known.words({**DEFAULT, **choices}).tokens["term"])

    assert terms()[:6] == ["the", "china", "NATO", "relations", "and", "asia-pacific"]
    assert terms(compounds="whole")[:3] == ["the", "china-NATO", "relations"]
    assert terms(compounds="all split")[5:7] == ["asia", "pacific"]
    assert "country" in terms(forms="lemmas")


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ('kind = "frame"\ncode = "thret"', "code “thret” is none of threat"),
        ('kind = "opinion"', "kind “opinion” is none of word, frame"),
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
        ('kind = "keyness"\ntelling = [["a"]]', "“telling” must be a list of texts"),
        ('kind = "keyness"\ntelling = ["a"]', "“a” tells of no sentence; write document/number"),
    ],
)
def test_a_faulty_claim_is_named(tmp_path, facts, message):
    path = tmp_path / "claims.toml"
    path.write_text(f'[x]\ntext = "T"\ntarget = ["a"]\nreference = ["b"]\n{facts}\n', "utf-8")
    message = message.replace("+", r"\+")
    with pytest.raises(CorpusError, match=rf"claims\.toml, line \d: \[x\]: {message}"):
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
    one = replace(one, target=("2012-jamestown",), telling=("2020-tpq/118",))
    with pytest.raises(CorpusError, match=r"\[x\]: “2020-tpq” has no sentence 118 to tell"):
        check_claims([one], corpus)


KNOWN = {
    "forms": "as written|lemmas",
    "compounds": "split at actors|whole|all split",
    "citations": "out|in",
    "quotations": "in|out",
    "minimum": "[1-9][0-9]*",
    "test": "conditional|chances|pooled",
    "shown beside": "out|in",
    "codes": "agreed|either|[a-z]",
}


def test_the_choices_and_their_options_are_those_that_are_known():
    assert CHOICES.keys() == KNOWN.keys()
    for name, choice in CHOICES.items():
        assert all(re.fullmatch(KNOWN[name], option) for option in choice.options)
        assert set(choice.kinds) <= set(KINDS)
        assert len(set(choice.options)) == len(choice.options) > 1
        assert len(set(choice.kinds)) == len(choice.kinds)
