"""The outbox's SQLite file: its one table and every statement on it. Rules about states are in `outbox`."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reports.delivery.mail import FrozenMail, Key
from reports.delivery.transport import Receipt

_SCHEMA = """
create table if not exists messages (
    key text primary key,
    report text not null,
    period text not null,
    language text not null,
    recipient text not null collate nocase,
    state text not null check (state in ('queued', 'sending', 'sent', 'retry', 'failed', 'unknown')),
    message_id text not null,
    sender text not null,
    subject text not null,
    full_bytes blob not null,
    slim_bytes blob,
    queued_at text not null,
    attempts integer not null default 0,
    next_try_at text,
    sent_at text,
    sent_via text,
    sent_slim integer not null default 0,
    detail text not null default '',
    unique (report, period, language, recipient)
)
"""
_COLUMNS = (
    "key, report, period, language, recipient, state, message_id, subject, queued_at, attempts, next_try_at,"
    " sent_at, sent_via, sent_slim, detail"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one message. Times are UTC. `detail`: the server's answer, or why it is not sent.

    `sent_slim`: it went without its attachments, which the server found too large.
    """

    key: str
    report: str
    period: str
    language: str
    recipient: str
    state: str
    message_id: str
    subject: str
    queued_at: datetime
    attempts: int
    next_try_at: datetime | None
    sent_at: datetime | None
    sent_via: str | None
    sent_slim: bool
    detail: str


class Store:
    """The table of messages. Every call is one transaction that is on the disk when it returns."""

    def __init__(self, path: Path) -> None:
        self._path = path
        if not path.exists():
            # Messages hold personal data: created for the owner only, whatever the umask.
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        with self._connected() as db:
            db.execute(_SCHEMA)

    def insert(self, mail: FrozenMail, now: datetime) -> None:
        """Write a message down as queued, unless its key is there already."""
        key = mail.key
        self._write(
            "insert into messages (key, report, period, language, recipient, state, message_id, sender,"
            " subject, full_bytes, slim_bytes, queued_at) values (?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?)"
            " on conflict do nothing",
            str(key),
            *(key.report, key.period, key.language, key.recipient),
            *(mail.message_id, mail.sender, mail.subject, mail.full, mail.slim, _text(now)),
        )

    def hand_over(self, key: str) -> None:
        """Note that the bytes are about to leave."""
        self._write("update messages set state = 'sending' where key = ?", key)

    def sent(self, key: str, receipt: Receipt, now: datetime) -> None:
        """Note the server's acceptance."""
        self._write(
            "update messages set state = 'sent', attempts = attempts + 1, next_try_at = null, sent_at = ?,"
            " sent_via = ?, sent_slim = ?, detail = ? where key = ?",
            *(_text(now), receipt.via, receipt.is_slim, receipt.answer, key),
        )

    def settle(self, key: str, state: str, detail: str, attempts: int | None = None) -> None:
        """Put a message into a state that only a person changes again."""
        self._write(
            "update messages set state = ?, detail = ?, attempts = coalesce(?, attempts + 1),"
            " next_try_at = null where key = ?",
            *(state, detail, attempts, key),
        )

    def retry(self, key: str, detail: str, attempts: int, next_try_at: datetime) -> None:
        """Let a message wait until `next_try_at`."""
        self._write(
            "update messages set state = 'retry', detail = ?, attempts = ?, next_try_at = ? where key = ?",
            *(detail, attempts, _text(next_try_at), key),
        )

    def requeue(self, key: str) -> None:
        """Start a message over."""
        self._write(
            "update messages set state = 'queued', attempts = 0, next_try_at = null where key = ?",
            key,
        )

    def due(self, now: datetime) -> list[str]:
        """Keys to try at `now`, in the order in which they were queued."""
        rows = self._read(
            "select key from messages where state = 'queued' or (state = 'retry' and next_try_at <= ?)"
            " order by queued_at, key",
            _text(now),
        )
        return [row["key"] for row in rows]

    def keys_in(self, state: str) -> list[str]:
        """Keys of the messages in a state."""
        return [row["key"] for row in self._read("select key from messages where state = ?", state)]

    def entries(self, states: Sequence[str]) -> list[Entry]:
        """Messages in any of the states (none given: all), newest first."""
        marks = ", ".join("?" * len(states))
        where = f"where state in ({marks})" if states else ""
        rows = self._read(f"select {_COLUMNS} from messages {where} order by queued_at desc, key", *states)
        return [_entry(row) for row in rows]

    def find(self, key: str) -> Entry | None:
        """The message of a key, if there is one."""
        rows = self._read(f"select {_COLUMNS} from messages where key = ?", key)
        return _entry(rows[0]) if rows else None

    def entry(self, key: str) -> Entry:
        """The message of a key that exists."""
        found = self.find(key)
        if found is None:
            raise KeyError(key)
        return found

    def mail(self, key: str) -> FrozenMail:
        """The frozen bytes of a key that exists."""
        rows = self._read("select * from messages where key = ?", key)
        if not rows:
            raise KeyError(key)
        row = rows[0]
        return FrozenMail(
            key=Key(row["report"], row["period"], row["language"], row["recipient"]),
            message_id=row["message_id"],
            sender=row["sender"],
            subject=row["subject"],
            full=row["full_bytes"],
            slim=row["slim_bytes"],
        )

    def _write(self, statement: str, *values: Any) -> None:
        with self._connected() as db, db:
            db.execute(statement, values)

    def _read(self, statement: str, *values: Any) -> list[sqlite3.Row]:
        with self._connected() as db:
            return db.execute(statement, values).fetchall()

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=30)) as db:
            db.row_factory = sqlite3.Row
            db.execute("pragma synchronous = full")
            yield db


def _text(moment: datetime) -> str:
    # One width and one zone, so that the order of the texts is the order of the moments.
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _entry(row: sqlite3.Row) -> Entry:
    def moment(name: str) -> datetime | None:
        return datetime.fromisoformat(row[name]) if row[name] else None

    return Entry(
        **{
            **{name: row[name] for name in row.keys()},  # noqa: SIM118 - iterating a Row gives its values
            "queued_at": datetime.fromisoformat(row["queued_at"]),
            "next_try_at": moment("next_try_at"),
            "sent_at": moment("sent_at"),
            "sent_slim": bool(row["sent_slim"]),
        }
    )
