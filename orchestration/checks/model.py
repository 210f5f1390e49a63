"""What a check is and what it found. No SQL of a particular check, no Great Expectations, no Dagster."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any


class Severity(StrEnum):
    """What a failing check does: `block` stops publication and mail, `warn` is reported only."""

    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One rule about one table.

    Attributes:
        name: unique name; the key in the company's checks.yml.
        table: the view of landed data, or the mart, that the check stands beside.
        claim: what is true when the check passes, as one sentence.
        remedy: what to do when it fails.
        severity: the default; checks.yml may change it.
        limits: the numbers that checks.yml may change, with their defaults.
    """

    name: str
    table: str
    claim: str
    remedy: str
    severity: Severity = Severity.BLOCK
    limits: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FilledCheck(Check):
    """At least `limits["min_share"]` of the rows of `table` have a value in `column`.

    `keys` are the columns by which a failing row is listed.
    """

    column: str
    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RowsCheck(Check):
    """`query` returns no row; every row it returns is a failure with its keys.

    The query may name its limits as `{limit_name}`.
    """

    query: str


@dataclass(frozen=True)
class Outcome:
    """What one check found in one run.

    Attributes:
        failing: number of failing rows.
        sample: the first failing rows, as column -> value.
        rows_file: CSV with all failing rows, when there are any.
    """

    check: Check
    severity: Severity
    passed: bool
    failing: int
    sample: list[dict[str, Any]]
    rows_file: Path | None

    @property
    def blocks(self) -> bool:
        """True when this outcome stops publication and mail."""
        return not self.passed and self.severity is Severity.BLOCK

    @property
    def sentence(self) -> str:
        """The outcome as one sentence that says what to do."""
        if self.passed:
            return f"{self.check.name}: passed. {self.check.claim}"
        where = f" All of them: {self.rows_file}." if self.rows_file else ""
        return (
            f"{self.check.name}: failed with {self.failing} row(s). Expected: {self.check.claim} "
            f"{self.check.remedy}{where}"
        )
