"""The landing zone's tables as assets: what dbt reads. They are views of what the sources landed."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import dagster as dg

from ingestion.canonical.entities import ENTITIES
from ingestion.canonical.field import Entity
from ingestion.contracts.model import Contract
from ingestion.landing.record import LOADED, LoadRecord
from ingestion.landing.zone import LandingZone
from ingestion.pulling.ledger import PullLedger
from orchestration.assets import keys
from orchestration.assets.preview import preview_rows, table
from orchestration.inbox import left_lying, scan_inbox
from orchestration.notices import notify_of_inbox
from orchestration.resources import Installation


def _specs(contracts: Sequence[Contract], owner: str) -> list[dg.AssetSpec]:
    def spec(name: str, description: str, sources: Sequence[str]) -> dg.AssetSpec:
        return dg.AssetSpec(
            keys.landing(name),
            deps=[keys.landed(source) for source in sources],
            description=description,
            group_name=keys.LANDING,
            owners=[owner],
            kinds={"parquet"},
        )

    everything = [contract.source for contract in contracts]
    specs = [
        spec(
            entity.plural,
            f"{entity.en} / {entity.zh}",
            [c.source for c in contracts if any(item.entity == entity.name for item in c.entities)],
        )
        for entity in ENTITIES.values()
    ]
    specs.append(spec("loads", "Every file that was tried, with its line balance / 批次清单", everything))
    specs.append(spec("quarantine", "Every refused line with its reason / 被隔离的行及原因", everything))
    pulled = [contract.source for contract in contracts if contract.api is not None]
    specs.append(spec("pulls", "Every pull with its completeness certificate / 拉取记录及完整性证明", pulled))
    specs.append(
        spec(
            "match_decisions", "Human decisions about leads and accounts / 人工对线索、客户是否同一的判定", []
        )
    )
    specs.append(spec("lead_assignments", "What was published in which lead / 历次发布的线索归属", []))
    specs.append(spec("account_assignments", "What was published in which account / 历次发布的客户归属", []))
    return specs


def _entity_metadata(zone_records: Sequence[LoadRecord], entity: Entity, typed: Path) -> dict[str, Any]:
    """Rows in the landing zone by source, and the first rows of the newest load."""
    loads = [r for r in zone_records if r.status == LOADED and r.rows.get(entity.name)]
    by_source: dict[str, int] = {}
    for record in loads:
        by_source[record.source] = by_source.get(record.source, 0) + record.rows[entity.name]
    metadata: dict[str, Any] = {
        "dagster/row_count": sum(by_source.values()),
        "rows by source": table({"source": source, "rows": rows} for source, rows in by_source.items()),
    }
    if loads:
        newest = max(loads, key=lambda record: (record.landed_at, record.load_id))
        path = typed / entity.plural / f"{newest.load_id}.parquet"
        if path.is_file():
            metadata["preview"] = table(preview_rows(path, entity))
    return metadata


def build_landing_assets(contracts: Sequence[Contract], owner: str) -> dg.AssetsDefinition:
    """Return the landing zone's tables as one multi-asset."""

    @dg.multi_asset(
        specs=_specs(contracts, owner),
        name="landing",
        pool=keys.WAREHOUSE_POOL,
    )
    def landing(
        context: dg.AssetExecutionContext, installation: dg.ResourceParam[Installation]
    ) -> Iterator[dg.MaterializeResult[None]]:
        left = left_lying(scan_inbox(installation))
        for line in left:
            context.log.warning(line)
        if left:
            notify_of_inbox(installation, left)
        zone = LandingZone(installation.home.landing)
        zone.export_tables()
        ledger = PullLedger(installation.home.landing)
        ledger.export()
        records = zone.loads()
        typed = installation.home.landing / "typed"
        for entity in ENTITIES.values():
            yield dg.MaterializeResult(
                asset_key=keys.landing(entity.plural), metadata=_entity_metadata(records, entity, typed)
            )
        yield dg.MaterializeResult(
            asset_key=keys.landing("loads"), metadata={"dagster/row_count": len(records)}
        )
        yield dg.MaterializeResult(
            asset_key=keys.landing("quarantine"),
            metadata={"dagster/row_count": sum(record.lines_quarantined for record in records)},
        )
        yield dg.MaterializeResult(
            asset_key=keys.landing("pulls"), metadata={"dagster/row_count": len(ledger.all())}
        )
        yield dg.MaterializeResult(
            asset_key=keys.landing("match_decisions"),
            metadata={"dagster/row_count": sum(len(taken.pairs) for taken in zone.decisions())},
        )
        yield dg.MaterializeResult(asset_key=keys.landing("lead_assignments"))
        yield dg.MaterializeResult(asset_key=keys.landing("account_assignments"))

    return landing
