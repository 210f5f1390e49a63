"""One clear sentence for people about a load: which file, how it ended, why, and what to do."""

from ingestion.landing.record import HELD, REFUSED, LoadRecord


def about_load(record: LoadRecord) -> str:
    """Return a sentence about a load: how it ended, and for a refused or held one why and what to do."""
    if record.status in (REFUSED, HELD):
        return f"{record.file_name}: {record.status} ({record.rule}): {record.reason} {record.remedy}"
    return (
        f"{record.file_name}: {record.status}: {record.lines_in} lines = {record.lines_loaded} loaded + "
        f"{record.lines_quarantined} quarantined + {record.lines_blank} blank + {record.lines_header} header."
    )
