"""Text becomes tokens, tokens become terms: the one rule of the whole book."""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from analysis.corpus.errors import check_text

IGNORED = "\u00ad\u200c\u200d\u2060\ufeff"  # inside words (Unicode Annex 29)
INNER = rf"[\p{{L}}\p{{M}}{IGNORED}\p{{N}}]"
WORD = (
    rf"(?:\p{{L}}[\p{{M}}{IGNORED}]*\.){{2,}}"  # initialisms: U.S.
    rf"|\p{{Nd}}+(?:[.,]\p{{Nd}}+)+"  # numbers: 184.88
    rf"|[\p{{L}}\p{{N}}]{INNER}*"
    rf"(?:['’\-‐‑]{INNER}+|[-‐]\r?\n[ \t]*\p{{L}}{INNER}*)*"  # a hyphen may end its line
)
TOKEN = (
    r'(?:[Hh][Tt][Tt][Pp][Ss]?://|[Ww][Ww][Ww]\.)[^\s<>"“”«»—]+'  # addresses: no terms
    r"|[\p{L}\p{N}][\p{L}\p{N}._+\-]{0,60}@[\p{L}\p{N}][\p{L}\p{N}.\-]*"
    r'|[\p{L}\p{N}\-]{2,60}(?:\.[\p{L}\-]{2,60})+(?:/[^\s<>"“”«»—]*)?'
    rf"|{WORD}"
)
ADDRESS = re.compile(
    r"(?:https?://|www\.).*|.*@.*"
    r"|[^/]*\.(?:com|org|net|gov|edu|int|info|mil|eu|(?:co|com|gov|org|ac)\.[a-z]{2})(?:/.*)?",
    re.IGNORECASE,
)
HYPHEN = re.compile("[-‐‑]")
SEAM = re.compile(r"[-‐‑](?:\r?\n[ \t]*)?")
LINE_END = re.compile(r"[-‐]\r?\n[ \t]*")
POSSESSIVE = re.compile("['’][sS]$")


class Part(NamedTuple):
    """A term with its place inside the token that it was folded from."""

    start: int
    end: int
    term: str


def find_tokens(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each token: initialisms, numbers, words, addresses.

    The pattern has no look-around and no word boundary, so that every engine that reads leftmost
    alternatives first finds the same tokens. What is joined by full stops without a space is one
    token, which ``fold`` takes apart, or takes for the address of a page or of a person.

    >>> text = "U.S.-led talks cost $184.88 billion."
    >>> [text[a:b] for a, b in find_tokens(text)]
    ['U.S.', 'led', 'talks', 'cost', '184.88', 'billion']
    """
    for match in _compiled(TOKEN).finditer(text):
        yield match.span()


def fold(token: str) -> tuple[Part, ...]:
    """Return the terms that a token counts as: one, or several for some compounds, or none.

    Composed characters (NFC), no soft hyphens or joiners, straight apostrophes, no possessive
    *’s*, lower case. An initialism keeps its capitals and loses its dots, so that *US* never
    becomes the pronoun *us*. A compound that holds an actor’s name (``actors.toml``) counts as
    its parts; any other stays whole. A word in capitals throughout is read as an initialism;
    an actor’s (*NATO*) is known in any case. A word broken at the end of a line is one word. The
    address of a page or a person is no word.

    >>> [part.term for token in ("U.S.", "China’s", "anti-China", "Asia-Pacific", "Nato")
    ...  for part in fold(token)]
    ['US', 'china', 'anti', 'china', 'asia-pacific', 'NATO']
    >>> fold("https://www.example.org")
    ()
    """
    if ADDRESS.fullmatch(token):
        return ()
    return tuple(
        Part(start + a, start + b, _term(token[start + a : start + b]))
        for start, end in (match.span() for match in _compiled(WORD).finditer(token))
        for a, b in _parts(token[start:end])
    )


def fold_all(counts: Mapping[str, int]) -> dict[str, tuple[Part, ...]]:
    r"""Return the terms of each token of a corpus, of which some depend on what else stands there.

    A word broken at the end of a line keeps its hyphen where the corpus has it elsewhere, or has
    both halves as words and never the whole. A name in two house styles is one term, in the style
    that is the more frequent.

    >>> folded = fold_all({"two-\nday": 1, "two": 2, "day": 1, "NASA": 2, "Nasa": 1})
    >>> folded["two-\nday"][0].term, folded["Nasa"][0].term
    ('two-day', 'NASA')
    """
    folded = {token: fold(token) for token in counts}
    for token in [token for token in counts if "\n" in token and len(folded[token]) == 1]:
        whole, hyphened = folded[token][0].term, _term(LINE_END.sub("-", token))
        halves = all(fold(half)[0].term in counts for half in LINE_END.split(token))
        if whole not in counts and (hyphened in counts or halves):
            folded[token] = (Part(0, len(token), hyphened),)
    sizes: Counter[str] = Counter()
    small: set[str] = set()
    for token, parts in folded.items():
        for part in parts:
            sizes[part.term] += counts[token]
            if token[part.start].islower():
                small.add(part.term)
    style: dict[str, str] = {}
    for term in sizes:
        lower = term.lower()
        if term.isupper() and lower in sizes and lower not in small | stop_words():
            kept = term if sizes[term] >= sizes[lower] else lower
            style |= {term: kept, lower: kept}
    return {
        token: tuple(part._replace(term=style.get(part.term, part.term)) for part in parts)
        for token, parts in folded.items()
    }


def shouted(token: str, term: str) -> str:
    """Return the term of a token that stands among words in capitals throughout.

    >>> shouted("US", "US"), shouted("THE", "THE"), shouted("NATO", "NATO"), shouted("U.S.", "US")
    ('us', 'the', 'NATO', 'US')
    """
    return term if term in acronyms() or "." in token else term.lower()


def term_of(word: str) -> str:
    """Return the term of a word that is looked up, as the texts’ tokens were folded.

    >>> term_of("Beijing's"), term_of("U.S.")
    ('beijing', 'US')
    """
    check_text(word)
    return " ".join(part.term for start, end in find_tokens(word) for part in fold(word[start:end]))


@cache
def _compiled(pattern: str) -> Any:
    import regex

    return regex.compile(pattern)


@cache
def actor_names() -> frozenset[str]:
    """Return the one-word names of actors, in lower case, from ``actors.toml``."""
    return frozenset(_plain(name).lower() for name in _one_word_names())


@cache
def acronyms() -> frozenset[str]:
    """Return the names of actors that are written in capitals and, in small letters, no word."""
    names = {name for name in _one_word_names() if name.isupper() and name.isalpha()}
    return frozenset(name for name in names if name.lower() not in stop_words())


def _one_word_names() -> list[str]:
    table = tomllib.loads(files("analysis.corpus").joinpath("actors.toml").read_text("utf-8"))
    names = (name for actor in table.values() for name in actor["names"] + actor["metonyms"])
    return [name for name in names if " " not in name]


@cache
def stop_words() -> frozenset[str]:
    """Return the book’s own short list of words that name nothing: articles, pronouns, auxiliaries.

    Words that carry meaning in writing on international relations (*contain, order, interests,
    states, members*) are not on it; the usual lists hold some of them.

    >>> "the" in stop_words(), "contain" in stop_words(), "US" in stop_words()
    (True, False, False)
    """
    lines = files("analysis.corpus").joinpath("stopwords.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _parts(word: str) -> list[tuple[int, int]]:
    """Return the spans of a word’s parts if one is an actor’s name, else its own span."""
    if not HYPHEN.search(word):
        return [(0, len(word))]
    cuts = [match.span() for match in SEAM.finditer(word)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(word)]
    parts = list(zip(starts, ends, strict=True))
    named = any(_plain(word[a:b]).lower() in actor_names() for a, b in parts)
    return parts if named else [(0, len(word))]


def _plain(piece: str) -> str:
    if piece.isascii() and "'" not in piece:
        return piece
    visible = "".join(mark for mark in piece if mark not in IGNORED)
    return POSSESSIVE.sub("", unicodedata.normalize("NFC", visible)).replace("’", "'")


def _term(piece: str) -> str:
    plain = LINE_END.sub(_seam, _plain(piece))
    if "." in plain and plain[0].isalpha():
        return plain.replace(".", "").upper()
    if len(plain) > 2 and plain.upper() in acronyms():
        return plain.upper()
    if len(plain) > 1 and plain.isupper():
        return plain
    return unicodedata.normalize("NFC", plain.replace("İ", "i").lower())


def _seam(match: re.Match[str]) -> str:
    """What stays of a hyphen at the end of a line: nothing, unless a capital follows."""
    return "-" if match.string[match.end()].isupper() else ""
