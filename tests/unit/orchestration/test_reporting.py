"""Which report is due, that it is refused when its figures would be wrong, and that nobody gets it twice."""

import json
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from orchestration import reporting
from orchestration.home import MadeUp
from orchestration.reporting import ReportRefused, due_period, languages_of, make_due_report, require_complete
from orchestration.resources import Installation
from reports.delivery.outbox import Outbox
from reports.period import Period
from reports.subscriptions import Subscription, Subscriptions
from tests.unit.orchestration.installation import small_installation

MONDAY = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)  # 00:30 on Monday 2026-11-23 in Shanghai
SUBSCRIPTIONS = Subscriptions(
    (Subscription("funnel", "weekly", "en", ("boss@example.com", "cfo@example.com")),), "reports@example.com"
)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """Replaces the building of a report; the list gets (name, period, language) of each."""
    calls: list[tuple[str, str, str]] = []

    def build(name: str, period: Period, language: str, marts: Path, out_dir: Path) -> Any:
        calls.append((name, period.code, language))
        path = out_dir / f"{name}-{period.code}-{language}.html"
        path.write_text("report", encoding="utf-8")

        def message(sender: str) -> EmailMessage:
            mail = EmailMessage()
            mail["From"], mail["Subject"] = sender, f"{name} {period.code}"
            mail.set_content("figures")
            return mail

        return SimpleNamespace(language=language, subject="s", files={"html": path}, message=message)

    monkeypatch.setattr(reporting, "build_report", build)
    return calls


def _installation(tmp_path: Path, as_of: datetime = MONDAY) -> Installation:
    installation = small_installation(tmp_path, SUBSCRIPTIONS)
    installation.home.serve.mkdir(parents=True)
    (installation.home.serve / "publication.json").write_text(json.dumps({"as_of": as_of.isoformat()}))
    return installation


def test_the_period_due_is_the_last_complete_one_in_the_companys_zone(tmp_path: Path) -> None:
    installation = _installation(tmp_path)
    assert due_period(installation, "weekly", MONDAY).code == "2026-W47"
    assert due_period(installation, "weekly", datetime(2026, 11, 22, 15, tzinfo=UTC)).code == "2026-W46"
    assert due_period(installation, "monthly", MONDAY).code == "2026-10"


def test_a_period_that_the_publication_does_not_cover_is_refused(tmp_path: Path) -> None:
    # The daily run failed since Sunday: the week's figures would be too low.
    installation = _installation(tmp_path, as_of=datetime(2026, 11, 22, 2, tzinfo=UTC))
    with pytest.raises(ReportRefused, match="2026-W47 ends on 2026-11-22"):
        require_complete(installation, Period.parse("2026-W47"))
    require_complete(installation, Period.parse("2026-W46"))


def test_a_report_is_built_in_each_language_and_mailed_once(
    tmp_path: Path, built: list[tuple[str, str, str]]
) -> None:
    installation = _installation(tmp_path)
    made = make_due_report(installation, "funnel", "weekly", MONDAY)
    assert built == [("funnel", "2026-W47", "zh-CN"), ("funnel", "2026-W47", "en")]
    assert {mail.state for mail in made.mails} == {"sent"}
    assert len(list((installation.home.outbox / "eml").glob("*.eml"))) == 2
    # The next day nothing is left to do.
    again = make_due_report(installation, "funnel", "weekly", MONDAY)
    assert (again.built, again.mails) == ((), ())
    assert again.files == made.files
    assert len(built) == 2
    assert len(Outbox(installation.home.outbox).entries()) == 2


def test_a_new_subscriber_gets_the_report_and_the_others_do_not_get_it_again(
    tmp_path: Path, built: list[tuple[str, str, str]]
) -> None:
    installation = _installation(tmp_path)
    outbox = Outbox(installation.home.outbox)
    mail = EmailMessage()
    mail["From"] = "reports@example.com"
    outbox.enqueue("funnel", "2026-W47", "en", "Boss@example.com", mail, too_large="")
    make_due_report(installation, "funnel", "weekly", MONDAY)
    assert sorted(entry.recipient for entry in outbox.entries()) == ["Boss@example.com", "cfo@example.com"]


def test_a_rebuild_mails_nobody(tmp_path: Path, built: list[tuple[str, str, str]]) -> None:
    base = _installation(tmp_path)
    rebuilt = Installation(base.configuration, base.home.rebuild(MONDAY))
    rebuilt.home.serve.mkdir(parents=True)
    (rebuilt.home.serve / "publication.json").write_text(json.dumps({"as_of": MONDAY.isoformat()}))
    made = make_due_report(rebuilt, "funnel", "weekly", MONDAY)
    assert made.mails == ()
    assert not base.home.outbox.exists()
    assert not rebuilt.home.outbox.exists()


def test_a_language_that_only_a_subscriber_wants_is_built_too(tmp_path: Path) -> None:
    installation = _installation(tmp_path)
    assert languages_of(installation, "funnel", "weekly") == ["zh-CN", "en"]


def test_the_made_up_company_never_reaches_a_mail_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from orchestration.delivery import transport_for
    from orchestration.settings import Settings
    from reports.delivery.smtp import SmtpTransport
    from reports.delivery.transport import EmlTransport

    installation = _installation(tmp_path)
    settings = Settings(home=tmp_path, config=tmp_path, smtp_host="mail.example.com")
    assert isinstance(transport_for(settings, installation.home), SmtpTransport)
    marked = installation.home.mark_made_up(MadeUp(7, MONDAY.date()))
    assert isinstance(transport_for(settings, marked), EmlTransport)
