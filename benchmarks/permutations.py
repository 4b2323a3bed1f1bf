"""Paragraph permutations against a plain pandas loop and, where R has it, keyperm: ratios.

    python benchmarks/permutations.py

Times 1,000 permutations of 10,000 generated paragraphs × 10,000 terms in one run. The pandas
loop is timed over a few permutations and scaled up, which the output says.
"""

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.measures.certainty.permutation import permute
from analysis.measures.vocabulary.counts import count_matrix

PARAGRAPHS, TERMS, WORDS, PERMUTATIONS, LOOP = 10_000, 10_000, 100, 1_000, 5

KEYPERM = """
suppressMessages(library(keyperm))
t <- read.csv("{folder}/counts.csv"); label <- scan("{folder}/labels.txt", quiet = TRUE)
start <- proc.time()[["elapsed"]]
m <- slam::simple_triplet_matrix(t$doc, t$term, t$n, nrow = {paragraphs}, ncol = {terms})
dimnames(m) <- list(seq_len({paragraphs}), paste0("w", seq_len({terms})))
class(m) <- c("DocumentTermMatrix", "simple_triplet_matrix")
il <- create_ifl(m, subset_terms = TRUE, corpus = label == 1)
keyperm(il, scoretype = "logratio", laplace = 1, output = "counts", nperm = {permutations})
cat(proc.time()[["elapsed"]] - start)
"""


def main() -> None:
    generator = np.random.default_rng(1)
    tokens = texts(generator)
    matrix, sizes, _ = count_matrix(tokens, [f"w{number}" for number in range(TERMS)])
    side = np.arange(PARAGRAPHS) < PARAGRAPHS // 2
    ours = timed(lambda: permute(matrix, sizes, side, permutations=PERMUTATIONS, seed=1))
    loop = timed(lambda: pandas_loop(tokens, side, generator)) * PERMUTATIONS / LOOP
    print(f"{PERMUTATIONS:,} permutations, {PARAGRAPHS:,} paragraphs × {TERMS:,} terms")
    print(f"pandas loop (scaled up from {LOOP} permutations): {loop / ours:,.0f} times ours")
    print(f"keyperm with its indexing: {keyperm(matrix, side, ours)}")


def texts(generator) -> pd.DataFrame:
    """Tokens of paragraphs of 100 words, drawn with frequencies as in a text (Zipf)."""
    weights = 1 / np.arange(1, TERMS + 1)
    drawn = generator.choice(TERMS, size=PARAGRAPHS * WORDS, p=weights / weights.sum())
    paragraph = np.repeat(np.arange(PARAGRAPHS), WORDS)
    names = np.array([f"w{number}" for number in range(TERMS)])
    return pd.DataFrame({"document": "a", "paragraph": paragraph, "term": names[drawn]})


def timed(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def pandas_loop(tokens, side, generator) -> None:
    for _ in range(LOOP):
        label = generator.permutation(side)
        dealt = tokens.assign(target=label[tokens["paragraph"]])
        counts = dealt.groupby(["term", "target"]).size().unstack(fill_value=0)
        rates = counts / counts.sum()
        rates[True] - rates[False]


def keyperm(counts, side, ours) -> str:
    if not shutil.which("Rscript"):
        return "not measured, R is not here"
    with tempfile.TemporaryDirectory() as folder:
        place = counts.tocoo()
        frame = {"doc": place.coords[1] + 1, "term": place.coords[0] + 1, "n": place.data}
        pd.DataFrame(frame).to_csv(Path(folder) / "counts.csv", index=False)
        np.savetxt(Path(folder) / "labels.txt", side.astype(int), fmt="%d")
        sizes = {"paragraphs": PARAGRAPHS, "terms": TERMS, "permutations": PERMUTATIONS}
        script = KEYPERM.format(folder=folder, **sizes)
        done = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True)
    if done.returncode:
        return "not measured, R has no keyperm that runs"
    return f"{float(done.stdout.split()[-1]) / ours:,.1f} times ours"


if __name__ == "__main__":
    main()
