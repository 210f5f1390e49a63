"""Everything wrong with a configuration is said at once, before anything runs."""

from pathlib import Path

import pytest

from orchestration.configuration import ConfigurationErrors, load_configuration
from orchestration.settings import SAMPLE_CONFIG, Settings

_COMPANY = """\
name: {en: Acme, zh: 示例}
time_zone: Asia/Shanghai
currency: CNY
languages: [en]
data_owner: data@example.com
"""
_CONTRACT = """\
source: web
files: "web/*.csv"
format: {type: csv}
columns: [id, created, name, mail]
entities:
  - entity: lead
    fields:
      lead_id: id
      created_at: {column: created, formats: ["%Y-%m-%d"]}
      full_name: name
      email: mail
      channel: {value: web}
    required: [lead_id, created_at]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "seeds").mkdir()
    (tmp_path / "sources" / "web.yml").write_text(_CONTRACT, encoding="utf-8")
    (tmp_path / "company.yml").write_text(_COMPANY, encoding="utf-8")
    (tmp_path / "reports.yml").write_text("subscriptions: []\n", encoding="utf-8")
    return tmp_path


def _load(folder: Path, **settings: object) -> list[str]:
    try:
        load_configuration(Settings(config=folder, home=folder / "home", **settings))  # type: ignore[arg-type]
    except ConfigurationErrors as error:
        return error.problems
    return []


def test_a_small_configuration_is_enough(folder: Path) -> None:
    assert _load(folder) == []


def test_the_sample_companys_configuration_is_valid(tmp_path: Path) -> None:
    found = load_configuration(Settings(config=SAMPLE_CONFIG, home=tmp_path))
    assert "(made up)" in found.company.name.en
    assert len(found.contracts) > 10


def test_faults_of_all_parts_show_together(folder: Path) -> None:
    (folder / "company.yml").write_text(_COMPANY.replace("currency: CNY\n", ""), encoding="utf-8")
    (folder / "sources" / "web.yml").write_text(
        _CONTRACT.replace("value: web", "value: wob"), encoding="utf-8"
    )
    (folder / "seeds" / "chanels.csv").write_text("code\n", encoding="utf-8")
    (folder / "checks.yml").write_text("no_such_check: {severity: warn}\n", encoding="utf-8")
    (folder / "reports.yml").write_text("subscriptions: [{report: funel}]\n", encoding="utf-8")
    (folder / "report.yml").write_text("", encoding="utf-8")
    text = "\n".join(_load(folder, smtp_host="mail.example.com", smtp_security="none"))
    for part in (
        "LEADMILL_SMTP_SECURITY: ",
        "report.yml: nothing reads this. Did you mean reports.yml?",
        "company.yml: currency: ",
        "sources/web: lead.channel: 'wob' is no channel",
        "seeds/chanels.csv: there is no seed of this name",
        "checks.yml: there is no check called 'no_such_check'",
        "reports.yml: ",
    ):
        assert part in text


def test_a_missing_folder_is_said_by_its_setting(tmp_path: Path) -> None:
    assert _load(tmp_path / "nowhere") == [f"LEADMILL_CONFIG: there is no folder {tmp_path / 'nowhere'}."]
