"""A small mail with everything the delivery has to deal with, and transports that fail on command."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from multiprocessing.context import SpawnProcess
from pathlib import Path

from reports.delivery.mail import FrozenMail
from reports.delivery.outbox import Outbox
from reports.delivery.transport import Receipt, Transport

TOO_LARGE = "附件太大，见 /reports/2026-W47 <内部>"


def a_mail(attachment: int = 2000) -> EmailMessage:
    """mixed > alternative > (plain, related > (html, png)), and an attachment of `attachment` bytes."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "Leadmill 报表 <reports@example.com>"
    message["Subject"] = "漏斗周报：新线索 120，成交 ¥1.2M"
    message.set_content("新线索 120\n" + "很长的一行" * 300 + "\n")
    page = '<html><body class="a"><p>新线索 120</p><img src="cid:trend"></body></html>'
    message.add_alternative(page, subtype="html")
    html = message.get_payload()[1]
    html.add_related(b"\x89PNG" + bytes(500), "image", "png", cid="<trend>")
    if attachment:
        message.add_attachment(bytes(attachment), "application", "pdf", filename="漏斗-2026-W47.pdf")
    return message


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Recorder:
    """A transport that keeps what it is given, or does `then` instead, after the hand-over."""

    def __init__(self, then: Callable[[FrozenMail], None] | None = None) -> None:
        self.sent: list[FrozenMail] = []
        self.then = then

    @contextmanager
    def session(self) -> Iterator["Recorder"]:
        yield self

    def send(self, mail: FrozenMail, hand_over: Callable[[], None]) -> Receipt:
        hand_over()
        if self.then is not None:
            self.then(mail)
        self.sent.append(mail)
        return Receipt("recorder", "250 ok")


def die(*_: object) -> None:
    """What a power cut does."""
    os.kill(os.getpid(), signal.SIGKILL)


class DiesBeforeHandOver(Recorder):
    """Killed while it still talks about the envelope."""

    def send(self, mail: FrozenMail, hand_over: Callable[[], None]) -> Receipt:
        die()
        raise AssertionError


def in_child(folder: Path, transport: Transport) -> SpawnProcess:
    """One delivery in a process of its own, not yet started."""
    return multiprocessing.get_context("spawn").Process(target=_deliver, args=(folder, transport))


def _deliver(folder: Path, transport: Transport) -> None:
    Outbox(folder).deliver(transport)


def fail(error: Exception) -> Callable[[FrozenMail], None]:
    def then(mail: FrozenMail) -> None:
        raise error

    return then
