"""What stands between quotation marks: whose words, by which verb, or only a term."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.marks import CLOSES, Span, citations_in, quotations_over
from analysis.corpus.patterns import patterns
from analysis.corpus.roles import BODY
from analysis.corpus.tables import rows
from analysis.corpus.tokens import find_tokens
from analysis.measures.voices.citations import Item, cited_items
from analysis.measures.voices.speakers import (
    FILE,
    HIDDEN,
    LISTS,
    NEAR,
    WINDOW,
    Page,
    Said,
    Word,
    naming,
    said,
)

COLUMNS = [
    "document", "paragraph", "sentence", "start", "end", "words", "kind", "speaker",
    "speaker_start", "speaker_end", "cue", "cue_start", "cue_end", "found_by",
]  # fmt: skip
FEW, WORDS, WHOLE = 3, 4, 6
DEFINITE = LISTS.determiners - {"a", "an"}
LIKE = patterns("kinds", FILE)


def quotations(corpus: Corpus) -> pd.DataFrame:
    """Return every quoted span of the body, with its kind and, if somebody is quoted, the speaker.

    Returns
    -------
    DataFrame
        One row a span: document, paragraph, sentence (where it begins), start, end (offsets in the
        file, marks included), words, kind, speaker, cue and found_by, with speaker_start,
        speaker_end, cue_start, cue_end (−1 where there is none).

        kind is *quotation* (somebody’s words), *term* (scare quotes, coined words, nicknames) or
        *title*. found_by says how the speaker was found: *name* beside the word of saying,
        *description* (“a spokesman”: nobody is named), *pronoun* (whoever spoke or was named
        before), *citation* (the press citation behind), or *unattributed*: nobody is guessed.

    Notes
    -----
    By rule: a block quotation, six words or more, what fills its sentence or has “…”, she said
    behind it, four words or more in a sentence with a word of saying, and a shorter one that such
    a verb governs are quotations. The speaker is the subject of the verb (over appositions and
    participles), the name behind it, or in brackets; who speaks on is who spoke last. The words
    of saying are in ``speech_verbs.toml``. Direct quotation is only part of reported speech
    (Pareti et al. 2013): who is paraphrased is in the coded voice, not here.
    ``compare_quotations`` gives the rule’s error.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> found = quotations(load_corpus())
    >>> found["kind"].value_counts().to_dict()
    {'quotation': 30, 'term': 28, 'title': 1}
    """
    small = _written_small(corpus.tokens)
    body = corpus.blocks[corpus.blocks["role"].isin(BODY)]
    inside = dict(list(corpus.sentences.groupby("document", sort=False)))
    found = [
        (document, *row)
        for document, blocks in body.groupby("document", sort=False)
        for row in _of_document(corpus.text(str(document)), blocks, inside[document], small)
    ]
    return pd.DataFrame(found, columns=COLUMNS)


def quoted_words(corpus: Corpus, checked: pd.DataFrame) -> pd.DataFrame:
    """Return the quotations of a list that was made by reading, in words.

    Parameters
    ----------
    corpus
        The texts.
    checked
        What ``read_quotations`` returns.

    Returns
    -------
    DataFrame
        document, speaker (as the piece names it; empty where nobody is named), words, in the order
        of the texts.

    Examples
    --------
    >>> from analysis import load_corpus, read_quotations
    >>> corpus = load_corpus()
    >>> read = read_quotations(corpus.folder / "coding" / "quotations.csv", corpus)
    >>> quoted_words(corpus, read)["speaker"].iloc[0]
    'Anders Fogh Rasmussen'
    """
    said = checked[checked["kind"] == "quotation"].sort_values("start")
    texts = corpus.documents[["document"]].merge(said, on="document")
    words = [
        [" ".join(corpus.text(row.document)[slice(*span)].split()) for span in spans]
        for row in rows(texts)
        for spans in [((row.speaker_start, row.speaker_end), (row.start, row.end))]
    ]
    found = pd.DataFrame(words, columns=["speaker", "words"])
    return pd.concat([texts["document"], found], axis=1)


def compare_quotations(found: pd.DataFrame, checked: pd.DataFrame) -> pd.DataFrame:
    """Return how far the rule’s quotations agree with a list that was made by reading.

    Parameters
    ----------
    found
        What ``quotations`` returns.
    checked
        What ``read_quotations`` returns.

    Returns
    -------
    DataFrame
        One row each for *span* (the same place), *kind: quotation* (and so read), *speaker* (a
        quotation whose speaker overlaps the one read): found, checked, right, precision, recall.
    """
    matched = match_quotations(found, checked).groupby("what", sort=False)
    result = matched[["found", "checked", "right"]].sum().reset_index()
    return result.assign(
        precision=result["right"] / result["found"], recall=result["right"] / result["checked"]
    )


def match_quotations(found: pd.DataFrame, checked: pd.DataFrame) -> pd.DataFrame:
    """Return span by span what ``compare_quotations`` counts.

    Returns
    -------
    DataFrame
        One row for each level (what) and span: what, document, start, end, found, checked, right.
    """
    key = ["document", "start", "end"]
    both = found.merge(checked, on=key, how="outer", suffixes=("", "_read"))
    said, read = both["kind"] == "quotation", both["kind_read"] == "quotation"
    overlap = (both["speaker_start"] < both["speaker_end_read"]) & (
        both["speaker_start_read"] < both["speaker_end"]
    )
    named = said & (both["speaker_start"] >= 0)
    spans, spans_read = both["kind"].notna(), both["kind_read"].notna()
    named_read = read & (both["speaker_start_read"] >= 0)
    levels = {
        "span": (spans, spans_read, spans & spans_read),
        "kind: quotation": (said, read, said & read),
        "speaker": (named, named_read, named & named_read & overlap),
    }
    return pd.concat(
        [
            both[key].assign(what=what, found=ours, checked=theirs, right=right)
            for what, (ours, theirs, right) in levels.items()
        ],
        ignore_index=True,
    )


def _of_document(
    text: str, blocks: pd.DataFrame, sentences: pd.DataFrame, small: frozenset[str]
) -> Iterator[tuple[Any, ...]]:
    """Yield what ``quotations`` says of each span of a document."""
    paragraphs = list(rows(blocks))
    marked = quotations_over([block.text for block in paragraphs])
    spans = [_spans(*pair) for pair in zip(paragraphs, marked, strict=True)]
    cited = [_shift(citations_in(block.text), block.start) for block in paragraphs]
    places = list(zip(sentences["start"], sentences["end"], strict=True))
    numbers = list(zip(sentences["paragraph"], sentences["sentence"], strict=True))
    page = Page(text, _hidden(text, chain(*spans, *cited)), places, small)
    carried = False  # whether a quotation of the paragraph before goes on
    for block, own in zip(paragraphs, spans, strict=True):
        items = cited_items(block.text)
        for span in own:
            goes_on = carried and span[0] == block.start
            described = _describe(page, block, span, items, goes_on)
            yield (*numbers[page.sentence_at(span[0])], *span, *described)
        start, end = own[-1] if own else (0, 0)
        carried = end == block.end and text[end - 1] not in CLOSES.get(text[start], "")


def _describe(
    page: Page, block: Any, span: Span, items: Sequence[Item], carried: bool
) -> tuple[Any, ...]:
    """Return words, kind, speaker, its place, cue, its place, and how the speaker was found."""
    words = sum(1 for _ in find_tokens(page.raw[slice(*span)]))
    how = said(page, span, block, carried=carried)
    source = _source(page, block, span, items)
    kind = _kind(page, span, words, block.role, how, source)
    if kind != "quotation":
        return (words, kind, "", -1, -1, "", -1, -1, "")
    speaker, found_by = how.speaker, "name"
    if speaker and not any(word.name for word in page.words(*speaker)):
        found_by = "description"
    elif speaker and not how.left <= speaker[0] < how.right:
        found_by = "pronoun"
    if source and (found_by == "description" or not speaker):
        speaker, found_by = source, "citation"
    cue = how.cue or (-1, -1)
    cued = (page.raw[slice(*cue)] if how.cue else "", *cue)
    if not speaker:
        return (words, kind, "", -1, -1, *cued, "unattributed")
    page.spoken[page.sentence_at(how.right - 1)] = speaker
    return (words, kind, " ".join(page.raw[slice(*speaker)].split()), *speaker, *cued, found_by)


def _kind(page: Page, span: Span, words: int, role: str, how: Said, source: Span | None) -> str:
    if role == "block-quote":
        return "quotation"
    lead, tail = page.ahead(span[0]), page.text[span[1] : span[1] + NEAR]
    inner = page.raw[span[0] + 1 : span[1] - 1].strip()
    is_title = _is_title(inner)
    if LIKE["titled"].search(lead) or (LIKE["work"].search(lead) and is_title):
        return "title"
    nickname = LIKE["capital"].search(lead) and re.match(r" [A-Z]", tail)
    if nickname or (words < WHOLE and LIKE["coined"].search(lead)):
        return "term"
    tagged = how.tag and (words >= FEW or how.cue)
    tagged = tagged or how.form == "according" or lead.rstrip().endswith(":")
    if words >= WHOLE or how.alone or tagged:
        return "quotation"
    if _is_name(page, how):
        return "term"
    sentence = inner[:1].isupper() and inner[-1:] in tuple(",.?!…") and not is_title
    own = LIKE["own"].search(inner) or (source and tail.lstrip().startswith(HIDDEN))
    if (words >= WORDS and (how.cue or sentence)) or (words > 1 and own):
        return "quotation"
    said_so = how.cue and how.form != "noun" and _is_said(how.between, tail)
    return "quotation" if said_so else "term"


def _is_name(page: Page, how: Said) -> bool:
    """Return whether a verb of naming gives what is quoted as a name: “a plan called ‘Dawn’”."""
    if how.cue is None or page.text[slice(*how.cue)].lower() not in naming():
        return False
    if how.form == "passive":
        return not how.speaker
    before = page.ahead(how.cue[0])
    plain = not how.between and not LIKE["what"].search(before)
    return plain or LIKE["anybody"].search(before) is not None


def _is_said(between: Sequence[Word], tail: str) -> bool:
    """Return whether a short quotation is what a verb of saying says: “called it a ‘disaster’”."""
    hidden = max((i for i, word in enumerate(between) if HIDDEN in word.gap), default=-1)
    if hidden >= 0:
        return between[hidden].low in ("and", "or", "but") and len(between) - hidden < 3
    if not between or between[-1].low not in DEFINITE:
        return len(between) <= 10
    noun = re.match(r" ([a-z]+)", tail)
    known = LISTS.prepositions | LISTS.breaks | LISTS.light
    return len(between) == 1 and not (noun and noun[1] not in known)


def _is_title(inner: str) -> bool:
    """Return whether words are written as a title: every longer one with a capital."""
    longer = [inner[a:b] for a, b in find_tokens(inner) if b - a > 3]
    return inner[:1].isupper() and all(word[0].isupper() or word[0].isdigit() for word in longer)


def _source(page: Page, block: Any, span: Span, items: Sequence[Item]) -> Span | None:
    """Return the source of the first press citation behind the quotation, in the same block."""
    behind = bisect_left(items, span[1] - block.start, key=attrgetter("start"))
    for item in items[behind : behind + 1]:
        between = page.raw[span[1] : block.start + item.start]
        if not (item.broken or len(between) > 4 * WINDOW or re.search(r"[.!?]\s+[A-Z]", between)):
            return block.start + item.source_start, block.start + item.source_end
    return None


def _spans(block: Any, marked: list[Span]) -> list[Span]:
    whole = block.role == "block-quote"
    return [(block.start, block.end)] if whole else _shift(marked, block.start)


def _shift(spans: list[Span], start: int) -> list[Span]:
    return [(start + a, start + b) for a, b in spans]


def _hidden(text: str, spans: Iterable[Span]) -> str:
    """Return a text of the same length in which the spans cannot be read."""
    signs = list(text)
    for start, end in spans:
        signs[start:end] = HIDDEN * (end - start)
    return "".join(signs)


def _written_small(tokens: pd.DataFrame) -> frozenset[str]:
    """Return words that the texts write with a small letter somewhere: no names."""
    return frozenset(tokens.loc[tokens["token"].str[:1].str.islower(), "term"])
