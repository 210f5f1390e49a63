"""The inbox: which files in it are complete, whose they are, which must not be touched. Changes nothing."""

import os
import stat
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingestion.contracts import globs
from ingestion.contracts.model import Contract

_UNFINISHED_ENDINGS = (
    ".part",
    ".partial",
    ".tmp",
    ".temp",
    ".crdownload",
    ".download",
    ".filepart",
    ".swp",
    "~",
)
_UNFINISHED_BEGINNINGS = (".", "~$")
_MAX_NAME_BYTES = 1024


@dataclass(frozen=True)
class InboxScan:
    """What lies in the inbox. `claimed` is in the order of names, so that a rerun takes the same order."""

    claimed: list[tuple[Path, Contract]] = field(default_factory=list)
    unclaimed: list[Path] = field(default_factory=list)
    incomplete: list[Path] = field(default_factory=list)
    refused: list[tuple[Path, str]] = field(default_factory=list)


def scan(
    inbox: Path, contracts: Sequence[Contract], settle_seconds: float = 0.0, now: float | None = None
) -> InboxScan:
    """Sort the files of the inbox and its folders; an absent inbox is an empty one.

    A file is complete when its name says nothing else (.part, .tmp, hidden, ...) and it has not changed for
    `settle_seconds`; `now` is the moment to compare with, in seconds since 1970 (default: the clock).
    Links, FIFOs and names that no file system or message should carry are refused, and left where they are.
    """
    moment = time.time() if now is None else now
    found = InboxScan()
    for path in _walk(inbox):
        name = path.relative_to(inbox).as_posix()
        try:
            status = path.lstat()
        except FileNotFoundError:  # renamed or removed since the folder was listed
            continue
        if fault := name_fault(name) or _kind_fault(status):
            found.refused.append((path, f"It {fault}."))
        elif _is_unfinished(name) or moment - status.st_mtime < settle_seconds:
            found.incomplete.append(path)
        else:
            _assign(path, name, contracts, found)
    return found


def name_fault(name: str) -> str | None:
    """Return why a path below the inbox must not be used, as a clause, or None when it may."""
    parts = name.split("/")
    if name.startswith("/") or (len(name) > 1 and name[1] == ":"):
        return "has an absolute path"
    if any(part in ("", ".", "..") for part in parts):
        return "has an empty part, . or .. in its path"
    if "\\" in name:
        return "has a backslash in its name"
    if any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in name):
        return "has control characters or undecodable bytes in its name"
    if len(name.encode()) > _MAX_NAME_BYTES:
        return f"has a name longer than {_MAX_NAME_BYTES} bytes"
    return None


def _walk(folder: Path) -> Iterator[Path]:
    """Yield everything below a folder that is no folder itself, by name; links are not followed."""
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        else:
            yield Path(entry.path)


def _kind_fault(status: os.stat_result) -> str | None:
    if stat.S_ISLNK(status.st_mode):
        return "is a symbolic link; deliver the file itself"
    if not stat.S_ISREG(status.st_mode):
        return "is no regular file; deliver a plain file"
    return None


def _is_unfinished(name: str) -> bool:
    """Whether a part of the path says that the file is hidden, temporary or still being transferred."""
    return any(
        part.startswith(_UNFINISHED_BEGINNINGS) or part.lower().endswith(_UNFINISHED_ENDINGS)
        for part in name.split("/")
    )


def _assign(path: Path, name: str, contracts: Sequence[Contract], found: InboxScan) -> None:
    owners = [contract for contract in contracts if contract.files and globs.matches(contract.files, name)]
    if len(owners) == 1:
        found.claimed.append((path, owners[0]))
    elif owners:
        sources = ", ".join(contract.source for contract in owners)
        found.refused.append((path, f"It is claimed by more than one contract: {sources}."))
    else:
        found.unclaimed.append(path)
