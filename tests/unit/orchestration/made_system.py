"""A system in memory, as kind `made_crm`: what a pull finds there is what a test puts there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from ingestion.contracts.model import Contract
from ingestion.pulling.resource import Item, Window
from ingestion.sources.spec import ConnectionSettings, SourceSpec
from orchestration.connections import Connection

CHANGED = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass
class MadeSystem:
    """The records by id; an error to raise, ids that can be listed but not read, and what was asked."""

    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    error: Exception | None = None
    unreadable: set[str] = field(default_factory=set)
    windows: list[Window] = field(default_factory=list)
    closed: int = 0


class _Settings(ConnectionSettings):
    base_url: str = "https://crm.example.com"
    api_key: SecretStr


class _Resource:
    is_incremental = True
    tells_deletions = False

    def __init__(self, system: MadeSystem) -> None:
        self._system = system

    def read(self, window: Window) -> Iterator[Iterable[Item]]:
        if self._system.error is not None:
            raise self._system.error
        self._system.windows.append(window)
        yield [
            Item(one, record, CHANGED)
            for one, record in self._system.records.items()
            if one not in self._system.unreadable
        ]

    def count(self, window: Window) -> int | None:
        return None

    def ids(self, window: Window) -> Iterator[Iterable[str]]:
        yield list(self._system.records)

    def tombstone(self, id: str) -> Mapping[str, Any]:  # noqa: A002 - the name in the interface
        return {"Id": id}

    def deletions(self, window: Window) -> Iterator[Iterable[Item]]:
        yield from ()


class _Connector:
    def __init__(self, system: MadeSystem) -> None:
        self._system = system

    def resource(self, name: str, options: Mapping[str, Any]) -> _Resource:
        if options:
            raise ValueError(f"{name} has no option {next(iter(options))}")
        return _Resource(self._system)

    def close(self) -> None:
        self._system.closed += 1


def spec_of(system: MadeSystem) -> SourceSpec:
    """The kind whose connections all lead to this system."""
    return SourceSpec(
        kind="made_crm",
        title_en="Made CRM",
        title_zh="虚构 CRM",
        settings=_Settings,
        connect=lambda settings, clocks: _Connector(system),
        resources={"Lead": ("leads", "线索")},
        certainty="made up",
    )


def connection_to(system: MadeSystem) -> Connection:
    """A connection to it, by the name crm."""
    return Connection("crm", spec_of(system), _Settings(api_key=SecretStr("canary-secret")))


def contract(source: str = "crm_leads", options: Mapping[str, Any] | None = None, **columns: str) -> Contract:
    """A contract of its leads."""
    return Contract.model_validate(
        {
            "source": source,
            "system": "crm",
            "owner": "crm@example.com",
            "api": {"connection": "crm", "resource": "Lead", "options": options or {}},
            "columns": {"id": "Id", "name": "Name", "at": "Created", **columns},
            "entities": [
                {
                    "entity": "lead",
                    "fields": {
                        "lead_id": "id",
                        "full_name": "name",
                        "created_at": {"column": "at", "formats": ["iso"]},
                        "channel": {"value": "web"},
                        **{column: column for column in columns},
                    },
                    "required": ["created_at"],
                }
            ],
        }
    )


def lead(name: str, **more: Any) -> dict[str, Any]:
    """A record as the system gives it, apart from its id."""
    return {"Id": name, "Name": name, "Created": "2026-10-01", **more}
