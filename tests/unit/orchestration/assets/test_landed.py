"""Files of the inbox become landed assets: counted, balanced, shown without personal data."""

import os
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from ingestion.canonical.entities import LEAD
from ingestion.contracts.model import Contract
from ingestion.landing.zone import LandingZone
from orchestration.assets import keys
from orchestration.assets.landed import build_landed_asset
from orchestration.assets.landing import build_landing_assets
from orchestration.assets.preview import preview_rows
from orchestration.configuration import Configuration
from orchestration.health import look
from orchestration.resources import Installation, installation_resource
from reports.delivery.outbox import Outbox
from tests.unit.orchestration.installation import COMPANY, small_installation

_CONTRACT = Contract.model_validate(
    {
        "source": "web",
        "files": "web/*.csv",
        "owner": "web@example.com",
        "cadence": "weekly",
        "format": {"type": "csv"},
        "columns": ["id", "created", "name", "mail"],
        "entities": [
            {
                "entity": "lead",
                "fields": {
                    "lead_id": "id",
                    "created_at": {"column": "created", "formats": ["%Y-%m-%d"]},
                    "full_name": "name",
                    "email": "mail",
                    "channel": {"value": "web"},
                },
                "required": ["lead_id", "created_at"],
            }
        ],
    }
)
_GOOD = "id,created,name,mail\n1,2026-11-01,Canary Person,canary@acme.example\n2,bad date,Wu,w@acme.example\n"


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    small = small_installation(tmp_path)
    configuration = Configuration(
        small.configuration.settings, COMPANY, (_CONTRACT,), {}, small.configuration.subscriptions
    )
    before = os.umask(0o077)
    small.home.prepare()
    yield Installation(configuration, small.home)
    os.umask(before)


def _put(installation: Installation, name: str, text: str) -> None:
    path = installation.home.inbox / "web" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (1_000_000_000, 1_000_000_000))


def _run(
    installation: Installation, instance: dg.DagsterInstance
) -> dict[dg.AssetKey, dg.AssetMaterialization]:
    result = dg.materialize(
        [
            build_landed_asset(_CONTRACT, "data@example.com"),
            build_landing_assets([_CONTRACT], "data@example.com"),
        ],
        instance=instance,
        resources={"installation": installation_resource(installation)},
        tags={"leadmill/as_of": "2026-11-22T16:00:00+00:00"},
    )
    return {event.asset_key: event.materialization for event in result.get_asset_materialization_events()}


def test_a_file_is_landed_once_with_its_balance_and_without_personal_data(installation: Installation) -> None:
    _put(installation, "a.csv", _GOOD)
    with dg.DagsterInstance.ephemeral() as instance:
        made = _run(installation, instance)
        landed = made[keys.landed("web")].metadata
        assert landed["dagster/row_count"].value == 1
        assert landed["lines_quarantined"].value == 1
        balance = landed["lines (in = loaded + quarantined + blank + header)"]
        assert isinstance(balance, dg.TableMetadataValue)
        row = balance.records[0].data
        assert (row["lines in"], row["loaded"], row["quarantined"], row["header"]) == ("3", "1", "1", "1")
        assert made[keys.landing("leads")].metadata["dagster/row_count"].value == 1
        assert not list(installation.home.inbox.rglob("*.csv"))
        # The same bytes again land nothing new.
        _put(installation, "again.csv", _GOOD)
        again = _run(installation, instance)[keys.landed("web")].metadata
        assert (again["files"].value, again["dagster/row_count"].value) == (0, 0)
        for run in instance.get_runs():
            for entry in instance.all_logs(run.run_id):
                assert "anary" not in entry.to_json()


def test_a_refused_file_does_not_stop_the_run_and_its_owner_is_told(installation: Installation) -> None:
    _put(installation, "a.csv", "id;created;name;mail\n1;2026-11-01;Wu;w@acme.example\n")
    with dg.DagsterInstance.ephemeral() as instance:
        made = _run(installation, instance)
    assert made[keys.landed("web")].metadata["dagster/row_count"].value == 0
    entries = Outbox(installation.home.outbox).entries()
    assert [entry.recipient for entry in entries] == ["web@example.com"]
    text = Outbox(installation.home.outbox).mail(entries[0].key).full.decode()
    assert entries[0].state == "sent"
    assert "base64" in text or "a.csv" in text
    status = {item.name.strip(): item for item in look(installation.configuration, installation.home)}
    assert status["refused"].needs_attention
    assert "a.csv" in status["refused"].text


def test_a_file_that_nobody_claims_is_noticed(installation: Installation) -> None:
    _put(installation, "notes.txt", "hello")
    with dg.DagsterInstance.ephemeral() as instance:
        _run(installation, instance)
    assert [entry.recipient for entry in Outbox(installation.home.outbox).entries()] == ["data@example.com"]
    status = {item.name.strip(): item for item in look(installation.configuration, installation.home)}
    assert "notes.txt: no contract claims it" in status["not picked up"].text


def test_a_source_that_is_late_needs_attention(installation: Installation) -> None:
    _put(installation, "a.csv", _GOOD)
    with dg.DagsterInstance.ephemeral() as instance:
        _run(installation, instance)
    record = LandingZone(installation.home.landing).loads()[0]
    assert record.landed_at.startswith("2026-11-22T16:00:00")
    status = {item.name.strip(): item for item in look(installation.configuration, installation.home)}
    assert status["source web"].text.startswith("weekly: last landed")
    assert status["last run"].needs_attention
    assert status["publication"].text == "none yet"


def test_a_preview_shows_keys_codes_dates_and_numbers_only(installation: Installation) -> None:
    _put(installation, "a.csv", _GOOD.replace("\n1,", "\ncanary@acme.example,"))
    with dg.DagsterInstance.ephemeral() as instance:
        _run(installation, instance)
    record = LandingZone(installation.home.landing).loads()[0]
    path = installation.home.landing / "typed" / "leads" / f"{record.load_id}.parquet"
    rows = preview_rows(path, LEAD)
    assert rows[0]["lead_id"] == "***"
    assert rows[0]["channel"] == "web"
    assert not {"full_name", "email", "phone", "company", "need"} & set(rows[0])
