"""Shares that can be worked out on paper, and intervals that hold what they promise."""

import pandas as pd
import pytest
from hypothesis import given as draw
from hypothesis import strategies as st

from analysis import (
    CorpusError,
    coded_sentences,
    cooccurrence,
    counted_codes,
    frame_differences,
    frames,
    interval_coverage,
    joint_shares,
    share_interval,
    themes,
    voices,
)  # fmt: skip
from analysis.corpus.coding import COLUMNS

LONG = ["2012-jamestown", "2020-tpq", "2023-china-daily"]


def coding(*rows):
    """Rows of document, paragraph, sentence, pass, frames, voice, source."""
    found = []
    for document, paragraph, sentence, name, codes, voice, source in rows:
        place = (document, paragraph, sentence, name)
        found += [(*place, "frame", c[:-1], c[-1]) for c in codes.split()] or [
            (*place, "frame", "", "")
        ]
        found += [(*place, "voice", voice, ""), (*place, "threat_from", source, "")]
        found += [(*place, "theme", "", "")]
    return pd.DataFrame(found, columns=COLUMNS)


TINY = coding(
    ("x", 1, 1, "a", "threat+ order+", "nato", "china"),
    ("x", 1, 1, "b", "threat-", "nato", "china"),
    ("x", 1, 2, "a", "", "author", ""),
    ("x", 1, 2, "b", "order+", "china", ""),
    ("x", 2, 3, "a", "threat+", "author", "nato"),
    ("x", 2, 3, "b", "threat+", "author", "nato"),
    ("x", 2, 4, "a", "", "author", ""),
    ("x", 2, 4, "b", "", "author", ""),
)


def share(table, frame, **level):
    for name, value in {"frame": frame, **level}.items():
        table = table[table[name] == value]
    return table["share"].item()


@pytest.mark.parametrize(
    ("codes", "threat", "order"), [("agreed", 0.5, 0), ("a", 0.5, 0.25), ("b", 0.5, 0.25),
                                   ("either", 0.5, 0.5)],
)  # fmt: skip
def test_shares_on_paper(codes, threat, order):
    table = frames(TINY, codes=codes)
    assert (share(table, "threat"), share(table, "order")) == (threat, order)
    assert set(table["sentences"]) == {4}
    assert table["note"].str.startswith("fewer than ten paragraphs in x").all()


def test_agreed_codes_leave_open_what_the_passes_see_differently():
    by_stance = frames(TINY, by="stance")
    assert [share(by_stance, "threat", stance=s) for s in ("+", "-", "open")] == [0.25, 0, 0.25]
    by_voice = frames(TINY, by="voice")
    assert [share(by_voice, "threat", voice=v) for v in ("nato", "author")] == [0.25, 0.25]
    by_source = frames(TINY, by="threat_from")
    assert [share(by_source, "threat", threat_from=s) for s in ("china", "nato")] == [0.25, 0.25]
    assert voices(TINY).set_index("voice")["count"].to_dict() == {
        "author": 2, "nato": 1, "china": 0, "other": 0, "open": 1,
    }  # fmt: skip
    assert themes(TINY)["count"].sum() == 0


def test_cooccurrence_on_paper():
    pairs = cooccurrence(TINY, codes="a").set_index(["first", "second"])
    row = pairs.loc[("threat", "order")]
    assert row[["count", "first_count", "second_count", "sentences"]].to_list() == [1, 2, 1, 4]
    assert row["expected"] == 0.5
    assert len(pairs) == 45
    assert pairs.loc[("order", "division"), ["first_count", "second_count"]].to_list() == [1, 0]


def test_themes_beside_frames_on_paper():
    rows = TINY.copy()
    rows.loc[(rows["attribute"] == "theme") & (rows["sentence"] <= 2), "code"] = "russia"
    pairs = cooccurrence(rows, attribute="theme", beside="frame", codes="a")
    assert len(pairs) == 120
    row = pairs.set_index(["theme", "frame"]).loc[("russia", "threat")]
    assert row[["count", "first_count", "second_count", "sentences"]].to_list() == [1, 2, 2, 4]
    assert row["expected"] == 1


def test_requests_that_cannot_be_met(corpus):
    with pytest.raises(
        CorpusError, match=r"no pass “c” in this coding \(known: agreed, either, a, b\)"
    ):
        counted_codes(TINY, "frame", codes="c")
    with pytest.raises(CorpusError, match="did you mean “either”"):
        counted_codes(TINY, "frame", codes="Either")
    with pytest.raises(CorpusError, match="says nothing of any frame"):
        frames(TINY.iloc[:0])
    with pytest.raises(CorpusError, match="did you mean “2020-tpq”"):
        frame_differences(corpus.coding, documents=["2020-tqp", "2012-jamestown"])
    with pytest.raises(CorpusError, match="“2020-tpq” is named twice"):
        frame_differences(corpus.coding, documents=["2020-tpq", "2012-jamestown", "2020-tpq"])
    with pytest.raises(CorpusError, match="name two or more"):
        frame_differences(corpus.coding, documents=["2020-tpq"])


def test_agreed_frames_of_the_book(corpus):
    table = counted_codes(corpus.coding, "frame")
    coded = table[table["code"] != ""]
    assert len(coded) == 280
    assert (coded["stance"] == "").sum() == 2
    assert set(table.loc[table["code"] == "", "stance"]) == {""}
    assert voices(corpus.coding).query("voice == 'open'")["count"].sum() == 6
    counts = frames(corpus.coding).groupby("frame")["count"].sum()
    assert counts[["threat", "cooperation", "order"]].to_list() == [38, 69, 13]


def test_differences_mirror_when_the_sides_change_places(corpus):
    options = {"permutations": 199}
    one = frame_differences(corpus.coding, documents=LONG[:2], **options)
    other = frame_differences(corpus.coding, documents=LONG[1::-1], **options)
    assert one["difference"].to_list() == pytest.approx((-other["difference"]).to_list())
    assert one["low"].to_list() == pytest.approx((-other["high"]).to_list())
    assert one["difference"].between(one["low"], one["high"]).all()


def test_short_documents_are_shown_and_not_tested(corpus):
    table = frame_differences(corpus.coding, permutations=99)
    tested = table["p"].notna()
    assert len(table) == 100
    assert tested.sum() == 28  # two codes stand in fewer than five sentences of their pair
    assert (tested == ~table["note"].str.endswith("not tested")).all()
    long = table["target"].isin(LONG) & table["reference"].isin(LONG)
    assert (tested == long & ~table["note"].str.startswith("fewer than 5 occurrences")).all()
    kept = table[tested]
    assert ((kept["p"] <= kept["q"] + 1e-12) & (kept["q"] <= kept["holm"] + 1e-12)).all()
    assert table.loc[~tested, ["q", "holm"]].isna().all(axis=None)


def test_a_difference_by_hand_is_found_by_every_relabelling():
    rows = [(d, p, p, "a", "threat+" if d == "x" else "", "author", "")
            for d in "xy" for p in range(1, 11)]  # fmt: skip
    table = frame_differences(coding(*rows)).set_index("frame")
    assert table.loc["threat", "difference"] == 1
    assert table.loc["threat", "p"] < 0.001
    assert table.loc["order", "note"] == "fewer than 5 occurrences: not tested"


def test_wilson_limits_by_hand():
    """Four paragraphs of one sentence, two of them hits: p = .5, n = 4, t(3) = 3.182446."""
    z, n = 3.182446, 4
    deff = 4 / 3 * (4 * 0.25) / n**2 / (0.25 / n)  # 4/3: the n / (n - 1) of four paragraphs
    n = n / deff
    half = z / (1 + z**2 / n) * (0.25 / n + z**2 / (4 * n**2)) ** 0.5
    assert share_interval([1, 0, 1, 0], [1] * 4) == pytest.approx((0.5, 0.5 - half, 0.5 + half))


@draw(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 5)), min_size=2, max_size=12))
def test_the_interval_holds_the_share_and_mirrors(pairs):
    hits, sizes = [min(h, n) for h, n in pairs], [n for _, n in pairs]
    p, low, high = share_interval(hits, sizes)
    assert 0 <= low <= p + 1e-12
    assert p - 1e-12 <= high <= 1
    q, low_other, high_other = share_interval(
        [n - h for h, n in zip(hits, sizes, strict=True)], sizes
    )
    assert (q, low_other, high_other) == pytest.approx((1 - p, 1 - high, 1 - low), abs=1e-9)


def test_paragraphs_that_are_all_or_nothing_make_the_interval_wider():
    mixed = share_interval([2] * 10, [4] * 10)
    clumped = share_interval([4, 0] * 5, [4] * 10)
    assert clumped[2] - clumped[1] > 1.5 * (mixed[2] - mixed[1])


def test_one_paragraph_has_a_share_and_no_limits():
    p, low, high = share_interval([1], [4])
    assert p == 0.25
    assert low != low
    assert high != high


def test_the_more_alike_the_sentences_of_a_paragraph_the_wider_the_interval(corpus):
    own = corpus.sentences[corpus.sentences["document"] == LONG[0]]
    widths = [
        interval_coverage(own, shares=(0.3,), correlation=alike, runs=200, resamples=49)["width"][0]
        for alike in (0, 0.1, 0.5)
    ]
    assert widths == sorted(widths)
    assert widths[2] > 1.3 * widths[0]


def test_coverage_of_the_interval_and_of_the_bootstrap(corpus):
    long = corpus.sentences[corpus.sentences["document"].isin([*LONG, "2020-antiwar"])]
    table = interval_coverage(long, runs=1000, resamples=499)
    held = table.groupby("interval")["coverage"]
    assert held.min()["wilson"] >= 0.93
    assert held.mean()["bootstrap"] < held.mean()["wilson"]
    short = table[(table["document"] == "2020-antiwar") & (table["interval"] == "bootstrap")]
    assert short["coverage"].max() < 0.92


def test_a_document_without_codes_of_the_attribute_has_no_share_and_says_so(corpus):
    known = corpus.coding
    unread = (known["document"] == "2020-tpq") & (known["attribute"] == "voice")
    table = frame_differences(
        known[~unread], documents=LONG, attribute="voice", permutations=99
    ).set_index(["target", "reference"])
    gone = table.loc[("2012-jamestown", "2020-tpq")]
    assert gone[["reference_share", "p", "q"]].isna().all(axis=None)
    assert set(gone["note"]) == {"2020-tpq: not coded"}
    assert table.loc[("2012-jamestown", "2023-china-daily"), "p"].notna().sum() == 3


def test_frames_of_a_group_count_once_and_are_asserted_if_one_is(corpus):
    groups = {"conflict": ["threat", "rivalry"]}
    shares, parts, counted = joint_shares(corpus.coding, groups)
    own = coded_sentences(corpus.coding).query("frame in ['threat', 'rivalry']")
    either = own.groupby(["document", "sentence"])["stance"].agg(set)
    sizes = either.groupby("document").size()
    assert shares.set_index("document")["count"].to_dict() == sizes.to_dict()
    assert len(counted) == len(either)
    asserted = parts[parts["stance"] == "+"].set_index("document")["count"]
    with_plus = either.map(lambda stances: "+" in stances).groupby("document").sum()
    assert asserted.to_dict() == with_plus[with_plus > 0].to_dict()
    assert parts.groupby("document")["share"].sum().to_dict() == pytest.approx(
        shares.set_index("document")["share"].to_dict()
    )
