"""One file through reader and mapping into typed rows and quarantine, with every line accounted for.

Where the results are kept, and when the load has happened, is in `zone`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingestion.contracts.model import Contract, TestLeadRules
from ingestion.landing.errors import LandingError
from ingestion.landing.quarantine import QuarantineWriter
from ingestion.landing.typed import TypedWriters
from ingestion.mapping.batch import LoadStamp, MappedBatch, MappingRejection, map_batch
from ingestion.readers.reader import read
from ingestion.readers.result import LINE, LINES, FileReading, Rejected

# Raw texts are fetched by reading the file again; this many rejections are gathered for one reading.
_GATHERED = 20_000


@dataclass(frozen=True)
class Loaded:
    """What a file gave: the reading with its counts, the lines loaded, and the two sets of finished files."""

    reading: FileReading
    lines_loaded: int
    typed: TypedWriters
    quarantine: QuarantineWriter


def load_file(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    contract: Contract,
    stamp: LoadStamp,
    test_leads: TestLeadRules,
    work: Path,
) -> Loaded:
    """Read, map and write one file into the folder `work`; `con` is a database in memory to map with.

    Raises FileRefused when the file departs from its contract, and LandingError when the lines that came in
    are not those that were loaded, quarantined, blank and header together.
    """
    typed = TypedWriters(work)
    quarantine = QuarantineWriter(work / "quarantine.parquet", stamp)
    lines_loaded = 0
    pending: list[MappingRejection] = []
    reading = read(path, contract, work)
    try:
        for batch in reading.batches:
            if batch.num_rows:
                mapped = map_batch(con, contract, batch, stamp, test_leads)
                _check_lines(batch, mapped, stamp)
                typed.write(mapped.tables)
                lines_loaded += pc.sum(batch[LINES]).as_py() - sum(bad.lines for bad in mapped.rejected)
                pending.extend(mapped.rejected)
            if len(pending) >= _GATHERED:
                quarantine.write(_with_raw(reading, pending))
                pending.clear()
            quarantine.write(reading.rejected)
            reading.rejected.clear()
        quarantine.write(reading.rejected)
        quarantine.write(_with_raw(reading, pending))
    finally:
        typed.close()
        quarantine.close()
    _check_balance(reading, lines_loaded, quarantine.lines, stamp)
    typed.check()
    return Loaded(reading, lines_loaded, typed, quarantine)


def _with_raw(reading: FileReading, rejections: Sequence[MappingRejection]) -> list[Rejected]:
    if not rejections:
        return []
    raws = reading.raw_lines([(bad.line, bad.lines) for bad in rejections])
    return [
        Rejected(bad.line, bad.lines, raw, bad.rule, bad.column or None, bad.reason, bad.remedy)
        for bad, raw in zip(rejections, raws, strict=True)
    ]


def _check_lines(batch: pa.Table, mapped: MappedBatch, stamp: LoadStamp) -> None:
    """Raise LandingError unless each line of the batch is either in a table or rejected, and not both."""
    given = batch[LINE].to_numpy()
    loaded = [table[LINE].to_numpy() for table in mapped.tables.values()]
    kept = _distinct(loaded) if loaded else np.empty(0, given.dtype)
    rejected = np.array(sorted(bad.line for bad in mapped.rejected), given.dtype)
    together = np.sort(np.concatenate([kept, rejected]))
    if not np.array_equal(together, given):
        odd = np.setxor1d(together, given)
        where = odd[0] if len(odd) else "unknown"
        raise LandingError(
            f"{stamp.file_name}: of {len(given)} records {len(kept)} were mapped and {len(rejected)} "
            f"rejected (first at odds: line {where}). This is a fault of the program; the file was left as "
            "it is."
        )


def _distinct(lines: list[np.ndarray]) -> np.ndarray:
    """Return all line numbers, each once; one entity with one row a line needs no sorting."""
    if len(lines) == 1 and (np.diff(lines[0]) > 0).all():
        return lines[0]
    return np.unique(np.concatenate(lines))


def _check_balance(reading: FileReading, loaded: int, quarantined: int, stamp: LoadStamp) -> None:
    parts = loaded + quarantined + reading.lines_blank + reading.lines_header
    if parts != reading.lines_in:
        raise LandingError(
            f"{stamp.file_name}: {reading.lines_in} lines came in, but {loaded} loaded + {quarantined} "
            f"quarantined + {reading.lines_blank} blank + {reading.lines_header} header are {parts}. This is "
            "a fault of the program; the file was left as it is."
        )
