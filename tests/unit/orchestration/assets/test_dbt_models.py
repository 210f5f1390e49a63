"""dbt runs in this process and arrives in Dagster as assets and asset checks."""

import functools
import json
from collections.abc import Iterator
from typing import Any

import dagster as dg
import duckdb
import pytest

from orchestration import dbt_manifest
from orchestration.assets.dbt_models import LayerTranslator, attach_singular_tests, build_dbt_assets
from orchestration.dbt_overlay import write_overlay
from orchestration.resources import Installation
from tests.unit.dbt.landed import PROJECT
from tests.unit.orchestration.installation import small_installation

_FILES = {
    "dbt_project.yml": """
name: tiny
profile: tiny
flags: {send_anonymous_usage_stats: false}
vars: {as_of: ''}
models:
  tiny:
    staging: {+schema: staging, +materialized: view}
    marts: {+schema: marts, +materialized: table}
seeds: {tiny: {+schema: seeds}}
""",
    "profiles.yml": """
tiny:
  target: duckdb
  outputs:
    duckdb: {type: duckdb, path: "{{ env_var('LEADMILL_HOME') }}/warehouse/leadmill.duckdb", schema: main}
""",
    "macros/schema.sql": "{% macro generate_schema_name(name, node) %}{{ name or 'main' }}{% endmacro %}",
    **{
        f"macros/{path.name}": path.read_text(encoding="utf-8")
        for path in (
            PROJECT / "macros" / "tests" / "rules.sql",
            PROJECT / "macros" / "materializations" / "in_place.sql",
        )
    },
    "seeds/grades.csv": "grade\nA\nB\n",
    "models/staging/stg_grades.sql": "select grade, '{{ var('as_of') }}' as as_of from {{ ref('grades') }}",
    "models/marts/fct_grades.sql": "select * from {{ ref('stg_grades') }} where {{ var('keep', 'true') }}",
    "models/marts/fct_grades.yml": """
models:
  - name: fct_grades
    description: Grades
    data_tests:
      - rules:
          name: fct_grades_rules
          arguments:
            primary_key: [grade]
            references:
              grade: {to: ref('grades'), field: grade}
""",
    "tests/test_fct_grades__loses_no_grade.sql": """
select 'lost'
where (select count(*) from {{ ref('fct_grades') }}) <> (select count(*) from {{ ref('grades') }})
""",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, dict[str, Any]]]:
    root = tmp_path_factory.mktemp("tiny")
    for name, text in _FILES.items():
        path = root / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            dbt_manifest, "write_overlay", functools.partial(write_overlay, project=root / "project")
        )
        # dbt's environment variables must not leak into other tests.
        patch.setenv("LEADMILL_HOME", "")
        patch.setenv("DO_NOT_TRACK", "1")
        installation = small_installation(root / "home")
        installation.home.prepare()
        yield installation, dbt_manifest.manifest_json(installation.configuration, installation.home)


def _run(installation: Installation, manifest: dict[str, Any]) -> dg.ExecuteInProcessResult:
    with dg.DagsterInstance.ephemeral() as instance:
        return dg.materialize(
            [build_dbt_assets(manifest, installation)],
            instance=instance,
            resources={"installation": installation},
            tags={"leadmill/as_of": "2026-11-22T16:00:00+00:00"},
            raise_on_error=False,
        )


def test_models_seeds_and_tests_become_assets_with_rows_and_checks(
    built: tuple[Installation, dict[str, Any]],
) -> None:
    installation, manifest = built
    result = _run(installation, manifest)
    assert result.success
    made = {event.asset_key: event.materialization for event in result.get_asset_materialization_events()}
    assert set(made) == {
        dg.AssetKey(["seeds", "grades"]),
        dg.AssetKey(["staging", "stg_grades"]),
        dg.AssetKey(["marts", "fct_grades"]),
    }
    assert made[dg.AssetKey(["marts", "fct_grades"])].metadata["dagster/row_count"].value == 2
    checks = {check.check_name: check for check in result.get_asset_check_evaluations()}
    assert set(checks) == {"fct_grades_rules", "test_fct_grades__loses_no_grade"}
    assert all(check.passed for check in checks.values())
    # The file is free again, and was built as of the run's moment.
    with duckdb.connect(str(installation.home.warehouse), read_only=True) as con:
        assert con.execute("select distinct as_of from marts.fct_grades").fetchall() == [
            ("2026-11-22T16:00:00+00:00",)
        ]
    assert json.loads(installation.home.build_record.read_text())["run_id"] == result.run_id


def test_a_failing_test_fails_the_step_and_leaves_no_record_of_a_good_build(
    built: tuple[Installation, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    installation, manifest = built
    from orchestration.assets import dbt_models

    variables = dbt_models.parse_variables(installation.home, installation.configuration.company)
    monkeypatch.setattr(dbt_models, "parse_variables", lambda *_: {**variables, "keep": "grade = 'A'"})
    result = _run(installation, manifest)
    assert not result.success
    failed = [check.check_name for check in result.get_asset_check_evaluations() if not check.passed]
    assert failed == ["test_fct_grades__loses_no_grade"]
    failure = result.failure_data_for_node("dbt")
    assert failure is not None
    assert failure.user_failure_data is not None
    assert failure.user_failure_data.metadata["failed_models"].value == []
    assert "test_fct_grades__loses_no_grade: Got 1 result" in str(failure.user_failure_data.description)
    assert not installation.home.build_record.exists()


def test_a_table_that_breaks_its_rules_is_told_with_each_rule_and_how_many_rows_break_it(
    built: tuple[Installation, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    installation, manifest = built
    from orchestration.assets import dbt_models

    variables = dbt_models.parse_variables(installation.home, installation.configuration.company)
    rows = "grade = 'A' union all from (values (null, ''), (null, ''), ('Z', ''))"
    monkeypatch.setattr(dbt_models, "parse_variables", lambda *_: {**variables, "keep": rows})
    result = _run(installation, manifest)
    found = {check.check_name: check.description for check in result.get_asset_check_evaluations()}
    rules = "grade is null: 2; grade repeats: 1; grade is not in grades.grade: 1"
    assert found["fct_grades_rules"] == f"fct_grades_rules: {rules}"
    failure = result.failure_data_for_node("dbt")
    assert failure is not None
    assert failure.user_failure_data is not None
    assert f"fct_grades_rules: {rules}" in str(failure.user_failure_data.description)


def test_what_a_name_stood_for_before_is_replaced_whatever_it_was(
    built: tuple[Installation, dict[str, Any]],
) -> None:
    installation, manifest = built
    kinds = """
        select table_name, table_type from information_schema.tables
        where table_name like '%_grades' order by table_name
    """
    expected = [("fct_grades", "BASE TABLE"), ("stg_grades", "VIEW")]
    with duckdb.connect(str(installation.home.warehouse)) as con:
        con.execute("create schema if not exists marts; create schema if not exists staging")
        con.execute("drop table if exists marts.fct_grades; drop view if exists staging.stg_grades")
        con.execute("create view marts.fct_grades as select 1; create table staging.stg_grades as select 1")
    for _ in range(2):
        assert _run(installation, manifest).success
        with duckdb.connect(str(installation.home.warehouse), read_only=True) as con:
            assert con.execute(kinds).fetchall() == expected
            assert con.execute("select count(*) from marts.fct_grades").fetchall() == [(2,)]


def test_the_project_is_parsed_again_only_when_something_changed(
    built: tuple[Installation, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    installation, _ = built
    parsed: list[str] = []
    monkeypatch.setattr(dbt_manifest, "_parse", lambda *_: parsed.append("parsed"))
    dbt_manifest.manifest_json(installation.configuration, installation.home)
    assert parsed == []
    seeds = installation.configuration.company_seeds
    seeds.mkdir(parents=True)
    (seeds / "grades.csv").write_text("grade\nA\nB\nC\n", encoding="utf-8")
    dbt_manifest.manifest_json(installation.configuration, installation.home)
    assert parsed == ["parsed"]


def test_a_test_of_several_models_is_shown_at_the_one_it_is_named_after() -> None:
    def node(name: str, parents: list[str]) -> dict[str, Any]:
        return {"name": name, "depends_on": {"nodes": parents}, "config": {}}

    both = ["model.x.dim_a", "model.x.fct_b"]
    manifest: dict[str, Any] = {
        "nodes": {
            "model.x.dim_a": node("dim_a", []),
            "model.x.fct_b": node("fct_b", []),
            "test.x.named": node("test_fct_b__agrees_with_a", both),
            "test.x.other": node("totals_agree", both),
            "test.x.single": node("test_fct_b__alone", both[1:]),
        }
    }
    attach_singular_tests(manifest)
    nodes = manifest["nodes"]
    assert nodes["test.x.named"]["config"]["meta"]["dagster"]["ref"] == {"name": "fct_b"}
    assert nodes["test.x.other"]["config"]["meta"]["dagster"]["ref"] == {"name": "dim_a"}
    assert nodes["test.x.single"]["config"] == {}


def test_sources_are_the_landing_zones_tables() -> None:
    translator = LayerTranslator("data@example.com")
    source = {"resource_type": "source", "name": "leads", "schema": "landing"}
    assert translator.get_asset_key(source) == dg.AssetKey(["landing", "leads"])
    model = {"resource_type": "model", "name": "fct_leads", "schema": "marts"}
    assert translator.get_asset_key(model) == dg.AssetKey(["marts", "fct_leads"])
    assert translator.get_group_name(model) == "marts"
    assert translator.get_owners(model) == ["data@example.com"]
