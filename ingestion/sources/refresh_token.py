"""Refresh tokens that are replaced at each renewal: the newest is kept in a file between runs."""

import hashlib
import json
from pathlib import Path

from ingestion.http.errors import CredentialsRefused
from ingestion.landing.durable import make_folder, write_into_place


class RefreshToken:
    """A connection's refresh token: the one that was configured, or what it was replaced by since.

    `file` is readable by its owner only. It remembers which configured token it goes back to, so that a new
    one in the configuration counts again. Without a file the newest token ends with the run.
    """

    def __init__(self, configured: str, file: Path | None) -> None:
        self._configured, self._file = configured, file
        self._newest: str | None = None

    @property
    def current(self) -> str:
        """The token that the next renewal takes; raises CredentialsRefused when the file is damaged."""
        if self._newest is None:
            self._newest = self._stored() or self._configured
        return self._newest

    def replace(self, newest: str) -> None:
        """Keep the token that a renewal gave, durably: the one before is worth nothing any more."""
        if newest == self.current:
            return
        self._newest = newest
        if self._file is not None:
            make_folder(self._file.parent)
            content = json.dumps({"of": self._origin(), "refresh_token": newest}).encode()
            write_into_place(content, self._file.parent, self._file)

    def _stored(self) -> str | None:
        if self._file is None or not self._file.exists():
            return None
        try:
            stored = json.loads(self._file.read_bytes())
            return str(stored["refresh_token"]) if stored["of"] == self._origin() else None
        except (ValueError, KeyError, TypeError) as error:
            raise CredentialsRefused(
                f"the token file {self._file.name} is damaged; remove it, and configure a new refresh_token."
            ) from error

    def _origin(self) -> str:
        return hashlib.sha256(self._configured.encode()).hexdigest()
