"""`leadmill pull`: certificates on the terminal, and an exit code that says whether all are proven."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingestion.http.errors import Unavailable
from ingestion.sources.registry import SPECS
from orchestration.cli.main import run
from tests.unit.orchestration.made_system import MadeSystem, lead, spec_of

_COMPANY = """\
name: {en: Acme, zh: 示例}
time_zone: Asia/Shanghai
currency: CNY
languages: [en]
data_owner: data@example.com
"""
_CONTRACT = """\
source: NAME
system: crm
api: {connection: crm, resource: Lead}
columns: {id: Id, name: Name}
entities:
  - entity: lead
    fields: {lead_id: id, full_name: name, channel: {value: web}}
"""


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MadeSystem]:
    system = MadeSystem({"1": lead("one")})
    monkeypatch.setitem(SPECS, "made_crm", spec_of(system))
    for name in list(os.environ):
        if name.startswith("LEADMILL_"):
            monkeypatch.delenv(name)
    config = tmp_path / "config"
    (config / "sources").mkdir(parents=True)
    for name in ("leads", "people"):
        (config / "sources" / f"{name}.yml").write_text(_CONTRACT.replace("NAME", name), encoding="utf-8")
    (config / "company.yml").write_text(_COMPANY, encoding="utf-8")
    (config / "reports.yml").write_text("subscriptions: []\n", encoding="utf-8")
    (config / "connections.yml").write_text("crm: {kind: made_crm}\n", encoding="utf-8")
    monkeypatch.setenv("LEADMILL_CONFIG", str(config))
    monkeypatch.setenv("LEADMILL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LEADMILL_SECRET_CRM_API_KEY", "canary-secret")
    monkeypatch.chdir(tmp_path)
    before = os.umask(0o077)
    yield system
    os.umask(before)


def test_every_source_is_pulled_and_says_so(
    system: MadeSystem, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["pull"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert [line.split(";")[0] for line in shown] == [
        "leads: complete: 1 reported by the second pass over ids, 1 read",
        "people: complete: 1 reported by the second pass over ids, 1 read",
    ]
    assert (tmp_path / "home" / "landing" / "pulls.parquet").is_file()


def test_one_source_and_everything_of_it(system: MadeSystem, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pull", "leads"]) == 0
    system.records["2"] = lead("two")
    assert run(["pull", "leads", "--full"]) == 0
    assert "1 new, 0 updated, 1 unchanged" in capsys.readouterr().out
    assert [window.is_full for window in system.windows] == [True, True]


def test_a_gap_or_a_failure_ends_with_1(system: MadeSystem, capsys: pytest.CaptureFixture[str]) -> None:
    system.unreadable = {"1"}
    assert run(["pull", "leads"]) == 1
    assert "leads: NOT proven complete" in capsys.readouterr().out
    system.error = Unavailable("Made CRM gave no answer.")
    assert run(["pull"]) == 1
    shown = capsys.readouterr().out
    assert "leads: not pulled: Made CRM gave no answer." in shown
    assert "people: not pulled: " in shown, "the next source is tried all the same"


def test_an_unknown_source_and_a_missing_secret_end_with_2(
    system: MadeSystem, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["pull", "leds"]) == 2
    assert 'did you mean "leads"?' in capsys.readouterr().err
    monkeypatch.delenv("LEADMILL_SECRET_CRM_API_KEY")
    assert run(["pull"]) == 2
    assert "LEADMILL_SECRET_CRM_API_KEY: is not set" in capsys.readouterr().err
