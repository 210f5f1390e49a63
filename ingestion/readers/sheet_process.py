"""The child process that opens an xlsx file, so that a hostile one can harm no more than this process.

Run as `python -m ingestion.readers.sheet_process FILE [SHEET]`. It writes to standard output one JSON array
of cell texts for each row of the sheet, from row 1, then one JSON object: `rows`, `sheet` and `warnings`, or
`rule`, `reason` and `remedy` of the refusal. What the cells mean is up to the parent (`xlsx`).
"""

import contextlib
import json
import re
import sys
import zipfile
from typing import IO, Any

from ingestion.readers.cells import EXACT_WHOLE, cell_text

# A million rows of 20 columns are 500 MB of XML. 1 GB of zeros fits into an xlsx of 0.97 MB: ratio 1,000.
MAX_MEMBERS = 4_096
MAX_UNPACKED_BYTES = 512 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM_BYTES = 1024 * 1024
MAX_MEMORY_BYTES = 2 * 1024 * 1024 * 1024
MAX_CPU_SECONDS = 300

_OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_NO_RESULT = re.compile(rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^<>]*/>)\s*(?:<(?:\w+:)?v\s*/>|</(?:\w+:)?c>)")
_CHUNK = 1024 * 1024
_OVERLAP = 256


class _Refused(Exception):
    def __init__(self, rule: str, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.answer = {"rule": rule, "reason": reason, "remedy": remedy}


def main(path: str, sheet: str | None, out: IO[str]) -> None:
    """Write the rows of one sheet and the closing object to `out`."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - the child stays free of what it does not need
            _check_archive(file)
            answer = _dump(file, path, sheet, out)
    except _Refused as refused:
        answer = refused.answer
    except MemoryError:
        answer = _Refused(
            "sheet_too_large",
            f"The sheet needs more than {MAX_MEMORY_BYTES // 2**20} MiB of memory.",
            "Deliver it in smaller files, or as csv.",
        ).answer
    except Exception as error:  # any fault of a file that a parser did not expect is the file's
        answer = _damaged(error).answer
    out.write(json.dumps(answer, ensure_ascii=False) + "\n")
    out.flush()


def _damaged(error: Exception) -> _Refused:
    return _Refused(
        "unreadable_file",
        # The error's own text may quote a cell, and reasons are published.
        f"The workbook cannot be opened ({type(error).__name__}).",
        "Open it in Excel or WPS, save it again as .xlsx and deliver it again.",
    )


def _check_archive(file: IO[bytes]) -> None:
    """Refuse what is no xlsx, is encrypted, or unpacks to more than any real sheet, before opening it."""
    magic = file.read(8)
    file.seek(0)
    if magic == _OLE_MAGIC:
        raise _Refused(
            "unreadable_file",
            "The workbook is encrypted, or of the old .xls format.",
            "Remove the password and save it as .xlsx.",
        )
    if not magic.startswith(b"PK"):
        raise _Refused(
            "unreadable_file", "The file is no xlsx workbook.", "Save it as .xlsx from Excel or WPS."
        )
    try:
        members = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, ValueError, EOFError) as error:
        raise _damaged(error) from error
    unpacked = sum(member.file_size for member in members)
    ratio = max(
        (m.file_size / max(m.compress_size, 1) for m in members if m.file_size > RATIO_FROM_BYTES), default=0
    )
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES or ratio > MAX_RATIO:
        raise _Refused(
            "archive_bomb",
            f"The workbook unpacks {len(members):,} parts to {unpacked:,} bytes ({ratio:,.0f} to 1); at most "
            f"{MAX_MEMBERS:,} parts, {MAX_UNPACKED_BYTES:,} bytes and {MAX_RATIO} to 1 are opened.",
            "Deliver the data as csv, or remove everything but the data from the workbook.",
        )
    file.seek(0)


def _dump(file: IO[bytes], path: str, sheet: str | None, out: IO[str]) -> dict[str, Any]:
    # openpyxl looks for numpy and Pillow and would import them: 0.2 CPU seconds for nothing.
    sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]
    sys.modules.setdefault("PIL", None)  # type: ignore[arg-type]
    from openpyxl.reader.excel import load_workbook

    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    name = _choose({ws.title: ws.sheet_state == "visible" for ws in book.worksheets}, sheet)
    chosen = book[name]
    chosen.reset_dimensions()  # some exporters write a wrong one, and rows would be cut by it
    long_numbers = 0
    for row in chosen.iter_rows(values_only=True):
        cells = [_unescaped(value) if isinstance(value, str) else cell_text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        long_numbers += sum(_is_cut(value) for value in row)
        out.write(json.dumps(cells, ensure_ascii=False) + "\n")
    rows, merged = _count_again(path, name)
    warnings = []
    if long_numbers:
        warnings.append(
            f"{long_numbers} numbers have more than 15 digits, of which Excel keeps 15: "
            "format ids as text in the workbook."
        )
    if merged:
        warnings.append(f"Merged cells hold a value in their first cell only: {', '.join(merged[:5])}.")
    part = str(chosen._worksheet_path)  # type: ignore[attr-defined]
    with contextlib.closing(book):
        unsolved = _count_unsolved(file, part)
    if unsolved:
        warnings.append(f"{unsolved} formulas have no stored result and are read as blank.")
    return {"rows": rows, "sheet": name, "warnings": warnings}


def _choose(visible: dict[str, bool], wanted: str | None) -> str:
    """Return the sheet to read: the wanted one, or the only one that is visible."""
    names = ", ".join(f"'{name}'" for name in visible)
    if wanted is not None:
        found = [name for name in visible if name.strip() == wanted.strip()]
        if found:
            return found[0]
        raise _Refused(
            "missing_sheet",
            f"Sheet '{wanted}' is missing; found {names}.",
            "Rename the sheet in the workbook, or change sheet in the contract.",
        )
    shown = [name for name, is_visible in visible.items() if is_visible]
    if len(shown) == 1:
        return shown[0]
    raise _Refused(
        "which_sheet",
        f"The contract names no sheet, and the workbook has {len(shown)} visible ones: {names}.",
        "Name the sheet in the contract (format.sheet).",
    )


def _unescaped(text: str) -> str:
    """Return a text with _x000D_, as Excel writes characters that XML forbids, turned back into them."""
    if "_x" not in text:
        return text
    from openpyxl.utils.escape import unescape

    plain = str(unescape(text))
    # Half of a surrogate pair is no character; such a text meant what it says.
    return text if any("\ud800" <= character <= "\udfff" for character in plain) else plain


def _is_cut(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) >= EXACT_WHOLE and value == value // 1


def _count_again(path: str, name: str) -> tuple[int, list[str]]:
    """Return the last row with a value, and merged ranges of several rows, by another parser (calamine)."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as book:
        sheet = book.get_sheet_by_name(name)
        last = sheet.end[0] + 1 if sheet.end else 0
        ranges = sheet.merged_cell_ranges or []
        return last, [f"rows {top + 1} to {bottom + 1}" for (top, _), (bottom, _) in ranges if bottom > top]


def _count_unsolved(file: IO[bytes], part: str) -> int:
    """Count formulas without a stored result: programs that do not calculate write them."""
    count, carry = 0, b""
    with zipfile.ZipFile(file).open(part.lstrip("/")) as xml:
        while chunk := xml.read(_CHUNK):
            window = carry + chunk
            # A match that ends in the overlap was counted with the piece before.
            count += sum(match.end() > len(carry) for match in _NO_RESULT.finditer(window))
            carry = window[-_OVERLAP:]
    return count


def _limit() -> None:
    """Limit memory and time of this process, where the system knows how (not all of it on macOS)."""
    try:
        import resource
    except ImportError:  # pragma: no cover - only on Windows
        return
    for what, limit in (
        (resource.RLIMIT_AS, MAX_MEMORY_BYTES),
        (resource.RLIMIT_CPU, MAX_CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (limit, limit))


if __name__ == "__main__":
    _limit()
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None, sys.stdout)
