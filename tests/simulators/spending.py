"""What the simulators of ad accounts share: how a day's figures are corrected."""

import datetime as dt
from decimal import Decimal

from tests.simulators.world import Record, SimSpend, World

CORRECTED_DAYS = 27


def restate(world: World, record: Record) -> None:
    """Correct a day's figures, unless the day is too old for that."""
    assert isinstance(record, SimSpend)
    if record.spend_on >= world.now.date() - dt.timedelta(days=CORRECTED_DAYS):
        world.edit(record, amount=record.amount + Decimal("12.34"), clicks=record.clicks + 1)


def spend_id(record: Record) -> str:
    """The id under which a connector knows a row."""
    assert isinstance(record, SimSpend)
    return f"{record.spend_on}|{record.campaign_id}|{record.campaign}"
