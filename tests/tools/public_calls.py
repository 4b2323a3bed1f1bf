"""Every public call of the package in one table: ``python -m tests.tools.public_calls`` writes it.

The columns of results are those of the tables that the examples in the docstrings return. What
stands in these tables is kept beside it as a digest, so that no result changes unseen.
"""

import csv
import doctest
import inspect
import io
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import is_dataclass
from functools import wraps
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

import analysis

PLACE = Path(__file__).parents[2] / "chapters" / "api.csv"
DIGESTS = Path(__file__).parents[1] / "results.csv"
HEAD = ("call", "columns of the result")
NOTHING_SAID = "–"
MATERIALS = {
    "corpus": "load_corpus()",
    "tokens": "corpus.tokens",
    "coding": "corpus.coding",
    "some": "corpus.subset('2020-antiwar')",
    "lexicon": "Lexicon.from_toml()",
    "coded": "lexicon.code(corpus.sentences)",
    "claims": "read_claims(corpus.folder / 'claims.toml')[:2]",
    "specs": "specifications(claims[1:], corpus)",
    "events": "read_events(corpus.folder / 'events.toml')",
    "found": "mentions(tokens, read_actors())",
    "times": "time_references(corpus.sentences, events, corpus.documents)",
    "quoted": "quotations(corpus)",
    "checked": "read_quotations(corpus.folder / 'coding' / 'quotations.csv', corpus)",
    "marks": "marked_sentences(coded, coding, hits=lexicon.hits(corpus.sentences))",
    "texts": "list(corpus.documents['document'])",
}
CALLS = {  # where no example returns the table, or a small one
    "calibration": "calibration(tokens, splits=2, permutations=9)",
    "citations": "citations(corpus)",
    "claim_passages": "claim_passages(claims[1], corpus)",
    "co_mentions": "co_mentions(found, corpus.sentences)",
    "coding_errors": "coding_errors(corpus, marks)",
    "coding_of": "coding_of(corpus)",
    "collocates": "collocates(tokens, 'china')",
    "company": "company(tokens, collocates(tokens, 'NATO'))",
    "compare_instruments": "compare_instruments({'lexicon': coded}, coding, resamples=9)",
    "compare_quotations": "compare_quotations(quoted, checked)",
    "concordance": "concordance(corpus, 'cold war', sort='left')",
    "cooccurrence": "cooccurrence(coding)",
    "count_terms": "count_terms(tokens)",
    "counted_codes": "counted_codes(coding, 'frame')",
    "dispersion": "dispersion(tokens)",
    "every_frame": "every_frame(corpus.sentences)",
    "find_runs": "find_runs(tokens, 'cold war')",
    "frame_differences": "frame_differences(coding, permutations=99)",
    "frames": "frames(coding)",
    "held_out": "held_out(lexicon, some.sentences)",
    "held_out_hits": "held_out_hits(lexicon, some.sentences)",
    "interval_coverage": "interval_coverage(some.sentences, runs=2, resamples=9)",
    "keywords": "keywords(some.sentences)",
    "Lexicon.code": "coded",
    "Lexicon.hits": "lexicon.hits(some.sentences)",
    "match_quotations": "match_quotations(quoted, checked)",
    "matching_sentences": "matching_sentences(corpus, 'Cold War')",
    "mention_rates": "mention_rates(found, tokens)",
    "near": "near(tokens, 'china', 'nato')",
    "nearest_passages": "nearest_passages(corpus, '2020-tpq', 2)",
    "ngrams": "ngrams(tokens, 2, stop=stop_words())",
    "outside": "outside(corpus.blocks)",
    "pairs_in": "pairs_in(found, 'actor')",
    "pairwise_keyness": "pairwise_keyness(tokens, corpus.compared, permutations=9)",
    "passages": "passages(corpus, find_runs(tokens, 'cold war'))",
    "positions": "positions(tokens, 'china')",
    "reach": "reach(times, corpus.documents)",
    "read_actors": "read_actors()",
    "read_events": "events",
    "read_quotations": "checked",
    "regression": "regression(corpus.subset(texts[:2]).sentences, coding)",
    "robustness": "robustness(specs)",
    "stance_accuracy": "stance_accuracy(coded, coding)",
    "tail_calibration": "tail_calibration(corpus.sentences, texts[:2], runs=9, permutations=99)",
    "term_rates": "term_rates(tokens, ['China', 'cold war', 'challeng*'])",
    "themes": "themes(coding)",
    "time_references": "times",
    "topic_sentences": "topic_sentences(topics(tokens), corpus.sentences)",
    "topic_stability": "topic_stability(tokens, ks=(4,), subsamples=2, nulls=1)",
    "topics": "topics(tokens)",
    "validate": "validate(coded, coding, resamples=9)",
    "voices": "voices(coding)",
    "without_citations": "without_citations(tokens)",
    "without_quotations": "without_quotations(tokens)",
    "years_named": "years_named(times)",
}


def public_calls() -> Iterator[tuple[str, list[pd.DataFrame]]]:
    """Yield every public call and the tables of its result, in the order of names."""
    known = {name: getattr(analysis, name) for name in analysis.__all__}
    for name, source in MATERIALS.items():
        known[name] = eval(source, known)
    for name in sorted(analysis.__all__, key=str.lower):
        given = getattr(analysis, name)
        parts = _members(name, given) if inspect.isclass(given) else {name: given}
        for part, one in parts.items():
            tables = _tables(eval(CALLS[part], known)) if part in CALLS else _of_example(one)
            yield f"`{part}{_signature(one)}`", tables
    for table in ("documents", "blocks", "sentences", "tokens", "coding"):
        yield f"`Corpus.{table}`", [getattr(known["corpus"], table)]


def _members(name: str, given: type) -> dict[str, Callable[..., Any]]:
    """Return a class and its public methods."""
    methods = {
        f"{name}.{member}": getattr(given, member)
        for member, value in vars(given).items()
        if not member.startswith("_") and inspect.isfunction(getattr(value, "__func__", value))
    }
    return {name: given, **methods}


def _signature(given: Callable[..., Any]) -> str:
    if inspect.isclass(given) and not is_dataclass(given):
        return ""
    signature = inspect.signature(given)
    bare = [
        one.replace(annotation=inspect.Parameter.empty)
        for one in signature.parameters.values()
        if one.name[0] != "_"
    ]
    text = str(signature.replace(parameters=bare, return_annotation=inspect.Signature.empty))
    return re.sub(r"choices=\{.*?\}", "choices=DEFAULT", text).replace("(self, ", "(")


def _of_example(given: Callable[..., Any]) -> list[pd.DataFrame]:
    """Run the example of a function and return the tables that it returned."""
    if given.__name__ not in analysis.__all__ or inspect.isclass(given):
        return []
    module = sys.modules[given.__module__]
    seen: list[pd.DataFrame] = []

    @wraps(given)
    def watched(*args: Any, **options: Any) -> Any:
        result = given(*args, **options)
        seen.extend(_tables(result))
        return result

    names = {**vars(module), given.__name__: watched}
    example = doctest.DocTestParser().get_doctest(
        given.__doc__ or "", names, given.__name__, None, None
    )
    public = {name: getattr(analysis, name) for name in analysis.__all__}
    setattr(analysis, given.__name__, watched)  # for examples that import it
    try:
        doctest.DocTestRunner(verbose=False).run(example, out=io.StringIO().write)
    finally:
        setattr(analysis, given.__name__, public[given.__name__])
    return seen


def _tables(result: Any) -> list[pd.DataFrame]:
    """Return the tables of a result."""
    several = result.values() if isinstance(result, dict) else result
    tables = several if isinstance(result, tuple | dict) else [result]
    return [one for one in tables if isinstance(one, pd.DataFrame)]


def _digest(table: pd.DataFrame) -> str:
    """Return what tells a table from any other, up to the fourth figure of its numbers."""
    text = table.to_csv(float_format="%.4g")
    return sha256(text.encode()).hexdigest()[:8]


def as_text() -> dict[Path, str]:
    """Return both tables as CSV: the columns of each call, and the digests of its tables."""
    columns, digests = [HEAD], [("call", "rows", "digests")]
    for call, tables in public_calls():
        heads = "; ".join(dict.fromkeys(", ".join(map(str, one)) for one in tables))
        columns.append((call, heads or NOTHING_SAID))
        rows = " ".join(str(len(one)) for one in tables)
        digests.append((call.partition("(")[0].strip("`"), rows, " ".join(map(_digest, tables))))
    return {PLACE: _csv(columns), DIGESTS: _csv(row for row in digests if row[1])}


def _csv(rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


if __name__ == "__main__":
    for place, text in as_text().items():
        place.write_text(text, "utf-8")
