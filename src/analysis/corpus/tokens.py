"""Text becomes tokens, tokens become terms: the one rule of the whole book."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import regex

IGNORED = "\u00ad\u200c\u200d\u2060\ufeff"  # inside words (Unicode Annex 29)
TOKEN = (
    rf"(?:\p{{L}}[\p{{M}}{IGNORED}]*\.){{2,}}"  # initialisms: U.S.
    rf"|\p{{Nd}}+(?:[.,]\p{{Nd}}+)+"  # numbers: 184.88
    rf"|[\p{{L}}\p{{N}}][\p{{L}}\p{{M}}{IGNORED}\p{{N}}]*"
    rf"(?:['’\-‐‑][\p{{L}}\p{{M}}{IGNORED}\p{{N}}]+)*"
)
HYPHEN = re.compile("[-‐‑]")
POSSESSIVE = re.compile("['’][sS]$")
_TOKEN = regex.compile(TOKEN)


class Part(NamedTuple):
    """A term with its place inside the token that it was folded from."""

    start: int
    end: int
    term: str


def find_tokens(text: str) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each token: initialisms, numbers, words with inner marks.

    The pattern has no look-around and no word boundary, so that every engine that reads leftmost
    alternatives first finds the same tokens.

    >>> text = "U.S.-led talks cost $184.88 billion."
    >>> [text[a:b] for a, b in find_tokens(text)]
    ['U.S.', 'led', 'talks', 'cost', '184.88', 'billion']
    """
    for match in _TOKEN.finditer(text):
        yield match.span()


def fold(token: str) -> tuple[Part, ...]:
    """Return the terms that a token counts as: one, or one for each part of some compounds.

    Composed characters (NFC), no soft hyphens or joiners, straight apostrophes, no possessive
    *’s*, lower case. An initialism keeps its capitals and loses its dots, so that *US* never
    becomes the pronoun *us*. A compound that holds an actor’s name (``actors.toml``) counts as
    its parts; any other stays whole. A word in capitals throughout is read as an initialism.

    >>> [part.term for token in ("U.S.", "China’s", "anti-China", "Asia-Pacific")
    ...  for part in fold(token)]
    ['US', 'china', 'anti', 'china', 'asia-pacific']
    """
    pieces = _pieces(token)
    if len(pieces) > 1 and not any(_plain(token[a:b]).lower() in actor_names() for a, b in pieces):
        pieces = [(0, len(token))]
    return tuple(Part(a, b, _term(token[a:b])) for a, b in pieces)


def term_of(word: str) -> str:
    """Return the term of a word that is looked up, as the texts’ tokens were folded.

    >>> term_of("Beijing's"), term_of("U.S.")
    ('beijing', 'US')
    """
    return " ".join(part.term for start, end in find_tokens(word) for part in fold(word[start:end]))


@cache
def actor_names() -> frozenset[str]:
    """Return the one-word names of actors, in lower case, from ``actors.toml``."""
    table = tomllib.loads(files("analysis.corpus").joinpath("actors.toml").read_text("utf-8"))
    names = (name for actor in table.values() for name in actor["names"] + actor["metonyms"])
    return frozenset(_plain(name).lower() for name in names if " " not in name)


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


def _pieces(token: str) -> list[tuple[int, int]]:
    cuts = [match.start() for match in HYPHEN.finditer(token)]
    starts, ends = [0, *(cut + 1 for cut in cuts)], [*cuts, len(token)]
    return list(zip(starts, ends, strict=True))


def _plain(piece: str) -> str:
    visible = "".join(mark for mark in piece if mark not in IGNORED)
    return POSSESSIVE.sub("", unicodedata.normalize("NFC", visible)).replace("’", "'")


def _term(piece: str) -> str:
    plain = _plain(piece)
    if "." in plain and plain[0].isalpha():
        return plain.replace(".", "").upper()
    return plain if len(plain) > 1 and plain.isupper() else plain.lower()
