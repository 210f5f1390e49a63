"""The pull records of a landing zone, and what is known of each source's ids from them.

A pull that has no record did not happen: the next one starts where the last recorded one did. Below the
landing zone: pulls/<pull_id>.json, pulled/<source>/<pull_id>.parquet (ids with hashes), pulls.parquet.
"""

from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from ingestion.landing.durable import create_private, make_folder, move_into_place, write_into_place
from ingestion.pulling.record import SCHEMA, PullRecord, from_json, to_json, to_table
from ingestion.pulling.resource import Op

# What is kept of each id: the hash of its newest state, and the operation that brought it.
KNOWN = pa.schema([("id", pa.string()), ("hash", pa.binary()), ("op", pa.string())])


class Known:
    """What was landed of a source: the newest hash of each id, and which ids are live."""

    def __init__(self, hashes: dict[str, bytes], gone: set[str]) -> None:
        self.hashes = hashes
        self.gone = gone

    def live(self) -> set[str]:
        """Return the ids that are not known to be deleted or merged away."""
        return self.hashes.keys() - self.gone


class PullLedger:
    """The pulls of one landing zone at `root`. One writer at a time: the holder of the data folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._records = root / "pulls"
        self._work = root / "pulling"

    def prepare(self) -> None:
        """Make the folders and `pulls.parquet`, and remove what a killed pull left behind."""
        for folder in (self._records, self._work, self._root / "pulled"):
            make_folder(folder)
        for leftover in self._work.iterdir():
            leftover.unlink()
        self.export()

    def prepare_reading(self) -> None:
        """Make sure that `pulls.parquet` is there as this version has it, beside whoever may be pulling."""
        table = self._root / "pulls.parquet"
        if not table.is_file() or pq.read_schema(table) != SCHEMA:
            make_folder(self._work)
            self.export()

    def work_file(self, name: str) -> Path:
        """Return the path of a file that a running pull makes."""
        return self._work / name

    def new_id(self, source: str, until: datetime) -> str:
        """Return an id that no pull of the source has; of one moment the later pull has the greater one."""
        first = f"{source}-{until:%Y%m%dT%H%M%S%f}"
        taken = len(list(self._records.glob(f"{first}*.json")))
        return f"{first}-{taken + 1:03}" if taken else first

    def all(self, source: str | None = None) -> list[PullRecord]:
        """Return the records, of one source where given, oldest first."""
        records = [from_json(path.read_bytes(), path.name) for path in self._records.glob("*.json")]
        own = [record for record in records if source is None or record.source == source]
        return sorted(own, key=lambda record: (record.until, record.pull_id))

    def last_proven(self, source: str) -> PullRecord | None:
        """Return the newest record of a source that proves completeness; None when there is none."""
        return next((record for record in reversed(self.all(source)) if record.is_proven), None)

    def known(self, source: str) -> Known:
        """Return what the recorded pulls of a source landed."""
        order = {record.pull_id: place for place, record in enumerate(self.all(source))}
        paths = [path for path in self._folder(source).glob("*.parquet") if path.stem in order]
        if not paths:
            return Known({}, set())
        paths.sort(key=lambda path: order[path.stem])
        with duckdb.connect(":memory:") as con:
            con.register("places", pa.table({"file": [str(p) for p in paths], "place": range(len(paths))}))
            rows = con.sql(
                "select id, arg_max(hash, place) as hash, arg_max(op, place) as op "
                "from read_parquet($files, filename = true) as known "
                "join places on known.filename = places.file group by id",
                params={"files": [str(path) for path in paths]},
            ).to_arrow_table()
        ids, hashes, ops = (rows[name].to_pylist() for name in ("id", "hash", "op"))
        gone = {one for one, op in zip(ids, ops, strict=True) if op != Op.UPSERT}
        return Known(dict(zip(ids, hashes, strict=True)), gone)

    def write(self, record: PullRecord, news: pa.Table | None) -> None:
        """Write a record durably, and before it what it landed: a table like KNOWN, None for nothing."""
        if news is not None:
            folder = self._folder(record.source)
            make_folder(folder)
            beside = self._work / f"{record.pull_id}.parquet"
            create_private(beside)
            pq.write_table(news, beside, compression="zstd")
            move_into_place(beside, folder / f"{record.pull_id}.parquet")
        write_into_place(to_json(record), self._work, self._records / f"{record.pull_id}.json")

    def export(self) -> None:
        """Rewrite `pulls.parquet`, through which dbt reads the records."""
        beside = self._work / "pulls.parquet.part"
        create_private(beside)
        pq.write_table(to_table(self.all()), beside, compression="zstd")
        move_into_place(beside, self._root / "pulls.parquet")

    def _folder(self, source: str) -> Path:
        return self._root / "pulled" / source
