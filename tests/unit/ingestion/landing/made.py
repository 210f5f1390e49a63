"""A landing zone, a contract and files for the tests of landing."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from ingestion.contracts.model import Contract, TestLeadRules
from ingestion.landing.record import LoadRecord
from ingestion.landing.zone import LandingZone

MOMENT = datetime(2026, 11, 23, 8, tzinfo=UTC)
NO_TESTS = TestLeadRules()
HEADER = "id,name,email,at\n"


def contract(**changes: Any) -> Contract:
    data: dict[str, Any] = {
        "source": "web",
        "files": "web/*.csv",
        "format": {"type": "csv"},
        "columns": ["id", "name", "email", "at"],
        "entities": [
            {
                "entity": "lead",
                "fields": {
                    "lead_id": "id",
                    "full_name": "name",
                    "email": "email",
                    "created_at": {"column": "at", "formats": ["%Y-%m-%d %H:%M:%S"]},
                    "channel": {"value": "web"},
                },
                "required": ["lead_id", "full_name"],
            }
        ],
    }
    return Contract.model_validate(data | changes)


def lead(number: int, name: str = "王芳") -> str:
    return f"L{number},{name},p{number}@example.com,2026-11-0{number % 9 + 1} 10:00:00\n"


def leads(count: int, first: int = 1) -> str:
    return HEADER + "".join(lead(number) for number in range(first, first + count))


class Company:
    """An inbox and a landing zone below one folder."""

    def __init__(self, home: Path) -> None:
        self.inbox = home / "inbox"
        self.root = home / "landing"
        self.zone = LandingZone(self.root, patience_seconds=5)
        self.zone.prepare()

    def deliver(self, content: str | bytes, name: str = "web/a.csv") -> Path:
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def land(
        self,
        content: str | bytes,
        name: str = "web/a.csv",
        of: Contract | None = None,
        at: datetime = MOMENT,
        tests: TestLeadRules = NO_TESTS,
    ) -> LoadRecord:
        return self.zone.land(self.deliver(content, name), of or contract(), name, at, tests)

    def typed(self, plural: str = "leads") -> list[dict[str, Any]]:
        """All typed rows, whatever load they are of."""
        return self._rows(self.root / "typed" / plural)

    def quarantined(self) -> list[dict[str, Any]]:
        return self._rows(self.root / "quarantine")

    def _rows(self, folder: Path) -> list[dict[str, Any]]:
        return [row for file in sorted(folder.glob("*.parquet")) for row in pq.read_table(file).to_pylist()]
