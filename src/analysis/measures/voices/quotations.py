"""What stands between quotation marks: whose words, by which verb, or only a term."""

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from analysis.corpus.marks import Span, citations_in, quotations_in
from analysis.corpus.roles import BODY, MONTH
from analysis.corpus.sentences import STARTERS
from analysis.corpus.tables import rows
from analysis.corpus.tokens import find_tokens, stop_words, term_of
from analysis.measures.voices.citations import cited_items

if TYPE_CHECKING:
    from analysis.corpus.corpus import Corpus

COLUMNS = [
    "document", "paragraph", "sentence", "start", "end", "words", "kind", "speaker",
    "speaker_start", "speaker_end", "cue", "cue_start", "cue_end", "found_by",
]  # fmt: skip
WORDS, WHOLE = 4, 6
CUE = re.compile(
    r"(?<![\w-])(?:sa(?:y|ys|id|ying)|stat(?:e|es|ed|ing)|statements?|writes?|wrote|writing|reads?|warn\w*"
    r"|caution\w*|add(?:s|ed|ing)|assert\w*|argu(?:e|es|ed|ing)|claim(?:s|ed|ing)|declar(?:e|es|ed|ing)"
    r"|announc(?:e|es|ed|ing)|not(?:es|ed|ing)|remark(?:s|ed|ing)?|t(?:ell|ells|old|elling)"
    r"|suggest(?:s|ed|ing)?|stress(?:es|ed|ing)?|emphasi[sz](?:e|es|ed|ing)|insist(?:s|ed|ing)?"
    r"|reaffirm(?:s|ed|ing)?|reiterat(?:e|es|ed|ing)|proclaim(?:s|ed|ing)?|term(?:s|ed|ing)"
    r"|call(?:s|ed|ing)|describ(?:e|es|ed|ing)|dubb?(?:s|ed|ing)|denounc(?:e|es|ed|ing)"
    r"|accus(?:e|es|ed|ing)|critici[sz](?:e|es|ed|ing)|criticism|conclud(?:e|es|ed|ing)"
    r"|explain(?:s|ed|ing)?|comment(?:s|ed|ing)|ask(?:s|ed|ing)?|repl(?:y|ies|ied|ying)"
    r"|acknowledg(?:e|es|ed|ing)|admit\w*|complain(?:s|ed|ing)?|demand(?:s|ed|ing)?|urg(?:e|es|ed|ing)"
    r"|observ(?:e|es|ed|ing)|profess(?:es|ed|ing)?|express(?:es|ed|ing)?|opinion|quot(?:e|es|ed|ing)"
    r"|[Aa]ccording to)\b"
)
TITLED = re.compile(r"\b(?:titled|entitled|headlined)\s*$")
PRONOUN = re.compile(r"\b(?:he|she|they|it)\b", re.IGNORECASE)
LINK = re.compile(r"\s*(?P<word>of|by|from)?\s*(?:the )?")
NO_NAME = re.compile(rf"(?:{MONTH}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)$")


class Context(NamedTuple):
    """Sentences around a quotation: their span, and what in them is quoted or cited."""

    text: str
    start: int
    end: int
    masked: list[Span]
    small: frozenset[str]

    def free(self, span: Span) -> bool:
        """Return whether a span lies in the context, outside what is quoted or cited."""
        return (
            self.start <= span[0]
            and span[1] <= self.end
            and not any(start < span[1] and span[0] < end for start, end in self.masked)
        )


def quotations(corpus: "Corpus") -> pd.DataFrame:
    """Return every quoted span of the body, with its kind and, if somebody is quoted, the speaker.

    Returns
    -------
    DataFrame
        One row a span: document, paragraph, sentence (where it begins), start, end (offsets in the
        file, marks included), words, kind, speaker, cue and found_by, with speaker_start,
        speaker_end, cue_start, cue_end (−1 where there is none).

        kind is *quotation* (somebody’s words), *term* (scare quotes, coined words) or *title*.
        found_by says how the speaker was found: *name* beside the cue, *pronoun* (the first name
        of the sentence before), *citation* (the press citation behind), or *unattributed*: the
        rule does not guess.

    Notes
    -----
    By rule: a block quotation, a span that begins with a capital and has six words or more, one of
    four words or more in a sentence with a verb of saying, or a shorter one right behind such a
    verb is a quotation. Direct quotation is only part of reported speech (Pareti et al. 2013): who
    is paraphrased is in the coded voice, not here. ``compare_quotations`` gives the rule’s error.

    Examples
    --------
    >>> from analysis import load_corpus
    >>> found = quotations(load_corpus())
    >>> found["kind"].value_counts().to_dict()
    {'term': 31, 'quotation': 27, 'title': 1}
    """
    small = _written_small(corpus.tokens)
    found: list[tuple[Any, ...]] = []
    for document, body in corpus.blocks[corpus.blocks["role"].isin(BODY)].groupby(
        "document", sort=False
    ):
        inside = corpus.sentences[corpus.sentences["document"] == document]
        text = corpus.text(str(document))
        for block in rows(body):
            spans = _spans(block)
            own = inside[inside["start"].between(block.start, block.end, inclusive="left")]
            masked = [*spans, *_shift(citations_in(block.text), block.start)]
            for span in spans:
                held = own[(own["start"] < span[1]) & (span[0] < own["end"])]
                if block.role == "block-quote":
                    before = inside[inside["start"] < block.start].tail(1)
                    context = _context(text, before, [], small)
                else:
                    context = _context(text, held, masked, small)
                earlier = inside[inside["end"] <= context.start].tail(1)
                first = held.iloc[0]
                place = (document, first["paragraph"], first["sentence"], *span)
                found.append((*place, *_describe(context, span, block, earlier, masked)))
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


def _describe(
    context: Context, span: Span, block: Any, earlier: pd.DataFrame, masked: list[Span]
) -> tuple[Any, ...]:
    """Return words, kind, speaker, its place, cue, its place, and how the speaker was found."""
    text = context.text
    words = sum(1 for _ in find_tokens(text[span[0] : span[1]]))
    cue = _cue(context, span)
    kind = _kind(context, span, cue, words, block.role)
    if kind != "quotation":
        return (words, kind, "", -1, -1, "", -1, -1, "")
    speaker, found_by = _speaker(context, span, cue, earlier), "name"
    if speaker and not context.free(speaker):
        found_by = "pronoun"
    if not speaker:
        speaker, found_by = _source(block, span), "citation"
    if not speaker:
        speaker, found_by = (-1, -1), "unattributed"
    name = "" if speaker[0] < 0 else " ".join(text[slice(*speaker)].split())
    place = cue or (-1, -1)
    return (words, kind, name, *speaker, text[slice(*place)] if cue else "", *place, found_by)


def _kind(context: Context, span: Span, cue: Span | None, words: int, role: str) -> str:
    text = context.text
    if TITLED.search(text[max(0, span[0] - 20) : span[0]]):
        return "title"
    if role == "block-quote" or (words >= WHOLE and text[span[0] + 1].isupper()):
        return "quotation"
    if cue and words >= WORDS:
        return "quotation"
    between = text[cue[1] : span[0]].split() if cue and cue[1] <= span[0] else None
    return "quotation" if between is not None and len(between) < 2 else "term"


def _cue(context: Context, span: Span) -> Span | None:
    """Return the nearest word of saying: before the quotation, else behind it."""
    free = [m.span() for m in CUE.finditer(context.text, context.start, context.end)]
    free = [cue for cue in free if context.free(cue)]
    before = [cue for cue in free if cue[1] <= span[0]]
    after = [cue for cue in free if cue[0] >= span[1]]
    return before[-1] if before else after[0] if after else None


def _speaker(context: Context, span: Span, cue: Span | None, earlier: pd.DataFrame) -> Span | None:
    """Return the name that goes with the cue: its subject before it, else right behind it."""
    if cue is None:
        return None
    text, names = context.text, _names(context)
    behind = [name for name in names if name[0] >= cue[1]]
    link = LINK.fullmatch(text, cue[1], behind[0][0]) if behind else None
    if link and (link["word"] or text[slice(*cue)].lower() == "according to"):
        return behind[0]
    subject = _without_apposition(text, context.start, cue[0])
    clause = text[context.start : subject]
    before = [name for name in names if name[1] <= subject]
    if before:
        return before[-1]
    if PRONOUN.search(text[span[1] : cue[0]] if span[1] <= cue[0] else clause) and len(earlier):
        row = earlier.iloc[0]
        names = _names(context._replace(start=row["start"], end=row["end"], masked=[]))
        return names[0] if names else None
    opening = [mark for mark in context.masked if mark[1] <= cue[0]]
    words = clause if not opening else text[opening[-1][1] : cue[0]]
    return behind[0] if behind and len(words.strip(" ,.;:").split()) < 2 else None


def _without_apposition(text: str, start: int, cue: int) -> int:
    """Return where the subject ends: before “, director of the institute,” if it is there."""
    head = text[start:cue].rstrip()
    if not head.endswith(","):
        return cue
    opening = head[:-1].rfind(",")
    return start + opening if opening > 0 else cue


def _names(context: Context) -> list[Span]:
    """Return runs of capitalised words in the context, outside what is quoted or cited."""
    names: list[Span] = []
    for a, b in find_tokens(context.text[context.start : context.end]):
        span = (context.start + a, context.start + b)
        word = context.text[slice(*span)]
        if not context.free(span) or not word[0].isupper() or NO_NAME.match(word):
            continue
        first = span[0] == context.start
        if first and _no_name(word, context.small):
            continue
        gap = context.text[names[-1][1] : span[0]] if names else "."
        if names and re.fullmatch(r"\s+(?:(?:of|for|the|\d+)\s+)*", gap):
            names[-1] = (names[-1][0], span[1])
        else:
            names.append(span)
    return names


def _no_name(word: str, small: frozenset[str]) -> bool:
    """Return whether the first word of a sentence has its capital from the sentence alone."""
    plain = word.lower()
    return plain in stop_words() or plain in STARTERS or term_of(word).lower() in small


def _source(block: Any, span: Span) -> Span | None:
    """Return the source of the first press citation behind the quotation, in the same block."""
    items = [item for item in cited_items(block.text) if item.start + block.start >= span[1]]
    if not items or items[0].broken:
        return None
    between = block.text[span[1] - block.start : items[0].start]
    if re.search(r"[.!?]\s+[A-Z]", between):
        return None
    return block.start + items[0].source_start, block.start + items[0].source_end


def _spans(block: Any) -> list[Span]:
    if block.role == "block-quote":
        return [(block.start, block.end)]
    return _shift(quotations_in(block.text), block.start)


def _shift(spans: list[Span], start: int) -> list[Span]:
    return [(start + a, start + b) for a, b in spans]


def _context(
    text: str, sentences: pd.DataFrame, masked: list[Span], small: frozenset[str]
) -> Context:
    if sentences.empty:
        return Context(text, 0, 0, masked, small)
    return Context(text, sentences["start"].min(), sentences["end"].max(), masked, small)


def _written_small(tokens: pd.DataFrame) -> frozenset[str]:
    """Return words that the texts write with a small letter somewhere: no names."""
    return frozenset(tokens.loc[tokens["token"].str[:1].str.islower(), "term"])
