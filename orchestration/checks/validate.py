"""Run checks with Great Expectations against a DuckDB file and list the failing rows with their keys."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from orchestration.checks import buffered_duckdb
from orchestration.checks.model import Check, FilledCheck, Outcome, RowsCheck
from orchestration.checks.thresholds import Threshold

if TYPE_CHECKING:
    from great_expectations.expectations.expectation import Expectation

# Failing rows shown in a run's metadata; the file beside it has them all.
SAMPLE_ROWS = 20


def _rows_query(check: Check, threshold: Threshold) -> str:
    """Return the SQL that lists the failing rows of `check`."""
    if isinstance(check, RowsCheck):
        return check.query.format(**threshold.limits)
    assert isinstance(check, FilledCheck)  # noqa: S101  (the union is closed)
    keys = ", ".join(f'"{key}"' for key in check.keys)
    return f'select {keys}, "{check.column}" from {check.table} where "{check.column}" is null'


def _expectation(check: Check, threshold: Threshold) -> "Expectation":
    from great_expectations.expectations.core.expect_column_values_to_not_be_null import (
        ExpectColumnValuesToNotBeNull,
    )
    from great_expectations.expectations.core.unexpected_rows_expectation import UnexpectedRowsExpectation

    if isinstance(check, FilledCheck):
        return ExpectColumnValuesToNotBeNull(
            column=check.column, mostly=threshold.limits["min_share"], meta={"check": check.name}
        )
    # The expectation only has to know whether there are rows: all of them go to a file, not into memory.
    return UnexpectedRowsExpectation(
        # The comment satisfies a warning that the query should name its batch; ours name their tables.
        unexpected_rows_query=f"select * from ({_rows_query(check, threshold)}) failing "
        f"limit {SAMPLE_ROWS} /* {{batch}} */",
        description=check.claim,
        meta={"check": check.name},
    )


def _verdicts(database: Path, checks: Sequence[Check], thresholds: dict[str, Threshold]) -> dict[str, bool]:
    """Return check name -> passed, one suite a table.

    Raises:
        RuntimeError: when an expectation could not be evaluated; a check that did not run has not passed.
    """
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source: Any = context.data_sources.add_sql(
        "duckdb", connection_string=buffered_duckdb.connection_string(database)
    )
    by_table: dict[str, list[Check]] = defaultdict(list)
    for check in checks:
        by_table[check.table].append(check)
    verdicts: dict[str, bool] = {}
    for table, of_table in by_table.items():
        asset = source.add_table_asset(table, table_name=table)
        batch = asset.add_batch_definition_whole_table("whole")
        suite = context.suites.add(
            gx.ExpectationSuite(
                table, expectations=[_expectation(check, thresholds[check.name]) for check in of_table]
            )
        )
        definition = context.validation_definitions.add(
            gx.ValidationDefinition(name=table, data=batch, suite=suite)
        )
        for result in definition.run(result_format="BOOLEAN_ONLY").results:
            config: Any = result.expectation_config
            name = config.meta["check"]
            if result.exception_info and result.exception_info.get("raised_exception"):
                raise RuntimeError(
                    f"check {name} could not be evaluated: {result.exception_info['exception_message']}"
                )
            verdicts[name] = bool(result.success)
    source.get_execution_engine().close()
    source.get_engine().dispose()
    return verdicts


def _failing_rows(
    con: duckdb.DuckDBPyConnection, query: str, target: Path
) -> tuple[int, list[dict[str, Any]], Path | None]:
    sample = con.execute(f"select * from ({query}) failing limit {SAMPLE_ROWS}")
    names = [column[0] for column in sample.description or []]
    rows = [dict(zip(names, row, strict=True)) for row in sample.fetchall()]
    if not rows:
        return 0, [], None
    target.parent.mkdir(parents=True, exist_ok=True)
    literal = str(target).replace("'", "''")
    counted = con.execute(f"copy ({query}) to '{literal}' (header)").fetchall()
    return int(counted[0][0]), rows, target


def run_checks(
    database: Path,
    checks: Sequence[Check],
    thresholds: dict[str, Threshold],
    rows_folder: Path,
) -> list[Outcome]:
    """Evaluate `checks` on `database` and write the failing rows below `rows_folder`, one CSV a check.

    A check may have failing rows and pass, when its threshold allows a share of them; they are listed too.
    """
    # Rows first: DuckDB refuses a second connection of another configuration while the suites' is open.
    listed = {}
    with duckdb.connect(str(database), read_only=True) as con:
        for check in checks:
            query = _rows_query(check, thresholds[check.name])
            listed[check.name] = _failing_rows(con, query, rows_folder / f"{check.name}.csv")
    verdicts = _verdicts(database, checks, thresholds)
    return [
        Outcome(check, thresholds[check.name].severity, verdicts[check.name], *listed[check.name])
        for check in checks
    ]
