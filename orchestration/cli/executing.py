"""Running a job from the command line: the lock, the log, the progress, the summary, the exit code."""

import logging
from datetime import datetime

from orchestration.assembly import build_definitions
from orchestration.assets import keys
from orchestration.cli.exit_codes import ExitCode
from orchestration.cli.progress import Progress, progress
from orchestration.cli.summary import summary
from orchestration.execution import RunOutcome, run_job
from orchestration.home import Home
from orchestration.home_lock import hold_home
from orchestration.notices import notify_of_run
from orchestration.resources import Installation


def _quiet(home: Home) -> None:
    """Send everything libraries log or warn about to a file; the terminal shows what a person needs."""
    logging.captureWarnings(True)
    handler = logging.FileHandler(home.logs / "leadmill.log", encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)


def execute(installation: Installation, job: str, purpose: str, as_of: datetime | None) -> ExitCode:
    """Run a job to its end, show its progress and its summary, and return the exit code.

    Args:
        installation: whose definitions are run.
        job: name of the job.
        purpose: what is being done, for somebody who finds the data folder in use.
        as_of: the moment the run works as of; None for now.
    """
    home = installation.home
    home.prepare()
    _quiet(home)
    with hold_home(home.lock, purpose):
        with progress(installation.configuration.settings.log_format) as shown:
            definitions = build_definitions(installation)
            shown.expect(len(definitions.resolve_job_def(job).asset_layer.selected_asset_keys))
            outcome = run_job(definitions, home, job, as_of, shown.event)
            if not outcome.success and not outcome.is_interrupted:
                notify_of_run(installation, job, outcome)
        _tell(shown, outcome, installation)
    if outcome.success:
        return ExitCode.OK
    if outcome.is_interrupted:
        return ExitCode.INTERRUPTED
    return ExitCode.BLOCKED if outcome.is_blocked else ExitCode.FAILED


def _tell(shown: Progress, outcome: RunOutcome, installation: Installation) -> None:
    home = installation.home
    for name, value in summary(outcome, home):
        shown.say(f"{name + ':':<24}{value}")
    if outcome.success:
        return
    shown.say("")
    for finding in outcome.checks_blocked.values():
        shown.say(f"Stopped by a data check: {finding}")
    for step, reason in outcome.failures.items():
        shown.say(f"Failed: {step}: {reason}")
    if keys.PUBLICATION in outcome.materialized:
        shown.say("The publication is new, but not every report was made and mailed.")
    else:
        kept = "the last good publication stays" if home.marts.is_file() else "there is no publication yet"
        shown.say(f"Nothing was published or mailed by this run; {kept}.")
    if not outcome.is_interrupted and not home.is_rebuild:
        shown.say("The data owner was told.")
    shown.say(f"Full log: {outcome.log}")
