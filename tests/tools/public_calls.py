"""Every public call of the package in one table: ``python -m tests.tools.public_calls`` writes it.

The columns of results are those of the tables that the examples in the docstrings return.
"""

import csv
import doctest
import inspect
import io
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import pandas as pd

import analysis

PLACE = Path(__file__).parents[2] / "chapters" / "api.csv"
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
    "quoted": "quotations(corpus)",
    "checked": "read_quotations(corpus.folder / 'coding' / 'quotations.csv', corpus)",
    "marks": "marked_sentences(coded, coding, hits=lexicon.hits(corpus.sentences))",
    "texts": "list(corpus.documents['document'])",
}
CALLS = {  # for what has no example that returns its table
    "calibration": "calibration(tokens, splits=2, permutations=9)",
    "claim_passages": "claim_passages(claims[1], corpus)",
    "co_mentions": "co_mentions(found, corpus.sentences)",
    "coding_errors": "coding_errors(corpus, marks)",
    "coding_of": "coding_of(corpus)",
    "compare_instruments": "compare_instruments({'lexicon': coded}, coding, resamples=9)",
    "compare_quotations": "compare_quotations(quoted, checked)",
    "Lexicon.code": "coded",
    "Lexicon.hits": "lexicon.hits(some.sentences)",
    "cooccurrence": "cooccurrence(coding)",
    "counted_codes": "counted_codes(coding, 'frame')",
    "every_frame": "every_frame(corpus.sentences)",
    "find_runs": "find_runs(tokens, 'cold war')",
    "frame_differences": "frame_differences(coding, permutations=99)",
    "held_out": "held_out(lexicon, some.sentences)",
    "held_out_hits": "held_out_hits(lexicon, some.sentences)",
    "interval_coverage": "interval_coverage(some.sentences, runs=2, resamples=9)",
    "keywords": "keywords(some.sentences)",
    "match_quotations": "match_quotations(quoted, checked)",
    "matching_sentences": "matching_sentences(corpus, 'Cold War')",
    "mention_rates": "mention_rates(found, tokens)",
    "near": "near(tokens, 'china', 'nato')",
    "nearest_passages": "nearest_passages(corpus, '2020-tpq', 2)",
    "outside": "outside(corpus.blocks)",
    "pairwise_keyness": "pairwise_keyness(tokens, corpus.compared, permutations=9)",
    "positions": "positions(tokens, 'china')",
    "read_actors": "read_actors()",
    "read_events": "events",
    "read_quotations": "checked",
    "regression": "regression(corpus.subset(texts[:2]).sentences, coding)",
    "robustness": "robustness(specs)",
    "stance_accuracy": "stance_accuracy(coded, coding)",
    "tail_calibration": "tail_calibration(corpus.sentences, texts[:2], runs=9, permutations=99)",
    "themes": "themes(coding)",
    "topics": "topics(tokens)",
    "topic_stability": "topic_stability(tokens, ks=(4,), subsamples=2, nulls=1)",
    "validate": "validate(coded, coding, resamples=9)",
    "voices": "voices(coding)",
    "without_citations": "without_citations(tokens)",
    "without_quotations": "without_quotations(tokens)",
}


def public_calls() -> Iterator[tuple[str, str]]:
    """Yield every public call and the columns of its result, in the order of names."""
    known = {name: getattr(analysis, name) for name in analysis.__all__}
    for name, source in MATERIALS.items():
        known[name] = eval(source, known)
    for name in sorted(analysis.__all__, key=str.lower):
        given = getattr(analysis, name)
        parts = _members(name, given) if inspect.isclass(given) else {name: given}
        for part, one in parts.items():
            columns = _heads(eval(CALLS[part], known)) if part in CALLS else _columns(one)
            yield f"`{part}{_signature(one)}`", columns or NOTHING_SAID
    for table in ("documents", "blocks", "sentences", "tokens", "coding"):
        yield f"`Corpus.{table}`", _heads(getattr(known["corpus"], table))


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


def _columns(given: Callable[..., Any]) -> str:
    """Run the example of a function and return the columns of the tables that it returned."""
    if given.__name__ not in analysis.__all__ or inspect.isclass(given):
        return ""
    module = sys.modules[given.__module__]
    seen: dict[str, None] = {}

    @wraps(given)
    def watched(*args: Any, **options: Any) -> Any:
        result = given(*args, **options)
        seen.setdefault(_heads(result))
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
    return "; ".join(filter(None, seen))


def _heads(result: Any) -> str:
    """Return the columns of a table, or of each of several."""
    several = result.values() if isinstance(result, dict) else result
    tables = several if isinstance(result, tuple | dict) else [result]
    heads = [", ".join(map(str, one)) for one in tables if isinstance(one, pd.DataFrame)]
    return "; ".join(dict.fromkeys(heads))


def as_text() -> str:
    """Return the table as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([HEAD, *public_calls()])
    return out.getvalue()


if __name__ == "__main__":
    PLACE.write_text(as_text(), "utf-8")
