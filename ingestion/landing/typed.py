"""Typed rows as Parquet, one file for each entity, streamed batch by batch."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ingestion.canonical.entities import ENTITIES
from ingestion.canonical.field import arrow_schema
from ingestion.landing.durable import create_private
from ingestion.landing.errors import LandingError


class TypedWriters:
    """Writes the rows of one load to `folder`/<entity>.parquet. Close it."""

    def __init__(self, folder: Path) -> None:
        self.rows: dict[str, int] = {}
        self._folder = folder
        self._writers: dict[str, pq.ParquetWriter] = {}

    def write(self, tables: Mapping[str, pa.Table]) -> None:
        """Add the rows of one batch, by entity name; an entity without rows gets no file."""
        for name, table in tables.items():
            if not table.num_rows:
                continue
            if name not in self._writers:
                create_private(self.path(name))
                schema = arrow_schema(ENTITIES[name])
                self._writers[name] = pq.ParquetWriter(self.path(name), schema, compression="zstd")
            self._writers[name].write_table(table)
            self.rows[name] = self.rows.get(name, 0) + table.num_rows

    def path(self, entity: str) -> Path:
        """The file of one entity."""
        return self._folder / f"{entity}.parquet"

    def close(self) -> None:
        """Finish the files."""
        for writer in self._writers.values():
            writer.close()

    def check(self) -> None:
        """Read the row counts back from the finished files; raises LandingError where one differs."""
        for name, rows in self.rows.items():
            written = pq.read_metadata(self.path(name)).num_rows
            if written != rows:
                raise LandingError(f"{rows} rows of {name} were written, but {written} are in the file.")
