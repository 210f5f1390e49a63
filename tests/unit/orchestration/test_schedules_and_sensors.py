"""When runs start: by the company's clock, and once for each new content of the inbox."""

import os
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from ingestion.contracts.model import Contract
from orchestration.configuration import Configuration
from orchestration.jobs import build_asset_jobs
from orchestration.resources import Installation
from orchestration.schedules import build_schedules
from orchestration.sensors import build_deliver_job, build_sensors
from tests.unit.orchestration.installation import COMPANY, small_installation


def test_schedules_run_at_the_companys_hours_in_its_zone() -> None:
    found = {s.name: (s.job_name, s.cron_schedule, s.execution_timezone) for s in build_schedules(COMPANY)}
    assert found == {
        "daily_schedule": ("daily", "30 6 * * *", "Asia/Shanghai"),
        "weekly_reports_schedule": ("weekly_reports", "30 7 * * 1", "Asia/Shanghai"),
        "monthly_reports_schedule": ("monthly_reports", "30 7 1 * *", "Asia/Shanghai"),
    }
    # On from the start: a new server must not stay silent until somebody finds a switch.
    assert all(s.default_status is dg.DefaultScheduleStatus.RUNNING for s in build_schedules(COMPANY))


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    small = small_installation(tmp_path)
    contract = Contract.model_validate(
        {
            "source": "web",
            "files": "web/*.csv",
            "format": {"type": "csv"},
            "columns": ["id"],
            "entities": [{"entity": "lead", "fields": {"lead_id": "id"}}],
        }
    )
    configuration = Configuration(
        small.configuration.settings, COMPANY, (contract,), {}, small.configuration.subscriptions
    )
    before = os.umask(0o077)
    small.home.prepare()
    (small.home.inbox / "web").mkdir()
    yield Installation(configuration, small.home)
    os.umask(before)


def _put(installation: Installation, name: str, text: str, age_seconds: float = 60) -> None:
    path = installation.home.inbox / "web" / name
    path.write_text(text, encoding="utf-8")
    then = path.stat().st_mtime - age_seconds
    os.utime(path, (then, then))


def _tick(installation: Installation, cursor: str | None = None) -> dg.SensorResult | dg.SkipReason:
    sensor = next(s for s in build_sensors(installation) if s.name == "inbox")
    return sensor(dg.build_sensor_context(cursor=cursor))  # type: ignore[no-any-return]


def _key(result: dg.SensorResult | dg.SkipReason) -> str | None:
    assert isinstance(result, dg.SensorResult)
    assert result.run_requests is not None
    return result.run_requests[0].run_key


def test_the_same_content_asks_for_the_same_run_and_other_content_for_another(
    installation: Installation,
) -> None:
    _put(installation, "a.csv", "id\n1\n")
    first = _tick(installation)
    assert isinstance(first, dg.SensorResult)
    assert _key(_tick(installation, first.cursor)) == _key(first)
    _put(installation, "a.csv", "id\n2\n", age_seconds=61)
    assert _key(_tick(installation, first.cursor)) != _key(first)


def test_another_name_for_the_same_bytes_asks_for_nothing_new(installation: Installation) -> None:
    _put(installation, "a.csv", "id\n1\n")
    first = _key(_tick(installation))
    (installation.home.inbox / "web" / "a.csv").rename(installation.home.inbox / "web" / "b.csv")
    assert _key(_tick(installation)) == first


@pytest.mark.parametrize(("name", "age"), [("a.csv.part", 60), ("a.csv", 1), ("other.txt", 60)])
def test_an_incomplete_or_strange_file_starts_nothing(
    installation: Installation, name: str, age: int
) -> None:
    _put(installation, name, "id\n1\n", age_seconds=age)
    assert isinstance(_tick(installation), dg.SkipReason)


def test_mail_is_tried_again_only_when_some_is_due(installation: Installation) -> None:
    from email.message import EmailMessage

    from reports.delivery.outbox import Outbox

    sensor = next(s for s in build_sensors(installation) if s.name == "outbox")
    assert isinstance(sensor(), dg.SkipReason)
    message = EmailMessage()
    message["From"] = "reports@example.com"
    Outbox(installation.home.outbox).enqueue(
        "funnel", "2026-W47", "en", "boss@example.com", message, too_large=""
    )
    assert isinstance(sensor(), dg.RunRequest)
    assert build_deliver_job(installation).execute_in_process().success
    assert isinstance(sensor(), dg.SkipReason)


def test_every_report_job_and_the_daily_job_exist() -> None:
    names = {job.name for job in build_asset_jobs({"weekly": [], "monthly": []})}
    assert names == {"daily", "daily_and_reports", "rebuild", "weekly_reports", "monthly_reports"}
