"""dbt-duckdb plugin: the text functions that SQL lacks, registered on the warehouse connection.

Nothing here decides anything: each function hands whole Arrow columns to a library and returns its answer.
`nfkc` costs about 0.3 CPU seconds a million values; the others cost more and are
therefore called on distinct values, or behind a guard, by the macros that use them.
"""

from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import opencc
import pyarrow as pa
import pyarrow.compute as pc
from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb.func import ARROW, SPECIAL
from leadmill_nicknames import formal_names
from leadmill_phone import e164_library, phone_macros
from leadmill_pinyin import name_pinyin, to_pinyin


def nfkc(values: pa.Array) -> pa.Array:
    """Unicode NFKC: full-width letters and digits become ordinary ones, ligatures come apart."""
    return pc.utf8_normalize(values, form="NFKC")


@cache
def _to_simplified_converter() -> opencc.OpenCC:
    """The converter loads its dictionaries from disk, so one is kept."""
    return opencc.OpenCC("t2s")


def to_simplified(values: pa.Array) -> pa.Array:
    """Traditional Chinese characters to simplified ones, by OpenCC's character and phrase tables.

    A column is converted as one text, a value a line: twice as fast as value by value. A value that has a
    line break itself would be torn, and such a column goes value by value.
    """
    texts = values.to_pylist()
    convert = _to_simplified_converter().convert
    lines = convert("\n".join(text or "" for text in texts)).split("\n")
    if len(lines) != len(texts):
        lines = [convert(text or "") for text in texts]
    return pa.array(
        [None if text is None else line for text, line in zip(texts, lines, strict=True)], pa.string()
    )


class Plugin(BasePlugin):
    """Registers the functions, and makes the warehouse's folder so that `dbt build` needs no mkdir first."""

    def update_connection_config(self, creds: DuckDBCredentials, config: dict[str, Any]) -> None:  # noqa: ARG002
        """Create the folder of the database file; DuckDB creates the file but not its folder."""
        if creds.path != ":memory:":
            Path(creds.path).parent.mkdir(parents=True, exist_ok=True)

    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        """Register the functions; a second connection to the same open database finds them there already."""
        text = "VARCHAR"
        functions = (
            *((function, [text]) for function in (nfkc, to_simplified, name_pinyin, to_pinyin, formal_names)),
            (e164_library, [text, text]),
        )
        for function, arguments in functions:
            try:
                # Nulls reach the functions, and may leave them: an invalid number has no E.164 form.
                conn.create_function(
                    function.__name__, function, arguments, text, type=ARROW, null_handling=SPECIAL
                )
            except duckdb.CatalogException as problem:
                if "already exists" not in str(problem):
                    raise
        # Kept in the warehouse: made anew with every cursor, these long patterns cost dbt 7 ms a node.
        for statement in phone_macros():
            conn.execute(statement)
