"""What the simulators of ad accounts share: the rows of some days, and how figures are corrected."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from decimal import Decimal

from tests.simulators.world import Record, SimSpend, World

CORRECTED_DAYS = 27


class Days:
    """A world's spend by day and campaign, as far as one account has it."""

    def __init__(self, world: World, serves: Callable[[SimSpend], bool]) -> None:
        self._world, self._serves = world, serves
        self._sorted: tuple[tuple[int, dt.datetime], list[SimSpend]] | None = None

    def rows(self, first: dt.date, last: dt.date) -> list[SimSpend]:
        """Return the live rows from `first` to `last`, both included, by day and campaign."""
        key = (len(self._world.spend), self._world.now)
        if self._sorted is None or self._sorted[0] != key:
            live = [row for row in self._world.spend if row.is_live and self._serves(row)]
            self._sorted = key, sorted(live, key=lambda row: (row.spend_on, int(row.campaign_id)))
        rows = self._sorted[1]
        start = bisect_left(rows, first, key=lambda row: row.spend_on)
        return rows[start : bisect_right(rows, last, key=lambda row: row.spend_on)]


def restate(world: World, record: Record) -> None:
    """Correct a day's figures, unless the day is too old for that."""
    assert isinstance(record, SimSpend)
    if record.spend_on >= world.now.date() - dt.timedelta(days=CORRECTED_DAYS):
        world.edit(record, amount=record.amount + Decimal("12.34"), clicks=record.clicks + 1)


def spend_id(record: Record) -> str:
    """The id under which a connector knows a row."""
    assert isinstance(record, SimSpend)
    return f"{record.spend_on}|{record.campaign_id}|{record.campaign}"
