"""Opening the published marts for reading, so that a query can do nothing but read them."""

from pathlib import Path

import duckdb


def open_published(marts: Path) -> duckdb.DuckDBPyConnection:
    """Open marts.duckdb read-only, with files, network, extensions and settings out of reach.

    It never blocks a publication: that replaces the file, and this connection keeps the old one.
    """
    con = duckdb.connect(
        str(marts),
        read_only=True,
        config={
            "autoload_known_extensions": "false",
            "autoinstall_known_extensions": "false",
            "allow_community_extensions": "false",
            "enable_external_access": "false",
        },
    )
    con.execute("set TimeZone = 'UTC'")
    con.execute("set lock_configuration = true")
    return con
