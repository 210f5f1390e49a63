"""Reading `rpt_loss`: lost opportunities of each month by reason, stage and competitor."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from reports.figures.flow import TRAILING
from reports.figures.marts import Marts
from reports.figures.model import MISSING, Rate
from reports.period import Period

Column = Literal["loss_reason", "loss_stage", "competitor"]
UNKNOWN = "unknown"


class Lost(NamedTuple):
    """How many opportunities, and what they were worth."""

    deals: int
    amount: Decimal


class Losses:
    """The losses of the months that a report on `period` shows or compares with.

    A blank reason counts as unknown; a blank stage or competitor as missing.
    """

    def __init__(self, marts: Marts, period: Period) -> None:
        """Read the report's month, the trailing ones, and the same month a year ago."""
        oldest = min(period.a_year_ago(), period.previous(TRAILING[period.grain]))
        self._rows = marts.rows(
            """
            select closed_month, coalesce(nullif(loss_reason, ''), $unknown) as loss_reason,
              coalesce(nullif(loss_stage, ''), $missing) as loss_stage,
              coalesce(nullif(competitor, ''), $missing) as competitor,
              sum(lost) as lost, sum(lost_amount_base) as amount
            from rpt_loss where closed_month between $first and $last group by all
            """,
            unknown=UNKNOWN,
            missing=MISSING,
            first=oldest.start_on,
            last=period.start_on,
        )

    def total(self, months: Sequence[Period]) -> Lost:
        """Return all losses of some months."""
        return self.by(months).get((), Lost(0, Decimal("0.00")))

    def by(self, months: Sequence[Period], *columns: Column) -> dict[tuple[str, ...], Lost]:
        """Return the losses of some months grouped by columns; groups without loss are absent."""
        starts = {month.start_on for month in months}
        counts: dict[tuple[str, ...], int] = defaultdict(int)
        amounts: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
        for row in self._rows:
            if row["closed_month"] in starts:
                group = tuple(row[column] for column in columns)
                counts[group] += int(row["lost"])
                amounts[group] += Decimal(row["amount"] or 0)
        return {group: Lost(count, amounts[group]) for group, count in counts.items()}

    def share(self, months: Sequence[Period], column: Column, codes: Sequence[str]) -> Rate:
        """Return the share of losses that carry one of `codes`."""
        groups = self.by(months, column)
        hits = sum(groups[(code,)].deals for code in codes if (code,) in groups)
        return Rate(hits, sum(lost.deals for lost in groups.values()))

    def unknown_reason(self, months: Sequence[Period]) -> Rate:
        """Return the share of losses whose reason nobody knows."""
        return self.share(months, "loss_reason", [UNKNOWN, MISSING])
