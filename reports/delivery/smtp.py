"""Sending through a mail server: encryption, login, its size limit, and what each of its answers means."""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Literal

from reports.delivery.mail import FrozenMail
from reports.delivery.transport import NotSent, OutcomeUnknown, Receipt, Session, TransportDown


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """Where and how to send. `ca_file`: a PEM file, for a server whose certificate is not publicly signed.

    security: starttls (usually port 587), tls (usually port 465), or none, which only a server on this
    machine may have: neither password nor figures travel in the clear.
    """

    host: str
    port: int = 587
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    security: Literal["starttls", "tls", "none"] = "starttls"
    timeout_s: float = 30.0
    ca_file: Path | None = None

    def __post_init__(self) -> None:
        if self.security == "none" and not _is_this_machine(self.host):
            raise ValueError(f"SMTP to {self.host} must be encrypted: use starttls or tls")
        if (self.user is None) != (self.password is None):
            raise ValueError("SMTP user and password go together: set both or neither")
        if not f"{self.user}{self.password}".isascii():
            # smtplib raises in the middle of the login otherwise.
            raise ValueError("SMTP user and password may hold ASCII characters only")


class SmtpTransport:
    """Sends through one server, connecting once for all messages of a delivery."""

    def __init__(self, settings: SmtpSettings) -> None:
        self.settings = settings

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A connection that opens with the first message and says goodbye at the end."""
        session = _SmtpSession(self.settings)
        try:
            yield session
        finally:
            session.close()


class _SmtpSession:
    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._server: smtplib.SMTP | None = None

    def send(self, mail: FrozenMail, hand_over: Callable[[], None]) -> Receipt:
        """Send to the one recipient, without the attachments if the server finds them too large."""
        try:
            return self._send_form(mail, mail.full, hand_over, is_slim=False)
        except NotSent as error:
            if not error.is_too_large or mail.slim is None:
                raise
        return self._send_form(mail, mail.slim, hand_over, is_slim=True)

    def _send_form(
        self, mail: FrozenMail, data: bytes, hand_over: Callable[[], None], *, is_slim: bool
    ) -> Receipt:
        server = self._connected()
        limit = _size_limit(server)
        if limit is not None and len(data) > limit:
            reason = f"the message has {len(data):,} bytes, {self._where} takes {limit:,}"
            raise NotSent(reason, is_final=True, is_too_large=True)
        self._envelope(server, mail, [f"SIZE={len(data)}"] if server.has_extn("size") else [])
        hand_over()
        answer = self._hand_over(server, data)
        return Receipt(via=f"smtp {self._settings.host}", answer=answer, is_slim=is_slim)

    def close(self) -> None:
        """Say goodbye; a server that is gone already does not matter."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            try:
                self._server = _connect(self._settings)
            except smtplib.SMTPAuthenticationError as error:
                said = _answer(error.smtp_code, error.smtp_error)
                raise TransportDown(
                    f"{self._where}: login as {self._settings.user} was refused: {said}"
                ) from error
            except (smtplib.SMTPException, OSError) as error:
                raise TransportDown(f"{self._where}: {error}") from error
        return self._server

    def _envelope(self, server: smtplib.SMTP, mail: FrozenMail, options: list[str]) -> None:
        """MAIL and RCPT: until DATA nothing has been delivered, so a lost connection is harmless."""
        try:
            code, said = server.mail(mail.sender, options)
            if code == 250:
                code, said = server.rcpt(mail.key.recipient)
            if code not in (250, 251):
                server.rset()
                raise _declined(code, said)
        except smtplib.SMTPServerDisconnected as error:
            self._drop()
            raise NotSent(f"{self._where}: connection lost before DATA", is_final=False) from error

    def _hand_over(self, server: smtplib.SMTP, data: bytes) -> str:
        try:
            code, said = server.data(data)
        except smtplib.SMTPDataError as error:
            # The server declined DATA itself, so no content was sent.
            raise _declined(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self._drop()
            raise OutcomeUnknown(f"{self._where}: connection lost after DATA ({error})") from error
        if code != 250:
            raise _declined(code, said)
        return _answer(code, said)

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    @property
    def _where(self) -> str:
        return f"{self._settings.host}:{self._settings.port}"


def _connect(settings: SmtpSettings) -> smtplib.SMTP:
    context = ssl.create_default_context(cafile=str(settings.ca_file) if settings.ca_file else None)
    server: smtplib.SMTP
    if settings.security == "tls":
        server = smtplib.SMTP_SSL(settings.host, settings.port, timeout=settings.timeout_s, context=context)
    else:
        server = smtplib.SMTP(settings.host, settings.port, timeout=settings.timeout_s)
    try:
        server.ehlo_or_helo_if_needed()
        if settings.security == "starttls":
            # Raises if the server does not offer it: never fall back to clear text.
            server.starttls(context=context)
            server.ehlo_or_helo_if_needed()
        if settings.user is not None and settings.password is not None:
            server.login(settings.user, settings.password)
    except BaseException:
        server.close()
        raise
    return server


def _size_limit(server: smtplib.SMTP) -> int | None:
    """The server's SIZE in bytes; None where it names none (0 means no fixed limit, RFC 1870)."""
    declared = server.esmtp_features.get("size", "")
    return int(declared) or None if declared.isdigit() else None


def _declined(code: int, said: bytes | str) -> NotSent:
    """4xx is for now, 5xx for good (RFC 5321); 552 is also said to a message that is too large."""
    return NotSent(_answer(code, said), is_final=code >= 500, is_too_large=code == 552)


def _answer(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {text}".strip()


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
