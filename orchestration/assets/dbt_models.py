"""The dbt project as assets: one for each seed and model, its tests as asset checks, built in one step.

How dbt runs is in `dbt_inprocess.py`; how its nodes are named and described in Dagster is decided here.
"""

import functools
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, dbt_assets
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage

from orchestration.assets import keys
from orchestration.dbt_inprocess import DbtFailed, build_events
from orchestration.dbt_manifest import parse_variables, parsed_manifest
from orchestration.home import Home
from orchestration.moment import run_as_of
from orchestration.resources import Installation


class LayerTranslator(DagsterDbtTranslator):
    """Names a dbt node `<layer>/<name>` and groups it by layer; sources are the landing zone's tables."""

    def __init__(self, owner: str) -> None:
        super().__init__()
        self._owner = owner

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Return the key; the layer is the schema the node is built in."""
        if dbt_resource_props["resource_type"] == "source":
            return keys.landing(dbt_resource_props["name"])
        return keys.dbt_node(dbt_resource_props["schema"], dbt_resource_props["name"])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """Return the layer."""
        if dbt_resource_props["resource_type"] == "source":
            return keys.LANDING
        return str(dbt_resource_props["schema"])

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:  # noqa: ARG002
        """Return the company's data owner, who gets the failure messages."""
        return [self._owner]

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """Return the model's own description; its SQL is in the repository."""
        return str(dbt_resource_props.get("description") or "")


def attach_singular_tests(manifest: dict[str, Any]) -> None:
    """Name for each test of several models the one it is shown at, so that it becomes an asset check.

    By house rule such a test is called `test_<model>__<claim>`. One of another name is shown at the model
    that comes first in the alphabet of those it reads.
    """
    for unique_id, node in manifest["nodes"].items():
        if not unique_id.startswith("test.") or node.get("attached_node"):
            continue
        read = sorted(parent for parent in node["depends_on"]["nodes"] if parent in manifest["nodes"])
        if len(node["depends_on"]["nodes"]) < 2 or not read:
            continue
        names = [manifest["nodes"][parent]["name"] for parent in read]
        named = node["name"].removeprefix("test_").split("__")[0]
        meta = node.setdefault("config", {}).setdefault("meta", {})
        meta.setdefault("dagster", {}).setdefault("ref", {"name": named if named in names else names[0]})


def write_build_record(home: Home, run_id: str, as_of: datetime) -> None:
    """Note which run built the warehouse and as of when; publication refuses a build it does not know."""
    record = {"run_id": run_id, "as_of": as_of.isoformat()}
    home.build_record.write_text(json.dumps(record) + "\n", encoding="utf-8")


class _RowCounts:
    """Counts the rows of tables while dbt, in this process, still has the warehouse open."""

    def __init__(self, home: Home) -> None:
        self._path = str(home.warehouse)
        self._con: duckdb.DuckDBPyConnection | None = None

    def of(self, node: Mapping[str, Any]) -> dict[str, Any]:
        """Return the row count of a table as metadata; nothing for a view, whose count is a query."""
        if node.get("config", {}).get("materialized") == "view":
            return {}
        if self._con is None:
            self._con = duckdb.connect(self._path)
        rows = self._con.execute(f'select count(*) from "{node["schema"]}"."{node["alias"]}"').fetchall()
        return {"dagster/row_count": int(rows[0][0])}

    def close(self) -> None:
        """Let go of the warehouse."""
        if self._con is not None:
            self._con.close()


def _selected_names(manifest: Mapping[str, Any], context: dg.AssetExecutionContext) -> list[str]:
    """Return the nodes of a part of the project that somebody chose to build by hand."""
    chosen = {key.path[-1] for key in context.selected_asset_keys}
    return sorted(node["name"] for node in manifest["nodes"].values() if node["name"] in chosen)


def build_dbt_assets(manifest: dict[str, Any], installation: Installation) -> dg.AssetsDefinition:
    """Return the dbt project as one multi-asset."""
    attach_singular_tests(manifest)
    translator = LayerTranslator(installation.configuration.company.data_owner)

    @dbt_assets(
        manifest=manifest,
        dagster_dbt_translator=translator,
        name="dbt",
        pool=keys.WAREHOUSE_POOL,
    )
    def dbt_models(
        context: dg.AssetExecutionContext, installation: dg.ResourceParam[Installation]
    ) -> Iterator[Any]:
        home = installation.home
        as_of = run_as_of(context)
        variables = parse_variables(home, installation.configuration.company)
        parse = functools.partial(parsed_manifest, installation.configuration, home)
        variables["as_of"] = as_of.isoformat()
        variables["run_id"] = context.run.run_id
        # dbt's unit tests test the project, not the data: they belong to `make test`. What dbt would write of
        # the build as JSON nobody reads, and it costs two CPU seconds.
        command = ["build", "--exclude-resource-type", "unit_test", "--no-write-json"]
        if context.is_subset:
            command += ["--select", *_selected_names(manifest, context)]
        # From here on the warehouse is neither the old build nor the new one.
        home.build_record.unlink(missing_ok=True)
        counts = _RowCounts(home)
        try:
            for raw in build_events(home, variables, parse, command):
                message = DbtCoreCliEventMessage(raw_event=raw, event_history_metadata={})
                for event in message.to_default_asset_events(manifest, translator, context):
                    if isinstance(event, dg.Output):
                        node = manifest["nodes"][raw["data"]["node_info"]["unique_id"]]
                        event = event.with_metadata({**event.metadata, **counts.of(node)})
                    elif isinstance(event, dg.AssetCheckResult) and raw["finding"]:
                        event = event._replace(description=f"{event.check_name}: {raw['finding']}")
                    yield event
        except DbtFailed as error:
            raise dg.Failure(
                f"dbt: {error}",
                metadata={"failed_tests": error.failed_tests, "failed_models": error.failed_models},
                allow_retries=False,
            ) from error
        finally:
            counts.close()
        if not context.is_subset:
            write_build_record(home, context.run.run_id, as_of)

    return dbt_models
