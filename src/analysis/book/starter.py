"""A book of one’s own: a starter project, written beside somebody’s texts."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from string import Template
from typing import Any

import pandas as pd

from analysis.corpus.corpus import Corpus, load_corpus
from analysis.corpus.errors import CorpusError
from analysis.corpus.manifest import date_in
from analysis.corpus.tables import rows
from analysis.corpus.tokens import stop_words
from analysis.measures.findings.claims import Claim, check_claims, claim_passages
from analysis.measures.vocabulary.keyness import keyness

STARTER = Path(__file__).with_name("starter")
CLAIMS, MANIFEST = "claims.toml", "corpus.toml"
FACTS = ("outlet", "genre", "author_country", "outlet_country")  # groups, if there are no others
GROUPS = 8  # at most, of a column that is taken by itself
LEAST = (5, 2, 1)  # occurrences of a word that is compared: as many as the texts allow
TRIED = 20  # words, before one is the example of a claim
HEADING = """\
# What is known of each text. Correct it, and add what you know: authors, outlet, genre, label (how
# the text is called in tables). in_file names the facts that stand in the file itself; groups are
# what the texts are to be compared by. part_1 and so on are parts of the files’ names: give them a
# name that says what they are (party, outlet).
"""
CLAIM = """\
# The claims of the chapter “Findings”. This one is an example, found by a search; put yours in its
# place. {target} and {reference} in the text stand for the values of the two sides. kind: word,
# frame, theme, voice or keyness. asserts: “more”; “clearly more”, if the interval of the difference
# leaves out zero; “none”, if no word passes.
"""


def start_book(folder: Path, *, by: str = "", names: str = "") -> list[Path]:
    """Write a starter project beside the texts of a folder, and return its pages.

    Parameters
    ----------
    folder
        Holds two texts or more.
    by
        The column of ``documents`` that makes the groups; else the first that makes a few.
    names
        How the files are named; see ``load_corpus``.

    Raises
    ------
    CorpusError
        If a file of the starter is there already (nothing is written then; ``corpus.toml`` alone is
        kept as it is), the texts cannot be read, or there is nothing to compare.
    """
    templates = [path for path in sorted(STARTER.rglob("*")) if path.is_file()]
    places = {folder / path.relative_to(STARTER): path for path in templates}
    if there := [path for path in (*places, folder / CLAIMS) if path.exists()]:
        raise CorpusError(
            f"{there[0]}: is there already, and nothing was written; "
            "move it away, or name another folder."
        )
    corpus = load_corpus(folder, names=names)
    if len(corpus) < 2:
        raise CorpusError(f"{folder}: holds one text; a comparison needs two. Add another.")
    groups = _groups(corpus)
    by = by or _column(corpus.documents.assign(**groups))
    known = corpus.documents.assign(**groups)
    if by not in known:
        raise CorpusError(f"The texts have no “{by}”; name one of {', '.join(map(str, known))}.")
    claim, least = _example(corpus, known[by].astype("string").fillna(""))
    title = re.sub(r"[\W_]+", " ", folder.resolve().name).strip().capitalize() or "Texts"
    fields = {"title": title, "by": by, "least": least}
    if not (folder / MANIFEST).exists():
        (folder / MANIFEST).write_text(HEADING + "".join(_tables(corpus, groups)), "utf-8")
    for place, path in places.items():
        place.parent.mkdir(exist_ok=True)
        place.write_text(Template(path.read_text("utf-8")).safe_substitute(fields), "utf-8")
    (folder / CLAIMS).write_text(CLAIM + _table(claim.name, _facts(claim)), "utf-8")
    return [place for place in places if place.suffix == ".ipynb"]


def _groups(corpus: Corpus) -> dict[str, list[str]]:
    """Return the groups that the documents have, or, without any, those that file names tell."""
    columns = list(corpus.documents)
    if own := columns[columns.index("words") + 1 :]:
        return {column: list(corpus.documents[column]) for column in own}
    names = [Path(name).stem for name in corpus.documents["file"]]
    parts = pd.DataFrame([re.split(r"[-_ ]+", name) for name in names]).fillna("")
    texts = [n for n in range(parts.shape[1]) if not parts[n].str.fullmatch(r"\d*").any()]
    return {f"part_{n + 1}": list(parts[n]) for n in texts if _makes_groups(parts[n])}


def _makes_groups(values: pd.Series) -> bool:
    known = values.astype("string").fillna("")
    return bool((known != "").all()) and 2 <= known.nunique() <= min(GROUPS, len(known) - 1)


def _column(documents: pd.DataFrame) -> str:
    """Return the column by which the documents are compared, if nobody names one."""
    columns = list(map(str, documents))
    ordered = [*columns[columns.index("words") + 1 :], *FACTS, "year"]
    usual = (name for name in ordered if re.fullmatch(r"[\w .-]+", name))
    return next((name for name in usual if _makes_groups(documents[name])), "document")


def _tables(corpus: Corpus, groups: dict[str, list[str]]) -> Iterator[str]:
    """Yield the table of each document in ``corpus.toml``: what the file and its name tell."""
    heads = corpus.blocks.drop_duplicates(["document", "role"]).set_index(["document", "role"])
    said = heads["text"].str.split().str.join(" ").to_dict()
    for place, row in enumerate(rows(corpus.documents)):
        title = "" if row.title else said.get((row.document, "title"), "")
        date = row.date or date_in(said.get((row.document, "date"), "").replace(",", ""))
        facts = {
            "file": row.file,
            "title": row.title or title,
            "date": date,
            "in_file": ["title"] if title else [],
            "groups": {name: values[place] for name, values in groups.items()},
        }
        byline = said.get((row.document, "byline"), "")
        note = f"# authors = [{_value(byline)}]\n" if byline and not row.authors else ""
        yield _table(row.document, facts) + note


def _example(corpus: Corpus, groups: pd.Series) -> tuple[Claim, int]:
    """Return a claim that holds, and how often a word must occur that is compared."""
    names, labels = corpus.documents["document"], corpus.documents["label"]
    sizes = corpus.documents["words"].groupby(groups).sum()
    group = str(sizes.idxmax())
    inside = (groups == group).to_numpy()
    sides = tuple(names[inside]), tuple(names[~inside])
    called = str(labels[inside].iloc[0]) if inside.sum() == 1 else group
    called = re.sub(r"[{}*]", "", called)
    for least in LEAST if all(sides) else ():
        words = keyness(
            corpus.tokens, *map(list, sides), min_count=least, stop=stop_words(),
            permutations=1, resamples=1,
        )  # fmt: skip
        more = words[(words["direction"] == "target") & words["term"].str.isalpha()]
        claims = [_claim(term, called, sides) for term in more["term"].head(TRIED)]
        found = check_claims(claims, corpus)
        for one, clearly in zip(claims, found["low"] > 0, strict=True):
            if clearly:
                return _telling(one, corpus), least
        if claims:
            return _telling(replace(claims[0], asserts="more"), corpus), least
    raise CorpusError(f"{corpus.folder}: no word sets two groups apart; add other texts or by=…")


def _claim(term: str, called: str, sides: tuple[tuple[str, ...], tuple[str, ...]]) -> Claim:
    text = f"*{term}* stands {{target}} times in 1,000 words of {called}, {{reference}} elsewhere."
    return Claim("example", text, "word", *sides, code=term, title=f"The word {term}, {called}")


def _telling(claim: Claim, corpus: Corpus) -> Claim:
    """Return a claim with the first sentence that its target counts."""
    first = claim_passages(claim, corpus)["target"].iloc[0]
    return replace(claim, telling=((str(first["document"]), int(first["sentence"])),))


def _facts(claim: Claim) -> dict[str, Any]:
    keys = ("title", "text", "kind", "code", "asserts", "target", "reference", "telling")
    return {key: getattr(claim, key) for key in keys}


def _table(name: str, facts: dict[str, Any]) -> str:
    """Return a table of a TOML file; what is empty is left out."""
    lines = [f"{key} = {_value(value)}\n" for key, value in facts.items() if value]
    return f"\n[{_value(name)}]\n{''.join(lines)}"


def _value(value: Any) -> str:
    """Return a value as TOML has it."""
    if isinstance(value, dict):
        pairs = (f"{_value(name)} = {_value(one)}" for name, one in value.items())
        return f"{{ {', '.join(pairs)} }}"
    return json.dumps(value, ensure_ascii=False)
