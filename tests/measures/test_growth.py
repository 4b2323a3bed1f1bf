"""Twice the text is twice the work: lines of code run, and memory held, are counted, not timed."""

import sys
import tracemalloc
from pathlib import Path

import pytest

import analysis
from analysis import (
    citations,
    co_mentions,
    collocates,
    concordance,
    dispersion,
    diversity,
    find_runs,
    keyness,
    ledger,
    load_corpus,
    mention_rates,
    mentions,
    nearest_passages,
    ngrams,
    pairwise_keyness,
    passages,
    positions,
    read_actors,
    term_rates,
    time_references,
)
from analysis.measures.pieces.dates import read_events

pytestmark = pytest.mark.filterwarnings("ignore:.*the same sentences stand twice")

HOME = str(Path(str(analysis.__file__)).parent)
EVENTS = '["A summit"]\nyear = 2012\nphrases = ["the summit"]\n'


def written(folder, *, documents=1, paragraphs=1, sentences=1):
    """A corpus of so many texts; each paragraph has words of its own beside those of all."""
    folder.mkdir()
    for text in range(documents):
        blocks = [
            " ".join(
                f"China and NATO met w{text}x{paragraph} at the summit of 1999 (Xinhua, May 5)."
                for _ in range(sentences)
            )
            for paragraph in range(paragraphs)
        ]
        (folder / f"d{text:04}.txt").write_text("\n\n".join(["A title", *blocks]), "utf-8")
    return load_corpus(folder)


def steps(work):
    """Count the lines of the package that run, and the turns of its generators."""
    counted = 0

    def inside(frame, event, arg):
        nonlocal counted
        counted += event == "line"
        return inside

    def watch(frame, event, arg):
        nonlocal counted
        if not frame.f_code.co_filename.startswith(HOME):
            return None
        counted += 1
        return inside

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        work()
    finally:
        sys.settrace(before)
    return counted


def memory(work):
    """Measure the most memory that is held at once, in bytes."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def halves(corpus):
    names = corpus.documents["document"].to_list()
    return names[::2], names[1::2]


VERBS = {
    "find_runs": lambda c: find_runs(c.tokens, "china and NATO"),
    "concordance": lambda c: concordance(c, "NATO"),
    "term_rates": lambda c: term_rates(c.tokens, ["NATO", "chin*"]),
    "positions": lambda c: positions(c.tokens, "NATO"),
    "ngrams": lambda c: ngrams(c.tokens, 2),
    "collocates": lambda c: collocates(c.tokens, "NATO", min_count=1),
    "dispersion": lambda c: dispersion(c.tokens, min_count=1),
    "diversity": lambda c: diversity(c.tokens),
    "mentions": lambda c: mentions(c.tokens, read_actors()),
    "mention_rates": lambda c: mention_rates(mentions(c.tokens, read_actors()), c.tokens),
    "co_mentions": lambda c: co_mentions(mentions(c.tokens, read_actors()), c.sentences),
    "passages": lambda c: passages(c, c.tokens[c.tokens["term"] == "NATO"]),
    "citations": citations,
    "ledger": lambda c: ledger(c.blocks, c.tokens),
    "time_references": lambda c: time_references(
        c.sentences, read_events(c.folder / "events.toml"), c.documents
    ),
}


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """Pairs of corpora, the second twice the first: in texts, in paragraphs, in sentences."""
    folder, pairs = tmp_path_factory.mktemp("grown"), {}
    for kind in ("documents", "paragraphs", "sentences"):
        pairs[kind] = [written(folder / f"{kind}{n}", **{kind: n}) for n in (30, 60)]
        for corpus in pairs[kind]:
            (corpus.folder / "events.toml").write_text(EVENTS, "utf-8")
    return pairs


@pytest.mark.parametrize("kind", ["documents", "paragraphs", "sentences"])
@pytest.mark.parametrize("name", VERBS)
def test_twice_the_text_is_at_most_twice_the_steps(grown, name, kind):
    one, two = (steps(lambda c=c: VERBS[name](c)) for c in grown[kind])
    assert two <= 2.6 * one


def test_sides_of_many_documents_cost_no_table_of_documents_by_words(tmp_path):
    corpora = [written(tmp_path / str(n), documents=n, paragraphs=2) for n in (150, 300)]

    def compare(corpus):
        keyness(corpus.tokens, *halves(corpus), min_count=1, permutations=9)

    assert steps(lambda: compare(corpora[1])) <= 2.6 * steps(lambda: compare(corpora[0]))
    one, two = (memory(lambda c=c: compare(c)) for c in corpora)
    assert two <= 3.2 * one
    sizes = [memory(lambda c=c: nearest_passages(c, "d0000", 1)) for c in corpora]
    assert sizes[1] <= 3.2 * sizes[0]
    pairs = [c.documents["document"].to_list()[:3] for c in corpora]
    counted = [
        steps(lambda c=c, p=p: pairwise_keyness(c.tokens, p, permutations=9))
        for c, p in zip(corpora, pairs, strict=True)
    ]
    assert counted[1] <= 2.6 * counted[0]


def test_a_long_text_costs_no_table_of_words_by_paragraphs(tmp_path):
    corpora = [written(tmp_path / str(n), paragraphs=n) for n in (300, 600)]
    one, two = (memory(lambda c=c: dispersion(c.tokens, min_count=1)) for c in corpora)
    assert two <= 2.6 * one


def test_a_window_beyond_all_reason_costs_what_the_longest_sentence_does(grown):
    tokens = grown["sentences"][0].tokens
    for count in (ngrams, lambda tokens, n: collocates(tokens, "NATO", window=n, min_count=1)):
        wide, wider = (lambda n=n: count(tokens, n) for n in (500, 5000))  # noqa: B023
        assert steps(wider) == steps(wide)
        assert memory(wider) <= 1.2 * memory(wide)
