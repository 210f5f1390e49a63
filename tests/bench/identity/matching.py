"""Run as a child: the matching models alone, as dbt compiled them, in one DuckDB process.

`python -m tests.bench.identity.matching HOME`; what they read (standardised records, seeds, landed rows) is
there already, so that the CPU time and the memory of this process are those of matching.
"""

import sys
from pathlib import Path

import duckdb
import yaml

from tests.bench.children import PROJECT

MODELS = (
    "int_lead_records_comparable",
    "int_lead_pairs_blocked",
    "int_lead_pairs_scored",
    "int_lead_pairs_linked",
    "int_lead_components",
    "int_lead_pairs_conflicting",
    "int_lead_components_split",
    "int_lead_records_clustered",
    "int_lead_pairs_decided",
    "int_lead_records_resolved",
)


def run(home: Path) -> None:
    """Build the models once more, into a database of their own, under the settings of the warehouse."""
    profile = yaml.safe_load((PROJECT / "dbt_project" / "profiles.yml").read_text(encoding="utf-8"))
    output = profile["leadmill"]["outputs"]["duckdb"]
    with duckdb.connect() as connection:
        connection.execute(f"set threads = {output['threads']}; set memory_limit = '3GB'")
        for name, value in output["settings"].items():
            connection.execute(f"set {name} = '{value}'")
        connection.execute(f"attach '{home}/warehouse/leadmill.duckdb' as leadmill (read_only)")
        connection.execute(f"attach '{home}/matching.duckdb' as matching")
        for model in MODELS:
            (path,) = home.glob(f"**/compiled/leadmill/models/intermediate/matching/{model}.sql")
            sql = path.read_text(encoding="utf-8")
            for other in MODELS:
                sql = sql.replace(f'"leadmill"."intermediate"."{other}"', f"matching.{other}")
            connection.execute(f"create table matching.{model} as {sql}")


if __name__ == "__main__":
    run(Path(sys.argv[1]))
