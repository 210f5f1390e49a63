"""What every reader returns: batches of text, rejected records, counts, and the refusal of a whole file.

Reading of formats is in the other modules of this package; the meaning of values is in `ingestion.mapping`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

LINE = "_line"
LINES = "_lines"
EXTRA = "_extra"

# Raised when a reader would read the same bytes differently; it stands in every commit record.
PARSER_VERSION = "1"

# Rows of one batch. 64k rows of 13 text columns are about 20 MB: small against the memory of any machine,
# large enough that the cost per batch (one SQL statement, one row group) does not show.
BATCH_ROWS = 65_536

# A field longer than this is quarantined: no lead has one, and it is what a lost quote looks like.
MAX_FIELD_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Rejected:
    r"""One record that cannot be read; it goes to quarantine.

    `line` is its first physical line (from 1), `lines` the number of physical lines it spans. `raw` is its
    text; a byte that cannot be decoded stands there as ``\xNN``.
    """

    line: int
    lines: int
    raw: str
    rule: str
    column: str | None
    reason: str
    remedy: str


class FileRefused(Exception):
    """The whole file departs from its contract: nothing of it is loaded, its raw bytes are kept.

    A reader may raise it when it is called and, where only the end of the file shows it, while its batches
    are being read; whoever reads keeps nothing of what came before.
    """

    def __init__(self, rule: str, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}")
        self.rule = rule
        self.reason = reason
        self.remedy = remedy


RawLines = Callable[[Sequence[tuple[int, int]]], list[str]]


@dataclass
class FileReading:
    r"""One file being read.

    `lines_in` is counted independently of the reader, on the raw bytes. `lines_header`, `lines_blank`,
    `warnings` and `rejected` are complete only when `batches` is exhausted; `rejected` may be emptied by the
    caller between batches (one may be without rows for that), so that a file of bad lines only does not
    fill the memory.

    `raw_lines` reads the file once more and returns the raw text of each (first line, number of lines), in
    the order asked for: text lines as they stand, with bytes that cannot be decoded as ``\xNN``; rows of
    sheets and of Parquet as JSON.

    Lines are physical lines of text files, rows of a sheet, rows of Parquet.
    """

    encoding: str | None
    lines_in: int
    raw_lines: RawLines
    lines_header: int = 0
    lines_blank: int = 0
    warnings: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    batches: Iterator[pa.Table] = field(default_factory=lambda: iter(()))


def batch_schema(columns: Iterable[str]) -> pa.Schema:
    """Return the schema of a batch: one text column for each contract column, then line, lines and extra."""
    text = [(name, pa.string()) for name in columns]
    return pa.schema([*text, (LINE, pa.int64()), (LINES, pa.int32()), (EXTRA, pa.string())])
