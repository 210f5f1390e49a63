"""Running a job of the definitions in this process, on the data folder's own Dagster instance.

`leadmill run` and the tests go through here; the scheduler's runs do not. What is shown of a run while it
goes on is in `cli/progress.py`.
"""

import logging
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
from dagster import DagsterEventType, DagsterInstance, DagsterRunStatus, EventLogEntry, RunsFilter

from orchestration.home import Home
from orchestration.home_lock import is_alive
from orchestration.moment import as_of_tags
from orchestration.settings import dagster_home

OnEvent = Callable[[dg.DagsterEvent], None]

_UNFINISHED = [DagsterRunStatus.STARTED, DagsterRunStatus.STARTING, DagsterRunStatus.CANCELING]
# A run that has not shown itself alive within this time after its creation never will.
_START_SECONDS = 900.0
_KEPT_LOGS = 100
INTERRUPTED = "interrupted"


@dataclass
class RunOutcome:
    """What became of a run.

    Attributes:
        run_id: Dagster's id of the run.
        success: every step ended well.
        checks_passed: number of data checks and dbt tests that passed.
        checks_warned: names of those that failed without blocking.
        checks_blocked: name -> what it found, for those that failed and stopped the run.
        failures: step -> what went wrong, for the steps that failed by a fault and not by a check.
        materialized: keys of the assets made, with their metadata.
        log: file with the run's full log.
    """

    run_id: str
    success: bool
    log: Path
    checks_passed: int = 0
    checks_warned: list[str] = field(default_factory=list)
    checks_blocked: dict[str, str] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    materialized: dict[dg.AssetKey, dict[str, dg.MetadataValue]] = field(default_factory=dict)

    @property
    def is_blocked(self) -> bool:
        """True when a data check, not a fault, stopped the run."""
        return not self.success and bool(self.checks_blocked) and not self.failures

    @property
    def is_interrupted(self) -> bool:
        """True when somebody stopped the run by Ctrl-C or a signal."""
        return INTERRUPTED in self.failures.values()


class _AppendHandler(logging.Handler):
    """Opens its file for each line: Dagster never tells a logger that its run is over."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def emit(self, record: logging.LogRecord) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(self.format(record) + "\n")


@dg.logger({"path": str}, description="Writes the run's log to a file.")
def file_logger(context: dg.InitLoggerContext) -> logging.Logger:
    """Return a logger that appends to the file in its configuration."""
    logger = logging.Logger("leadmill.run", logging.DEBUG)
    handler = _AppendHandler(Path(context.logger_config["path"]))
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    return logger


@contextmanager
def open_instance(home: Home) -> Iterator[DagsterInstance]:
    """Open the data folder's Dagster instance; a rebuild leaves no trace in the record of runs."""
    if home.is_rebuild:
        with DagsterInstance.ephemeral() as instance:
            yield instance
        return
    with dagster_home(home.dagster), DagsterInstance.from_config(str(home.dagster)) as instance:
        yield instance


def fail_dead_runs(instance: DagsterInstance, home: Home) -> list[str]:
    """Mark runs as failed whose process is gone, and free what they held. Returns their ids.

    A killed process cannot say that it ended, so its run would stay "started" for ever.
    """
    dead = []
    for record in instance.get_run_records(RunsFilter(statuses=_UNFINISHED)):
        run = record.dagster_run
        living = is_alive(home.dagster / "alive", run.run_id)
        if living is None:
            age = datetime.now(UTC) - record.create_timestamp.astimezone(UTC)
            living = age.total_seconds() < _START_SECONDS
        if not living:
            instance.report_run_failed(run, "The process of this run ended without a word; it was killed.")
            instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
            dead.append(run.run_id)
    return dead


def _new_log(home: Home, job: str, run_id: str) -> Path:
    folder = home.logs / "runs"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in sorted(folder.glob("*.log"))[: -_KEPT_LOGS + 1]:
        old.unlink(missing_ok=True)
    return folder / f"{time.strftime('%Y-%m-%dT%H%M%S')}-{job}-{run_id[:8]}.log"


def _note(outcome: RunOutcome, event: dg.DagsterEvent) -> None:
    kind = event.event_type
    if kind == DagsterEventType.ASSET_MATERIALIZATION:
        made = event.step_materialization_data.materialization
        outcome.materialized[made.asset_key] = dict(made.metadata)
    elif kind == DagsterEventType.ASSET_CHECK_EVALUATION:
        check = event.asset_check_evaluation_data
        if check.passed:
            outcome.checks_passed += 1
        elif check.severity == dg.AssetCheckSeverity.ERROR:
            outcome.checks_blocked[check.check_name] = check.description or check.check_name
        else:
            outcome.checks_warned.append(check.check_name)
    elif kind == DagsterEventType.STEP_FAILURE and not failed_by_check(event):
        outcome.failures[event.step_key or "?"] = failure_text(event)


def failed_by_check(event: dg.DagsterEvent) -> bool:
    """True when a step failed because a check or a dbt test did, and for no other reason."""
    data = event.step_failure_data
    if data.user_failure_data is not None:
        failed_models = data.user_failure_data.metadata.get("failed_models")
        return failed_models is not None and failed_models.value == []
    error = data.error
    while error is not None:
        if error.cls_name == "DagsterAssetCheckFailedError":
            return True
        error = error.cause
    return False


def failure_text(event: dg.DagsterEvent) -> str:
    """Return why a step failed, in the words of the failure itself, without Dagster's wrapping."""
    data = event.step_failure_data
    if data.user_failure_data is not None and data.user_failure_data.description:
        return str(data.user_failure_data.description)
    error = data.error
    while error is not None:
        if error.cls_name in ("DagsterExecutionInterruptedError", "KeyboardInterrupt"):
            return INTERRUPTED
        if error.cause is None:
            break
        error = error.cause
    return str(error.message).strip() if error is not None else "no reason was given"


def outcome_of(instance: DagsterInstance, run_id: str, log: Path) -> RunOutcome:
    """Return what became of a recorded run, from its events."""
    outcome = RunOutcome(run_id, success=False, log=log)
    for entry in instance.all_logs(run_id):
        if entry.dagster_event is not None:
            _note(outcome, entry.dagster_event)
    run = instance.get_run_by_id(run_id)
    outcome.success = run is not None and run.status is DagsterRunStatus.SUCCESS
    return outcome


def run_job(
    definitions: dg.Definitions, home: Home, job: str, as_of: datetime | None, on_event: OnEvent
) -> RunOutcome:
    """Run one job to its end and return what became of it; a failed step is an outcome, not an exception.

    Args:
        definitions: the installation's definitions.
        home: the data folder the definitions work in.
        job: name of the job.
        as_of: the moment the run works as of; None for now.
        on_event: called with every Dagster event as it happens.
    """
    run_id = str(uuid.uuid4())
    log = _new_log(home, job, run_id)
    outcome = RunOutcome(run_id, success=False, log=log)

    def listen(entry: EventLogEntry) -> None:
        if entry.dagster_event is not None:
            _note(outcome, entry.dagster_event)
            on_event(entry.dagster_event)

    with open_instance(home) as instance:
        fail_dead_runs(instance, home)
        instance.add_event_listener(run_id, listen)
        result = definitions.resolve_job_def(job).execute_in_process(
            run_config={"loggers": {"file": {"config": {"path": str(log)}}}},
            instance=instance,
            raise_on_error=False,
            run_id=run_id,
            tags=as_of_tags(as_of) if as_of else None,
        )
    outcome.success = result.success
    return outcome
