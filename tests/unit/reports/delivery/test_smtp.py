"""The outbox and the SMTP transport against a real server."""

import os
import signal
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from reports.delivery.outbox import Outbox
from reports.delivery.smtp import SmtpSettings, SmtpTransport
from tests.unit.reports.delivery.mails import TOO_LARGE, Clock, a_mail, in_child
from tests.unit.reports.delivery.servers import PASSWORD, Behaviour, make_certificate, running


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "outbox")


def put(outbox: Outbox, recipient: str = "boss@example.com", attachment: int = 2000) -> str:
    return outbox.enqueue(
        "funnel", "2026-W47", "zh-CN", recipient, a_mail(attachment), too_large=TOO_LARGE
    ).key


def states(outbox: Outbox) -> dict[str, tuple[str, str]]:
    return {entry.recipient: (entry.state, entry.detail) for entry in outbox.entries()}


def test_starttls_login_and_two_readers_on_one_connection(
    outbox: Outbox, certificate: tuple[Path, Path]
) -> None:
    behaviour = Behaviour()
    put(outbox)
    put(outbox, "vp@example.com")
    with running(behaviour, certificate) as settings:
        outbox.deliver(SmtpTransport(settings))
        outbox.deliver(SmtpTransport(settings))
    assert states(outbox) == {
        "boss@example.com": ("sent", "250 queued as 42"),
        "vp@example.com": ("sent", "250 queued as 42"),
    }
    assert [recipient for recipient, _ in behaviour.received] == ["boss@example.com", "vp@example.com"]
    assert len(behaviour.clients) == 1
    message = behaviour.received[0][1]
    assert message["Message-ID"] in {entry.message_id for entry in outbox.entries()}
    assert message["Subject"] == "漏斗周报：新线索 120，成交 ¥1.2M"
    (pdf,) = message.iter_attachments()
    assert (pdf.get_filename(), pdf.get_content()) == ("漏斗-2026-W47.pdf", bytes(2000))


def test_tls_from_the_start(outbox: Outbox, certificate: tuple[Path, Path]) -> None:
    put(outbox)
    behaviour = Behaviour()
    with running(behaviour, certificate, is_tls_from_start=True) as settings:
        assert settings.security == "tls"
        outbox.deliver(SmtpTransport(settings))
    assert states(outbox) == {"boss@example.com": ("sent", "250 queued as 42")}


def test_an_untrusted_certificate_stops_before_the_password(
    outbox: Outbox, certificate: tuple[Path, Path]
) -> None:
    put(outbox)
    behaviour = Behaviour()
    with running(behaviour, certificate) as settings:
        outbox.deliver(SmtpTransport(replace(settings, ca_file=None)))
    state, detail = states(outbox)["boss@example.com"]
    assert state == "retry" and "CERTIFICATE_VERIFY_FAILED" in detail
    assert behaviour.received == []


def test_a_server_without_starttls_gets_nothing(outbox: Outbox) -> None:
    put(outbox)
    behaviour = Behaviour()
    with running(behaviour, None) as settings:
        outbox.deliver(SmtpTransport(replace(settings, security="starttls", user="u", password="p")))
    state, detail = states(outbox)["boss@example.com"]
    assert state == "retry" and "STARTTLS" in detail
    assert behaviour.received == []


def test_a_wrong_password_lets_the_mail_wait_and_is_not_repeated_in_the_reason(
    outbox: Outbox, certificate: tuple[Path, Path]
) -> None:
    put(outbox)
    with running(Behaviour(), certificate) as settings:
        outbox.deliver(SmtpTransport(replace(settings, password="hunter2-secret")))
    state, detail = states(outbox)["boss@example.com"]
    assert state == "retry" and "login as leadmill was refused: 535" in detail
    assert "hunter2" not in detail


def test_a_refused_recipient_fails_and_the_others_get_theirs(outbox: Outbox) -> None:
    for name in ("a", "gone", "z"):
        put(outbox, f"{name}@example.com")
    behaviour = Behaviour(rcpt={"gone@example.com": "550 no such user"})
    with running(behaviour, None) as settings:
        outbox.deliver(SmtpTransport(settings))
    assert states(outbox)["gone@example.com"] == ("failed", "550 no such user")
    assert [recipient for recipient, _ in behaviour.received] == ["a@example.com", "z@example.com"]


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_a_temporary_refusal_is_tried_again_and_arrives_once(where: str, tmp_path: Path) -> None:
    clock = Clock()
    outbox = Outbox(tmp_path, clock=clock)
    put(outbox)
    behaviour = Behaviour(**{where: {"boss@example.com": "451 greylisted"}})
    with running(behaviour, None) as settings:
        outbox.deliver(SmtpTransport(settings))
        (entry,) = outbox.entries()
        assert (entry.state, entry.detail) == ("retry", "451 greylisted")
        behaviour.rcpt.clear()
        behaviour.data.clear()
        assert entry.next_try_at is not None
        clock.now = entry.next_try_at
        outbox.deliver(SmtpTransport(settings))
    assert states(outbox) == {"boss@example.com": ("sent", "250 queued as 42")}
    assert len(behaviour.received) == 1


def test_a_refusal_for_good_fails(outbox: Outbox) -> None:
    put(outbox)
    with running(Behaviour(data={"boss@example.com": "554 looks like spam"}), None) as settings:
        outbox.deliver(SmtpTransport(settings))
    assert states(outbox) == {"boss@example.com": ("failed", "554 looks like spam")}


def test_a_connection_lost_after_data_is_unknown_and_the_next_reader_still_gets_mail(outbox: Outbox) -> None:
    put(outbox, "a@example.com")
    put(outbox, "b@example.com")
    behaviour = Behaviour(data={"a@example.com": "drop"})
    with running(behaviour, None) as settings:
        outbox.deliver(SmtpTransport(settings))
        behaviour.data.clear()
        assert outbox.deliver(SmtpTransport(settings)) == []
    state, detail = states(outbox)["a@example.com"]
    assert state == "unknown" and "connection lost after DATA" in detail
    assert states(outbox)["b@example.com"][0] == "sent"
    # The server had stored it: sending again would have been a second mail.
    assert [recipient for recipient, _ in behaviour.received] == ["a@example.com", "b@example.com"]


def test_a_process_killed_in_the_middle_of_data_never_sends_twice(outbox: Outbox, tmp_path: Path) -> None:
    put(outbox)
    behaviour = Behaviour()
    with running(behaviour, None) as settings:
        process = in_child(tmp_path / "outbox", SmtpTransport(settings))
        behaviour.on_data = lambda: os.kill(process.pid or 0, signal.SIGKILL)
        process.start()
        process.join(30)
        assert process.exitcode == -signal.SIGKILL
        behaviour.on_data = None
        outbox.deliver(SmtpTransport(settings))
        outbox.deliver(SmtpTransport(settings))
    assert len(behaviour.received) == 1
    assert states(outbox)["boss@example.com"][0] == "unknown"


def test_too_large_for_the_server_goes_without_attachments_and_says_so(outbox: Outbox) -> None:
    put(outbox, attachment=60_000)
    behaviour = Behaviour()
    with running(behaviour, None, size=40_000) as settings:
        (entry,) = outbox.deliver(SmtpTransport(settings))
    assert (entry.state, entry.sent_slim) == ("sent", True)
    ((_, message),) = behaviour.received
    assert list(message.iter_attachments()) == []
    assert message.get_body(("plain",)).get_content().startswith(TOO_LARGE)
    assert "新线索 120" in message.get_body(("html",)).get_content()


def test_a_server_that_says_too_large_only_after_data_gets_the_slim_form_too(outbox: Outbox) -> None:
    put(outbox, attachment=60_000)
    behaviour = Behaviour()

    class OnlySmall(Behaviour):
        async def handle_DATA(self, server, session, envelope):  # type: ignore[no-untyped-def]
            if len(envelope.content) > 40_000:
                return "552 message size exceeds the limit"
            return await behaviour.handle_DATA(server, session, envelope)

    with running(OnlySmall(), None) as settings:
        (entry,) = outbox.deliver(SmtpTransport(settings))
    assert (entry.state, entry.sent_slim) == ("sent", True)
    assert len(behaviour.received) == 1


def test_too_large_even_without_attachments_fails_with_both_numbers(outbox: Outbox) -> None:
    put(outbox, attachment=60_000)
    with running(Behaviour(), None, size=1000) as settings:
        (entry,) = outbox.deliver(SmtpTransport(settings))
    assert entry.state == "failed"
    assert entry.detail.endswith("takes 1,000") and "bytes" in entry.detail


def test_no_server_means_wait(outbox: Outbox) -> None:
    put(outbox)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        outbox.deliver(SmtpTransport(SmtpSettings("127.0.0.1", port, security="none", timeout_s=2)))
    state, detail = states(outbox)["boss@example.com"]
    assert state == "retry" and "refused" in detail


def test_settings_that_would_leak_are_refused() -> None:
    with pytest.raises(ValueError, match="must be encrypted"):
        SmtpSettings("mail.example.com", security="none")
    with pytest.raises(ValueError, match="both or neither"):
        SmtpSettings("mail.example.com", user="u")
    with pytest.raises(ValueError, match="ASCII"):
        SmtpSettings("mail.example.com", user="u", password="密码")
    assert PASSWORD not in repr(SmtpSettings("mail.example.com", user="u", password=PASSWORD))
