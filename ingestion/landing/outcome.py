"""The commit record of a load that has just been tried: loaded, empty, held or refused."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from ingestion.contracts.model import Contract
from ingestion.landing.loading import Loaded
from ingestion.landing.record import EMPTY, HELD, LOADED, REFUSED, LoadRecord, utc_text
from ingestion.landing.volume import reason_to_hold
from ingestion.mapping.batch import LoadStamp
from ingestion.readers.reader import count_lines
from ingestion.readers.result import PARSER_VERSION, FileRefused


def of_refused(contract: Contract, stamp: LoadStamp, raw: Path, refused: FileRefused) -> LoadRecord:
    """Return the record of a file that departs from its contract."""
    return dataclasses.replace(
        _base(contract, stamp, raw, REFUSED),
        rule=refused.rule,
        reason=refused.reason,
        remedy=refused.remedy,
        lines_in=count_lines(raw, contract),
    )


def of_loaded(
    contract: Contract, stamp: LoadStamp, raw: Path, loaded: Loaded, history: Sequence[LoadRecord]
) -> LoadRecord:
    """Return the record of a file that was read to its end; `history` are all earlier records."""
    reading, quarantined = loaded.reading, loaded.quarantine.lines
    record = dataclasses.replace(
        _base(contract, stamp, raw, LOADED if loaded.lines_loaded or quarantined else EMPTY),
        encoding=reading.encoding,
        lines_in=reading.lines_in,
        lines_header=reading.lines_header,
        lines_blank=reading.lines_blank,
        lines_loaded=loaded.lines_loaded,
        lines_quarantined=quarantined,
        rows=dict(loaded.typed.rows),
        rows_total=sum(loaded.typed.rows.values()),
        warnings=list(reading.warnings),
    )
    hold = reason_to_hold(contract, stamp.file_hash, loaded.lines_loaded, history)
    if record.status == EMPTY or hold is None:
        return record
    rule, reason = hold
    remedy = f"Ask the sender whether the file is complete; if it is, approve load {stamp.load_id}."
    return dataclasses.replace(record, status=HELD, rule=rule, reason=reason, remedy=remedy)


def _base(contract: Contract, stamp: LoadStamp, raw: Path, status: str) -> LoadRecord:
    return LoadRecord(
        load_id=stamp.load_id,
        source=stamp.source,
        system=stamp.system,
        delivery=contract.delivery,
        file_name=stamp.file_name,
        file_hash=stamp.file_hash,
        bytes=raw.stat().st_size,
        contract_fingerprint=contract.fingerprint,
        parser_version=PARSER_VERSION,
        status=status,
        landed_at=utc_text(stamp.landed_at),
    )
