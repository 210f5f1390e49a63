"""ndjson: one JSON object a line. Finding columns inside an object is in `json_paths`."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa

from ingestion.contracts.model import Contract
from ingestion.readers.batch import build_batch, gathered, is_full
from ingestion.readers.envelope import Envelope, NoEnvelope, envelope_columns, take_envelope
from ingestion.readers.header import listed, missing_column
from ingestion.readers.json_paths import Ambiguous, JsonPaths, Number, strings_in
from ingestion.readers.result import MAX_FIELD_BYTES, FileReading, FileRefused, Rejected
from ingestion.readers.textfile import TextFile, body_of, is_damaged, open_text, printable
from ingestion.readers.tokenizer import is_too_long

# Where one of these stands in a line, its strings are looked at one by one.
_SUSPICIOUS = re.compile(r"\\u0000|\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TOO_DEEP = "The JSON is nested too deeply."

# Objects are wider than csv lines: batches as long would take twice the memory of the whole pull before.
_BATCH_ROWS = 16_384


class _Unusable(Exception):
    """Why one line is quarantined."""

    def __init__(
        self, rule: str, reason: str, remedy: str = "Export one complete JSON object a line."
    ) -> None:
        super().__init__(reason)
        self.rule, self.reason, self.remedy = rule, reason, remedy


def read_ndjson(path: Path, contract: Contract) -> FileReading:
    """Read an ndjson file by its contract.

    A number's text is kept as it stands, so ids above 2^53 and decimals lose nothing. Fields that the
    contract does not name go to `_extra`. Raises FileRefused for a JSON array or document in place of
    lines and, when the batches end, where a required column stood in no object at all.
    """
    text = open_text(path, contract.format.encodings)
    reading = FileReading(encoding=text.encoding, lines_in=text.lines, raw_lines=text.raw_lines)
    if text.damaged:
        reading.warnings.append(
            f"No declared encoding decodes the whole file; it is read as {text.encoding}."
        )
    _refuse_document(text)
    reading.batches = gathered(_pieces(text, contract, reading), reading, _BATCH_ROWS)
    return reading


def _pieces(text: TextFile, contract: Contract, reading: FileReading) -> Iterator[pa.Table]:
    paths = JsonPaths(contract.columns)
    rows: list[tuple[int, list[str | None], str | None]] = []
    envelopes: list[Envelope] = []
    is_pulled = contract.api is not None
    # A pull writes its lines itself: no key stands twice, and numbers are in their shortest form.
    decode = orjson.loads if is_pulled else _DECODER.decode
    size = taken = 0
    has_objects = False
    for number, line in enumerate(text.read_lines(), start=1):
        body = body_of(line)
        if not body or body.isspace():
            reading.lines_blank += 1
            continue
        try:
            line_object = _object(body, text.damaged, decode)
            envelope = take_envelope(line_object) if is_pulled else None
            cells, extra = paths.find(line_object)
            if len(body) > MAX_FIELD_BYTES // 4 and any(
                is_too_long(cell) for cell in (*cells, extra) if cell
            ):
                raise _Unusable("field_too_long", f"A field is longer than {MAX_FIELD_BYTES:,} bytes.")
        except (_Unusable, Ambiguous, NoEnvelope) as trouble:
            reading.rejected.append(_rejected(number, body, trouble))
        except orjson.JSONEncodeError:
            reading.rejected.append(_rejected(number, body, _Unusable("bad_json", _TOO_DEEP)))
        else:
            has_objects = True
            rows.append((number, cells, extra))
            if envelope is not None:
                envelopes.append(envelope)
            size += len(body)
        taken += 1
        if is_full(taken, size):
            yield _piece(rows, envelopes, contract)
            rows, envelopes, size, taken = [], [], 0, 0
    if rows:
        yield _piece(rows, envelopes, contract)
    _look_back(paths, contract, reading, has_objects)


def _piece(
    rows: list[tuple[int, list[str | None], str | None]], envelopes: list[Envelope], contract: Contract
) -> pa.Table:
    columns = list(zip(*(cells for _, cells, _ in rows), strict=True)) or [()] * len(contract.columns)
    batch = build_batch(
        contract.columns,
        {key: pa.array(column, pa.string()) for key, column in zip(contract.columns, columns, strict=True)},
        pa.array([number for number, _, _ in rows], pa.int64()),
        pa.repeat(pa.scalar(1, pa.int32()), len(rows)),
        [extra for _, _, extra in rows],
    )
    if contract.api is not None:
        for name, column in envelope_columns(envelopes).items():
            batch = batch.append_column(name, column)
    return batch


def _object(body: str, damaged: bool, decode: Callable[[str], Any]) -> dict[str, Any]:
    """Return the JSON object in a line, or raise _Unusable."""
    if "\0" in body:
        raise _Unusable("nul_byte", "The line holds a NUL character.")
    if damaged and is_damaged(body):
        raise _Unusable(
            "undecodable", "The line holds bytes that are no text in any encoding the contract declares."
        )
    try:
        value = decode(body)
    except json.JSONDecodeError as error:
        raise _Unusable(
            "bad_json", f"The line is no JSON: {error.msg} at character {error.pos + 1}."
        ) from error
    except RecursionError as error:
        raise _Unusable("bad_json", _TOO_DEEP) from error
    if not isinstance(value, dict):
        raise _Unusable("not_an_object", "The line is JSON, but not an object in braces.")
    if _SUSPICIOUS.search(body):
        for string in strings_in(value):
            if "\0" in string:
                raise _Unusable("nul_byte", "A field holds a NUL character.")
            if _SURROGATE.search(string):
                raise _Unusable(
                    "undecodable", "A field holds half of a surrogate pair, which is no character."
                )
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Unusable("duplicate_key", f"Key '{twice[:60]}' stands twice in one object.")
    return found


def _constant(name: str) -> Any:
    raise _Unusable("bad_json", f"The line is no JSON: {name} is no JSON number.")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_float=Number, parse_int=Number, parse_constant=_constant
)


def _rejected(line: int, body: str, trouble: _Unusable | Ambiguous | NoEnvelope) -> Rejected:
    return Rejected(line, 1, printable(body), trouble.rule, None, trouble.reason, trouble.remedy)


def _refuse_document(text: TextFile) -> None:
    """Refuse a file that is one JSON array or one pretty-printed document."""
    filled = (body for line in text.read_lines() if (body := body_of(line).strip()))
    first = next(filled, "")
    is_array = first.startswith("[") and (not first.endswith("]") or next(filled, None) is None)
    if is_array or first == "{":
        raise FileRefused(
            "not_ndjson",
            f"Expected one JSON object a line, found one JSON {'array' if is_array else 'document'}.",
            "Export as ndjson (JSON lines): each record on a line of its own, without brackets and commas.",
        )


def _look_back(paths: JsonPaths, contract: Contract, reading: FileReading, has_objects: bool) -> None:
    """Warn and refuse by what the whole file showed, as a header would have shown at once."""
    if not has_objects:
        if not reading.lines_in - reading.lines_blank:
            reading.warnings.append("The file is empty.")
        return
    unknown = list(paths.unknown)
    missing = [spec for key, spec in contract.columns.items() if spec.required and key not in paths.seen]
    if missing:
        raise missing_column(missing, contract.columns, unknown, "any line")
    reading.warnings.extend(
        f"Column '{contract.columns[key].header}' was found under its alias '{alias}'."
        for key, alias in paths.by_alias.items()
    )
    if unknown:
        reading.warnings.append(f"Fields not in the contract are kept in _extra: {listed(unknown)}.")
