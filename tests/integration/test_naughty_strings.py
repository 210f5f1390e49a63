"""The public list of hostile strings on its way through everything: from files to marts, mails and workbooks.

Each string is a lead's company, need and campaign, in a csv and in an ndjson file, and a deal's name or
competitor. It must come out as it went in (but for outer blanks, which intake trims), and do nothing.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pyarrow.parquet as pq
import pytest
from pypdf import PdfReader

from orchestration.home import Home, MadeUp
from orchestration.jobs import DAILY_AND_REPORTS
from reports.document.compose import compose
from reports.document.model import Document, Section, Table
from reports.figures.read import read_figures
from reports.locales.locale import Locale
from reports.period import Period
from reports.render import html_mail, text
from reports.render.templating import clean, short
from tests.integration.markup import Markup, assert_harmless, shown
from tests.integration.running import installation_of, query, run
from tests.integration.small_company.files import CONFIG, Row, closed, deal, deliver, lead

pytestmark = pytest.mark.integration

_TODAY = date(2025, 12, 1)  # a Monday; the made-up company lives on it
_CREATED = date(2025, 9, 15)  # a month whose leads have had their time
_MONTH = Period.parse("2025-11")
_ROWS_IN_A_MAIL = 40


@dataclass(frozen=True)
class Passed:
    """The strings as given, what must come out of them (blank ones as None), and where they went."""

    given: list[str]
    wanted: list[str | None]
    home: Home

    @property
    def distinct(self) -> set[str]:
        return {string for string in self.wanted if string is not None}


def _files(strings: list[str]) -> dict[str, Sequence[Row]]:
    def leads(who: str) -> list[Row]:
        return [
            lead(
                number,
                _CREATED,
                name=f"{who} {number}",
                email=f"{who}.{number}@company{number}.example",
                **dict.fromkeys(("company", "need", "campaign"), string),
            )
            for number, string in enumerate(strings)
        ]

    lost = {"stage": "lost", "reason": "competitor"}
    return {
        "web/strings.csv": leads("person"),
        "app/strings.ndjson": leads("somebody"),
        "crm/deals_open.csv": [
            deal(number, _CREATED, name=string, expected="2025-12-03")
            for number, string in enumerate(strings)
        ],
        "crm/deals_lost.csv": [
            {**closed(number, _CREATED, date(2025, 11, 10), competitor=string), "id": f"X{number}", **lost}
            for number, string in enumerate(strings)
        ],
        "finance/spend.csv": [
            {"day": str(_CREATED), "campaign": string, "amount": "1.50"}
            for string in sorted({string.strip() for string in strings} - {""})
        ],
    }


@pytest.fixture(scope="module")
def passed(public_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Passed:
    given = json.loads((public_data / "naughty_strings" / "blns.json").read_text(encoding="utf-8"))
    assert len(given) == 515
    made_up = MadeUp(0, _TODAY)  # a fixed day; the seed says nothing here
    installation = installation_of(tmp_path_factory.mktemp("naughty") / "home", CONFIG, made_up)
    deliver(installation.home.inbox, _files(given))
    outcome = run(installation, DAILY_AND_REPORTS)
    assert outcome.success, (outcome.failures, outcome.checks_blocked)
    return Passed(given, [string.strip() or None for string in given], installation.home)


def test_intake_takes_every_string_or_says_why_not(passed: Passed) -> None:
    rows = query(
        passed.home, "select file_name, status, rows_total, lines_quarantined, is_balanced from fct_loads"
    )
    found = {name: tuple(counts) for name, *counts in rows}
    forbidden = sum("\0" in string for string in passed.given)
    for name in ("web/strings.csv", "app/strings.ndjson", "crm/deals_open.csv", "crm/deals_lost.csv"):
        assert found[name] == ("loaded", 515 - forbidden, forbidden, True), name
    refused = [
        row
        for path in (passed.home.landing / "quarantine").glob("*.parquet")
        for row in pq.read_table(path).to_pylist()
    ]
    assert len(refused) == 4 * forbidden


def test_marts_say_what_the_files_said(passed: Passed) -> None:
    for system in ("web", "app"):
        rows = query(
            passed.home,
            "select record.external_id, lead.need, lead.campaign, record.campaign, lead.company "
            "from fct_lead_records record join fct_leads lead using (lead_id) "
            f"where record.system = '{system}'",
        )
        assert {key: texts for key, *texts, _ in rows} == {
            f"L{number}": [string] * 3 for number, string in enumerate(passed.wanted)
        }
        # A company's name stays too, or gets its normal form: usual width, single blanks.
        companies = {key: company for key, *_, company in rows}
        changed = {
            number: string for number, string in enumerate(passed.wanted) if companies[f"L{number}"] != string
        }
        assert 0 < len(changed) < 10
        assert [companies[f"L{number}"] for number in changed] == list(map(_normal, changed.values()))
    rows = query(passed.home, "select external_id, name, competitor, campaign from fct_opportunities")
    names = {key: (name, campaign) for key, name, _, campaign in rows if key[0] == "D"}
    competitors = {key: competitor for key, _, competitor, _ in rows if key[0] == "X"}
    for number, string in enumerate(passed.wanted):
        assert names[f"D{number}"] == (string, string or "missing")
        assert competitors[f"X{number}"] == string


def _normal(company: str | None) -> str:
    assert company is not None, "a blank name became another one"
    return " ".join(unicodedata.normalize("NFKC", company).split())


def test_the_parquet_says_so_too(passed: Passed) -> None:
    found = pq.read_table(passed.home.serve / "parquet" / "fct_leads.parquet", columns=["need"])
    assert set(found["need"].to_pylist()) == {*passed.distinct, None}


def test_sums_by_hostile_names_are_whole(passed: Passed) -> None:
    rows = query(passed.home, "select campaign, sum(spend_base), sum(leads) from rpt_roi group by all")
    wanted = {string: (1.5, 2 * passed.wanted.count(string)) for string in passed.distinct}
    wanted["missing"] = (0.0, 2 * passed.wanted.count(None))
    assert {campaign: (float(spend), leads) for campaign, spend, leads in rows} == wanted


def _texts_of_workbook(path: Path) -> set[str]:
    """Return the texts as Excel reads them, where _x000D_ is the character 000D."""
    with ZipFile(path) as archive:
        strings = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
    texts = (node.text or "" for node in strings.iter() if node.tag.endswith("}t"))
    return {re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), found) for found in texts}


def _report(home: Home, stem: str, kind: str) -> Path:
    (path,) = home.reports.rglob(f"{stem}.{kind}")
    return path


@pytest.mark.parametrize("stem", ["funnel-2025-11-en", "roi-2025-11-en", "loss-2025-11-en"])
def test_workbooks_hold_every_string_and_no_formula(passed: Passed, stem: str) -> None:
    path = _report(passed.home, stem, "xlsx")
    assert passed.distinct - _texts_of_workbook(path) == set()
    with ZipFile(path) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            assert not re.search(rb"<f[ >]|<hyperlink|ddeLink|externalLink", content), name


def test_pages_show_every_string_and_obey_none(passed: Passed) -> None:
    for stem, suffix in (("roi-2025-11-en", " · "), ("loss-2025-11-en", "")):
        html = _report(passed.home, stem, "html").read_text(encoding="utf-8")
        assert_harmless(html)
        cells = {shown(cell).rpartition(suffix)[0] if suffix else shown(cell) for cell in Markup(html).cells}
        assert {shown(str(clean(string))) for string in passed.distinct} - cells == set()


def _campaigns(document: Document) -> Table:
    (table,) = [
        block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table) and len(block.rows) > 400
    ]
    return table


def _mails_of_all(document: Document, table: Table) -> Iterator[Document]:
    """The report's mail with other rows of the table each time: a mail shows only the first few."""
    for first in range(0, len(table.rows), _ROWS_IN_A_MAIL):
        rows = table.rows[first : first + _ROWS_IN_A_MAIL]
        part = replace(table, rows=rows, mail_rows=_ROWS_IN_A_MAIL)
        yield replace(document, sections=(Section("Campaigns", "", (part,)),))


def test_mails_show_every_string_and_obey_none(passed: Passed) -> None:
    locale = Locale("en", "CNY")
    document = compose(read_figures("roi", _MONTH, passed.home.marts), locale)
    table = _campaigns(document)
    wanted = [shown(short(str(clean(row.cells[0].text)), 60)) for row in table.rows]
    assert len(set(wanted)) > 450
    cells, lines = set[str](), list[str]()
    for part in _mails_of_all(document, table):
        html = html_mail.render(part, locale, {})
        assert_harmless(html)
        cells |= {shown(cell) for cell in Markup(html).cells}
        lines.append(shown(text.render(part, locale)))
    assert set(wanted) - cells == set()
    plain = " ".join(lines)
    assert [string for string in wanted if string not in plain] == []


def test_reports_were_made_and_mailed(passed: Passed) -> None:
    mails = sorted((passed.home.outbox / "eml").iterdir())
    assert [path.name.split("-")[0] for path in mails] == ["funnel", "loss", "roi"]
    for path in mails:
        body = message_from_bytes(path.read_bytes(), policy=default).get_body(("html",))
        assert body is not None
        assert_harmless(body.get_content())
    for stem in ("funnel-2025-W48-en", "funnel-2025-11-en", "roi-2025-11-en", "loss-2025-11-en"):
        pages = PdfReader(_report(passed.home, stem, "pdf")).pages
        assert "Data quality" in "".join(page.extract_text() for page in list(pages)[-2:]), stem
