"""A DuckDB dialect for SQLAlchemy that fetches every result before the connection goes back.

Great Expectations fetches after it returned its connection to the pool. duckdb-engine's cursors share one
connection, so the roll-back on return drops the unread result and every aggregate fails with
"list index out of range" (seen with duckdb-engine 0.17.0 on DuckDB 2.0.0, 2026-11-23). Reading the rows at
once avoids it and patches nothing. Only the dialect belongs here.
"""

from pathlib import Path
from typing import Any

from duckdb_engine import Dialect
from sqlalchemy.dialects import registry
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy


class _BufferedContext(Dialect.execution_ctx_cls):  # type: ignore[misc,valid-type]
    """Execution context that buffers a result as soon as it exists."""

    def post_exec(self) -> None:
        super().post_exec()
        cursor: Any = self.cursor
        if cursor is not None and cursor.description and not self.isinsert:
            self.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(
                cursor, initial_buffer=cursor.fetchall()
            )


class BufferedDialect(Dialect):
    """duckdb-engine's dialect with buffered results."""

    execution_ctx_cls = _BufferedContext
    supports_statement_cache = True


registry.register("duckdb.buffered", __name__, "BufferedDialect")


def connection_string(database: Path) -> str:
    """Return the SQLAlchemy URL that opens `database` read-only with buffered results."""
    return f"duckdb+buffered:///{database}?access_mode=read_only"
