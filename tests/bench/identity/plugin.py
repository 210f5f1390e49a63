"""The functions of text that dbt's plugin gives the engine, for connections that dbt does not open."""

import importlib
import sys

import duckdb

from tests.bench.children import PROJECT


def load_plugin(connection: duckdb.DuckDBPyConnection) -> None:
    """Give a connection the plugin's functions."""
    sys.path.append(str(PROJECT / "dbt_project" / "plugins"))
    leadmill_text = importlib.import_module("leadmill_text")
    leadmill_text.Plugin(name="leadmill_text", plugin_config={}).configure_connection(connection)
