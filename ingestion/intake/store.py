"""The deliveries of one source as files: whole or not at all after a crash, each once.

A file stays for some time after its delivery has landed. So a repeated delivery is recognised, and an older
one that comes late is seen beside the newer one.
"""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson

from ingestion.landing.durable import make_folder, move_into_place, sync_folder

_STORED, _PART = ".delivery", ".part"


@dataclass(frozen=True)
class Stored:
    """One delivery: its sender's id, when it came (aware), and its bytes as they came."""

    delivery_id: str
    received_at: datetime
    body: bytes


class Store:
    """The folder of one source's deliveries. The intake writes, a pull reads, at the same time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, delivery: Stored) -> bool:
        """Make a delivery durable; False when its id is there already. Raises OSError when it cannot."""
        make_folder(self._folder)
        name = hashlib.sha256(delivery.delivery_id.encode()).hexdigest()
        target = self._folder / f"{name}{_STORED}"
        if target.exists():
            # Whoever wrote it may not have come to this.
            sync_folder(self._folder)
            return False
        about = {"delivery_id": delivery.delivery_id, "received_at": delivery.received_at.isoformat()}
        handle, beside = tempfile.mkstemp(_PART, dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(orjson.dumps(about) + b"\n" + delivery.body)
            move_into_place(Path(beside), target)
        finally:
            Path(beside).unlink(missing_ok=True)
        return True

    def names(self) -> list[str]:
        """Return the names of what is stored now."""
        return sorted(path.name for path in self._folder.glob(f"*{_STORED}"))

    def read(self, name: str) -> Stored:
        """Return a delivery by its name; raises ValueError, saying which file, when it is damaged."""
        head, _, body = (self._folder / name).read_bytes().partition(b"\n")
        try:
            about = orjson.loads(head)
            return Stored(about["delivery_id"], datetime.fromisoformat(about["received_at"]), body)
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(
                f"the stored delivery {self._folder / name} is damaged; restore the file or remove it."
            ) from error

    def forget(self, before: datetime) -> None:
        """Remove what was stored before a moment, and what a kill left half-written before it."""
        for path in self._folder.glob("*"):
            if path.suffix in (_STORED, _PART) and path.stat().st_mtime < before.timestamp():
                path.unlink()
