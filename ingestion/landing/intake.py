"""Raw bytes into the landing zone, and the inbox file out of the inbox."""

import hashlib
import os
import stat
import uuid
from dataclasses import dataclass
from pathlib import Path

from ingestion.landing.durable import PRIVATE_FILE, WRITE_ONCE, make_folder, sync_folder
from ingestion.landing.errors import LandingError
from ingestion.landing.layout import Layout

_CHUNK = 4 * 1024 * 1024


@dataclass(frozen=True)
class RawFile:
    """Raw bytes that lie safely in the landing zone, and the inbox file they came from."""

    path: Path
    file_hash: str
    size: int
    origin: Path
    identity: tuple[int, int, int, int]


def take_in(origin: Path, layout: Layout) -> RawFile:
    """Copy a file's bytes to their write-once place, named by their SHA-256.

    Raises LandingError for what is no regular file, and for a file that changes while it is copied.
    """
    staged = layout.staging / f"{uuid.uuid4().hex}.raw"
    source = _open(origin)
    try:
        before = _identity(os.fstat(source))
        file_hash, size = _copy(source, staged)
        if _identity(os.fstat(source)) != before or size != before[2]:
            raise LandingError(f"{origin.name} is still being written; it is picked up when it is complete.")
        target = layout.raw(file_hash)
        if not target.exists() or target.stat().st_size != size:
            make_folder(target.parent)
            staged.chmod(WRITE_ONCE)
            staged.replace(target)
            sync_folder(target.parent)
    finally:
        os.close(source)
        staged.unlink(missing_ok=True)
    return RawFile(target, file_hash, size, origin, before)


def release(raw: RawFile) -> None:
    """Remove the inbox file, unless it is another one by now: that one is new input."""
    try:
        if _identity(raw.origin.lstat()) == raw.identity:
            raw.origin.unlink()
            sync_folder(raw.origin.parent)
    except FileNotFoundError:
        pass


def _open(origin: Path) -> int:
    """Open a regular file for reading: no link is followed, and no FIFO waited for."""
    try:
        handle = os.open(origin, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise LandingError(
            f"{origin.name} cannot be opened ({error.strerror}): deliver a plain file."
        ) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise LandingError(f"{origin.name} is no regular file: deliver a plain file.")
    return handle


def _copy(source: int, staged: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    target = os.open(staged, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE)
    with os.fdopen(target, "wb") as out:
        while chunk := os.read(source, _CHUNK):
            digest.update(chunk)
            out.write(chunk)
            size += len(chunk)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest(), size


def _identity(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
