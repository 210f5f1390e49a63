"""The reports of the sample company's daily run: their mails and files, and their numbers against the marts.

How a mail looks in a browser is tested in tests/unit/reports/render/test_browser.py.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage, MIMEPart
from email.policy import default
from functools import cached_property
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from pypdf import PdfReader

from orchestration.home import Home
from orchestration.settings import SAMPLE_CONFIG
from reports.delivery.outbox import Outbox
from reports.delivery.store import Entry
from reports.figures.model import Unit
from reports.locales.locale import Locale
from reports.period import Period
from reports.subscriptions import load_subscriptions
from tests.integration.expected_kpis import expected_kpis
from tests.integration.running import query
from tests.unit.reports.render.mail_parts import Parts

pytestmark = pytest.mark.integration

_PERIODS = {"weekly": "2026-W47", "monthly": "2026-10"}
_ACTIVE = {"script", "svg", "iframe", "object", "embed", "form", "link", "base", "video"}
_UNTRANSLATED = re.compile(r"\b(kpi|label|section|column|note|lead|basis|quality|takeaway)\.[a-z_]+|[{}]")


@dataclass(frozen=True)
class Mail:
    """One message of the outbox, as a mail program gets it."""

    entry: Entry
    message: EmailMessage

    @property
    def period(self) -> Period:
        return Period.parse(self.entry.period)

    @property
    def locale(self) -> Locale:
        return Locale(self.entry.language, "CNY")

    @cached_property
    def html(self) -> str:
        return self._body("html")

    @cached_property
    def text(self) -> str:
        return self._body("plain")

    def _body(self, kind: str) -> str:
        body = self.message.get_body((kind,))
        assert body is not None
        content = body.get_content()
        assert isinstance(content, str)
        return content.replace("\r\n", "\n")


@pytest.fixture(scope="module")
def mails(sample_run: Home) -> list[Mail]:
    outbox = Outbox(sample_run.outbox)
    found = []
    for entry in outbox.entries():
        paths = list((sample_run.outbox / "eml").glob(f"*-{outbox.mail(entry.key).key.digest[:8]}.eml"))
        assert len(paths) == 1, entry.key
        message = message_from_bytes(paths[0].read_bytes(), policy=default)
        assert isinstance(message, EmailMessage)
        found.append(Mail(entry, message))
    assert len(list((sample_run.outbox / "eml").iterdir())) == len(found)
    return found


def test_every_subscriber_has_each_report_once(mails: list[Mail]) -> None:
    wanted = [
        (item.report, _PERIODS[item.cadence], item.language, recipient)
        for item in load_subscriptions(SAMPLE_CONFIG / "reports.yml").items
        for recipient in item.recipients
    ]
    found = [(m.entry.report, m.entry.period, m.entry.language, m.message["To"]) for m in mails]
    assert sorted(found) == sorted(wanted)
    assert {m.entry.state for m in mails} == {"sent"}
    assert {m.message["From"] for m in mails} == {"Leadmill <leadmill@hengrui.example>"}
    assert [m.message["Message-ID"] for m in mails] == [m.entry.message_id for m in mails]
    assert len({m.entry.message_id for m in mails}) == len(mails)


def _tree(part: MIMEPart) -> object:
    if not part.is_multipart():
        return part.get_content_type()
    return (part.get_content_subtype(), [_tree(child) for child in part.iter_parts()])


def test_parts_are_nested_and_pictures_resolve(mails: list[Mail]) -> None:
    for mail in mails:
        images = [found for tag, found in Parts(mail.html).tags if tag == "img"]
        assert images
        assert _tree(mail.message) == (
            "mixed",
            [
                ("alternative", ["text/plain", ("related", ["text/html", *["image/png"] * len(images)])]),
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "application/pdf",
            ],
        )
        inline = {part["Content-ID"]: part for part in mail.message.walk() if part["Content-ID"]}
        sources = {f"<{(image['src'] or '').removeprefix('cid:')}>" for image in images}
        assert sources == set(inline)
        assert all(part.get_content().startswith(b"\x89PNG") for part in inline.values())
        assert all((image["alt"] or "").strip() and int(image["width"] or 0) > 0 for image in images)


def test_sizes_stay_below_what_mail_programs_take(mails: list[Mail]) -> None:
    for mail in mails:
        assert len(mail.html.encode()) < 90_000, mail.entry.key
        assert len(mail.message.as_bytes()) < 5_000_000, mail.entry.key


def test_nothing_in_a_mail_is_active_or_fetched(mails: list[Mail]) -> None:
    for mail in mails:
        tags = Parts(mail.html).tags
        assert {tag for tag, _ in tags} & _ACTIVE == set()
        assert [name for _, found in tags for name in found if name.startswith("on")] == []
        for _, found in tags:
            address = found.get("src") or found.get("background") or found.get("href") or "cid:"
            assert address.startswith(("cid:", "mailto:")), address
        assert not re.search(r"@import|url\(|data:|javascript:", mail.html)


def test_both_bodies_say_what_the_numbers_are_about(mails: list[Mail], sample_run: Home) -> None:
    lines = query(sample_run, "select sum(lines_in), sum(lines_loaded) from fct_loads where is_current")[0]
    for mail in mails:
        locale, grain = mail.locale, mail.period.grain
        for body in (mail.text, Parts(mail.html).text):
            assert locale.period(mail.period) in body
            assert "2026-11-23 00:00" in body and "Asia/Shanghai" in body and "CNY" in body
            assert locale.text(f"meta.basis.{grain}") in body
            assert locale.text("banner.made_up") in body
            assert all(f"{count:,}" in body for count in lines)
            assert not _UNTRANSLATED.search(body), _UNTRANSLATED.search(body)


def test_the_pairs_for_review_are_in_order_and_as_many_as_each_report_says(
    mails: list[Mail], sample_run: Home
) -> None:
    pairs = query(
        sample_run,
        "select priority, open_amount_base, least(grade_l, grade_r), "
        "greatest(coalesce(score_l, 0), coalesce(score_r, 0)), match_weight "
        "from rpt_match_review order by priority",
    )
    assert [pair[0] for pair in pairs] == list(range(1, len(pairs) + 1))
    worth = [(-amount, grade, -score, -weight) for _, amount, grade, score, weight in pairs]
    assert worth == sorted(worth)
    assert len(pairs) > 0
    for mail in mails:
        said = mail.locale.text("quality.review", matches_to_review=mail.locale.count(len(pairs)))
        assert said in mail.text, (mail.entry.key, said)
        assert said in Parts(mail.html).text, mail.entry.key


def test_headline_numbers_are_those_of_the_marts_everywhere(mails: list[Mail], sample_run: Home) -> None:
    for mail in mails:
        locale, entry = mail.locale, mail.entry
        kpis = expected_kpis(sample_run, entry.report, mail.period)
        written = [locale.number(value, unit) for value, unit in kpis.values()]
        assert Parts(mail.html).kpis == written, entry.key
        for key, shown in zip(kpis, written, strict=True):
            assert f"{locale.text(f'kpi.{key}')}: {shown}" in mail.text, entry.key
        assert written[0] in str(mail.message["Subject"])
        stem = f"{entry.report}-{entry.period}-{entry.language}"
        folder = sample_run.reports / entry.period
        page = (folder / f"{stem}.html").read_text(encoding="utf-8")
        assert Parts(page).kpis[: len(written)] == written, entry.key
        _assert_workbook_says(folder / f"{stem}.xlsx", kpis, locale)
        pdf = "".join(sheet.extract_text() for sheet in PdfReader(folder / f"{stem}.pdf").pages)
        assert [shown for shown in written if shown not in pdf] == [], entry.key


def _assert_workbook_says(path: Path, kpis: dict[str, tuple[Decimal | float, Unit]], locale: Locale) -> None:
    book = openpyxl.load_workbook(path)
    values = {row[0]: row[1] for row in book.worksheets[0].iter_rows(values_only=True)}
    for key, (value, _) in kpis.items():
        assert values[locale.text(f"kpi.{key}")] == pytest.approx(float(value), abs=1e-9), (path.name, key)
    assert all(sheet.freeze_panes == "B2" for sheet in book.worksheets)
    with ZipFile(path) as archive:
        assert any(name.startswith("xl/charts/chart") for name in archive.namelist()), path.name


def test_attachments_are_the_files_named_in_the_readers_language(mails: list[Mail], sample_run: Home) -> None:
    for mail in mails:
        entry = mail.entry
        sent = {part.get_filename(): part.get_content() for part in mail.message.iter_attachments()}
        title = mail.locale.text(f"title.{entry.report}.{mail.period.grain}")
        assert sent == {
            f"{title}-{entry.period}.{kind}": (
                sample_run.reports / entry.period / f"{entry.report}-{entry.period}-{entry.language}.{kind}"
            ).read_bytes()
            for kind in ("xlsx", "pdf")
        }


def test_the_languages_are_not_mixed(mails: list[Mail]) -> None:
    for mail in mails:
        subject = str(mail.message["Subject"])
        is_chinese = mail.entry.language == "zh-CN"
        assert mail.message["Content-Language"] == mail.entry.language
        assert bool(re.search(r"[一-鿿]", subject)) == is_chinese, subject
        headings = re.findall(r"^== (.+) ==$", mail.text, re.MULTILINE)
        assert len(headings) >= 6
        assert all(bool(re.search(r"[一-鿿]", heading)) == is_chinese for heading in headings)
