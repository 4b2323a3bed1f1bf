"""A book of one’s own: a starter project, written beside somebody’s texts."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from string import Template
from typing import Any

import pandas as pd

from analysis.corpus.corpus import Corpus, load_corpus
from analysis.corpus.errors import CorpusError, check_columns
from analysis.corpus.manifest import date_in
from analysis.corpus.tables import rows
from analysis.corpus.tokens import stop_words
from analysis.measures.findings.checking import check_claims, claim_passages
from analysis.measures.findings.claims import Claim
from analysis.measures.vocabulary.keyness import keyness

STARTER = Path(__file__).with_name("starter")
MANIFEST = "corpus.toml"
FACTS = ["outlet", "genre", "author_country", "outlet_country", "year"]  # if there are no groups
GROUPS = 8  # at most, of a column that nobody named
LEAST = (5, 2, 1)  # occurrences of a word that is compared: as many as the texts allow
TRIED = 20  # words, before one is the example of a claim


def start_book(folder: Path, *, by: str = "", names: str = "") -> list[Path]:
    """Write a starter project beside the texts of a folder, and return its pages.

    Parameters
    ----------
    folder
        Holds two texts or more.
    by
        The column of ``documents`` that makes the groups; else the first that makes a few.
    names
        How the files are named; see ``load_corpus``. Where there is a ``corpus.toml``, what it says
        holds, and nothing is read out of names.

    Raises
    ------
    CorpusError
        If a file of the starter is there already (nothing is written then; ``corpus.toml`` alone is
        kept as it is), the texts cannot be read, or there is nothing to compare.
    """
    templates = [path for path in sorted(STARTER.rglob("*")) if path.is_file()]
    places = {folder / path.relative_to(STARTER): path for path in templates}
    there = [place for place in places if place.exists()]
    if others := [place for place in there if place.name != MANIFEST]:
        raise CorpusError(
            f"{others[0]}: is there already, and nothing was written; "
            "move it away, or name another folder."
        )
    corpus = load_corpus(folder, names="" if there else names)
    groups = {} if there else _groups(corpus)
    known = corpus.documents.assign(**groups)
    check_columns(known, [by] if by else [])
    by = by or _column(known)
    claim, least = _example(corpus, known[by].astype("string").fillna(""))
    title = re.sub(r"[\W_]+", " ", folder.resolve().name).strip().capitalize() or "Texts"
    fields = {
        "title": title, "by": by, "least": least, "claim": _table(claim.pop("name"), claim),
        "documents": "\n".join(_tables(corpus, groups)),
    }  # fmt: skip
    for place, path in places.items():
        if place not in there:
            place.parent.mkdir(exist_ok=True)
            place.write_text(Template(path.read_text("utf-8")).safe_substitute(fields), "utf-8")
    return [place for place in places if place.suffix == ".ipynb"]


def _groups(corpus: Corpus) -> dict[str, list[str]]:
    """Return the groups that the documents have, or, without any, those that file names tell."""
    if own := _beyond(corpus.documents):
        return {column: list(corpus.documents[column]) for column in own}
    names = [re.split(r"[-_ ]+", Path(name).stem) for name in corpus.documents["file"]]
    parts = {f"part_{n}": list(part) for n, part in enumerate(zip(*names, strict=False), 1)}
    return {
        name: part
        for name, part in parts.items()
        if _makes_groups(pd.Series(part)) and not any(map(str.isdecimal, part))
    }


def _column(documents: pd.DataFrame) -> str:
    """Return the column by which the documents are compared, if nobody names one."""
    usual = (name for name in _beyond(documents) + FACTS if re.fullmatch(r"[\w .-]+", name))
    return next((name for name in usual if _makes_groups(documents[name])), "document")


def _beyond(documents: pd.DataFrame) -> list[str]:
    """Return the columns of documents that are groups: they stand behind the sizes."""
    columns = list(map(str, documents))
    return columns[columns.index("words") + 1 :]


def _makes_groups(values: "pd.Series[Any]") -> bool:
    known = values.astype("string").fillna("")
    return bool((known != "").all()) and 2 <= known.nunique() <= min(GROUPS, len(known) - 1)


def _tables(corpus: Corpus, groups: dict[str, list[str]]) -> Iterator[str]:
    """Yield the table of each document in ``corpus.toml``: what the file and its name tell."""
    heads = corpus.blocks.drop_duplicates(["document", "role"]).set_index(["document", "role"])
    said = heads["text"].str.split().str.join(" ").to_dict()
    for place, row in enumerate(rows(corpus.documents)):
        title, date, byline = (
            said.get((row.document, role), "") for role in ("title", "date", "byline")
        )
        facts = {
            "file": row.file,
            "title": row.title or title,
            "date": row.date or date_in(date.replace(",", "")),
            "in_file": ["title"] * bool(title and not row.title),
            **{f"groups.{json.dumps(name)}": values[place] for name, values in groups.items()},
        }
        note = f'# authors = ["{byline}"]\n' if byline and not row.authors else ""
        yield _table(row.document, facts) + note


def _example(corpus: Corpus, groups: "pd.Series[str]") -> tuple[dict[str, Any], int]:
    """Return a claim that holds, and how often a word must occur that is compared."""
    documents = corpus.documents
    group = documents["words"].groupby(groups).sum().idxmax()
    inside = (groups == group).to_numpy()
    target, reference = (tuple(documents.loc[side, "document"]) for side in (inside, ~inside))
    called = re.sub(r"[{}*]", "", str(group))
    for least in LEAST if reference else ():
        words = keyness(
            corpus.tokens, target, reference, min_count=least, stop=stop_words(),
            permutations=1,
        )  # fmt: skip
        more = words[(words["direction"] == "target") & words["term"].str.isalpha()]
        claims = [
            Claim(
                "example", f"*{term}* stands {{target}} times in 1,000 words of {called}, "
                "{reference} in the rest.", "word", target, reference, term,
                title=f"The word {term}, {called}", asserts="more",
            )
            for term in more["term"].head(TRIED)
        ]  # fmt: skip
        if claims:
            clear = check_claims(claims, corpus)["low"] > 0
            one = claims[int(clear.to_numpy().argmax())]
            first = claim_passages(one, corpus)["target"].iloc[0]
            telling = (f"{first['document']}/{first['sentence']}",)
            facts = asdict(replace(one, telling=telling))
            return facts | {"asserts": "clearly more"} if clear.any() else facts, least
    raise CorpusError(
        f"{corpus.folder}: there are no two groups that a word sets apart; add texts to compare."
    )


def _table(name: str, facts: dict[str, Any]) -> str:
    """Return a table of a TOML file; what is empty is left out."""
    lines = [
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n"
        for key, value in facts.items()
        if value
    ]
    return f"[{json.dumps(name, ensure_ascii=False)}]\n{''.join(lines)}"
