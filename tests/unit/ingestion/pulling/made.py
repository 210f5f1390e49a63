"""A system made of a dict, and a landing zone that it is pulled into."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ingestion.contracts.model import Contract, TestLeadRules
from ingestion.landing.zone import LandingZone
from ingestion.pulling.ledger import PullLedger
from ingestion.pulling.pull import PullTask, pull
from ingestion.pulling.record import PullRecord
from ingestion.pulling.resource import Item, Op, Window

START = datetime(2026, 11, 1, 8, tzinfo=UTC)


def contract(**changes: Any) -> Contract:
    data: dict[str, Any] = {
        "source": "crm_leads",
        "system": "crm",
        "api": {"connection": "crm", "resource": "leads"},
        "columns": {"id": "id", "name": "name"},
        "entities": [
            {
                "entity": "lead",
                "fields": {"lead_id": "id", "full_name": "name", "channel": {"value": "web"}},
                "required": ["lead_id", "full_name"],
            }
        ],
    }
    return Contract.model_validate(data | changes)


class FakeResource:
    """Rows by id, each with a time of change; pages of two. `lost` ids are left out of the first reads."""

    def __init__(self, now: Callable[[], datetime], *, counts: bool = True, tells: bool = True) -> None:
        self._now = now
        self._counts, self._tells = counts, tells
        self.rows: dict[str, tuple[dict[str, Any], datetime]] = {}
        self.gone: dict[str, tuple[datetime, str | None]] = {}
        self.is_incremental = True
        self.lost: dict[str, int] = {}
        self.unlisted: list[str] = []
        self.windows: list[Window] = []
        self.passes = 0
        self.on_page: Callable[[int], None] = lambda page: None

    @property
    def tells_deletions(self) -> bool:
        return self._tells

    def put(self, one: str, name: str = "Wang Fang", at: datetime | None = None) -> None:
        self.rows[one] = ({"id": one, "name": name}, at or self._now())
        self.gone.pop(one, None)

    def drop(self, one: str, into: str | None = None) -> None:
        del self.rows[one]
        self.gone[one] = (self._now(), into)

    def _in(self, window: Window) -> list[str]:
        return [
            one
            for one, (_, at) in self.rows.items()
            if at < window.until and (window.since is None or at >= window.since)
        ]

    def read(self, window: Window) -> Iterator[Iterable[Item]]:
        self.windows.append(window)
        ids = self._in(window)
        for page, start in enumerate(range(0, len(ids), 2)):
            items = []
            for one in ids[start : start + 2]:
                if one not in self.rows:
                    continue
                if self.lost.get(one, 0) > 0:
                    self.lost[one] -= 1
                    continue
                record, at = self.rows[one]
                items.append(Item(one, record, at))
            yield items
            self.on_page(page)

    def count(self, window: Window) -> int | None:
        return len(self._in(window)) if self._counts else None

    def ids(self, window: Window) -> Iterator[Iterable[str]]:
        self.passes += 1
        hidden = self.unlisted.pop(0) if self.unlisted else None
        yield [one for one in self._in(window) if one != hidden]

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002
        return {"id": id}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:
        if self._tells:
            yield [
                Item(one, {"id": one}, at, Op.MERGE if into else Op.DELETE, into)
                for one, (at, into) in self.gone.items()
                if at < window.until and (window.since is None or at >= window.since)
            ]


class Pulls:
    """A landing zone, a ledger and a clock."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.zone, self.ledger = LandingZone(root), PullLedger(root)
        self.zone.prepare()
        self.ledger.prepare()
        self.now = START

    def clock(self) -> datetime:
        return self.now

    def later(self, hours: float = 1) -> None:
        self.now += timedelta(hours=hours)

    def pull(
        self, resource: FakeResource, *, is_full: bool = False, by: Contract | None = None
    ) -> PullRecord:
        self.later()
        record = pull(
            PullTask(by or contract(), resource, self.now, TestLeadRules()),
            self.zone,
            self.ledger,
            is_full=is_full,
        )
        self.later()
        return record

    def lines(self) -> list[bytes]:
        """Every raw line that landed."""
        return [
            line
            for load in self.zone.loads()
            for line in (self.root / "raw" / load.file_hash[:2] / load.file_hash).read_bytes().splitlines()
        ]
