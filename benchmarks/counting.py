"""Counting words: this package against other programs, on generated text, in one run.

    python benchmarks/counting.py [megabytes] [--keep]

Each program has a process of its own, which measures the work without imports. Those that stand in
CLOSE take turns, three times, and the median counts. Where the machine has something else to do,
which ``load before`` says, trust the processor time.
With ``--keep`` the table is written to ``benchmarks/counting.csv`` and ``benchmarks/machine.csv``,
which the page *Cost and scale* shows.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from statistics import median

import pandas as pd
from texts import write_text

from analysis.corpus.tokens import TOKEN

HERE = Path(__file__).parent
UNBOUNDED = TOKEN.replace("{0,60}", "*").replace("{2,60}", "+")  # nine times as fast in polars
WORD = r"\w+(?:['’-]\w+)*"
LETTERS = r"[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*"
CLOSE, TURNS, LARGE = (
    ("ours", "polars", "sklearn"),
    3,
    500,
)  # megabytes, from which only the quick ones run
QUICK = ("ours", "polars", "duckdb")
TIDYTEXT = """
suppressMessages({{library(dplyr); library(tidytext)}})
start <- proc.time()
text <- tibble(line = readLines("{file}", encoding = "UTF-8"))
counts <- text |> unnest_tokens(word, line) |> count(word)
spent <- proc.time() - start
"""
QUANTEDA = """
suppressMessages(library(quanteda))
start <- proc.time()
counts <- colSums(dfm(tokens(corpus(readLines("{file}", encoding = "UTF-8")))))
spent <- proc.time() - start
"""
R_END = """
status <- grep("VmHWM", readLines("/proc/self/status"), value = TRUE)
memory <- strtoi(gsub("[^0-9]", "", status))
cat(spent[["elapsed"]], spent[["user.self"]] + spent[["sys.self"]], memory)
"""


def ours(file: str) -> Callable[[], object]:
    from analysis.corpus.streaming import count_files

    return lambda: count_files(file)


def by_line(file: str) -> Callable[[], object]:
    from analysis.corpus.streaming import count_files

    return lambda: count_files(file, by="line")


def polars(file: str) -> Callable[[], object]:
    import polars as pl

    words = pl.col("line").str.extract_all(UNBOUNDED).explode().alias("word")
    query = pl.scan_lines(file).select(words).group_by("word").len()
    return lambda: query.collect(engine="streaming")


def duckdb(file: str) -> Callable[[], object]:
    import duckdb as database

    pattern = LETTERS.replace("'", "''")
    lines = f"read_csv('{file}', columns={{'line': 'VARCHAR'}}, delim='\x01', quote='', escape='')"
    words = f"SELECT unnest(regexp_extract_all(line, '{pattern}')) AS word FROM {lines}"
    return lambda: database.sql(f"SELECT word, count(*) FROM ({words}) GROUP BY word").fetchall()


def python(file: str) -> Callable[[], object]:
    import regex

    pattern = regex.compile(TOKEN)

    def count() -> object:
        counts: Counter[str] = Counter()
        with open(file, encoding="utf-8") as lines:
            for line in lines:
                counts.update(pattern.findall(line))
        return counts

    return count


def sklearn(file: str) -> Callable[[], object]:
    from sklearn.feature_extraction.text import CountVectorizer

    def count() -> object:
        with open(file, encoding="utf-8") as lines:
            return CountVectorizer().fit_transform(lines)

    return count


def nltk(file: str) -> Callable[[], object]:
    from nltk.probability import FreqDist
    from nltk.tokenize import RegexpTokenizer

    def count() -> object:
        counts, tokenizer = FreqDist(), RegexpTokenizer(WORD)
        with open(file, encoding="utf-8") as lines:
            for line in lines:
                counts.update(tokenizer.tokenize(line.lower()))
        return counts

    return count


PROGRAMS = {
    "ours": (ours, "polars", "count_files"),
    "polars": (polars, "polars", "plain polars: extract_all, explode, group_by, streamed"),
    "duckdb": (duckdb, "duckdb", "DuckDB: regexp_extract_all, unnest, GROUP BY"),
    "python": (python, "regex", "Python: regex, Counter"),
    "nltk": (nltk, "nltk", "NLTK: RegexpTokenizer, FreqDist"),
    "ours by line": (by_line, "polars", "count_files by line, a sparse matrix"),
    "sklearn": (sklearn, "scikit-learn", "scikit-learn: CountVectorizer by line"),
}
IN_R = {
    "tidytext": (TIDYTEXT, "tidytext: unnest_tokens, count"),
    "quanteda": (QUANTEDA, "quanteda: tokens, dfm by line"),
}


def measure(name: str, file: str) -> None:
    """Print seconds, processor seconds and the most memory (MB) of one program."""
    work = PROGRAMS[name][0](file)
    start, spent = time.perf_counter(), time.process_time()
    work()
    seconds, spent = time.perf_counter() - start, time.process_time() - spent
    status = Path("/proc/self/status").read_text()  # getrusage would tell of the parent as well
    memory = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    print(json.dumps([seconds, spent, memory]))


def measured(name: str, file: Path) -> list[float]:
    command = [sys.executable, __file__, "--only", name, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def measured_in_r(script: str, file: Path) -> list[float] | str:
    if not shutil.which("Rscript"):
        return "not measured: R is not here"
    code = script.format(file=file) + R_END
    done = subprocess.run(["Rscript", "-e", code], capture_output=True, text=True)
    if done.returncode:
        return "not measured: R does not have it"
    seconds, spent, memory = map(float, done.stdout.split()[-3:])
    return [seconds, spent, memory / 1024]


def main(megabytes: int, keep: bool) -> None:
    rows, load = [], os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "text.txt"
        write_text(file, megabytes * 10**6)
        names = [name for name in PROGRAMS if megabytes < LARGE or name in QUICK]
        close = [name for name in CLOSE if name in names]
        turns = [(name, measured(name, file)) for _ in range(TURNS) for name in close]
        turns += [(name, measured(name, file)) for name in names if name not in CLOSE]
        found: dict[str, list[float] | str] = {
            name: [
                median(column) for column in zip(*(f for n, f in turns if n == name), strict=True)
            ]
            for name in names
        }
        for name, (script, _) in IN_R.items():
            if megabytes < LARGE:
                found[name] = measured_in_r(script, file)
    told = {name: said for name, (*_, said) in (PROGRAMS | IN_R).items()}
    own = found["ours"]
    for name, values in found.items():
        if isinstance(values, str):
            rows.append([told[name], values, "", "", ""])
        else:
            ratios = [
                f"{value / base:.2f}" for value, base in zip(values[:2], own[:2], strict=True)
            ]
            rows.append([told[name], *ratios, f"{values[0]:.1f}", f"{values[2]:.0f}"])
    columns = ["program", "time (ours = 1)", "processor time", "seconds", "memory (MB)"]
    table = pd.DataFrame(rows, columns=columns)
    machine = pd.DataFrame(
        {
            "date": [date.today().isoformat()],
            "text": [f"{megabytes} MB, generated"],
            "cores": [os.cpu_count()],
            "load before": [f"{load:.1f}"],
            "Python": [platform.python_version()],
            **{name: [version(name)] for name in ("polars", "duckdb", "scikit-learn", "nltk")},
        }
    )
    print(table.to_string(index=False), machine.T.to_string(header=False), sep="\n\n")
    if keep:
        table.to_csv(HERE / "counting.csv", index=False)
        machine.to_csv(HERE / "machine.csv", index=False)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--only"]:
        measure(*sys.argv[2:])
    else:
        asked = [word for word in sys.argv[1:] if word.isdigit()]
        main(int(asked[0]) if asked else 100, "--keep" in sys.argv)
