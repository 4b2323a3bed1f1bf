"""How long it takes to import what a first table needs, as a ratio to ``import pandas``.

    python benchmarks/importing.py

Each is imported by a fresh interpreter, in turns; the time of an interpreter that imports nothing
is taken off. The ratio is that of the fastest of each.
"""

import subprocess
import sys
import time

RUNS, MOST = 15, 1.3
NAMES = "from analysis import frames, keyness, load_corpus, table"


def main() -> None:
    times: dict[str, list[float]] = {"pass": [], "import pandas": [], NAMES: []}
    for _ in range(RUNS):
        for code, found in times.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            found.append(time.perf_counter() - start)
    nothing, pandas, analysis = map(min, times.values())
    ratio = (analysis - nothing) / (pandas - nothing)
    print(f"import pandas {pandas - nothing:.3f} s, {NAMES} {analysis - nothing:.3f} s")
    print(f"ratio {ratio:.2f} (at most {MOST})")


if __name__ == "__main__":
    main()
