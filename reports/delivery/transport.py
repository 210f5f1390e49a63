"""Ways a frozen message leaves: what every transport promises, and the one that writes .eml files.

SMTP is in `smtp`. Which messages are due, and what is remembered of each try, is the outbox's.
"""

import os
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from reports.delivery.mail import FrozenMail


class NotSent(Exception):
    """This message was certainly not delivered.

    `is_final`: trying again unchanged cannot help. `is_too_large`: a smaller form may pass.
    """

    def __init__(self, reason: str, *, is_final: bool, is_too_large: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final
        self.is_too_large = is_too_large


class TransportDown(Exception):
    """Nothing can be sent now, and no message is to blame: no connection, no encryption, or login refused."""


class OutcomeUnknown(Exception):
    """The bytes were handed over, and the answer never came: it may have arrived."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a message left: through what, the server's answer, and whether attachments were left out."""

    via: str
    answer: str
    is_slim: bool = False


class Session(Protocol):
    """One sitting of a transport, during which several messages may be sent."""

    def send(self, mail: FrozenMail, hand_over: Callable[[], None]) -> Receipt:
        """Send one message.

        Calls `hand_over` at the last moment before its bytes leave, if sending it twice would be two mails.
        Raises NotSent, TransportDown or OutcomeUnknown.
        """
        ...


class Transport(Protocol):
    """A way out. A session is opened for each delivery of the outbox."""

    def session(self) -> AbstractContextManager[Session]:
        """Open a sitting; connecting may wait for the first message."""
        ...


class EmlTransport:
    """Writes each message as an .eml file, which any mail program opens: the way without a mail server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def session(self) -> AbstractContextManager[Session]:
        """A sitting needs no preparation."""
        return nullcontext(self)

    def send(self, mail: FrozenMail, hand_over: Callable[[], None]) -> Receipt:  # noqa: ARG002
        """Write the file whole or not at all. No hand-over: a second writing gives the same file again."""
        target = self.folder / eml_name(mail)
        part = target.with_name(f".{target.name}.part")
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with open(part, "wb", opener=_owner_only) as file:
                file.write(mail.full)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        except OSError as error:
            raise TransportDown(f"cannot write {target}: {error.strerror}") from error
        return Receipt(via="eml", answer=str(target))


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def eml_name(mail: FrozenMail) -> str:
    """A file name people can read; the digest keeps keys apart whose letters had to be replaced."""
    key = mail.key
    readable = "-".join((key.report, key.period, key.language, key.recipient))
    return f"{re.sub(r'[^A-Za-z0-9@._+-]', '_', readable)[:120]}-{key.digest[:8]}.eml"
