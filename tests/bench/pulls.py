"""What a pull costs the client, for each system against its simulator in a process of its own.

    python -m tests.bench.pulls [--rows 25000] [--large 200000]

Two figures a system, in microseconds of CPU a row: reading (requests, JSON, hashing, writing the spool), and
landing it (contract, typed Parquet). The simulator's work is not in them: it runs in another process. The
last line is one large pull, for its memory. Only systems that give many rows a request are held to a limit.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingestion.pulling.pull import sparing_collector
from ingestion.pulling.resource import Window
from tests.bench.children import PROJECT
from tests.conformance.case import Case
from tests.conformance.cases import all_cases
from tests.conformance.harness import Trial
from tests.simulators.faults import FaultPlan
from tests.simulators.world import make_world

_FEW = 60  # leads of the client's own world, of which it needs only the clock


@dataclass(frozen=True)
class PullCost:
    """What one pull cost: rows, CPU microseconds a row for reading and for all of it, peak memory in MB."""

    source: str
    rows: int
    read_us: float
    whole_us: float
    peak_mb: float


def _case(source: str) -> Case:
    return next(case for case in all_cases() if case.source == source)


@contextmanager
def _served(source: str, leads: int) -> Iterator[str]:
    """The address of the source's simulator, in another process."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.pulls", "--serve", source, "--rows", str(leads)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
    finally:
        server.kill()
        server.wait()


def _serve(source: str, leads: int) -> None:
    with _case(source).simulator(make_world(leads), FaultPlan()) as simulator:
        print(simulator.url, flush=True)
        while True:
            time.sleep(3600)


def _pull(source: str, url: str) -> PullCost:
    """Pull once without landing, to know what reading costs, and once with all that belongs to it."""
    case = _case(source)
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(case, Path(folder) / "landing", make_world(_FEW), url=url)
        assert trial.contract.api is not None
        api = trial.contract.api
        pulled = trial.connector.resource(api.resource, api.options)
        started = time.process_time()
        with sparing_collector():
            rows = sum(1 for page in pulled.read(Window(None, trial.world.now)) for _ in page)
        reading = time.process_time() - started
        started = time.process_time()
        record = trial.pull()
        whole = time.process_time() - started
        assert record.is_proven, record
        trial.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak_mb = peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6
    return PullCost(source, rows, reading / rows * 1e6, whole / rows * 1e6, peak_mb)


def measure(source: str, leads: int) -> PullCost:
    """Measure one source in processes of its own."""
    with _served(source, leads) as url:
        client = subprocess.run(
            [sys.executable, "-m", "tests.bench.pulls", "--pull", source, "--url", url],
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=True,
        )
    return PullCost(**json.loads(client.stdout.splitlines()[-1]))


def lines(costs: list[PullCost]) -> list[str]:
    """The table, in Markdown."""
    return [
        "| source | rows | client, µs a row | with landing, µs a row | peak MB |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {c.source} | {c.rows:,} | {c.read_us:.0f} | {c.whole_us:.0f} | {c.peak_mb:.0f} |"
            for c in costs
        ),
    ]


def main() -> None:
    """Measure, or be one of the measured processes."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pulls")
    parser.add_argument("--rows", type=int, default=25_000, help="leads in each system")
    parser.add_argument("--large", type=int, default=200_000, help="leads of the large pull; 0: none")
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    parser.add_argument("--pull", help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        _serve(arguments.serve, arguments.rows)
    elif arguments.pull:
        print(json.dumps(_pull(arguments.pull, arguments.url).__dict__))
    else:
        wanted = {case.source: min(arguments.rows, case.large) for case in all_cases() if case.large}
        costs = [measure(source, leads) for source, leads in wanted.items()]
        if arguments.large:
            cheapest = min(costs, key=lambda cost: cost.read_us)
            costs.append(measure(cheapest.source, arguments.large))
        print("\n".join(lines(costs)))


if __name__ == "__main__":
    main()
