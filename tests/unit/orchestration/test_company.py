"""company.yml: read strictly, with all problems at once."""

from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from orchestration.company import CompanyErrors, load_company

GOOD = """\
name: {en: Acme Valves, zh: 示例阀门}
time_zone: Asia/Shanghai
currency: CNY
languages: [zh-CN, en]
data_owner: data@example.com
daily_run_at: 06:30
test_leads: {names: [测试], email_domains: [example.org]}
"""


def _write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "company.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_company_is_read_with_its_defaults(tmp_path: Path) -> None:
    company = load_company(_write(tmp_path, GOOD))
    assert company.name.zh == "示例阀门"
    assert company.conversion_window_days == 90
    assert company.test_leads.names == ("测试",)
    assert company.defaults.currency == "CNY"
    assert company.local(datetime(2026, 11, 22, 17, 0, tzinfo=UTC)).date().isoformat() == "2026-11-23"


@pytest.mark.parametrize("written", ["06:30", '"06:30"', "6:30", '"6:30"'])
def test_a_time_of_day_means_the_same_quoted_or_not(tmp_path: Path, written: str) -> None:
    # YAML 1.1 reads 6:30 as a number in base 60.
    company = load_company(_write(tmp_path, GOOD.replace("06:30", written)))
    assert company.daily_run_at == time(6, 30)


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("Asia/Shanghai", "Asia/Peking").replace("CNY", "yuan").replace("[zh-CN, en]", "[fr]")
    with pytest.raises(CompanyErrors) as caught:
        load_company(_write(tmp_path, text + "colour: red\n"))
    text = "\n".join(caught.value.problems)
    for part in ("time_zone: 'Asia/Peking' is no IANA time zone", "currency:", "languages.0:", "colour:"):
        assert f"company.yml: {part}" in text


def test_a_missing_file_says_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(CompanyErrors, match="LEADMILL_CONFIG must name"):
        load_company(tmp_path / "company.yml")
