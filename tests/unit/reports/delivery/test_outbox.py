import signal
import stat
from datetime import timedelta
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest

from reports.delivery.outbox import PAUSES, Outbox, OutboxError
from reports.delivery.transport import EmlTransport, NotSent, OutcomeUnknown, TransportDown
from tests.unit.reports.delivery.mails import (
    TOO_LARGE,
    Clock,
    DiesBeforeHandOver,
    Recorder,
    a_mail,
    die,
    fail,
    in_child,
)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outbox(tmp_path: Path, clock: Clock) -> Outbox:
    return Outbox(tmp_path / "outbox", clock=clock)


def put(outbox: Outbox, recipient: str = "boss@example.com", period: str = "2026-W47") -> str:
    return outbox.enqueue("funnel", period, "zh-CN", recipient, a_mail(), too_large=TOO_LARGE).key


def test_a_message_is_sent_once_however_often_the_period_is_run(outbox: Outbox) -> None:
    transport = Recorder()
    for _ in range(3):
        put(outbox)
        put(outbox, "Boss@Example.com")
        outbox.deliver(transport)
    assert len(transport.sent) == 1
    (entry,) = outbox.entries()
    assert (entry.state, entry.sent_via, entry.detail, entry.attempts) == ("sent", "recorder", "250 ok", 1)
    assert entry.message_id == transport.sent[0].message_id


def test_the_bytes_are_those_of_the_first_enqueue(outbox: Outbox) -> None:
    key = put(outbox)
    before = outbox.mail(key).full
    changed = a_mail()
    changed.replace_header("Subject", "changed")
    outbox.enqueue("funnel", "2026-W47", "zh-CN", "boss@example.com", changed, too_large=TOO_LARGE)
    transport = Recorder()
    outbox.deliver(transport)
    assert transport.sent[0].full == before


def test_one_refused_recipient_leaves_the_others_alone(outbox: Outbox) -> None:
    put(outbox, "a@example.com")
    put(outbox, "gone@example.com")
    put(outbox, "z@example.com")

    def then(mail: object) -> None:
        if mail.key.recipient.startswith("gone"):  # type: ignore[attr-defined]
            raise NotSent("550 no such user", is_final=True)

    outbox.deliver(Recorder(then))
    assert {entry.recipient: entry.state for entry in outbox.entries()} == {
        "a@example.com": "sent",
        "gone@example.com": "failed",
        "z@example.com": "sent",
    }


def test_a_temporary_refusal_waits_longer_each_time_then_fails(outbox: Outbox, clock: Clock) -> None:
    key = put(outbox)
    busy = Recorder(fail(NotSent("451 try later", is_final=False)))
    for pause in PAUSES:
        (entry,) = outbox.deliver(busy)
        assert (entry.state, entry.next_try_at) == ("retry", clock.now + pause)
        clock.now += pause - timedelta(seconds=1)
        assert outbox.deliver(Recorder()) == []
        clock.now += timedelta(seconds=1)
    (entry,) = outbox.deliver(busy)
    assert entry.state == "failed"
    assert entry.detail == f"given up after {len(PAUSES) + 1} tries: 451 try later"
    assert outbox.deliver(Recorder()) == []
    assert outbox.resend(key).state == "queued"


def test_a_transport_that_is_down_is_asked_once_and_all_wait(outbox: Outbox) -> None:
    put(outbox, "a@example.com")
    put(outbox, "b@example.com")
    tries: list[str] = []

    class Down(Recorder):
        def send(self, mail, hand_over):  # type: ignore[no-untyped-def]
            tries.append(mail.key.recipient)
            raise TransportDown("connection refused")

    touched = outbox.deliver(Down())
    assert tries == ["a@example.com"]
    assert [(entry.state, entry.detail) for entry in touched] == [("retry", "connection refused")] * 2


def test_an_unknown_outcome_is_never_sent_again_by_itself(outbox: Outbox, clock: Clock) -> None:
    key = put(outbox)
    outbox.deliver(Recorder(fail(OutcomeUnknown("connection lost after DATA"))))
    transport = Recorder()
    clock.now += timedelta(days=30)
    put(outbox)
    assert outbox.deliver(transport) == [] and transport.sent == []
    first_id = outbox.entries("unknown")[0].message_id
    outbox.resend(key)
    assert [entry.state for entry in outbox.deliver(transport)] == ["sent"]
    assert transport.sent[0].message_id == first_id


def test_only_unknown_or_failed_messages_can_be_resent(outbox: Outbox) -> None:
    key = put(outbox)
    with pytest.raises(OutboxError, match="is queued"):
        outbox.resend(key)
    outbox.deliver(Recorder())
    with pytest.raises(OutboxError, match="is sent"):
        outbox.resend(key)
    with pytest.raises(OutboxError, match="no message 'nonsense'"):
        outbox.resend("nonsense")


def exit_code(process: SpawnProcess) -> int | None:
    process.start()
    process.join(30)
    return process.exitcode


def test_killed_after_the_hand_over_means_unknown_and_no_second_mail(outbox: Outbox, tmp_path: Path) -> None:
    put(outbox, "a@example.com")
    put(outbox, "b@example.com")
    assert exit_code(in_child(tmp_path / "outbox", Recorder(then=die))) == -signal.SIGKILL
    assert [entry.state for entry in outbox.entries("sending")] == ["sending"]
    transport = Recorder()
    outbox.deliver(transport)
    assert [mail.key.recipient for mail in transport.sent] == ["b@example.com"]
    assert [(e.recipient, e.state) for e in outbox.entries("unknown")] == [("a@example.com", "unknown")]


def test_killed_before_the_hand_over_loses_nothing(outbox: Outbox, tmp_path: Path) -> None:
    put(outbox)
    assert exit_code(in_child(tmp_path / "outbox", DiesBeforeHandOver())) == -signal.SIGKILL
    transport = Recorder()
    assert [entry.state for entry in outbox.deliver(transport)] == ["sent"]
    assert len(transport.sent) == 1


def test_a_second_delivery_waits_for_the_first(outbox: Outbox, tmp_path: Path) -> None:
    put(outbox)
    impatient = Outbox(tmp_path / "outbox", lock_wait_s=0.1)

    def meanwhile(mail: object) -> None:
        with pytest.raises(OutboxError, match="another delivery"):
            impatient.deliver(Recorder())

    (entry,) = outbox.deliver(Recorder(then=meanwhile))
    assert entry.state == "sent"


def test_only_the_owner_can_read_the_outbox(outbox: Outbox, tmp_path: Path) -> None:
    put(outbox)
    for path, mode in ((tmp_path / "outbox", 0o700), (tmp_path / "outbox" / "outbox.db", 0o600)):
        assert stat.S_IMODE(path.stat().st_mode) == mode


def test_eml_files_hold_the_frozen_bytes_under_a_safe_name(outbox: Outbox, tmp_path: Path) -> None:
    key = outbox.enqueue(
        "funnel", "2026-W47", "zh-CN", "../x/y@example.com", a_mail(), too_large=TOO_LARGE
    ).key
    (entry,) = outbox.deliver(EmlTransport(tmp_path / "eml"))
    (file,) = (tmp_path / "eml").iterdir()
    assert file.read_bytes() == outbox.mail(key).full
    assert file.name.startswith("funnel-2026-W47-zh-CN-.._x_y@example.com-") and file.suffix == ".eml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (entry.state, entry.sent_via, entry.detail) == ("sent", "eml", str(file))


def test_an_eml_folder_that_cannot_be_written_leaves_the_mail_waiting(outbox: Outbox, tmp_path: Path) -> None:
    put(outbox)
    (tmp_path / "eml").write_text("a file where the folder should be")
    (entry,) = outbox.deliver(EmlTransport(tmp_path / "eml"))
    assert entry.state == "retry" and entry.detail.startswith("cannot write")
