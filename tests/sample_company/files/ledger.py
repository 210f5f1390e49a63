"""The truth about every line that was written: which file, which line, loaded or quarantined and why."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Quarantined:
    """A record that must be quarantined: its first line, how many lines it spans, the rule it breaks."""

    source: str
    file_name: str
    line: int
    lines: int
    rule: str


@dataclass
class FileEntry:
    """The lines of one file. `records` counts the records that must be loaded, `lines_loaded` their lines."""

    source: str
    file_name: str
    lines_in: int = 0
    lines_header: int = 0
    lines_blank: int = 0
    lines_loaded: int = 0
    lines_quarantined: int = 0
    records: int = 0
    same_bytes_as: str | None = None


@dataclass
class Ledger:
    """All files and all quarantined records, in the order of writing."""

    files: list[FileEntry] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)

    def open(self, source: str, file_name: str) -> "FileLedger":
        """Start a file; `file_name` is its path below the inbox."""
        entry = FileEntry(source, file_name)
        self.files.append(entry)
        return FileLedger(self, entry)


class FileLedger:
    """Books the lines of one file. Lines count from 1: physical lines, sheet rows, or Parquet rows."""

    def __init__(self, ledger: Ledger, entry: FileEntry) -> None:
        self._ledger = ledger
        self._entry = entry

    def header(self, lines: int = 1) -> None:
        """Book header, title or footer lines."""
        self._entry.lines_in += lines
        self._entry.lines_header += lines

    def blank(self) -> None:
        """Book a blank line."""
        self._entry.lines_in += 1
        self._entry.lines_blank += 1

    def record(self, rule: str | None, lines: int = 1) -> None:
        """Book a record; with a rule it is one that must be quarantined."""
        entry = self._entry
        if rule is None:
            entry.records += 1
            entry.lines_loaded += lines
        else:
            entry.lines_quarantined += lines
            self._ledger.quarantined.append(
                Quarantined(entry.source, entry.file_name, entry.lines_in + 1, lines, rule)
            )
        entry.lines_in += lines
