"""Models as SQL without dbt, for tests that ask a few models many times: no run of dbt is waited for.

`ref` gives the bare name of a relation and `source` its name as landed_<name>, so that a test puts its own
tables there. Macros that return anything but text, and variables, are not supported.
"""

from functools import cache
from types import SimpleNamespace

import duckdb
import jinja2

from tests.bench.identity.plugin import load_plugin
from tests.unit.dbt.landed import PROJECT


@cache
def _environment() -> jinja2.Environment:
    of_dbt_alone = ("tests", "materializations")
    files = sorted(
        path for path in (PROJECT / "macros").rglob("*.sql") if path.parent.name not in of_dbt_alone
    )
    environment = jinja2.Environment(autoescape=False, extensions=["jinja2.ext.do"])
    environment.globals.update(
        adapter=SimpleNamespace(dispatch=lambda name: environment.globals[f"duckdb__{name}"]),
        ref=lambda name: name,
        source=lambda _, name: f"landed_{name}",
        config=lambda **_: "",
        model=SimpleNamespace(compiled_code=""),
        is_incremental=lambda: False,
        local_md5=lambda text: text,
        var=lambda _, default="": default,
        dbt=SimpleNamespace(type_string=lambda: "varchar"),
    )
    environment.globals["return"] = lambda text: text
    macros = environment.from_string("\n".join(path.read_text(encoding="utf-8") for path in files)).module
    environment.globals.update(
        {name: macro for name, macro in vars(macros).items() if isinstance(macro, jinja2.runtime.Macro)}
    )
    return environment


@cache
def model_sql(name: str) -> str:
    """Return a model's SQL."""
    (path,) = (PROJECT / "models").rglob(f"{name}.sql")
    return _environment().from_string(path.read_text(encoding="utf-8")).render()


def macro(name: str, *arguments: str) -> str:
    """Return the text of a macro."""
    return str(_environment().globals[name](*arguments))


def build(connection: duckdb.DuckDBPyConnection, *models: str) -> None:
    """Build the models, in this order, as tables of the connection."""
    for name in models:
        connection.execute(f"create or replace table {name} as {model_sql(name)}")


def with_seeds(*seeds: str) -> duckdb.DuckDBPyConnection:
    """Return a connection that has the plugin's functions and these seeds, all columns as text."""
    connection = duckdb.connect()
    load_plugin(connection)
    for name in seeds:
        path = PROJECT / "seeds" / f"{name}.csv"
        connection.execute(
            f"create table {name} as from read_csv('{path}', header = true, all_varchar = true)"
        )
    return connection
