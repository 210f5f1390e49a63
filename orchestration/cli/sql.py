"""`leadmill sql`: query the published marts. Opening them safely is in `publish/reading.py`."""

import csv
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import duckdb

_HELP = """Query the published marts, read-only.

QUERY is one SQL statement; without it, statements are read from the input, or typed at a prompt.
It works while `leadmill run` is running: it reads the last published generation.

\b
  leadmill sql "select channel, count(*) from fct_leads group by all"
  leadmill sql --format csv "from rpt_roi" > roi.csv
"""
_PROMPT_HELP = "End a statement with ;   .tables lists the marts, .columns NAME describes one, .quit leaves."
_MAX_TABLE_ROWS = 1000


@click.command(name="sql", help=_HELP)
@click.argument("query", required=False)
@click.option(
    "--format",
    "output",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="How rows are written.",
)
def command(query: str | None, output: str) -> None:
    """Run one query, or a prompt."""
    from orchestration.cli.context import published_home

    marts = published_home().marts
    if query is None and not sys.stdin.isatty():
        query = sys.stdin.read()
    if query is not None:
        _answer(marts, query, output)
        return
    _prompt(marts, output)


def _answer(marts: Path, query: str, output: str) -> None:
    import duckdb

    from orchestration.cli.exit_codes import Problem
    from orchestration.publish.reading import open_published

    with open_published(marts) as con:
        try:
            result = con.execute(query)
            _write(result, output)
        except duckdb.Error as error:
            raise Problem(str(error)) from error
        except KeyboardInterrupt:
            con.interrupt()
            raise Problem("Query stopped.") from None


def _write(result: "duckdb.DuckDBPyConnection", output: str) -> None:
    names = [column[0] for column in result.description or []]
    if output == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        while rows := result.fetchmany(10_000):
            writer.writerows([[_plain(value) for value in row] for row in rows])
    elif output == "json":
        while rows := result.fetchmany(10_000):
            for row in rows:
                click.echo(json.dumps(dict(zip(names, row, strict=True)), default=_plain, ensure_ascii=False))
    else:
        rows = result.fetchmany(_MAX_TABLE_ROWS + 1)
        _table(names, rows[:_MAX_TABLE_ROWS])
        if len(rows) > _MAX_TABLE_ROWS:
            click.echo(
                f"Only the first {_MAX_TABLE_ROWS} rows are shown; use --format csv for all.", err=True
            )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def _table(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(header_style="bold")
    for index, name in enumerate(names):
        numeric = any(isinstance(row[index], int | float | Decimal) for row in rows[:1])
        table.add_column(Text(name), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if value is None else str(_plain(value))) for value in row))
    # A pipe has no width to fit into.
    Console(width=None if sys.stdout.isatty() else 10_000).print(table)
    click.echo(f"{len(rows)} row(s)")


def _prompt(marts: Path, output: str) -> None:
    import importlib.util

    from orchestration.cli.exit_codes import Problem

    if importlib.util.find_spec("readline") is not None:
        importlib.import_module("readline")  # history and editing at the prompt
    click.echo(f"{marts} (read-only). {_PROMPT_HELP}")
    statement = ""
    while True:
        try:
            line = input("leadmill> " if not statement else "     ...> ")
        except EOFError:
            click.echo()
            return
        except KeyboardInterrupt:
            statement = ""
            click.echo()
            continue
        if not statement and line.strip().startswith("."):
            if line.strip() in (".quit", ".exit"):
                return
            line = _dot_command(line.strip())
        statement = f"{statement}\n{line}" if statement else line
        if not statement.strip():
            statement = ""
        elif statement.rstrip().endswith(";"):
            try:
                # Opened for each statement, so that the prompt sees a generation published meanwhile.
                _answer(marts, statement, output)
            except Problem as problem:
                problem.show()
            statement = ""


def _dot_command(line: str) -> str:
    name = line.removeprefix(".columns").strip().replace("'", "''")
    if line == ".tables":
        return "select table_name, estimated_size as rows, comment from duckdb_tables() order by all;"
    if line.startswith(".columns") and name:
        return (
            "select column_name, data_type, comment from duckdb_columns() "
            f"where table_name = '{name}' order by column_index;"
        )
    click.echo(_PROMPT_HELP)
    return ""
