"""What reacts to events: a file in the inbox, mail that is due, a failed run. Times are in `schedules.py`."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration.delivery import deliver
from orchestration.execution import outcome_of
from orchestration.inbox import scan_inbox
from orchestration.jobs import DAILY, DELIVER
from orchestration.notices import notify_of_mail, notify_of_run
from orchestration.resources import Installation
from reports.delivery.outbox import Outbox

# An upload that stalls is not complete; nobody waits for the sensor, so it can be patient.
_UNTOUCHED_SECONDS = 30.0


def _hashes(files: list[Path], known: dict[str, Any]) -> dict[str, Any]:
    """Return path -> [size, time, SHA-256]; a file that looks as it did is not read again."""
    found = {}
    for path in files:
        state = path.stat()
        entry = known.get(str(path))
        if entry is None or entry[:2] != [state.st_size, state.st_mtime_ns]:
            with path.open("rb") as file:
                entry = [state.st_size, state.st_mtime_ns, hashlib.file_digest(file, "sha256").hexdigest()]
        found[str(path)] = entry
    return found


def _inbox_sensor(installation: Installation) -> dg.SensorDefinition:
    @dg.sensor(
        name="inbox",
        job_name=DAILY,
        minimum_interval_seconds=60,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Starts the daily job when complete files arrive. / 收件箱有完整文件时启动每日任务。",
    )
    def inbox(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        files = sorted(path for path, _ in scan_inbox(installation, _UNTOUCHED_SECONDS).claimed)
        if not files:
            return dg.SkipReason("No complete file lies in the inbox.")
        found = _hashes(files, json.loads(context.cursor or "{}"))
        # By content: the same bytes, under whatever name and whenever, start one run.
        key = hashlib.sha256("".join(sorted(entry[2] for entry in found.values())).encode()).hexdigest()
        return dg.SensorResult([dg.RunRequest(run_key=key)], cursor=json.dumps(found))

    return inbox


def _outbox_sensor(installation: Installation) -> dg.SensorDefinition:
    @dg.sensor(
        name="outbox",
        job_name=DELIVER,
        minimum_interval_seconds=300,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Sends mails again whose pause is over. / 到时重发邮件。",
    )
    def outbox() -> dg.RunRequest | dg.SkipReason:
        if not installation.home.outbox.is_dir():
            return dg.SkipReason("There is no outbox yet.")
        now = datetime.now(UTC)
        waiting = Outbox(installation.home.outbox).entries("queued", "retry")
        if not any(entry.next_try_at is None or entry.next_try_at <= now for entry in waiting):
            return dg.SkipReason("No mail is due.")
        return dg.RunRequest()

    return outbox


def _failure_sensor(installation: Installation) -> dg.SensorDefinition:
    @dg.run_failure_sensor(
        name="failed_run",
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Tells the data owner about a failed run. / 运行失败时通知数据负责人。",
    )
    def failed_run(context: dg.RunFailureSensorContext) -> None:
        run = context.dagster_run
        outcome = outcome_of(context.instance, run.run_id, installation.home.logs)
        if not outcome.failures and not outcome.checks_blocked:
            # The process died before a step could fail.
            outcome.failures[run.job_name] = context.failure_event.message or "the run ended without a word"
        notify_of_run(installation, run.job_name, outcome)

    return failed_run


def build_sensors(installation: Installation) -> list[dg.SensorDefinition]:
    """Return all sensors; they are on from the start, as the schedules are."""
    return [_inbox_sensor(installation), _outbox_sensor(installation), _failure_sensor(installation)]


def build_deliver_job(installation: Installation) -> dg.JobDefinition:
    """Return the job that sends waiting mails. It holds no data folder: the outbox has its own lock."""

    @dg.op(description="Delivers what is due in the outbox.")
    def deliver_due(context: dg.OpExecutionContext) -> None:
        touched = deliver(installation.configuration.settings, installation.home)
        for entry in touched:
            context.log.info(f"{entry.key}: {entry.state} {entry.detail}")
        notify_of_mail(installation, touched)

    @dg.job(name=DELIVER, description="Send mails that wait for another try. / 发送待发邮件。")
    def deliver_outbox() -> None:
        deliver_due()

    return deliver_outbox
