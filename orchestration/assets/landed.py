"""One asset for each source of files: its new ones, landed. How a file is landed is the landing zone's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import dagster as dg

from ingestion.contracts.model import Contract
from ingestion.landing.messages import about_load
from ingestion.landing.record import HELD, REFUSED, LoadRecord
from ingestion.landing.zone import LandingZone
from orchestration.assets import keys
from orchestration.assets.preview import table
from orchestration.inbox import scan_inbox
from orchestration.moment import run_as_of
from orchestration.notices import notify_of_load
from orchestration.resources import Installation

# A full disk or a file that is still being copied passes; a bad file is refused, which is no failure.
_RETRY = dg.RetryPolicy(max_retries=2, delay=5)


@dataclass(frozen=True)
class Landed:
    """One file of the inbox and what became of it; `is_new` is false when its bytes were landed before."""

    record: LoadRecord
    is_new: bool


def land_source(installation: Installation, contract: Contract, landed_at: datetime) -> list[Landed]:
    """Land every complete file of one source that lies in the inbox; landing takes it out of there."""
    home, company = installation.home, installation.configuration.company
    zone = LandingZone(home.landing)
    files = [path for path, owner in scan_inbox(installation).claimed if owner.source == contract.source]
    before = {record.load_id for record in zone.loads()} if files else set()
    landed = []
    for path in files:
        name = path.relative_to(home.inbox).as_posix()
        record = zone.land(path, contract, name, landed_at, company.test_leads)
        landed.append(Landed(record, is_new=record.load_id not in before))
        before.add(record.load_id)
    return landed


def _balance(landed: Sequence[Landed]) -> Iterator[dict[str, object]]:
    for item in landed:
        record = item.record
        yield {
            "file": record.file_name,
            "status": record.status if item.is_new else f"{record.status} before",
            "lines in": record.lines_in,
            "loaded": record.lines_loaded,
            "quarantined": record.lines_quarantined,
            "blank": record.lines_blank,
            "header": record.lines_header,
            "reason": record.reason,
        }


def _metadata(landed: Sequence[Landed]) -> dict[str, dg.MetadataValue]:
    new = [item.record for item in landed if item.is_new]
    return {
        "files": dg.MetadataValue.int(len(new)),
        "dagster/row_count": dg.MetadataValue.int(sum(record.rows_total for record in new)),
        "lines_quarantined": dg.MetadataValue.int(sum(record.lines_quarantined for record in new)),
        "lines (in = loaded + quarantined + blank + header)": table(_balance(landed)),
        "warnings": table(
            {"file": record.file_name, "warning": warning} for record in new for warning in record.warnings
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
            "files": contract.files or "",
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
        files = land_source(installation, contract, run_as_of(context))
        for record in (file.record for file in files if file.is_new):
            if record.status in (REFUSED, HELD):
                context.log.warning(about_load(record))
                notify_of_load(installation, contract, record)
        return dg.MaterializeResult(metadata=_metadata(files))

    return landed
