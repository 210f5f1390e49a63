"""One asset for each source that is pulled, and its check that completeness was proven.

A pull that fails does not fail its step: the other sources land and the run publishes, with a check that
says so. In checks.yml the check can be made to block; then nothing is published.
"""

from collections.abc import Sequence

import dagster as dg

from ingestion.contracts.model import ApiSpec, Contract
from ingestion.http.errors import ApiError, Unavailable
from ingestion.landing.errors import LandingError
from ingestion.landing.messages import about_load
from ingestion.landing.record import REFUSED
from ingestion.pulling.ledger import PullLedger
from ingestion.pulling.record import FAILED
from orchestration.assets import keys
from orchestration.assets.preview import table
from orchestration.checks.model import Severity
from orchestration.checks.pulls import PULL_CHECK
from orchestration.connections import Connection
from orchestration.moment import run_as_of
from orchestration.notices import notify_of_load, notify_of_pull
from orchestration.pulls import Pulled, certificate_row, failed_pull, pull_source, verdict
from orchestration.resources import Installation

# A full disk passes; so may an outage that the session's own patience did not outlast.
_RETRY = dg.RetryPolicy(max_retries=2, delay=30)
_SHOWN_PULLS = 10


def check_name(source: str) -> str:
    """Return the name of a source's check; names are unique in a run's summary."""
    return f"{source}_is_complete"


def _pull(context: dg.AssetExecutionContext, installation: Installation, contract: Contract) -> Pulled:
    """Pull, and return what came of it; a pull that failed has its record too."""
    at = run_as_of(context)
    try:
        return pull_source(installation, contract, at)
    except (LandingError, OSError):
        raise
    except Exception as error:
        if isinstance(error, Unavailable) and context.retry_number < _RETRY.max_retries:
            raise
        if not isinstance(error, (ApiError, ValueError)):
            # A fault in one connector must not keep the other systems' data from being published.
            context.log.exception(f"the pull of {contract.source} failed")
        return failed_pull(installation, contract, at, error)


def _metadata(pulled: Pulled, said: str, history: Sequence[dict[str, object]]) -> dict[str, dg.MetadataValue]:
    loads = pulled.loads
    return {
        "pulls": dg.MetadataValue.int(0 if pulled.record.state == FAILED else 1),
        "dagster/row_count": dg.MetadataValue.int(sum(load.rows_total for load in loads)),
        "lines_quarantined": dg.MetadataValue.int(sum(load.lines_quarantined for load in loads)),
        "outcome": dg.MetadataValue.text(said),
        "certificate (reported = read - moved + missing; read + late = new + updated + unchanged)": table(
            [certificate_row(pulled.record)]
        ),
        "new fields": table({"field": text} for text in pulled.record.new_fields),
        "earlier pulls": table(history),
    }


def build_pulled_asset(
    contract: Contract, api: ApiSpec, connection: Connection, data_owner: str
) -> dg.AssetsDefinition:
    """Return the asset of one pulled source, with its check."""

    @dg.asset(
        key=keys.landed(contract.source),
        group_name=keys.LANDED,
        owners=[contract.owner or data_owner],
        kinds={"api", connection.spec.kind},
        description=f"{contract.title.en or contract.source} / {contract.title.zh}".rstrip(" /"),
        metadata={
            "connection": api.connection,
            "resource": api.resource,
            "base_url": connection.settings.base_url,
            "cadence": contract.cadence,
            "system": contract.system,
        },
        pool=keys.WAREHOUSE_POOL,
        retry_policy=_RETRY,
        check_specs=[
            dg.AssetCheckSpec(
                name=check_name(contract.source),
                asset=keys.landed(contract.source),
                description=PULL_CHECK.claim,
                blocking=True,
            )
        ],
    )
    def pulled(
        context: dg.AssetExecutionContext, installation: dg.ResourceParam[Installation]
    ) -> dg.MaterializeResult:  # type: ignore[type-arg]  # Dagster knows the bare name beside checks only
        found = _pull(context, installation, contract)
        said = verdict(found.record)
        context.log.info(said)
        for load in found.loads:
            if load.status == REFUSED:
                context.log.warning(about_load(load))
                notify_of_load(installation, contract, load)
        is_complete = found.record.is_proven
        if not is_complete:
            notify_of_pull(installation, contract, said)
        blocks = installation.configuration.thresholds[PULL_CHECK.name].severity is Severity.BLOCK
        history = PullLedger(installation.home.landing).all(contract.source)[-_SHOWN_PULLS:]
        return dg.MaterializeResult(
            metadata=_metadata(found, said, [certificate_row(record) for record in reversed(history)]),
            check_results=[
                dg.AssetCheckResult(
                    passed=is_complete,
                    check_name=check_name(contract.source),
                    severity=dg.AssetCheckSeverity.ERROR if blocks else dg.AssetCheckSeverity.WARN,
                    description=said if is_complete else f"{said} {PULL_CHECK.remedy}",
                )
            ],
        )

    return pulled
