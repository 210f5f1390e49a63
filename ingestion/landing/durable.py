"""Files that survive a crash whole or not at all, readable by their owner only.

A new file is written beside its place, flushed to the disk, renamed, and its folder flushed: after a crash
the name stands for the whole file or for nothing.
"""

import os
from pathlib import Path

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
WRITE_ONCE = 0o444


def make_folder(path: Path) -> None:
    """Create a folder and its missing parents for its owner only, and make their names durable."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        sync_folder(folder.parent)


def create_private(path: Path) -> None:
    """Create an empty file for its owner only, for a library that opens files by name; replaces one there."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE))


def sync_file(path: Path) -> None:
    """Flush a written file to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(path: Path) -> None:
    """Flush a folder: the names in it survive a crash."""
    sync_file(path)


def move_into_place(source: Path, target: Path) -> None:
    """Flush `source` and rename it to `target` on the same file system, replacing what is there."""
    sync_file(source)
    source.replace(target)
    sync_folder(target.parent)


def write_into_place(content: bytes, staging: Path, target: Path) -> None:
    """Write `content` to `target` at once; `staging` is a folder on the same file system."""
    beside = staging / f"{target.name}.part"
    create_private(beside)
    beside.write_bytes(content)
    move_into_place(beside, target)
