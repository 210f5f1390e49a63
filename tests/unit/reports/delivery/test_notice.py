from datetime import date
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest

from reports.delivery.notice import MOST_DETAILS, NoticeAddress, owner_notice, too_large_sentence
from reports.delivery.outbox import Outbox
from tests.unit.reports.delivery.mails import Recorder

DAY = date(2026, 11, 23)


def address(language: str = "zh-CN", company: str = "恒泰（虚构）") -> NoticeAddress:
    return NoticeAddress("Leadmill <r@example.com>", "owner@example.com", language, company, "Asia/Shanghai")


def test_one_notice_for_a_day_and_cause(tmp_path: Path) -> None:
    outbox, transport = Outbox(tmp_path), Recorder()
    for day in (DAY, DAY, date(2026, 11, 24)):
        for cause in ("sums_by_channel", "golden_leads"):
            owner_notice(outbox, address(), "check", day=day, cause=cause, details=["again"])
            outbox.deliver(transport)
    assert len(transport.sent) == 4


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("kind", ["check", "run", "files", "delivery"])
def test_every_notice_says_what_happened_and_what_to_do(tmp_path: Path, kind: str, language: str) -> None:
    outbox = Outbox(tmp_path)
    details = ["渠道 web：报告 1,000.00，商机 900.00", "second\r\nBcc: x@example.com"]
    entry = owner_notice(
        outbox,
        address(language, company="恒泰\r\nBcc: x@example.com"),
        kind,  # type: ignore[arg-type]
        day=DAY,
        cause="sums",
        details=details,
    )
    message = message_from_bytes(outbox.mail(entry.key).full, policy=SMTP)
    assert "2026-11-23" in message["Subject"] and "恒泰 Bcc: x@example.com" in message["Subject"]
    assert message["Bcc"] is None and message["To"] == "owner@example.com"
    text = message.get_content()
    assert "- 渠道 web：报告 1,000.00，商机 900.00\r\n- second Bcc: x@example.com\r\n" in text
    assert "leadmill " in text and "Asia/Shanghai" in text and "{" not in text


def test_long_lists_are_cut_and_counted(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    details = [f"row {number}" for number in range(MOST_DETAILS + 7)]
    entry = owner_notice(outbox, address("en"), "files", day=DAY, cause="x", details=details)
    text = message_from_bytes(outbox.mail(entry.key).full, policy=SMTP).get_content()
    assert f"row {MOST_DETAILS - 1}\r\n… and 7 more" in text


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_too_large_sentence_names_the_place(language: str) -> None:
    assert too_large_sentence(language, "https://files.example.com/a").endswith("https://files.example.com/a")
