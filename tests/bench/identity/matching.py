"""Run as a child: the matching models alone, as dbt ran them, in one DuckDB process.

`python -m tests.bench.identity.matching HOME`; what they read (standardised records, seeds, landed rows)
is there already, so that the CPU time and the memory of this process are those of matching.
"""

import sys
from pathlib import Path

import duckdb
import yaml

from orchestration.settings import warehouse_memory_mb
from tests.bench.children import PROJECT
from tests.bench.identity import replay


def is_matching(model: replay.RecordedModel) -> bool:
    """Tell whether a recorded model is one of the matching models: those have a file in their folder."""
    return is_in("matching", model)


def is_in(folder: str, model: replay.RecordedModel) -> bool:
    """Tell whether a recorded model has its file in this folder of intermediate models."""
    models = PROJECT / "dbt_project" / "models" / "intermediate"
    return (models / folder / f"{model.name}.sql").is_file()


def connect(home: Path) -> duckdb.DuckDBPyConnection:
    """Open a database beside the warehouse, under the settings that the warehouse has."""
    profile = yaml.safe_load((PROJECT / "dbt_project" / "profiles.yml").read_text(encoding="utf-8"))
    output = profile["leadmill"]["outputs"]["duckdb"]
    connection = duckdb.connect()
    settings = {**output["settings"], "memory_limit": f"{warehouse_memory_mb()}MB"}
    connection.execute(
        f"set threads = {output['threads']}; set temp_directory = '{home}/matching.duckdb.tmp'"
    )
    for name, value in settings.items():
        connection.execute(f"set {name} = '{value}'")
    connection.execute(f"attach '{home}/warehouse/leadmill.duckdb' as leadmill (read_only)")
    connection.execute(f"attach '{home}/matching.duckdb' as matching")
    connection.execute("use matching")
    return connection


def rebuild(home: Path) -> None:
    """Run the matching models in full."""
    with connect(home) as connection:
        models = [model for model in replay.load(home / "full.json") if is_matching(model)]
        run = replay.Replay(connection, [model.name for model in models] + list(replay.STATE))
        for model in models:
            run.run(model)


if __name__ == "__main__":
    rebuild(Path(sys.argv[1]))
