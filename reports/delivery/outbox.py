"""The outbox: every message with its state, sent at most once to each recipient, whatever dies in between.

    queued -> sending -> sent | retry | failed | unknown        retry -> sending, after a pause

A message is written down, bytes and all, before the first try. `sending` is committed just before the bytes
leave; who finds it afterwards cannot know whether the mail arrived, so it becomes `unknown`, and only a
person's `resend` sends it again. Table and SQL are in `store`; how a message travels is in `transport`.
"""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from reports.delivery.mail import FrozenMail, Key, freeze
from reports.delivery.store import Entry, Store
from reports.delivery.transport import NotSent, OutcomeUnknown, Session, Transport, TransportDown

# Pauses between tries, 41 hours in all: longer than a mail server's bad night. Then the message has failed.
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720, 1440))
KILLED = "the process stopped between handing the message over and the server's answer"


class OutboxError(Exception):
    """A wish the outbox cannot grant; the text says why and what can be done."""


def utc_now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


class Outbox:
    """The messages of one data folder. `folder` gets outbox.db and a lock, readable by its owner only."""

    def __init__(
        self, folder: Path, *, clock: Callable[[], datetime] = utc_now, lock_wait_s: float = 300.0
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._clock = clock
        self._lock_wait_s = lock_wait_s
        self._lock_file = folder / "outbox.lock"
        self._store = Store(folder / "outbox.db")

    def enqueue(
        self,
        report: str,
        period: str,
        language: str,
        recipient: str,
        message: EmailMessage,
        *,
        too_large: str,
    ) -> Entry:
        """Write the message down for sending; a key that is there already stays as it is, in any state.

        `too_large` is the sentence that replaces attachments which a mail server finds too large.
        """
        key = Key(report, period, language, recipient)
        now = self._clock()
        self._store.insert(freeze(key, message, too_large, now), now)
        return self._store.entry(str(key))

    def deliver(self, transport: Transport) -> list[Entry]:
        """Send what is due, and return every message whose state changed.

        One delivery runs at a time; a second waits for it (OutboxError after `lock_wait_s`).
        """
        with self._one_at_a_time():
            # We hold the lock, so whoever left a message in `sending` is dead.
            touched = self._store.keys_in("sending")
            for key in touched:
                self._store.settle(key, "unknown", KILLED)
            with transport.session() as session:
                for key in self._store.due(self._clock()):
                    touched.append(key)
                    down = self._try(session, key)
                    if down is not None:
                        touched += self._postpone_rest(down, tried=set(touched))
                        break
            return [self._store.entry(key) for key in touched]

    def resend(self, key: str) -> Entry:
        """Put an `unknown` or `failed` message back into the queue, on a person's word. Same Message-ID."""
        entry = self._store.find(key)
        if entry is None:
            raise OutboxError(f"no message {key!r}; `leadmill outbox list` shows what there is")
        if entry.state not in ("unknown", "failed"):
            raise OutboxError(f"{key} is {entry.state}; only unknown or failed messages can be sent again")
        self._store.requeue(key)
        return self._store.entry(key)

    def entries(self, *states: str) -> list[Entry]:
        """All messages, newest first, or those in the given states."""
        return self._store.entries(states)

    def mail(self, key: str) -> FrozenMail:
        """The frozen message of a key."""
        return self._store.mail(key)

    def _try(self, session: Session, key: str) -> str | None:
        """One try. Returns the reason if the transport itself is down."""
        try:
            receipt = session.send(self._store.mail(key), lambda: self._store.hand_over(key))
        except NotSent as error:
            self._not_sent(key, str(error), is_final=error.is_final)
        except TransportDown as error:
            self._not_sent(key, str(error), is_final=False)
            return str(error)
        except OutcomeUnknown as error:
            self._store.settle(key, "unknown", str(error))
        else:
            self._store.sent(key, receipt, self._clock())
        return None

    def _postpone_rest(self, reason: str, tried: set[str]) -> list[str]:
        """With the transport down, the others wait as well: one timeout instead of one each."""
        rest = [key for key in self._store.due(self._clock()) if key not in tried]
        for key in rest:
            self._not_sent(key, reason, is_final=False)
        return rest

    def _not_sent(self, key: str, reason: str, *, is_final: bool) -> None:
        attempts = self._store.entry(key).attempts + 1
        if is_final:
            self._store.settle(key, "failed", reason, attempts)
        elif attempts > len(PAUSES):
            self._store.settle(key, "failed", f"given up after {attempts} tries: {reason}", attempts)
        else:
            self._store.retry(key, reason, attempts, self._clock() + PAUSES[attempts - 1])

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        # The kernel releases a file lock when its holder dies, so a kill never leaves it behind.
        with self._lock_file.open("w") as file:
            deadline = time.monotonic() + self._lock_wait_s
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise OutboxError("another delivery has been running for too long; end it") from None
                    time.sleep(0.05)
            yield
