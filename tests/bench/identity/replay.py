"""The matching models as dbt ran them, written down, and run again in plain DuckDB.

dbt costs seconds a run; its SQL is the same each time. `Recorder` listens to one dbt run, `Replay` repeats
its statements on other records, in a database of its own.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb

# Tables that a model keeps beside its own.
STATE = ("int_lead_records_matched",)


@dataclass
class RecordedModel:
    """One model as dbt ran it.

    Attributes:
        name: its name.
        before: what its hooks did first, in the same transaction; empty when it has none.
        query: its query.
        after: what its hooks did last in that transaction.
        adds: whether the query's rows are added to the table, which is replaced otherwise.
    """

    name: str
    query: str = ""
    before: str = ""
    after: str = ""
    adds: bool = False


@dataclass
class Recorder:
    """What dbt says while it runs, boiled down to its models; `hear` is dbt's callback."""

    _said: dict[str, list[str]] = field(default_factory=dict)
    _within: set[str] = field(default_factory=set)

    def hear(self, event: Any) -> None:
        """Keep what each model's transaction does; what only asks the engine is left out."""
        if event.info.name != "SQLQuery" or not event.data.node_info.node_name:
            return
        name, sql = event.data.node_info.node_name, event.data.sql
        if sql == "BEGIN":
            self._said[name] = []
            self._within.add(name)
        elif sql == "COMMIT":
            self._within.discard(name)
        elif name in self._within:
            sql = re.sub(r"/\*.*?\*/", "", sql, count=1, flags=re.DOTALL).strip()
            if not sql.startswith("select"):
                self._said[name].append(sql)

    def models(self, results: Sequence[Any]) -> list[RecordedModel]:
        """Return the tables among dbt's results, in the order in which they were built."""
        return [
            RecordedModel(
                result.node.name,
                result.node.compiled_code,
                ";\n".join(self._said[result.node.name][: len(result.node.config.pre_hook)]),
                ";\n".join(self._last(result.node.name, len(result.node.config.post_hook))),
                result.node.config.materialized == "incremental",
            )
            for result in results
            if result.node.resource_type == "model" and result.node.config.materialized != "view"
        ]

    def _last(self, name: str, count: int) -> list[str]:
        said = self._said[name]
        return said[len(said) - count :]


def save(models: Sequence[RecordedModel], path: Path) -> None:
    """Write recorded models down."""
    path.write_text(json.dumps([asdict(model) for model in models]), encoding="utf-8")


def load(path: Path) -> list[RecordedModel]:
    """Read recorded models back."""
    return [RecordedModel(**model) for model in json.loads(path.read_text(encoding="utf-8"))]


class Replay:
    """Runs recorded models; what they write, and the `inputs` they read, lie in the connection's database.

    Relations are named "leadmill"."<schema>"."<name>" by dbt; those named in `own` are taken from the schema
    `main` of the current database, all others from where dbt has them.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, own: Sequence[str]) -> None:
        self._connection = connection
        self._own = re.compile(rf'"leadmill"\."\w+"\."({"|".join(own)})"')

    def run(self, model: RecordedModel) -> None:
        """Run one model in one transaction."""
        connection = self._connection
        connection.execute("begin")
        for statement in self.statements(model):
            connection.execute(statement)
        connection.execute("commit")

    def statements(self, model: RecordedModel) -> list[str]:
        """Return the statements of one model, without the bounds of the transaction."""
        before, after = (
            [text for text in self._here(hooks).split(";\n") if text.strip()]
            for hooks in (model.before, model.after)
        )
        return [*before, self._main(model), *after]

    def _main(self, model: RecordedModel) -> str:
        query = self._here(model.query)
        if not model.adds:
            return f"create or replace table {model.name} as {query}"
        known = self._connection.execute(
            "select 1 from duckdb_tables() where database_name = current_database() and table_name = ?",
            [model.name],
        ).fetchall()
        if known:
            return f"insert into {model.name} by name {query}"
        return f"create table {model.name} as {query}"

    def _here(self, sql: str) -> str:
        return self._own.sub(r"\1", sql)
