"""A message frozen for one recipient: its key, its bytes, and a smaller form for servers with a size limit.

What a message says is decided before it comes here; how it travels is in `transport`.
"""

import copy
import hashlib
import html
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from reports import palette

# 7bit: the frozen bytes pass any relay unchanged, also one without the 8BITMIME extension.
WIRE = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Key:
    """What may be sent once: this report of this period in this language to this recipient."""

    report: str
    period: str
    language: str
    recipient: str

    def __str__(self) -> str:
        """The key as shown to people and stored; letter case in an address does not make another person."""
        return f"{self.report}/{self.period}/{self.language}/{self.recipient.casefold()}"

    @property
    def digest(self) -> str:
        """32 hex digits derived from the key alone."""
        return hashlib.sha256(str(self).encode()).hexdigest()[:32]

    def message_id(self, sender: str) -> str:
        """The Message-ID: the same key always gives the same one, so a receiver can drop a second copy."""
        domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
        return f"<{self.digest}.leadmill@{domain}>"


@dataclass(frozen=True, slots=True)
class FrozenMail:
    """The exact bytes that go out for a key. `slim`: the form without attachments, None if it has none."""

    key: Key
    message_id: str
    sender: str
    subject: str
    full: bytes
    slim: bytes | None


def freeze(key: Key, message: EmailMessage, too_large: str, now: datetime) -> FrozenMail:
    """Address `message` to the key's recipient and fix its bytes.

    `too_large` is the sentence that stands in for the attachments where a server refuses their size: it says
    that the files are left out and where they are. Raises ValueError if the message has no From.
    """
    if not message["From"]:
        raise ValueError(f"message for {key} has no From; set `sender` in reports.yml")
    addressed = copy.deepcopy(message)
    message_id = key.message_id(str(message["From"]))
    for name, value in (
        ("To", key.recipient),
        ("Message-ID", message_id),
        ("Date", format_datetime(now)),
        ("Auto-Submitted", "auto-generated"),  # keeps out-of-office replies away (RFC 3834)
    ):
        del addressed[name]
        addressed[name] = value
    slim = without_attachments(addressed, too_large)
    return FrozenMail(
        key=key,
        message_id=message_id,
        sender=parseaddr(str(message["From"]))[1],
        subject=str(message["Subject"] or ""),
        full=addressed.as_bytes(policy=WIRE),
        slim=slim.as_bytes(policy=WIRE) if slim is not None else None,
    )


def without_attachments(message: EmailMessage, sentence: str) -> EmailMessage | None:
    """A copy without its attachments and with `sentence` at the head of both bodies; None if it has none.

    Inline pictures stay: they belong to the HTML body.
    """
    attachments = list(message.iter_attachments()) if message.is_multipart() else []
    if not attachments:
        return None
    slim = copy.deepcopy(message)
    slim.set_payload([part for part in slim.iter_parts() if not part.is_attachment()])
    plain = slim.get_body(("plain",))
    if plain is not None:
        plain.set_content(f"{sentence}\n\n{plain.get_content()}")
    rich = slim.get_body(("html",))
    if rich is not None:
        rich.set_content(_with_notice(rich.get_content(), sentence), subtype="html")
    return slim


def _with_notice(page: str, sentence: str) -> str:
    notice = (
        '<p style="margin:0;padding:12px 16px;font-family:sans-serif;font-size:14px;line-height:1.5;'
        f'background:{palette.NOTICE_PANEL};color:{palette.NOTICE}">{html.escape(sentence)}</p>'
    )
    head, body, rest = _split_at_body(page)
    return f"{head}{body}{notice}{rest}"


def _split_at_body(page: str) -> tuple[str, str, str]:
    found = re.search(r"<body\b[^>]*>", page, re.IGNORECASE)
    if found is None:
        return "", "", page
    return page[: found.start()], found.group(), page[found.end() :]
