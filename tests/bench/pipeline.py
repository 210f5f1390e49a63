"""Leadmill itself, run as a child: the daily job and one report, with the CPU seconds of each part.

`python -m tests.bench.pipeline HOME CONFIG AS_OF WEEK` works on the files in HOME/inbox and prints one JSON
object: part -> CPU seconds of this process and its children. A part's seconds count from the end of the part
before it, so that the parts add up to the whole.
"""

import json
import os
import sys
import traceback
from datetime import datetime
from pathlib import Path

# The parts, in the order in which they are shown. Dagster's steps -> the part they belong to.
START_UP, BETWEEN, REPORTS = "start-up: imports and definitions", "between the steps", "reports"
# Paid once for a data folder, and again when the project or the configuration changes: it is kept.
PARSING = "dbt project parsed, once"
_PARTS = {
    "landing": "landing",
    "landed_checks": "checks on landed data",
    "dbt": "warehouse: dbt models and tests",
    "serve__candidate": "candidate of the publication",
    "candidate_checks": "checks on the candidate",
    "serve__publication": "publication",
}
PARTS = (START_UP, PARSING, *_PARTS.values(), BETWEEN, REPORTS)


def part_of(step: str) -> str:
    """Return the part a step of the job belongs to."""
    return _PARTS["landing"] if step.startswith("landed__") else _PARTS[step]


def cpu_seconds() -> float:
    """Return the CPU seconds of this process so far, and of its children that have ended."""
    return sum(os.times()[:4])


class Stopwatch:
    """Gives every CPU second to exactly one part."""

    def __init__(self) -> None:
        self.parts = dict.fromkeys(PARTS, 0.0)
        self._since = 0.0

    def ended(self, part: str) -> None:
        """Give what was used since the last call to `part`."""
        now = cpu_seconds()
        self.parts[part] += now - self._since
        self._since = now


def measure(home: Path, config: Path, as_of: datetime, week: str) -> dict[str, float]:
    """Run the daily job on the files in the inbox of `home`, then build one report in both languages."""
    watch = Stopwatch()
    from dagster import DagsterEvent, DagsterEventType

    from orchestration.assembly import build_definitions
    from orchestration.configuration import load_configuration
    from orchestration.dbt_manifest import manifest_json
    from orchestration.execution import run_job
    from orchestration.jobs import DAILY
    from orchestration.resources import Installation
    from orchestration.settings import Settings
    from reports.build import build_report
    from reports.period import Period

    configuration = load_configuration(Settings(_env_file=None, home=home, config=config))
    configuration.home.prepare()
    watch.ended(START_UP)
    manifest_json(configuration, configuration.home)
    watch.ended(PARSING)
    definitions = build_definitions(Installation(configuration, configuration.home))
    watch.ended(START_UP)

    def on_event(event: DagsterEvent) -> None:
        if event.event_type is DagsterEventType.STEP_START:
            watch.ended(BETWEEN)
        elif event.event_type in (DagsterEventType.STEP_SUCCESS, DagsterEventType.STEP_FAILURE):
            watch.ended(part_of(event.step_key or ""))

    outcome = run_job(definitions, configuration.home, DAILY, as_of, on_event)
    watch.ended(BETWEEN)
    if not outcome.success:
        raise RuntimeError(f"the run failed: {outcome.failures or outcome.checks_blocked}; see {outcome.log}")
    for language in ("zh-CN", "en"):
        build_report(
            "funnel", Period.parse(week), language, configuration.home.marts, configuration.home.reports
        )
    watch.ended(REPORTS)
    return watch.parts


def main(home: str, config: str, as_of: str, week: str) -> int:
    """Measure and print; returns the exit code."""
    try:
        parts = measure(Path(home), Path(config), datetime.fromisoformat(as_of), week)
    except Exception:
        traceback.print_exc()
        return 1
    print(json.dumps(parts))
    return 0


if __name__ == "__main__":
    _code = main(*sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    # As the command line ends: taking the modules down says nothing about the pipeline.
    os._exit(_code)
