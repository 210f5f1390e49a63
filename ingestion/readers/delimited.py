"""csv and tsv: the declared dialect, read fast where that is provably right, else carefully.

The fast path is in `delimited_fast`, the careful one in `tokenizer` and `rows`.
"""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from ingestion.contracts.model import Contract
from ingestion.readers.delimited_fast import read_fast
from ingestion.readers.header import Header, count_known
from ingestion.readers.result import FileReading, FileRefused
from ingestion.readers.rows import read_header, read_rows
from ingestion.readers.textfile import TextFile, open_text
from ingestion.readers.tokenizer import Tokenizer

# Below this size the careful reader is done before DuckDB has started.
FAST_FROM_BYTES = 256 * 1024

_HEAD_LINES = 200
_OTHER_DELIMITERS = (",", ";", "\t", "|")


def read_delimited(
    path: Path, contract: Contract, scratch: Path | None = None, fast_from_bytes: int = FAST_FROM_BYTES
) -> FileReading:
    """Read a csv or tsv file by its contract.

    Files smaller than `fast_from_bytes` go to the careful reader at once; `scratch` is the folder for the
    fast one's work file. Raises FileRefused when the
    header, the delimiter or, while batches are read, the end of the file departs from the contract.
    """
    spec = contract.format
    text = open_text(path, spec.encodings)
    reading = FileReading(encoding=text.encoding, lines_in=text.lines, raw_lines=text.raw_lines)
    if text.damaged:
        reading.warnings.append(
            f"No declared encoding ({', '.join(spec.encodings)}) decodes the whole file; "
            f"it is read as {text.encoding}."
        )
    head: list[str] = []
    tokens = Tokenizer(_keep_head(text.read_lines(), head), spec.delimiter, spec.quote, text.damaged)
    reading.lines_header = len(tokens.skip(spec.title_rows))
    events = iter(tokens)
    try:
        header = read_header(events, contract, reading)
    except FileRefused as refused:
        _refuse_delimiter(refused, head, contract)
        raise
    if header is None:
        reading.warnings.append("The file is empty.")
        return reading
    tokens.width = len(header.keys)
    if path.stat().st_size >= fast_from_bytes:
        above = "".join(head[: tokens.line])
        reading.batches = _fast_or_careful(
            text, above, header, contract, read_rows(events, header, contract, reading), reading, scratch
        )
    else:
        reading.batches = read_rows(events, header, contract, reading)
    return reading


def _fast_or_careful(
    text: TextFile,
    above: str,
    header: Header,
    contract: Contract,
    careful: Iterator[pa.Table],
    reading: FileReading,
    scratch: Path | None,
) -> Iterator[pa.Table]:
    quick = read_fast(text, above, header, contract, scratch)
    if quick is None:
        yield from careful
    else:
        reading.lines_blank += quick.lines_blank
        yield from quick.batches()


def _keep_head(lines: Iterator[str], head: list[str]) -> Iterator[str]:
    """Pass lines on and keep the first ones, among which the header is."""
    for line in lines:
        if len(head) < _HEAD_LINES:
            head.append(line)
        yield line


def _refuse_delimiter(refused: FileRefused, head: list[str], contract: Contract) -> None:
    """Say that another delimiter was used, when the header would fit with that one."""
    declared = contract.format.delimiter
    for line in head[contract.format.title_rows :][:1]:
        best = count_known(line.split(declared), contract.columns)
        for other in _OTHER_DELIMITERS:
            names = [name.strip().strip(contract.format.quote) for name in line.split(other)]
            if other != declared and count_known(names, contract.columns) > max(best, 1):
                raise FileRefused(
                    "wrong_delimiter",
                    f"The delimiter departs from the contract: expected {declared!r}, saw {other!r}.",
                    f"Export with {declared!r}, or declare delimiter: {other!r} in the contract.",
                ) from refused
