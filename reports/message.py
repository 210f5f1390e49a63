"""A report as an e-mail: its parts, put together for every mail program. Nothing is sent here."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from reports.render.html_mail import Picture

LIMIT = 5_000_000  # bytes of the whole message; many servers refuse more than 10 MB after encoding


class MessageTooLarge(Exception):
    """A message that mail servers would refuse."""


@dataclass(frozen=True)
class Attachment:
    """A file sent along with a mail; `kind` is its MIME type."""

    file_name: str
    content: bytes
    kind: str


def compose_message(
    sender: str,
    subject: str,
    language: str,
    text: str,
    html: str,
    pictures: Sequence[Picture],
    attachments: Sequence[Attachment],
) -> EmailMessage:
    """Return mixed > alternative > (plain, related > (html, pictures)) + attachments, without a recipient.

    The pictures belong to the HTML part alone: directly under mixed, Thunderbird shows them again below.
    Raises MessageTooLarge above LIMIT bytes.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["Subject"] = " ".join(subject.split())  # a line break would end the header
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    body = message.get_body(("html",))
    if body is None:
        raise AssertionError("a message with an HTML alternative has an HTML body")
    for picture in pictures:
        body.add_related(
            picture.png,
            maintype="image",
            subtype="png",
            cid=f"<{picture.cid}>",
            filename=f"{picture.cid.partition('@')[0]}.png",
            disposition="inline",
        )
    for attachment in attachments:
        maintype, subtype = attachment.kind.split("/")
        message.add_attachment(
            attachment.content, maintype=maintype, subtype=subtype, filename=attachment.file_name
        )
    message["Content-Language"] = language  # last: earlier it would move into the first part
    size = len(message.as_bytes())
    if size > LIMIT:
        raise MessageTooLarge(f"the message has {size:,} bytes, more than {LIMIT:,}; attach less")
    return message
