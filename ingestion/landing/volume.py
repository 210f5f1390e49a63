"""Holding a load back: when what arrived is so little that loading it would do harm unseen."""

from collections.abc import Sequence
from statistics import median

from ingestion.contracts.model import Contract
from ingestion.landing.record import LOADED, LoadRecord

# Fewer earlier loads are no history; more than these no longer say what is usual.
MIN_HISTORY = 3
MAX_HISTORY = 10


def reason_to_hold(
    contract: Contract, file_hash: str, lines_loaded: int, history: Sequence[LoadRecord]
) -> tuple[str, str] | None:
    """Return (rule, reason) when a load must wait for approval, or None.

    `history` are all records, oldest first. A file of which an earlier reading was loaded is not held again.
    """
    loaded = [r for r in history if r.source == contract.source and r.status == LOADED]
    if any(record.file_hash == file_hash for record in loaded):
        return None
    if contract.delivery == "snapshot" and not lines_loaded:
        return (
            "nothing_loaded",
            "None of its lines could be loaded, and as a snapshot it would replace all earlier ones.",
        )
    newest = {record.file_hash: record.lines_loaded for record in loaded}
    usual = list(newest.values())[-MAX_HISTORY:]
    if contract.volume is None or len(usual) < MIN_HISTORY:
        return None
    middle = median(usual)
    if lines_loaded >= contract.volume.min_share * middle:
        return None
    return (
        "volume",
        f"It gives {lines_loaded} lines, where the last {len(usual)} loads gave {middle:g} (median): less "
        f"than the share of {contract.volume.min_share:g} that the contract asks for.",
    )
