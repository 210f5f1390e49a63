"""The first yardstick, run as a child: DuckDB parses the same files and throws everything away.

`python -m tests.bench.scan FOLDER` reads every value of every csv, ndjson and parquet file below FOLDER.
Workbooks are left out, since DuckDB alone does not read them; their names are printed.
"""

import sys
from pathlib import Path

import duckdb


def _source(path: Path, encoding: str) -> str:
    name = "'" + str(path).replace("'", "''") + "'"
    if path.suffix == ".parquet":
        return f"read_parquet({name})"
    if path.suffix in (".ndjson", ".jsonl", ".json"):
        return f"read_json({name}, format = 'newline_delimited', ignore_errors = true)"
    return (
        f"read_csv({name}, all_varchar = true, header = true, ignore_errors = true, strict_mode = false, "
        f"encoding = '{encoding}')"
    )


def scan(folder: Path) -> list[Path]:
    """Parse all files below `folder` and return those that were left out."""
    left_out = []
    with duckdb.connect(config={"threads": 2}) as con:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            if path.suffix == ".xlsx":
                left_out.append(path)
                continue
            try:
                con.execute(f"select count(columns(*)) from {_source(path, 'utf-8')}").fetchall()
            except duckdb.Error:
                # Chinese encodings need an extension from the network; parsing bytes costs the same.
                con.execute(f"select count(columns(*)) from {_source(path, 'latin-1')}").fetchall()
    return left_out


if __name__ == "__main__":
    for path in scan(Path(sys.argv[1])):
        print(path.name)
