"""The door to all readers: a file by its contract."""

from pathlib import Path

from ingestion.contracts.model import Contract
from ingestion.readers import delimited, ndjson, parquet, textfile, xlsx
from ingestion.readers.result import FileReading, FileRefused


def read(path: Path, contract: Contract, scratch: Path | None = None) -> FileReading:
    """Read a file in the format its contract declares.

    `scratch` is a folder for work files (default: the system's); nothing of them remains. Raises FileRefused
    when the whole file departs from the contract; batches may raise it too.
    """
    kind = contract.format.type
    if kind == "ndjson":
        return ndjson.read_ndjson(path, contract)
    if kind == "xlsx":
        return xlsx.read_xlsx(path, contract, scratch)
    if kind == "parquet":
        return parquet.read_parquet(path, contract)
    return delimited.read_delimited(path, contract, scratch)


def count_lines(path: Path, contract: Contract) -> int:
    """Return how many lines a text file has; 0 where they cannot be counted (sheets, Parquet)."""
    if contract.format.type in ("xlsx", "parquet"):
        return 0
    try:
        return textfile.open_text(path, contract.format.encodings).lines
    except FileRefused:
        return 0
