"""The gate: only a warehouse that this run built, and a candidate that passed its checks, is published."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest

from ingestion.landing.zone import LandingZone
from orchestration.assets import keys
from orchestration.assets.dbt_models import write_build_record
from orchestration.assets.publication import build_candidate_asset, build_publication_asset
from orchestration.resources import Installation
from tests.unit.orchestration.installation import small_installation

AS_OF = datetime(2026, 11, 22, 16, tzinfo=UTC)
_MANIFEST: dict[str, Any] = {
    "nodes": {
        "model.x.fct_leads": {
            "resource_type": "model",
            "schema": "marts",
            "name": "fct_leads",
            "description": "Leads / 线索",
            "columns": {"email": {"meta": {"mask": "email"}}},
        },
        **{
            f"model.x.{name}": {
                "resource_type": "model",
                "schema": "marts",
                "name": name,
                "description": "What the journals are about / 归属",
                "columns": {},
            }
            for name in ("fct_lead_records", "fct_account_records", "dim_accounts")
        },
    }
}


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    before = os.umask(0o077)
    installation = small_installation(tmp_path)
    installation.home.prepare()
    LandingZone(installation.home.landing).prepare()
    with duckdb.connect(str(installation.home.warehouse)) as con:
        con.execute("create schema marts")
        con.execute("create table marts.fct_leads as select 'canary@acme.example' as email")
        con.execute(
            "create table marts.fct_lead_records as select 'web:1' as lead_record_id, 'L1' as lead_id; "
            "create table marts.fct_account_records as from (values ('crm:1', 'A1'), ('leads:x', null)) "
            "as records (account_record_id, account_id); "
            "create table marts.dim_accounts as select 'A1' as account_id, 'account crm:1' as named_after, "
            "timestamptz '2026-11-01 00:00:00+00' as first_landed_at"
        )
    yield installation
    os.umask(before)


def _run(installation: Installation, *, built_by_this_run: bool = True, passes: bool = True) -> str | None:
    """Run the two steps with a check between them; returns why it failed, or None."""

    marts = [node["name"] for node in _MANIFEST["nodes"].values()]

    @dg.multi_asset(specs=[dg.AssetSpec(keys.mart(name)) for name in marts])
    def build(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
        write_build_record(installation.home, context.run.run_id if built_by_this_run else "another", AS_OF)
        yield from (dg.MaterializeResult(asset_key=key) for key in context.selected_asset_keys)

    @dg.asset_check(asset=keys.CANDIDATE, blocking=True)
    def adds_up() -> dg.AssetCheckResult:
        return dg.AssetCheckResult(passed=passes)

    definitions = dg.Definitions(
        assets=[
            build,
            build_candidate_asset(_MANIFEST, "data@example.com"),
            build_publication_asset("data@example.com"),
        ],
        asset_checks=[adds_up],
        resources={"installation": installation},
        jobs=[dg.define_asset_job("all", selection="*")],
    )
    result = definitions.resolve_job_def("all").execute_in_process(
        raise_on_error=False, tags={"leadmill/as_of": AS_OF.isoformat()}
    )
    if result.success:
        return None
    failures = [event for event in result.all_events if event.is_step_failure]
    data = failures[0].step_failure_data
    description = data.user_failure_data.description if data.user_failure_data else None
    return str(description or (data.error.cls_name if data.error else "?"))


def _published_run(installation: Installation) -> str | None:
    path = installation.home.serve / "publication.json"
    return str(json.loads(path.read_text())["run_id"]) if path.exists() else None


def test_what_this_run_built_is_published(installation: Installation) -> None:
    assert _run(installation) is None
    with duckdb.connect(str(installation.home.marts), read_only=True) as con:
        assert con.execute("select email from fct_leads").fetchall() == [("c***@acme.example",)]


def _journals(installation: Installation) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    folder = installation.home.landing / "identity"
    with duckdb.connect() as con:
        of_leads = con.execute(
            "select publication, run_id, lead_record_id, lead_id from read_parquet(?)",
            [str(folder / "*.parquet")],
        ).fetchall()
        of_accounts = con.execute(
            "select publication, run_id, account_record_id, account_id, named_after from read_parquet(?)",
            [str(folder / "accounts" / "*.parquet")],
        ).fetchall()
    return of_leads, of_accounts


def test_the_journals_say_what_was_published_in_which_lead_and_account(installation: Installation) -> None:
    assert _run(installation) is None
    first = _published_run(installation)
    assert _run(installation) is None
    # The second publication changed nothing.
    assert _journals(installation) == (
        [(1, first, "web:1", "L1")],
        [(1, first, "crm:1", "A1", "account crm:1")],
    )


def test_what_is_not_published_is_not_in_the_journals(installation: Installation) -> None:
    assert _run(installation, passes=False) is not None
    assert _journals(installation) == ([], [])


def test_a_warehouse_of_another_run_is_refused(installation: Installation) -> None:
    reason = _run(installation, built_by_this_run=False)
    assert reason is not None
    assert "The warehouse was not built by this run" in reason
    assert _published_run(installation) is None


def test_a_failed_check_leaves_the_last_good_generation(installation: Installation) -> None:
    assert _run(installation) is None
    good = _published_run(installation)
    assert _run(installation, passes=False) == "DagsterAssetCheckFailedError"
    assert _published_run(installation) == good
    # The next good run clears the candidate that was not published.
    assert _run(installation) is None
    assert not list(installation.home.serve.glob(".next-*"))
