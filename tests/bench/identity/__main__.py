"""`python -m tests.bench.identity`, or `make bench-identity`: how good and how dear identity resolution is.

    python -m tests.bench.identity [--rows 1000000] [--seed 9001]

All sets and methods in one run. CPU seconds and peak memory are those of the matching models alone, with the
standardised records as input, in one process of two threads. Quality is pairwise, over all records of a set.
The generated leads, and the public sets where they lie beside the project (LEADMILL_BENCH, LEADMILL_DATA),
are left out where they are absent.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.bench.children import ChildFailed, run_measured
from tests.bench.identity.quality import qualities
from tests.bench.identity.sets import LabelledSet, labelled_sets


def _lines(labelled: LabelledSet, work: Path) -> list[str]:
    """Build one set, measure, and return its lines of the table."""
    with tempfile.TemporaryDirectory(dir=work) as name:
        home = Path(name)
        arguments = [str(home), str(labelled.config), str(labelled.files)]
        run_measured(["-m", "tests.bench.identity.build", *arguments], work)
        used = run_measured(["-m", "tests.bench.identity.matching", str(home)], work)
        found = qualities(home, labelled.truth)
    lines = []
    for method, quality in found.items():
        cost = f"{used.cpu_s:.1f} | {used.peak_mb:,.0f}" if method == "Leadmill" else " | "
        lines.append(
            f"| {labelled.title} | {method} | {quality.precision:.3f} | {quality.recall:.3f} "
            f"| {quality.f1:.3f} | {cost} |"
        )
    return lines


def main() -> int:
    """Measure and print the table; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.identity")
    parser.add_argument("--rows", type=int, default=int(os.environ.get("BENCH_ROWS") or 1_000_000))
    parser.add_argument("--seed", type=int, default=9001)
    wanted = parser.parse_args()
    print("| set | method | precision | recall | F1 | CPU s | peak MB |\n|---|---|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory(prefix="leadmill-bench-") as name:
        try:
            for labelled in labelled_sets(wanted.rows, wanted.seed, Path(name)):
                print("\n".join(_lines(labelled, Path(name))), flush=True)
        except ChildFailed as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
