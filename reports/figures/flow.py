"""Reading `rpt_funnel_flow`: what came in and what was closed in each period, by channel."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from reports.figures.comparing import AVERAGED
from reports.figures.marts import Marts, Row
from reports.period import Grain, Period

Count = Literal["new_leads", "new_a_leads", "new_opportunities", "won", "lost"]
Amount = Literal["new_opportunity_amount_base", "won_amount_base", "lost_amount_base"]
TRAILING = {Grain.WEEK: 13, Grain.MONTH: 12}  # periods of a trend: a quarter of weeks, a year of months


class Flow:
    """The flows of the periods that a report on `period` shows or compares with."""

    def __init__(self, marts: Marts, period: Period) -> None:
        """Read the report's period, the trailing ones, and those a year ago."""
        oldest = min(period.a_year_ago(), period.previous(max(TRAILING[period.grain], AVERAGED)))
        found = marts.rows(
            "select * from rpt_funnel_flow "
            "where period_grain = $grain and period_start_on between $first and $last",
            grain=period.grain.value,
            first=oldest.start_on,
            last=period.start_on,
        )
        self._rows: dict[Period, dict[str, Row]] = {}
        for row in found:
            channels = self._rows.setdefault(Period(period.grain, row["period_start_on"]), {})
            channels[row["channel"]] = row

    def has(self, period: Period) -> bool:
        """Whether anything came in or was closed in the period."""
        return period in self._rows

    def channels(self, periods: Sequence[Period]) -> list[str]:
        """Return the channels with any flow in the periods."""
        return sorted({channel for period in periods for channel in self._rows.get(period, {})})

    def count(self, column: Count, periods: Sequence[Period], channel: str | None = None) -> int:
        """Return the sum of a count over periods, for one channel or all."""
        return sum(int(row[column]) for row in self._selected(periods, channel))

    def amount(self, column: Amount, periods: Sequence[Period], channel: str | None = None) -> Decimal:
        """Return the sum of an amount over periods, for one channel or all."""
        return sum((Decimal(row[column]) for row in self._selected(periods, channel)), Decimal("0.00"))

    def _selected(self, periods: Sequence[Period], channel: str | None) -> list[Row]:
        return [
            row
            for period in periods
            for code, row in self._rows.get(period, {}).items()
            if channel is None or code == channel
        ]


def trailing(period: Period, flow: Flow) -> tuple[Period, ...]:
    """Return the trend's periods, oldest first, without those before the data begins."""
    periods = list(period.last(TRAILING[period.grain]))
    while len(periods) > 1 and not flow.has(periods[0]):
        periods.pop(0)
    return tuple(periods)
