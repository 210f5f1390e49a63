"""One generation of the published marts: written aside as a candidate, checked there, put in place by rename.

Readers of the old generation keep it until they open the file anew; no reader ever sees a half-written one.
When anything fails, the last good generation stays.
"""

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from orchestration.publish.marts import Mart
from orchestration.publish.masking import masked

# DuckDB 1.2 and newer open this format; the library's own default is readable by 2.0 only.
STORAGE_VERSION = "v1.2.0"


class PublicationRefused(Exception):
    """The new generation does not agree with the warehouse; the text says where. Nothing was replaced."""


@dataclass(frozen=True)
class Stamp:
    """What a generation says about itself; the columns of `meta_publication`."""

    as_of: datetime
    time_zone: str
    currency: str
    company_name_en: str
    company_name_zh: str
    run_id: str
    published_at: datetime
    is_made_up: bool
    conversion_window_days: int


@dataclass(frozen=True)
class Generation:
    """A published generation: its stamp, and the rows of each mart."""

    stamp: Stamp
    rows: dict[str, int]


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy_mart(con: duckdb.DuckDBPyConnection, mart: Mart) -> int:
    """Create the mart in the new file, masked and described; return its rows."""
    table = _identifier(mart.name)
    described = con.execute(f"describe warehouse.marts.{table}").fetchall()
    present = [row[0] for row in described]
    missing = sorted(set(mart.masks) - set(present))
    if missing:
        raise PublicationRefused(f"{mart.name}: masked column(s) {', '.join(missing)} are not in the table.")
    columns = ", ".join(
        f"{masked(_identifier(name), mart.masks[name])} as {_identifier(name)}"
        if name in mart.masks
        else _identifier(name)
        for name in present
    )
    con.execute(f"create table next.main.{table} as select {columns} from warehouse.marts.{table}")
    con.execute(f"comment on table next.main.{table} is {_literal(mart.description)}")
    for name in present:
        if mart.columns.get(name):
            text = _literal(mart.columns[name])
            con.execute(f"comment on column next.main.{table}.{_identifier(name)} is {text}")
    before = con.execute(f"select count(*) from warehouse.marts.{table}").fetchall()[0][0]
    after = con.execute(f"select count(*) from next.main.{table}").fetchall()[0][0]
    if before != after:
        raise PublicationRefused(f"{mart.name}: {before} rows in the warehouse, {after} in the publication.")
    return int(after)


def _write_stamp(con: duckdb.DuckDBPyConnection, stamp: Stamp) -> None:
    con.execute(
        "create table next.main.meta_publication (as_of timestamptz, time_zone varchar, currency varchar, "
        "company_name_en varchar, company_name_zh varchar, run_id varchar, published_at timestamptz, "
        "is_made_up boolean, conversion_window_days integer)"
    )
    values = asdict(stamp)
    con.execute(
        "insert into next.main.meta_publication values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [value.isoformat() if isinstance(value, datetime) else value for value in values.values()],
    )


def _write_parquet(con: duckdb.DuckDBPyConnection, name: str, rows: int, folder: Path) -> None:
    target = folder / f"{name}.parquet"
    con.execute(
        f"copy next.main.{_identifier(name)} to {_literal(str(target))} (format parquet, compression zstd)"
    )
    written = con.execute(f"select num_rows from parquet_file_metadata({_literal(str(target))})").fetchall()[
        0
    ][0]
    if written != rows:
        raise PublicationRefused(f"{name}.parquet: {written} rows written, {rows} expected.")


def _write_aside(
    warehouse: Path, aside: Path, marts: Sequence[Mart], stamp: Stamp, loads: int
) -> dict[str, int]:
    """Write the new generation into the folder `aside` and return the rows of each mart."""
    (aside / "parquet").mkdir()
    with duckdb.connect() as con:
        con.execute("set TimeZone = 'UTC'")
        con.execute(f"attach {_literal(str(warehouse))} as warehouse (read_only)")
        target = _literal(str(aside / "marts.duckdb"))
        con.execute(f"attach {target} as next (storage_version '{STORAGE_VERSION}')")
        rows = {mart.name: _copy_mart(con, mart) for mart in marts}
        # A warehouse can open cleanly with rows missing (a damaged log), so it is compared with the manifest.
        if rows.get("fct_loads", loads) != loads:
            raise PublicationRefused(
                f"The warehouse knows {rows['fct_loads']} loads, the landing zone {loads}. "
                "Run again; if it stays so, delete the warehouse folder: it is rebuilt from the landing zone."
            )
        _write_stamp(con, stamp)
        for name, count in {**rows, "meta_publication": 1}.items():
            _write_parquet(con, name, count, aside / "parquet")
        con.execute("checkpoint next")
        con.execute("detach next")
    return rows


def _put_in_place(aside: Path, serve: Path) -> None:
    parquet = serve / "parquet"
    parquet.mkdir(exist_ok=True)
    parquet.chmod(0o755)
    fresh = sorted((aside / "parquet").iterdir())
    for path in (*fresh, aside / "marts.duckdb", aside / "publication.json"):
        path.chmod(0o444)
        _fsync(path)
    for path in fresh:
        path.replace(parquet / path.name)
    for path in parquet.iterdir():
        if path.name not in {item.name for item in fresh}:
            path.unlink()
    (aside / "marts.duckdb").replace(serve / "marts.duckdb")
    (aside / "publication.json").replace(serve / "publication.json")
    _fsync(parquet)
    _fsync(serve)


def candidate_folder(serve: Path, run_id: str) -> Path:
    """Return where the candidate of a run is written: on the same file system, so that a rename suffices."""
    return serve / f".next-{run_id}"


def candidate_marts(serve: Path, run_id: str) -> Path:
    """Return the DuckDB file of a run's candidate."""
    return candidate_folder(serve, run_id) / "marts.duckdb"


def write_candidate(
    warehouse: Path, serve: Path, marts: Sequence[Mart], stamp: Stamp, loads: int
) -> Generation:
    """Write the marts of `warehouse` aside, as they would be published. Nothing that readers see is touched.

    Args:
        warehouse: the private DuckDB file; nobody may have it open for writing.
        serve: folder of the publication.
        marts: what is published.
        stamp: what the generation says about itself.
        loads: number of loads that the landing zone knows as of the stamp's moment.

    Raises:
        PublicationRefused: when row counts do not agree.
    """
    for leftover in serve.glob(".next-*"):
        shutil.rmtree(leftover)
    aside = candidate_folder(serve, stamp.run_id)
    aside.mkdir(mode=0o700)
    try:
        rows = _write_aside(warehouse, aside, marts, stamp, loads)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    record = {
        "as_of": stamp.as_of.isoformat(),
        "published_at": stamp.published_at.isoformat(),
        "run_id": stamp.run_id,
        "is_made_up": stamp.is_made_up,
        "rows": rows,
    }
    # Written last: a candidate without it is not whole.
    (aside / "publication.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    return Generation(stamp, rows)


def publish_candidate(serve: Path, run_id: str) -> dict[str, int]:
    """Put the candidate of a run in place and return the rows of each mart.

    Raises:
        PublicationRefused: when that run left no whole candidate.
    """
    aside = candidate_folder(serve, run_id)
    note = aside / "publication.json"
    if not note.is_file():
        raise PublicationRefused(
            "There is no candidate to publish. Run the daily job, which makes and checks one."
        )
    rows: dict[str, int] = json.loads(note.read_text(encoding="utf-8"))["rows"]
    _put_in_place(aside, serve)
    shutil.rmtree(aside, ignore_errors=True)
    return rows
