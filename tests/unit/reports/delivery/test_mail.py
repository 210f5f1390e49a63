from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from reports.delivery.mail import Key, freeze
from tests.unit.reports.delivery.mails import TOO_LARGE, a_mail

KEY = Key("funnel", "2026-W47", "zh-CN", "boss@example.com")
NOW = datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)


def parsed(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=SMTP)


def test_the_message_id_follows_from_the_key_alone() -> None:
    first = freeze(KEY, a_mail(), TOO_LARGE, NOW)
    other_content = a_mail(attachment=0)
    del other_content["Subject"]
    other_content["Subject"] = "另一个"
    second = freeze(KEY, other_content, TOO_LARGE, datetime(2027, 1, 1, tzinfo=UTC))
    assert first.message_id == second.message_id == parsed(first.full)["Message-ID"]
    assert first.message_id.endswith("@example.com>")
    english = Key("funnel", "2026-W47", "en", KEY.recipient)
    assert freeze(english, a_mail(), TOO_LARGE, NOW).message_id != first.message_id


def test_letter_case_of_an_address_makes_no_other_key() -> None:
    assert str(Key("funnel", "2026-W47", "zh-CN", "Boss@Example.com")) == str(KEY)


def test_frozen_bytes_are_ascii_with_short_lines_and_hold_the_whole_message() -> None:
    frozen = freeze(KEY, a_mail(), TOO_LARGE, NOW)
    assert frozen.full.isascii()
    assert max(map(len, frozen.full.split(b"\r\n"))) <= 998
    message = parsed(frozen.full)
    assert message["To"] == "boss@example.com"
    assert message["Subject"] == "漏斗周报：新线索 120，成交 ¥1.2M"
    assert "很长的一行" * 300 in message.get_body(("plain",)).get_content()
    assert [part.get_filename() for part in message.iter_attachments()] == ["漏斗-2026-W47.pdf"]


def test_freezing_leaves_the_given_message_alone() -> None:
    message = a_mail()
    freeze(KEY, message, TOO_LARGE, NOW)
    assert message["To"] is None and message["Message-ID"] is None


def test_the_slim_form_says_where_the_files_are_and_keeps_the_rest() -> None:
    slim = parsed(freeze(KEY, a_mail(), TOO_LARGE, NOW).slim or b"")
    assert list(slim.iter_attachments()) == []
    assert slim.get_body(("plain",)).get_content().startswith(TOO_LARGE + "\r\n\r\n新线索 120")
    page = slim.get_body(("html",)).get_content()
    assert '<body class="a"><p style=' in page and "&lt;内部&gt;</p><p>新线索 120</p>" in page
    pictures = [part for part in slim.walk() if part.get_content_type() == "image/png"]
    assert [picture["Content-ID"] for picture in pictures] == ["<trend>"]


def test_a_message_without_attachments_has_no_slim_form() -> None:
    assert freeze(KEY, a_mail(attachment=0), TOO_LARGE, NOW).slim is None
    plain = EmailMessage()
    plain["From"] = "a@example.com"
    plain.set_content("text")
    assert freeze(KEY, plain, TOO_LARGE, NOW).slim is None


def test_a_message_without_sender_is_refused() -> None:
    with pytest.raises(ValueError, match="no From"):
        freeze(KEY, EmailMessage(), TOO_LARGE, NOW)
