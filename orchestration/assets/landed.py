"""One asset for each declared source: its new files, landed. How a file is landed is the landing zone's."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import dagster as dg
from ingestion.inbox import scan
from ingestion.landing.record import LoadRecord
from ingestion.landing.zone import LandingZone

from ingestion.contracts.model import Contract
from orchestration.assets import keys
from orchestration.assets.preview import table
from orchestration.moment import run_as_of
from orchestration.notices import notify_of_load
from orchestration.resources import Installation

# A full disk or a file that is still being copied passes; a bad file is refused, which is no failure.
_RETRY = dg.RetryPolicy(max_retries=2, delay=5)


def land_source(installation: Installation, contract: Contract, landed_at: datetime) -> list[LoadRecord]:
    """Land every complete file of one source that lies in the inbox, and take it out of the inbox.

    Returns one record for each file, also for one that was refused, is held, or had been landed before.
    """
    home, configuration = installation.home, installation.configuration
    zone = LandingZone(home.landing)
    records = []
    for path, owner in sorted(scan(home.inbox, configuration.contracts).claimed, key=lambda item: item[0]):
        if owner.source != contract.source:
            continue
        name = path.relative_to(home.inbox).as_posix()
        records.append(zone.land(path, contract, name, landed_at, configuration.company.test_leads))
        # The bytes are safe in the landing zone now, refused or not.
        path.unlink(missing_ok=True)
    return records


def _balance(records: Sequence[LoadRecord]) -> Iterator[dict[str, object]]:
    for record in records:
        yield {
            "file": record.file_name,
            "status": record.status,
            "lines in": record.lines_in,
            "loaded": record.lines_loaded,
            "quarantined": record.lines_quarantined,
            "blank": record.lines_blank,
            "header": record.lines_header,
            "reason": record.reason,
        }


def _metadata(records: Sequence[LoadRecord]) -> dict[str, dg.MetadataValue]:
    return {
        "files": dg.MetadataValue.int(len(records)),
        "dagster/row_count": dg.MetadataValue.int(sum(record.rows_total for record in records)),
        "lines_quarantined": dg.MetadataValue.int(sum(record.lines_quarantined for record in records)),
        "lines (in = loaded + quarantined + blank + header)": table(_balance(records)),
        "warnings": table(
            {"file": record.file_name, "warning": warning}
            for record in records
            for warning in record.warnings
        ),
    }


def build_landed_asset(contract: Contract, data_owner: str) -> dg.AssetsDefinition:
    """Return the asset of one source."""

    @dg.asset(
        key=keys.landed(contract.source),
        group_name=keys.LANDED,
        owners=[contract.owner or data_owner],
        kinds={contract.format.type, "file"},
        description=f"{contract.title.en or contract.source} / {contract.title.zh}".rstrip(" /"),
        metadata={
            "files": contract.files,
            "delivery": contract.delivery,
            "cadence": contract.cadence,
            "system": contract.system,
        },
        pool=keys.WAREHOUSE_POOL,
        retry_policy=_RETRY,
    )
    def landed(
        context: dg.AssetExecutionContext, installation: dg.ResourceParam[Installation]
    ) -> dg.MaterializeResult[None]:
        records = land_source(installation, contract, run_as_of(context))
        for record in records:
            if record.status in ("refused", "held"):
                context.log.warning(f"{record.file_name}: {record.status}: {record.reason} {record.remedy}")
                notify_of_load(installation, contract, record)
        return dg.MaterializeResult(metadata=_metadata(records))

    return landed
