"""All commit records of a landing zone: reading, writing, and their export as one Parquet file."""

import pyarrow.parquet as pq

from ingestion.landing.durable import create_private, move_into_place, write_into_place
from ingestion.landing.layout import Layout
from ingestion.landing.record import LoadRecord, from_json, to_json, to_table


class Manifest:
    """The commit records. A load that has none did not happen, whatever files it left."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._known: dict[str, tuple[int, LoadRecord]] = {}  # file name -> (time of change, record)

    def all(self) -> list[LoadRecord]:
        """Return every record, oldest first; only files that are new or changed are read."""
        found: dict[str, tuple[int, LoadRecord]] = {}
        if self._layout.manifests.is_dir():
            for path in self._layout.manifests.glob("*.json"):
                changed = path.stat().st_mtime_ns
                known = self._known.get(path.name)
                is_fresh = known is not None and known[0] == changed
                found[path.name] = (
                    known if is_fresh and known else (changed, from_json(path.read_bytes(), path.name))
                )
        self._known = found
        return sorted((record for _, record in found.values()), key=lambda r: (r.landed_at, r.load_id))

    def get(self, load_id: str) -> LoadRecord | None:
        """Return the record of one load, or None."""
        path = self._layout.manifest(load_id)
        try:
            return from_json(path.read_bytes(), path.name)
        except FileNotFoundError:
            return None

    def write(self, record: LoadRecord) -> None:
        """Write a record durably: with this, and not before, the load has happened."""
        write_into_place(to_json(record), self._layout.staging, self._layout.manifest(record.load_id))

    def export(self) -> None:
        """Rewrite `loads.parquet` from the records."""
        beside = self._layout.staging / "loads.parquet.part"
        create_private(beside)
        pq.write_table(to_table(self.all()), beside, compression="zstd")
        move_into_place(beside, self._layout.loads)
