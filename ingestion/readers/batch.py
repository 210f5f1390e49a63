"""Building batches: text columns by contract key, line numbers, and unknown columns as JSON."""

import json
from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from ingestion.readers.header import Header
from ingestion.readers.result import batch_schema


def build_batch(
    columns: Iterable[str],
    arrays: Mapping[str, pa.Array | pa.ChunkedArray],
    lines: pa.Array,
    spans: pa.Array,
    extra: Sequence[str | None] | None,
) -> pa.Table:
    """Return one batch.

    `columns` are the contract's column keys; one that is not in `arrays` is all null. `extra` is the JSON
    text of the unknown columns for each row, or None when there are none.
    """
    schema = batch_schema(columns)
    count = len(lines)
    null = pa.nulls(count, pa.string())
    given = [arrays.get(name, null) for name in schema.names[:-3]]
    extras = null if extra is None else pa.array(extra, pa.string())
    return pa.table([*given, lines, spans, extras], schema=schema)


def extra_json(header: Header, columns: Sequence[Sequence[str | None]]) -> list[str | None] | None:
    """Return, for each row, the non-blank cells of the columns unknown to the contract, as a JSON object.

    `columns` holds those columns, in the order of `header.extras`. None when the header has no such column.
    """
    names = [header.names[position] for position in header.extras]
    if not names:
        return None
    return [
        to_json({name: cell for name, cell in zip(names, row, strict=True) if cell})
        for row in zip(*columns, strict=True)
    ]


def to_json(cells: Mapping[str, object]) -> str | None:
    """Return `cells` as compact JSON text, or None when there are none."""
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":")) if cells else None
