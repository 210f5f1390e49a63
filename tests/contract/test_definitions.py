"""The orchestrator's outside: asset keys, jobs, schedules, loaders. A change here is a change for users."""

import os
from collections.abc import Iterator

import dagster as dg
import pytest
import yaml
from click.testing import CliRunner

from orchestration.assembly import build_definitions
from orchestration.assets import keys
from orchestration.configuration import load_configuration
from orchestration.dbt_manifest import manifest_json
from orchestration.docs.dictionary import published_tables
from orchestration.publish.marts import Mart, marts_of
from orchestration.resources import Installation
from orchestration.settings import PROJECT_ROOT, SAMPLE_CONFIG, Settings

MARTS = {
    "dim_accounts", "dim_channels", "dim_contacts", "dim_loss_reasons", "dim_match_levels", "dim_owners",
    "dim_products", "dim_stages",
    "fct_account_hints", "fct_account_matches", "fct_account_records",
    "fct_activities", "fct_attribution", "fct_lead_events", "fct_lead_matches", "fct_lead_records",
    "fct_lead_values", "fct_leads", "fct_loads", "fct_opportunities", "fct_pulls", "fct_quarantine",
    "fct_spend", "fct_stage_history", "fct_targets", "fct_touches",
    "rpt_data_quality", "rpt_funnel_cohorts", "rpt_funnel_flow", "rpt_funnel_stage_losses", "rpt_loss",
    "rpt_match_review", "rpt_next_actions", "rpt_pipeline", "rpt_roi",
}  # fmt: skip


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    before = os.umask(0o077)
    with pytest.MonkeyPatch.context() as patch:
        # dbt's environment variables must not leak into other tests.
        patch.setenv("LEADMILL_HOME", "")
        patch.setenv("DO_NOT_TRACK", "1")
        settings = Settings(home=tmp_path_factory.mktemp("home"), config=SAMPLE_CONFIG)
        configuration = load_configuration(settings)
        configuration.home.prepare()
        yield Installation(configuration, configuration.home)
    os.umask(before)


@pytest.fixture(scope="module")
def definitions(installation: Installation) -> dg.Definitions:
    return build_definitions(installation)


@pytest.fixture(scope="module")
def marts(installation: Installation) -> list[Mart]:
    return marts_of(manifest_json(installation.configuration, installation.home))


def test_the_definitions_can_be_loaded(definitions: dg.Definitions) -> None:
    dg.Definitions.validate_loadable(definitions)


def test_jobs_schedules_and_sensors_have_their_names(definitions: dg.Definitions) -> None:
    assert {job.name for job in definitions.resolve_all_job_defs() if not job.name.startswith("__")} == {
        "daily", "daily_and_reports", "deliver_outbox", "monthly_reports", "rebuild", "weekly_reports",
    }  # fmt: skip
    assert {schedule.name for schedule in definitions.schedules or []} == {
        "daily_schedule", "monthly_reports_schedule", "weekly_reports_schedule",
    }  # fmt: skip
    assert {sensor.name for sensor in definitions.sensors or []} == {"failed_run", "inbox", "outbox"}


def test_every_source_mart_and_report_is_an_asset(
    definitions: dg.Definitions, installation: Installation
) -> None:
    found = set(definitions.resolve_asset_graph().get_all_asset_keys())
    for contract in installation.configuration.contracts:
        assert keys.landed(contract.source) in found
    assert {key.path[1] for key in found if key.path[0] == "marts"} == MARTS
    assert {key.to_user_string() for key in found if key.path[0] in ("reports", "serve")} == {
        "reports/monthly_funnel", "reports/monthly_loss", "reports/monthly_roi", "reports/weekly_funnel",
        "serve/candidate", "serve/publication",
    }  # fmt: skip


def test_every_asset_has_a_group_an_owner_a_kind_and_a_description(definitions: dg.Definitions) -> None:
    for spec in definitions.resolve_all_asset_specs():
        assert spec.group_name not in (None, "default"), spec.key
        assert spec.owners, spec.key
        assert spec.kinds, spec.key
        assert spec.description, spec.key


def test_a_failed_check_keeps_the_publication_from_being_replaced(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    daily = definitions.resolve_job_def("daily")
    blocking = {key for key in daily.asset_layer.asset_graph.asset_check_keys if graph.get(key).blocking}
    assert any(key.asset_key == keys.CANDIDATE for key in blocking)
    assert any(key.asset_key == keys.landing("leads") for key in blocking)
    assert graph.get(keys.PUBLICATION).parent_keys == {keys.CANDIDATE}
    assert graph.get(keys.CANDIDATE).parent_keys == {keys.mart(name) for name in MARTS}


def test_the_rebuild_lands_nothing(definitions: dg.Definitions) -> None:
    made = definitions.resolve_job_def("rebuild").asset_layer.executable_asset_keys
    assert not {key for key in made if key.path[0] in ("landed", "landing")}
    assert keys.PUBLICATION in made


def test_columns_that_name_personal_data_are_masked(marts: list[Mart]) -> None:
    # A mart column with an address or a number must say how it is masked; how two of them agree is neither.
    bare = {
        f"{mart.name}.{column}"
        for mart in marts
        for column in mart.columns
        if any(word in column for word in ("email", "phone"))
        and column not in mart.masks
        and not column.startswith(("level_", "weight_"))
    }
    assert bare == set()


def test_every_published_column_is_described_in_both_languages(
    installation: Installation,
) -> None:
    tables = published_tables(manifest_json(installation.configuration, installation.home))
    bare = [f"{t.name}.{e.name}" for t in tables for e in t.entries if not e.en or e.en == e.zh]
    assert bare == []
    assert [t.name for t in tables if not t.en or t.en == t.zh] == []


def test_the_workspace_file_names_the_definitions() -> None:
    workspace = yaml.safe_load((PROJECT_ROOT / "workspace.yaml").read_text(encoding="utf-8"))
    target = workspace["load_from"][0]["python_module"]
    assert target["module_name"] == "orchestration.definitions"
    module = (PROJECT_ROOT / "orchestration" / "definitions.py").read_text(encoding="utf-8")
    assert "defs = " in module
    assert len(module.splitlines()) < 60


def test_dg_check_defs_passes(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    from dagster_dg_cli.cli import cli

    monkeypatch.chdir(PROJECT_ROOT)
    for name in list(os.environ):
        if name.startswith("LEADMILL_"):
            monkeypatch.delenv(name)
    # The project is parsed there already.
    monkeypatch.setenv("LEADMILL_HOME", str(installation.home.root))
    monkeypatch.setenv("DAGSTER_TELEMETRY_ENABLED", "false")
    monkeypatch.setenv("DO_NOT_TRACK", "1")
    result = CliRunner().invoke(cli, ["check", "defs"])
    assert result.exit_code == 0, result.output
    assert "All definitions loaded successfully" in result.output
