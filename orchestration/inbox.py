"""The inbox of this installation: how long a file must have been still, and what is left lying there."""

from ingestion.inbox import InboxScan, scan
from orchestration.resources import Installation

# A file that grows is touched all the time; one that somebody put there before calling `leadmill run` is not.
_SETTLE_SECONDS = 2.0


def scan_inbox(installation: Installation, settle_seconds: float = _SETTLE_SECONDS) -> InboxScan:
    """Sort the files of the inbox. The made-up company's files were written whole a moment ago."""
    home = installation.home
    settle = 0.0 if home.made_up is not None else settle_seconds
    return scan(home.inbox, installation.configuration.contracts, settle)


def left_lying(found: InboxScan) -> list[str]:
    """Return what nobody will ever pick up unless a person does something, one sentence a file."""
    lines = [
        f"{path.name}: no contract claims it; correct its name or folder, or add a contract."
        for path in found.unclaimed
    ]
    return lines + [f"{path.name}: {reason}" for path, reason in found.refused]
