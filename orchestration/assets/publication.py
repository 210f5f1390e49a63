"""The candidate and the publication as assets: the marts written aside, checked, then put in place.

How a generation is written and replaced is in `publish/generation.py`; the checks between the two steps are
in `checks/`.
"""

import json
from datetime import UTC, datetime
from typing import Any

import dagster as dg
import duckdb

from ingestion.landing.zone import LandingZone
from orchestration.assets import keys
from orchestration.assets.preview import table
from orchestration.home import Home
from orchestration.moment import run_as_of
from orchestration.publish.generation import (
    Generation,
    PublicationRefused,
    Stamp,
    candidate_folder,
    publish_candidate,
    write_candidate,
)
from orchestration.publish.marts import Mart, marts_of
from orchestration.publish.reading import open_published
from orchestration.resources import Installation

_PREVIEWED = "rpt_funnel_flow"


def _lineage(run: dg.DagsterRun) -> list[str]:
    """The run itself, and the runs it continues after a failure."""
    return [run_id for run_id in (run.run_id, run.parent_run_id, run.root_run_id) if run_id]


def _require_own_build(home: Home, run: dg.DagsterRun) -> None:
    """Refuse a warehouse that this run's gates have not seen.

    Raises:
        PublicationRefused: when another run built it, or its build did not end well.
    """
    try:
        builder = json.loads(home.build_record.read_text(encoding="utf-8"))["run_id"]
    except FileNotFoundError:
        builder = None
    if builder not in _lineage(run):
        raise PublicationRefused(
            "The warehouse was not built by this run, so its tests say nothing about it. "
            "Run the daily job, or materialise the dbt models together with the publication."
        )


def _preview(generation: Generation, home: Home) -> list[dict[str, Any]]:
    if _PREVIEWED not in generation.rows:
        return []
    file = candidate_folder(home.serve, generation.stamp.run_id) / "marts.duckdb"
    with duckdb.connect(str(file), read_only=True) as con:
        found = con.execute(f"from {_PREVIEWED} order by all desc limit 5")
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def candidate_of(installation: Installation, marts: list[Mart], run_id: str, as_of: datetime) -> Generation:
    """Write this installation's candidate as of `as_of`."""
    home, company = installation.home, installation.configuration.company
    known = [
        load for load in LandingZone(home.landing).loads() if datetime.fromisoformat(load.landed_at) <= as_of
    ]
    stamp = Stamp(
        as_of=as_of,
        time_zone=company.time_zone,
        currency=company.currency,
        company_name_en=company.name.en,
        company_name_zh=company.name.zh,
        run_id=run_id,
        published_at=datetime.now(UTC),
        is_made_up=home.made_up is not None,
        conversion_window_days=company.conversion_window_days,
    )
    return write_candidate(home.warehouse, home.serve, marts, stamp, loads=len(known))


def build_candidate_asset(manifest: dict[str, Any], owner: str) -> dg.AssetsDefinition:
    """Return the candidate; it depends on every mart."""
    marts = marts_of(manifest)

    @dg.asset(
        key=keys.CANDIDATE,
        group_name=keys.PUBLISHED,
        deps=[keys.mart(mart.name) for mart in marts],
        owners=[owner],
        kinds={"duckdb"},
        description="The marts as they would be published: masked, aside. / 待发布的数据集市（已脱敏）。",
        pool=keys.WAREHOUSE_POOL,
    )
    def candidate(
        context: dg.AssetExecutionContext, installation: dg.ResourceParam[Installation]
    ) -> dg.MaterializeResult[None]:
        try:
            _require_own_build(installation.home, context.run)
            generation = candidate_of(installation, marts, context.run.run_id, run_as_of(context))
        except PublicationRefused as error:
            raise dg.Failure(str(error), allow_retries=False) from error
        return dg.MaterializeResult(
            metadata={
                "marts": table({"mart": name, "rows": rows} for name, rows in generation.rows.items()),
                "dagster/row_count": sum(generation.rows.values()),
                "preview": table(_preview(generation, installation.home)),
            }
        )

    return candidate


def note_assignments(home: Home) -> tuple[int, int]:
    """Add to the journals what this publication changed.

    Returns how many lead records changed their lead, and how many company records their account.
    """
    with open_published(home.marts) as con:
        leads = con.sql("select lead_record_id, lead_id from fct_lead_records").to_arrow_table()
        accounts = con.sql(
            "select account_record_id, account_id, accounts.named_after, accounts.first_landed_at "
            "from fct_account_records join dim_accounts as accounts using (account_id)"
        ).to_arrow_table()
        ((run_id, as_of, published_at),) = con.execute(
            "select run_id, as_of, published_at from meta_publication"
        ).fetchall()
    return LandingZone(home.landing).note_assignments(leads, accounts, run_id, as_of, published_at)


def build_publication_asset(owner: str) -> dg.AssetsDefinition:
    """Return the publication; a blocking check on the candidate that fails stops it."""

    @dg.asset(
        key=keys.PUBLICATION,
        group_name=keys.PUBLISHED,
        deps=[keys.CANDIDATE],
        owners=[owner],
        kinds={"duckdb", "parquet"},
        description=(
            "The marts as analysts and reports read them: masked, read-only, replaced as a whole. "
            "/ 已发布的数据集市：脱敏、只读、整体替换。"
        ),
        pool=keys.WAREHOUSE_POOL,
    )
    def publication(
        context: dg.AssetExecutionContext, installation: dg.ResourceParam[Installation]
    ) -> dg.MaterializeResult[None]:
        home = installation.home
        # After "re-execute from failure" the candidate is that of the run before.
        run_id = next(
            (one for one in _lineage(context.run) if candidate_folder(home.serve, one).is_dir()),
            context.run.run_id,
        )
        try:
            rows = publish_candidate(home.serve, run_id)
        except PublicationRefused as error:
            raise dg.Failure(str(error), allow_retries=False) from error
        # The rebuild of a past day is no publication that anybody read.
        of_leads, of_accounts = (0, 0) if home.is_rebuild else note_assignments(home)
        return dg.MaterializeResult(
            metadata={
                "as_of": run_as_of(context).isoformat(),
                "lead records in another lead than before": of_leads,
                "company records in another account than before": of_accounts,
                "path": dg.MetadataValue.path(str(home.marts)),
                "marts": len(rows),
                "dagster/row_count": sum(rows.values()),
            }
        )

    return publication
