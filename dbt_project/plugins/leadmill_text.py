"""dbt-duckdb plugin: the text functions that SQL lacks, registered on the warehouse connection.

Nothing here decides anything: each function hands whole Arrow columns to a library and returns its answer.
`nfkc` costs about 0.2 CPU seconds a million values; `e164_library` and `to_simplified` cost more and are
therefore called on distinct values, or behind a guard, by the macros that use them.
"""

from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import opencc
import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc
from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.adapters.duckdb.plugins import BasePlugin


def nfkc(values: pa.Array) -> pa.Array:
    """Unicode NFKC: full-width letters and digits become ordinary ones, ligatures come apart."""
    return pc.utf8_normalize(values, form="NFKC")


@cache
def _to_simplified_converter() -> opencc.OpenCC:
    """The converter loads its dictionaries from disk, so one is kept."""
    return opencc.OpenCC("t2s")


def to_simplified(values: pa.Array) -> pa.Array:
    """Traditional Chinese characters to simplified ones, by OpenCC's character and phrase tables."""
    convert = _to_simplified_converter().convert
    return pa.array([None if v is None else convert(v) for v in values.to_pylist()], pa.string())


def e164(number: str, region: str | None) -> str | None:
    """`number` in E.164 as the phonenumbers library gives it; None when it is not a valid number.

    `region` is the ISO 3166 country that a national number belongs to. E.164 has no extension: it is dropped.
    """
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def e164_library(numbers: pa.Array, regions: pa.Array) -> pa.Array:
    """`e164` over two columns; a null number stays null."""
    pairs = zip(numbers.to_pylist(), regions.to_pylist(), strict=True)
    return pa.array([None if n is None else e164(n, r) for n, r in pairs], pa.string())


class Plugin(BasePlugin):
    """Registers the functions, and makes the warehouse's folder so that `dbt build` needs no mkdir first."""

    def update_connection_config(self, creds: DuckDBCredentials, config: dict[str, Any]) -> None:  # noqa: ARG002
        """Create the folder of the database file; DuckDB creates the file but not its folder."""
        if creds.path != ":memory:":
            Path(creds.path).parent.mkdir(parents=True, exist_ok=True)

    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        """Register the functions; a second connection to the same open database finds them there already."""
        text = "VARCHAR"
        for function, arguments in ((nfkc, [text]), (to_simplified, [text]), (e164_library, [text, text])):
            try:
                # `side_effects` stays false: equal input gives equal output, so DuckDB may share results.
                conn.create_function(function.__name__, function, arguments, text, type="arrow")
            except duckdb.CatalogException as problem:
                if "already exists" not in str(problem):
                    raise
