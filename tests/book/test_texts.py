"""The pages of the texts, as HTML and as data: whole, in order, and nothing in them is markup."""

import json
import re
from html import escape, unescape

import pytest

from analysis import load_corpus
from analysis.book.texts import sentence_data, text_page, texts_page

HOSTILE = [
    "<script>alert(1)</script> said NATO. {include}`/etc/passwd` and **NATO**.",
    "\u202eright to left NATO &amp; </span></p> |a| \\n. “NATO’s </script> words,” she said.",
]
NAME = 'a "b" <i>\'&#x.txt'
FACTS = """
title = "<img src=x onerror=alert(1)> \u202e{eval}`1`"
label = "<b>L</b>"
url = "https://a.example/?q=<script>&'"
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    (folder / NAME).write_text("A title\n\n" + "\n\n".join(HOSTILE) + "\n", "utf-8")
    (folder / "index.txt").write_text("A title\n\nA text of NATO.\n", "utf-8")
    key = json.dumps(NAME.removesuffix(".txt"))
    (folder / "corpus.toml").write_text(f"[{key}]{FACTS}", "utf-8")
    return load_corpus(folder)


def data_of(corpus):
    """The data file as the scripts read it."""
    pieces, labels = sentence_data(corpus).splitlines()
    read = [json.loads(line.partition(" = ")[2].removesuffix(";")) for line in (pieces, labels)]
    return read[0], read[1]


def shown(html):
    """What a reader sees of HTML, letter by letter but for space."""
    return "".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def test_a_piece_is_shown_whole_and_in_its_order(corpus):
    for document in corpus.documents["document"]:
        html = text_page(corpus, document)
        blocks = html[html.index("</form>") :]
        blocks = re.sub(r"<details>.*?</details>|<a class=\"address\".*?</a>", "", blocks)
        assert shown(blocks) == "".join(corpus.text(document).split())


def test_each_sentence_has_an_address_and_what_was_not_counted_is_greyed_with_its_reason(corpus):
    html = text_page(corpus, "2012-jamestown")
    numbers = [int(n) for n in re.findall(r'<span class="sentence" id="s-(\d+)">', html)]
    assert numbers == list(range(1, 87))
    assert (
        '<span class="left-out" title="not counted: press citation">(Xinhua, July 5)</span>' in html
    )
    outside = corpus.blocks.query("document == '2012-jamestown' and role == 'heading'")
    for block in outside.itertuples():
        place = f"not counted: heading</summary><p>Line {block.line}: <bdi>{escape(block.reason)}"
        assert place in html


def test_words_that_are_not_counted_are_greyed_and_no_others(corpus):
    data, _ = data_of(corpus)
    for document in corpus.documents["document"]:
        starts = corpus.sentences.set_index(["document", "sentence"])["start"]
        spans = [
            (starts[document, number] + start, starts[document, number] + end)
            for number, _, known in data[document]["sentences"]
            for start, end, kind in known.get("left", [])
            if kind == "press citation"
        ]
        own = corpus.tokens[corpus.tokens["document"] == document]
        inside = [any(a <= start < b for a, b in spans) for start in own["start"]]
        assert inside == own["cited"].to_list()


def test_facts_stand_above_and_an_address_that_is_not_known_is_said(corpus):
    antiwar, tpq = (text_page(corpus, name) for name in ("2020-antiwar", "2020-tpq"))
    assert 'href="https://news.antiwar.com/2020/12/01/beijing-offers' in antiwar
    assert "Dave DeCamp" in antiwar
    assert "The address of the publisher’s page is not known." in tpq
    assert "checked by no human coder" in tpq


def test_the_data_hold_each_sentence_once_with_the_codes_of_both_passes(corpus):
    data, labels = data_of(corpus)
    assert len(sentence_data(corpus).encode()) < 150_000
    assert [*data] == list(corpus.documents["document"])
    texts = [text for piece in data.values() for _, text, _ in piece["sentences"]]
    assert texts == list(corpus.sentences["text"])
    assert data["2012-jamestown"]["page"] == "texts/2012-jamestown.html"
    _, text, known = data["2023-china-daily"]["sentences"][2]
    own = corpus.coding.query("document == '2023-china-daily' and sentence == 3 and code != ''")
    codes = {f"{row.attribute}/{row.code}/{row.stance}".strip("/") for row in own.itertuples()}
    assert {code.strip("/") for code in known["codes"]} == codes
    for start, end, code, _ in known["lexicon"]:
        assert text[start:end]
        assert labels[f"frame/{code}"]


def test_what_is_hostile_is_characters_in_page_overview_and_data(hostile):
    name = NAME.removesuffix(".txt")
    page, overview = text_page(hostile, name), texts_page(hostile)
    data, _ = data_of(hostile)
    for html in (page, overview):
        tags = set(re.findall(r"<([a-z0-9]+)", html))
        assert not tags & {"script", "img", "b", "i"}
        assert 'title="' not in html or "onerror" not in "".join(re.findall(r'="[^"]*"', html))
    for part in ("<script>alert(1)</script>saidNATO.", "{include}`/etc/passwd`and**NATO**."):
        assert part in shown(page)
    assert "<bdi>&lt;img src=x onerror=alert(1)&gt; \u202e{eval}`1`</bdi>" in page
    assert "https://a.example/?q=<script>&'" in unescape(page)
    assert data[name]["label"] == "<b>L</b>"
    assert data[name]["page"] == "texts/a%20%22b%22%20%3Ci%3E%27%26%23x.html"
    assert data["index"]["page"] == "texts/index-text.html"
    assert "".join(text for _, text, _ in data[name]["sentences"]).count("</script>") == 2
