"""What delivery itself says: one clear message a day and cause to the data owner, and the too-large sentence.

What the details are (a check's failing rows, a run's error, refused files) the caller knows; reports to
leadership are not made here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from typing import Literal

from reports.delivery.outbox import Outbox
from reports.delivery.store import Entry
from reports.locales.locale import Locale

Kind = Literal["check", "run", "files", "pull", "delivery"]
# Beyond this a mail is not read; the rest is in the lists that the details name.
MOST_DETAILS = 40


@dataclass(frozen=True, slots=True)
class NoticeAddress:
    """From whom, to whom and in which language notices go, and the company and time zone they name."""

    sender: str
    owner: str
    language: str
    company: str
    time_zone: str


def owner_notice(
    outbox: Outbox, address: NoticeAddress, kind: Kind, *, day: date, cause: str, details: Sequence[str]
) -> Entry:
    """Queue a notice for the data owner; at most one for each day and cause.

    `day` is the run's date in the company's zone. `cause` tells failures apart, such as a check's name.
    `details` are plain lines in words the owner knows; the first ones are shown.
    """
    locale = Locale(address.language)
    message = EmailMessage(policy=SMTP)
    message["From"] = address.sender
    message["Subject"] = _one_line(
        locale.text(f"notice.{kind}.subject", company=address.company, day=day.isoformat())
    )
    message["Content-Language"] = address.language
    message.set_content(_body(locale, address, kind, details))
    # No attachments, so there is nothing that could be left out.
    return outbox.enqueue(
        f"notice-{kind}-{cause}", day.isoformat(), address.language, address.owner, message, too_large=""
    )


def too_large_sentence(language: str, where: str) -> str:
    """The sentence that replaces attachments which a mail server finds too large. `where`: a link or path."""
    return Locale(language).text("delivery.too_large", where=_one_line(where))


def _body(locale: Locale, address: NoticeAddress, kind: Kind, details: Sequence[str]) -> str:
    listed = [f"- {_one_line(detail)}" for detail in details[:MOST_DETAILS]]
    if len(details) > MOST_DETAILS:
        listed.append(locale.text("notice.more", count=str(len(details) - MOST_DETAILS)))
    parts = [
        f"{locale.text('notice.happened')}\n{locale.text(f'notice.{kind}.happened')}",
        f"{locale.text('notice.details')}\n" + "\n".join(listed),
        f"{locale.text('notice.todo')}\n{locale.text(f'notice.{kind}.todo')}",
        locale.text("notice.once", time_zone=address.time_zone),
    ]
    return "\n\n".join(parts) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())
