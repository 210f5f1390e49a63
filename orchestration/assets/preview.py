"""What of landed data may be shown in a run's metadata: counts, and a few rows without personal data.

Dagster keeps metadata for ever and shows it to everybody who may open its pages, so names, addresses,
numbers and free text stay out.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
import pyarrow.parquet as pq

from ingestion.canonical.field import Entity, Kind

_PREVIEW_ROWS = 5
# Text fields that hold a code of a short list, never something a person wrote about a person.
_CODES = {"channel", "status", "stage", "loss_reason", "currency", "metric", "activity_type", "touch_type"}


def table(rows: Iterable[Mapping[str, Any]]) -> dg.TableMetadataValue | dg.TextMetadataValue:
    """Return rows as a metadata table; blanks for nulls."""
    records = [
        dg.TableRecord({key: "" if value is None else str(value) for key, value in row.items()})
        for row in rows
    ]
    if not records:
        return dg.MetadataValue.text("none")
    columns = [dg.TableColumn(name, "string") for name in records[0].data]
    return dg.MetadataValue.table(records, dg.TableSchema(columns))


def _shown(value: Any) -> Any:
    """An id may be an e-mail address in some systems."""
    return "***" if isinstance(value, str) and "@" in value else value


def preview_rows(path: Path, entity: Entity) -> list[dict[str, Any]]:
    """Return the first landed rows of a typed file: keys, codes, dates and numbers only."""
    columns = [
        field.name
        for field in entity.fields
        if field.kind is not Kind.TEXT or field.name in entity.key or field.name in _CODES
    ]
    file = pq.ParquetFile(path)
    for batch in file.iter_batches(batch_size=_PREVIEW_ROWS, columns=columns):
        return [{key: _shown(value) for key, value in row.items()} for row in batch.to_pylist()]
    return []
