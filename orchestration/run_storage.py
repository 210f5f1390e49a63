"""Where Dagster keeps the events of runs: its own SQLite storage, with one engine and few waits for the disk.

Dagster's class makes a new SQLAlchemy engine for every statement, so each statement is compiled anew, and
waits for the disk at every commit. A daily run has a thousand events, two and more for each asset and check.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from dagster._core.storage.event_log import ConsolidatedSqliteEventLogStorage
from sqlalchemy import Connection, Engine, create_engine, event


class EventLogStorage(ConsolidatedSqliteEventLogStorage):
    """Dagster's consolidated SQLite event log with a kept engine; named in dagster.yaml."""

    @cached_property
    def _engine(self) -> Engine:
        engine = create_engine(self._conn_string, connect_args={"timeout": 60.0})

        @event.listens_for(engine, "connect")
        def relax(connection: sqlite3.Connection, _: Any) -> None:
            # With its write-ahead log, SQLite stays whole after a crash; the last events may be lost.
            connection.execute("pragma synchronous = normal")

        return engine

    def dispose(self) -> None:
        """Close the kept connections."""
        super().dispose()  # type: ignore[no-untyped-call]
        self._engine.dispose()

    @contextmanager
    def _connect(self) -> Iterator[Connection]:
        with self._engine.connect() as connection, connection.begin():
            yield connection
