"""How mail leaves this installation: the settings turned into a transport, and the outbox delivered by it."""

from orchestration.home import Home
from orchestration.settings import Settings
from reports.delivery.outbox import Outbox
from reports.delivery.smtp import SmtpSettings, SmtpTransport
from reports.delivery.store import Entry
from reports.delivery.transport import EmlTransport, Transport


def _smtp(settings: Settings) -> SmtpSettings | None:
    if settings.smtp_host is None:
        return None
    password = settings.smtp_password
    return SmtpSettings(
        host=settings.smtp_host,
        port=settings.smtp_port,
        user=settings.smtp_user,
        password=password.get_secret_value() if password is not None else None,
        security=settings.smtp_security.value,
        timeout_s=settings.smtp_timeout_seconds,
        ca_file=settings.smtp_ca_file,
    )


def smtp_problems(settings: Settings) -> list[str]:
    """Return what is wrong with the mail settings taken together."""
    try:
        _smtp(settings)
    except ValueError as error:
        return [f"LEADMILL_SMTP_SECURITY: {error}."]
    return []


def transport_for(settings: Settings, home: Home) -> Transport:
    """Return the way out: the mail server, or .eml files when there is none.

    Mail about the made-up sample company never reaches a server: its recipients do not exist.
    """
    smtp = _smtp(settings)
    if smtp is None or home.made_up is not None:
        return EmlTransport(home.outbox / "eml")
    return SmtpTransport(smtp)


def deliver(settings: Settings, home: Home) -> list[Entry]:
    """Send what is due in the outbox and return every message whose state changed."""
    return Outbox(home.outbox).deliver(transport_for(settings, home))
