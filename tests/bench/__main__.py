"""`python -m tests.bench`, or `make bench`: how much CPU time and memory does the whole pipeline need?

    python -m tests.bench [--rows 1000000] [--repeat 3] [--out result.json]

Everything is measured in one run, in child processes: first the yardsticks, then Leadmill on the same files.
CPU seconds are user and system time of a process and its descendants; "peak MB" is the largest of them.
Absolute figures differ between machines and days; the ratios hold.

- plain scan: DuckDB parses every value of the files and keeps nothing (`scan.py`).
- floor: hand-written SQL in one DuckDB process that reads, standardises, dedupes, scores and aggregates.
- Leadmill: an empty data folder, the daily job, one weekly funnel report in both languages (`pipeline.py`).

The files: `generate.py` of the folder named by LEADMILL_BENCH (default: ../shared/bench beside the project)
writes BENCH_ROWS (default 100,000) seeded leads, and `floor.py` of that folder is the floor. Where it is
absent, the files are the made-up sample company's and there is no floor.
"""

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path

from tests.bench.children import ChildFailed, run_measured
from tests.bench.result import Run, as_json, lines_of, table
from tests.bench.workload import Workload, bench_folder, prepare


def _measure(workload: Workload, work: Path) -> Run:
    """Measure the yardsticks and Leadmill once; everything made on the way is removed."""
    scan = run_measured(["-m", "tests.bench.scan", str(workload.files)], work)
    floor = None
    if workload.floor is not None:
        database = work / "floor.duckdb"
        floor = run_measured([str(workload.floor), str(workload.files), str(database)], work)
        database.unlink()
    home = work / "home"
    workload.fill(home / "inbox")
    arguments = [str(home), str(workload.config), workload.as_of.isoformat(), workload.week]
    ours = run_measured(["-m", "tests.bench.pipeline", *arguments], work)
    shutil.rmtree(home)
    return Run(
        scan_s=scan.cpu_s,
        scan_mb=scan.peak_mb,
        floor_s=floor.cpu_s if floor else None,
        floor_mb=floor.peak_mb if floor else None,
        total_s=ours.cpu_s,
        total_mb=ours.peak_mb,
        parts_s=json.loads(ours.output.splitlines()[-1]),
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, default=int(os.environ.get("BENCH_ROWS") or 100_000))
    parser.add_argument("--repeat", type=int, default=1, help="measure so often and show the median")
    parser.add_argument("--out", type=Path, help="write the result to this file, as JSON")
    return parser.parse_args()


def main() -> int:
    """Measure, print the table, write the JSON; returns the exit code."""
    wanted = _arguments()
    folder = bench_folder()
    with tempfile.TemporaryDirectory(prefix="leadmill-bench-") as name:
        work = Path(name)
        try:
            workload = prepare(folder, wanted.rows, work)
            if workload.floor is None:
                print(f"There is no generator or floor in {folder}; the only yardstick is the plain scan.")
            files, size_mb = len(workload.paths), workload.size_mb
            runs = [_measure(workload, work) for _ in range(wanted.repeat)]
        except ChildFailed as error:
            print(error, file=sys.stderr)
            return 1
    repeats = f", median of {wanted.repeat} runs" if wanted.repeat > 1 else ""
    title = f"{workload.title}: {files} files, {size_mb:,.1f} MB, {os.cpu_count()} cores{repeats}"
    lines = lines_of(runs)
    print(table(title, lines))
    if wanted.out:
        about = {
            "files": files,
            "size_mb": round(size_mb, 3),
            "repeats": wanted.repeat,
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "system": platform.platform(),
        }
        text = json.dumps(as_json(title, about, lines), indent=2, ensure_ascii=False)
        wanted.out.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
