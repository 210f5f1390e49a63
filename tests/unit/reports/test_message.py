from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default

import pytest

from reports import message as module
from reports.build import BuiltReport
from reports.message import Attachment, MessageTooLarge, compose_message
from reports.render.html_mail import Picture
from tests.unit.reports.conftest import EVERY_REPORT
from tests.unit.reports.render.mail_parts import Parts

Built = Callable[[str, str], BuiltReport]


def parsed(message: EmailMessage) -> EmailMessage:
    found = message_from_bytes(message.as_bytes(policy=SMTP), policy=default)
    assert isinstance(found, EmailMessage)
    return found


def tree(part: EmailMessage) -> object:
    if not part.is_multipart():
        return part.get_content_type()
    return (part.get_content_subtype(), [tree(child) for child in part.iter_parts()])


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_the_parts_are_nested_as_every_mail_program_expects(name: str, language: str, built: Built) -> None:
    report = built(name, language)
    found = parsed(report.message("Leadmill <reports@example.com>"))
    pictures = ["image/png"] * len(report.pictures)
    assert tree(found) == (
        "mixed",
        [
            ("alternative", ["text/plain", ("related", ["text/html", *pictures])]),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/pdf",
        ],
    )


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_bodies_pictures_and_files_arrive_as_they_were(name: str, language: str, built: Built) -> None:
    report = built(name, language)
    found = parsed(report.message("reports@example.com"))
    html, plain = found.get_body(("html",)), found.get_body(("plain",))
    assert html is not None
    assert plain is not None
    assert html.get_content().replace("\r\n", "\n").strip() == report.html.strip()
    assert plain.get_content().replace("\r\n", "\n").strip() == report.text.strip()
    sent = {str(part["Content-ID"]): part for part in found.walk() if part["Content-ID"]}
    wanted = [image["src"] or "" for tag, image in Parts(report.html).tags if tag == "img"]
    assert sorted(sent) == sorted(f"<{source.removeprefix('cid:')}>" for source in wanted)
    assert all(part.get_content_disposition() == "inline" for part in sent.values())
    assert {part.get_content() for part in found.iter_attachments()} == {
        report.files["xlsx"].read_bytes(),
        report.files["pdf"].read_bytes(),
    }


def test_a_chinese_file_name_and_subject_round_trip(built: Built) -> None:
    report = built("funnel", "zh-CN")
    found = parsed(report.message("reports@example.com"))
    names = [part.get_filename() for part in found.iter_attachments()]
    assert names == ["线索漏斗周报-2026-W47.xlsx", "线索漏斗周报-2026-W47.pdf"]
    assert found["Subject"] == report.subject
    assert found["Content-Language"] == "zh-CN"


@pytest.mark.parametrize(("name", "language"), EVERY_REPORT)
def test_the_message_is_small_enough_for_any_server(name: str, language: str, built: Built) -> None:
    assert len(built(name, language).message("reports@example.com").as_bytes()) < 5_000_000


def test_no_line_break_gets_into_a_header() -> None:
    found = compose_message("a@example.com", "Sub\r\nBcc: evil@example.com\tx", "en", "t", "<p>h</p>", (), ())
    assert found["Subject"] == "Sub Bcc: evil@example.com x"
    assert found["Bcc"] is None
    assert b"\r\nBcc:" not in found.as_bytes()


def test_a_message_too_large_for_servers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMIT", 2_000)
    with pytest.raises(MessageTooLarge, match="more than 2,000"):
        compose_message(
            "a@example.com",
            "s",
            "en",
            "t",
            "<p>h</p>",
            (),
            (Attachment("a.pdf", bytes(3000), "application/pdf"),),
        )


def test_a_message_without_pictures_or_files_is_still_whole() -> None:
    found = parsed(compose_message("a@example.com", "s", "en", "t", "<p>h</p>", (), ()))
    assert tree(found) == ("alternative", ["text/plain", "text/html"])
    with_picture = compose_message(
        "a@example.com", "s", "en", "t", "h", (Picture("c@x", b"png", "alt", 5),), ()
    )
    assert tree(parsed(with_picture)) == (
        "alternative",
        ["text/plain", ("related", ["text/html", "image/png"])],
    )
