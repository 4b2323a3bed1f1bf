"""What stands between quotation marks: whose words, by which verb, or only a term."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.corpus.marks import CLOSES, Span, citations_in, quotations_over
from analysis.corpus.roles import BODY
from analysis.corpus.tables import rows
from analysis.corpus.tokens import find_tokens
from analysis.measures.voices.citations import Item, cited_items
from analysis.measures.voices.speakers import (
    HIDDEN,
    LISTS,
    WINDOW,
    Page,
    Said,
    Word,
    naming,
    said,
)

if TYPE_CHECKING:
    from analysis.corpus.corpus import Corpus

COLUMNS = [
    "document", "paragraph", "sentence", "start", "end", "words", "kind", "speaker",
    "speaker_start", "speaker_end", "cue", "cue_start", "cue_end", "found_by",
]  # fmt: skip
WORDS, WHOLE = 4, 6
OWN = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y|[Yy]ou|[Yy]our|us|me|I['’]\w+|[Ww]e['’]\w+)\b")
DEFINITE = LISTS.determiners - frozenset(("a", "an"))
CAPITAL = re.compile(r"[A-Z][\w.’'-]* \Z")
ANYBODY = re.compile(r"\b(?:they|people|some|many|we|you|others|often)\s+\Z", re.IGNORECASE)
TITLED = re.compile(r"\b(?:titled|entitled|headlined)\W*$")
WORK = re.compile(
    r"\b(?:book|novel|essay|article|report|paper|study|column|editorial|film|song|play|poem|album"
    r"|series|podcast|documentary|lecture|pamphlet|memoir|story|headline)(?: (?:called|named))?"
    r"(?:[^\w.;:]+(?:of|by|from|in) [^,.;:]*)?,?\s*$"
)
COINED = re.compile(
    r"\b(?:so-called|known as|nicknamed|the (?:term|word|phrase|label|slogan|notion|concept|idea)"
    r"(?: of)?)\s+(?:the |an? )?$"
)


def quotations(corpus: "Corpus") -> pd.DataFrame:
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


def quoted_words(corpus: "Corpus", checked: pd.DataFrame) -> pd.DataFrame:
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
    found = []
    for document in corpus.documents["document"]:
        text = corpus.text(document)
        own = checked[(checked["document"] == document) & (checked["kind"] == "quotation")]
        for row in rows(own.sort_values("start")):
            spans = (row.speaker_start, row.speaker_end), (row.start, row.end)
            found.append((document, *(" ".join(text[slice(*span)].split()) for span in spans)))
    return pd.DataFrame(found, columns=["document", "speaker", "words"])


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
    hidden = _hidden(text, [span for own in [*spans, *cited] for span in own])
    page = Page(text, hidden, places, small)
    open_at = -1
    for block, own in zip(paragraphs, spans, strict=True):
        items = [(item.start + block.start, item) for item in cited_items(block.text)]
        for span in own:
            carried = span[0] == block.start and open_at >= 0
            first = page.sentence_at(span[0])
            words = sum(1 for _ in find_tokens(text[slice(*span)]))
            described = _describe(page, text, block, span, words, items, carried)
            yield (*numbers[first], *span, words, *described)
        last = own[-1] if own else (0, 0)
        runs_on = last[1] == block.end and text[last[1] - 1] not in CLOSES.get(text[last[0]], "")
        open_at = last[0] if runs_on else -1


def _describe(
    page: Page,
    text: str,
    block: Any,
    span: Span,
    words: int,
    items: Sequence[tuple[int, Item]],
    carried: bool,
) -> tuple[Any, ...]:
    """Return kind, speaker, its place, cue, its place, and how the speaker was found."""
    first, last = page.sentence_at(span[0]), page.sentence_at(span[1] - 1)
    how = said(page, span, block, carried=carried)
    item = next(iter(items[bisect_left(items, span[1], key=itemgetter(0)) :]), None)
    source = _source(text, block.start, span, item)
    kind = _kind(page, text, span, words, block.role, how, source)
    if kind != "quotation":
        return (kind, "", -1, -1, "", -1, -1, "")
    speaker, found_by = how.speaker, "name"
    if speaker and not any(word.name for word in page.words(*speaker)):
        found_by = "description"
    elif speaker and not how.left <= speaker[0] < how.right:
        found_by = "pronoun"
    if (source and found_by == "description") or not speaker:
        speaker, found_by = source, "citation"
    if speaker:
        page.spoken |= dict.fromkeys((first, last, page.sentence_at(how.right - 1)), speaker)
    else:
        speaker, found_by = (-1, -1), "unattributed"
    name = "" if speaker[0] < 0 else " ".join(text[slice(*speaker)].split())
    cue = how.cue or (-1, -1)
    return (kind, name, *speaker, text[slice(*cue)] if how.cue else "", *cue, found_by)


def _kind(
    page: Page, text: str, span: Span, words: int, role: str, how: Said, source: Span | None
) -> str:
    lead, tail = page.text[max(0, span[0] - 80) : span[0]], page.text[span[1] : span[1] + 20]
    inner = text[span[0] + 1 : span[1] - 1].strip()
    is_title = _is_title(inner)
    if TITLED.search(lead) or (WORK.search(lead) and is_title):
        return "title"
    if role == "block-quote":
        return "quotation"
    nickname = CAPITAL.search(lead) and re.match(r" [A-Z]", tail) and words < WORDS
    if nickname or (words < WHOLE and COINED.search(lead)):
        return "term"
    if words >= WHOLE or how.alone or (how.tag and (words >= 3 or how.cue)):
        return "quotation"
    if lead.rstrip().endswith(":") or how.form == "according":
        return "quotation"
    if _is_name(page, how):
        return "term"
    sentence = inner[:1].isupper() and inner[-1:] in tuple(",.?!…") and not is_title
    if words >= WORDS and (how.cue or sentence):
        return "quotation"
    if words > 1 and (OWN.search(inner) or (source and tail.lstrip().startswith(HIDDEN))):
        return "quotation"
    said_so = how.cue and how.form != "noun" and _is_said(how.between, tail)
    return "quotation" if said_so else "term"


def _is_name(page: Page, how: Said) -> bool:
    """Return whether a verb of naming gives what is quoted as a name: “a plan called ‘Dawn’”."""
    if how.cue is None or page.text[slice(*how.cue)].lower() not in naming():
        return False
    before = page.text[max(0, how.cue[0] - 60) : how.cue[0]]
    if how.form == "passive" and how.speaker:
        return False
    plain = not how.between and not re.search(r"\bwhat\b", before, re.IGNORECASE)
    return plain or how.form == "passive" or ANYBODY.search(before) is not None


def _is_said(between: Sequence[Word], tail: str) -> bool:
    """Return whether a short quotation is what a verb of saying says: “called it a ‘disaster’”."""
    hidden = max((i for i, word in enumerate(between) if HIDDEN in word.gap), default=-1)
    if hidden >= 0:
        return between[hidden].low in ("and", "or", "but") and len(between) - hidden < 3
    if not between:
        return True
    if between[-1].low not in DEFINITE:
        return len(between) <= 10
    noun = re.match(r" ([a-z]+)", tail)
    return len(between) == 1 and not (
        noun and noun[1] not in LISTS.prepositions | LISTS.breaks | LISTS.light
    )


def _is_title(inner: str) -> bool:
    """Return whether words are written as a title: every longer one with a capital."""
    longer = [inner[a:b] for a, b in find_tokens(inner) if b - a > 3]
    return inner[:1].isupper() and all(word[0].isupper() or word[0].isdigit() for word in longer)


def _source(text: str, start: int, span: Span, item: tuple[int, Item] | None) -> Span | None:
    """Return the source of the first press citation behind the quotation, in the same block."""
    if item is None or item[1].broken or item[0] - span[1] > 4 * WINDOW:
        return None
    if re.search(r"[.!?]\s+[A-Z]", text[span[1] : item[0]]):
        return None
    return start + item[1].source_start, start + item[1].source_end


def _spans(block: Any, marked: list[Span]) -> list[Span]:
    whole = block.role == "block-quote"
    return [(block.start, block.end)] if whole else _shift(marked, block.start)


def _shift(spans: list[Span], start: int) -> list[Span]:
    return [(start + a, start + b) for a, b in spans]


def _hidden(text: str, spans: Sequence[Span]) -> str:
    """Return a text of the same length in which the spans cannot be read."""
    pieces, last = [], 0
    for start, end in sorted(spans):
        if start >= last:
            pieces += [text[last:start], HIDDEN * (end - start)]
            last = end
    return "".join([*pieces, text[last:]])


def _written_small(tokens: pd.DataFrame) -> frozenset[str]:
    """Return words that the texts write with a small letter somewhere: no names."""
    return frozenset(tokens.loc[tokens["token"].str[:1].str.islower(), "term"])
