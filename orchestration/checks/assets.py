"""The checks as Dagster asset checks: on the landing zone before dbt, on the candidate before publication.

What is checked is in `landed.py` and `marts.py`; how it is evaluated in `validate.py`.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import dagster as dg

from orchestration.assets import keys
from orchestration.assets.preview import table
from orchestration.checks.landed import LANDED_CHECKS
from orchestration.checks.landed_view import build_landed_view
from orchestration.checks.marts import mart_checks
from orchestration.checks.model import Check, Outcome, Severity
from orchestration.checks.validate import run_checks
from orchestration.moment import run_as_of
from orchestration.publish.generation import candidate_marts
from orchestration.resources import Installation

# Views of the scratch file that show more than one landed table stand beside the table they are about.
_BESIDE = {"lead_completeness": "leads", "current_loads": "loads", "sources": "loads"}

_CADENCE_DAYS = {"daily": 1, "weekly": 7, "monthly": 31, "quarterly": 92}


def _landed_key(check: Check) -> dg.AssetKey:
    return keys.landing(_BESIDE.get(check.table, check.table))


def _specs(checks: Sequence[Check], asset_keys: Sequence[dg.AssetKey]) -> list[dg.AssetCheckSpec]:
    # All are declared blocking: at run time only a failure of severity block stops what comes after.
    return [
        dg.AssetCheckSpec(name=check.name, asset=key, description=check.claim, blocking=True)
        for check, key in zip(checks, asset_keys, strict=True)
    ]


def _result(outcome: Outcome, key: dg.AssetKey) -> dg.AssetCheckResult:
    blocks = outcome.severity is Severity.BLOCK
    metadata: dict[str, dg.MetadataValue] = {"failing_rows": dg.MetadataValue.int(outcome.failing)}
    if outcome.rows_file is not None:
        metadata["failing rows (first)"] = table(outcome.sample)
        metadata["all failing rows"] = dg.MetadataValue.path(str(outcome.rows_file))
    return dg.AssetCheckResult(
        passed=outcome.passed,
        check_name=outcome.check.name,
        asset_key=key,
        severity=dg.AssetCheckSeverity.ERROR if blocks else dg.AssetCheckSeverity.WARN,
        description=outcome.sentence,
        metadata=metadata,
    )


def build_landed_checks(installation: Installation) -> dg.AssetChecksDefinition:
    """Return the checks on landed data; a blocking one that fails keeps dbt from running."""
    asset_keys = [_landed_key(check) for check in LANDED_CHECKS]
    cadences = {
        contract.source: _CADENCE_DAYS[contract.cadence]
        for contract in installation.configuration.contracts
        # A pull without news lands nothing; whether there was one its own check says.
        if contract.cadence in _CADENCE_DAYS and contract.api is None
    }

    @dg.multi_asset_check(
        name="landed_checks",
        specs=_specs(LANDED_CHECKS, asset_keys),
        pool=keys.WAREHOUSE_POOL,
    )
    def landed_checks(
        context: dg.AssetCheckExecutionContext, installation: dg.ResourceParam[Installation]
    ) -> Iterator[dg.AssetCheckResult]:
        home = installation.home
        database = home.checks / "landed.duckdb"
        build_landed_view(home.landing, cadences, run_as_of(context), database)
        outcomes = run_checks(
            database, LANDED_CHECKS, installation.configuration.thresholds, home.checks / "landed"
        )
        for outcome, key in zip(outcomes, asset_keys, strict=True):
            yield _result(outcome, key)

    return landed_checks


def _landed_leads(landing: Path) -> str:
    return str(landing / "typed" / "leads" / "*.parquet").replace("'", "''")


def build_candidate_checks() -> dg.AssetChecksDefinition:
    """Return the checks on the candidate; a blocking one that fails keeps it from being published."""
    names = mart_checks("")
    asset_keys = [keys.CANDIDATE] * len(names)

    @dg.multi_asset_check(
        name="candidate_checks",
        specs=_specs(names, asset_keys),
        pool=keys.WAREHOUSE_POOL,
    )
    def candidate_checks(
        context: dg.AssetCheckExecutionContext, installation: dg.ResourceParam[Installation]
    ) -> Iterator[dg.AssetCheckResult]:
        home = installation.home
        outcomes = run_checks(
            candidate_marts(home.serve, context.run.run_id),
            mart_checks(_landed_leads(home.landing)),
            installation.configuration.thresholds,
            home.checks / "marts",
        )
        for outcome in outcomes:
            yield _result(outcome, keys.CANDIDATE)

    return candidate_checks
