"""A real SMTP server on this machine, with STARTTLS, login and every misbehaviour the outbox must survive."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from ipaddress import ip_address
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from reports.delivery.smtp import SmtpSettings

USER, PASSWORD = "leadmill", "correct horse"


@dataclass
class Behaviour:
    """What the server answers. Keyed by recipient: an answer to RCPT, an answer to DATA, or 'drop'."""

    rcpt: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    on_data: object = None
    received: list[tuple[str, EmailMessage]] = field(default_factory=list)
    clients: set[object] = field(default_factory=set)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.rcpt:
            return self.rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        (recipient,) = envelope.rcpt_tos
        self.clients.add(session.peer)
        answer = self.data.get(recipient, "250 queued as 42")
        if answer.startswith(("250", "drop")):
            message = message_from_bytes(envelope.content, policy=SMTP_POLICY)
            self.received.append((recipient, message))
        if callable(self.on_data):
            self.on_data()
        if answer == "drop":
            server.transport.abort()
            await asyncio.sleep(0)
        return answer


def _authenticate(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
) -> AuthResult:
    good = data.login == USER.encode() and data.password == PASSWORD.encode()
    # Without handled=False aiosmtpd expects us to have answered, and the client hangs.
    return AuthResult(success=good, handled=good)


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate for 127.0.0.1; returns (certificate, key)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate_file, key_file = folder / "server.pem", folder / "server.key"
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate_file, key_file


def _free_port() -> int:
    # The controller greets its own port once after binding, so it cannot be left to choose one.
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    behaviour: Behaviour,
    certificate: tuple[Path, Path] | None,
    *,
    size: int = 10_000_000,
    is_tls_from_start: bool = False,
) -> Iterator[SmtpSettings]:
    """Serve until the block ends; yields settings that fit.

    With a certificate: STARTTLS and login are needed, or, from the start, TLS without login.
    """
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
    starttls = context if not is_tls_from_start else None
    controller = Controller(
        behaviour,
        hostname="127.0.0.1",
        port=_free_port(),
        ssl_context=context if is_tls_from_start else None,
        tls_context=starttls,
        require_starttls=starttls is not None,
        auth_required=starttls is not None,
        authenticator=_authenticate,
        data_size_limit=size,
        decode_data=False,
    )
    controller.start()
    try:
        yield SmtpSettings(
            host="127.0.0.1",
            port=controller.port,
            user=USER if starttls else None,
            password=PASSWORD if starttls else None,
            security="starttls" if starttls else "tls" if context else "none",
            timeout_s=5,
            ca_file=certificate[0] if certificate else None,
        )
    finally:
        controller.stop()
