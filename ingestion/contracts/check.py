"""Checks what a well-shaped contract says about its file: names, dialect, columns, zone, currency.

The field maps are checked in `check_fields.py`, several contracts against each other in `load.py`.
"""

import codecs
import re
from zoneinfo import ZoneInfo

from ingestion.canonical.vocabulary import CURRENCIES
from ingestion.contracts import globs
from ingestion.contracts.check_fields import check_entities
from ingestion.contracts.model import Contract, FormatSpec
from ingestion.contracts.problems import Problems
from ingestion.words import fold_word

# Columns that every batch of rows carries beside the contract's own.
RESERVED_COLUMNS = (
    *("_line", "_lines", "_extra"),
    *("_record_id", "_changed_at", "_is_deleted", "_merged_into"),
)

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_FORMAT_OPTIONS: dict[str, set[str]] = {
    "csv": {"delimiter", "quote", "encodings", "title_rows", "footer_rows", "short_rows"},
    "tsv": {"delimiter", "quote", "encodings", "title_rows", "footer_rows", "short_rows"},
    "ndjson": {"encodings"},
    "xlsx": {"sheet", "title_rows", "footer_rows"},
    "parquet": set(),
}


def check_contract(contract: Contract, problems: Problems) -> None:
    """Record everything in `contract` that makes no sense, though its shape is right."""
    for key in ("source", "system"):
        name = getattr(contract, key)
        if not _NAME.fullmatch(name):
            problems.add(key, f'"{name}" is no name', "use a to z, 0 to 9 and _, beginning with a letter")
    _check_origin(contract, problems)
    _check_place(contract, problems)
    _check_format(contract.format, problems)
    _check_columns(contract, problems)
    check_entities(contract, problems)


def _check_origin(contract: Contract, problems: Problems) -> None:
    """Files or an API, and what a pull cannot have."""
    if contract.files is not None:
        glob_fault = globs.fault(contract.files)
        if glob_fault:
            problems.add("files", f'"{contract.files}" {glob_fault[0]}', glob_fault[1])
    if contract.api is None:
        return
    if contract.files is not None:
        problems.add("api", "stands beside files", "keep the one that the records come from")
    if contract.format.type != "ndjson":
        problems.add("format.type", f"a pull writes ndjson, not {contract.format.type}", "remove format")
    if contract.delivery != "increment":
        wrong = "a pull lands what changed, which cannot replace everything before it"
        problems.add("delivery", wrong, "remove it; deletions are landed too")
    if contract.volume is not None:
        wrong = "a pull lands what changed, so few rows say nothing"
        problems.add("volume", wrong, "remove it; the certificate proves completeness")
    for key in ("connection", "resource"):
        if not getattr(contract.api, key).strip():
            problems.add(f"api.{key}", "is empty", "name it")


def _check_place(contract: Contract, problems: Problems) -> None:
    """The owner, the time zone and the currency."""
    if contract.owner is not None and not re.fullmatch(r"[^@\s]+@[^@\s]+", contract.owner):
        problems.add(
            "owner", f'"{contract.owner}" is no e-mail address', "name who is told of a refused file"
        )
    if not is_time_zone(contract.time_zone):
        problems.add(
            "time_zone", f'"{contract.time_zone}" is unknown', "use an IANA name, e.g. Asia/Shanghai"
        )
    if contract.currency not in CURRENCIES:
        problems.add("currency", f'"{contract.currency}" is unknown', "use an ISO 4217 code, e.g. CNY")


def _check_format(spec: FormatSpec, problems: Problems) -> None:
    """Options that the type has not, and impossible dialects."""
    usable = {"type", "null_values", *_FORMAT_OPTIONS[spec.type]}
    for option in sorted(spec.model_fields_set - usable):
        if (spec.type, option) != ("tsv", "delimiter"):
            problems.add(f"format.{option}", f"{spec.type} has no such option", "remove it")
    if len(spec.delimiter) != 1 or spec.delimiter in '\r\n\0"':
        problems.add("format.delimiter", f"{spec.delimiter!r} is not one usable character", 'use e.g. ","')
    if len(spec.quote) > 1 or spec.quote in ("\r", "\n", "\0", spec.delimiter):
        problems.add(
            "format.quote", f"{spec.quote!r} is not one usable character", "use '\"', or '' for none"
        )
    if not spec.encodings:
        problems.add("format.encodings", "is empty", "name at least one, e.g. [utf-8]")
    for position, encoding in enumerate(spec.encodings):
        _check_encoding(encoding, position == len(spec.encodings) - 1, problems)


def _check_encoding(encoding: str, is_last: bool, problems: Problems) -> None:
    """An encoding must exist, be one of text, and not hide those after it."""
    key = "format.encodings"
    try:
        info = codecs.lookup(encoding)
        is_text = getattr(info, "_is_text_encoding", True)
    except (LookupError, ValueError):
        is_text = False
    if not is_text:
        problems.add(key, f'"{encoding}" is no text encoding', "use e.g. utf-8, gb18030 or big5")
        return
    try:
        bytes(range(256)).decode(encoding)
    except UnicodeError:
        return
    if not is_last:
        problems.add(
            key, f"{encoding} accepts every byte, so what follows it is never tried", "put it last or drop it"
        )


def _check_columns(contract: Contract, problems: Problems) -> None:
    """Column keys, and that no header belongs to two columns."""
    if not contract.columns:
        problems.add("columns", "is empty", "list the columns that the file's header promises")
    owners: dict[str, str] = {}
    for key, spec in contract.columns.items():
        if key in RESERVED_COLUMNS or not key.strip():
            problems.add(f"columns.{key}", "is a reserved or empty name", "choose another")
        for header in spec.names:
            folded = fold_word(header)
            if not folded:
                problems.add(f"columns.{key}", "has an empty header or alias", "give the header's text")
            elif owners.setdefault(folded, key) != key:
                problems.add(
                    f"columns.{key}",
                    f'header "{header}" also belongs to column {owners[folded]}',
                    "let each header stand for one column (case and width make no difference)",
                )


def is_time_zone(name: str) -> bool:
    """Whether `name` is a time zone of the IANA database."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return "/" in name or name == "UTC"
