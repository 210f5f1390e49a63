"""A company's seeds replace the defaults of the same name, and nothing else gets in."""

from pathlib import Path

import pytest

from ingestion.contracts.model import Contract
from orchestration.dbt_overlay import write_overlay
from orchestration.seeds import channel_codes, check_channels, check_seeds


@pytest.fixture
def project(tmp_path: Path) -> Path:
    seeds = tmp_path / "project" / "seeds"
    seeds.mkdir(parents=True)
    (seeds / "channels.csv").write_text("code,name_en\nevent,Events\nweb,Web\n", encoding="utf-8")
    (seeds / "channels.yml").write_text("seeds: []\n", encoding="utf-8")
    (seeds / "stages.csv").write_text("code\nwon\n", encoding="utf-8")
    (seeds.parent / "models").mkdir()
    (seeds.parent / "models" / "a.sql").write_text("select 1", encoding="utf-8")
    (seeds.parent / "dbt_project.yml").write_text("name: x\n", encoding="utf-8")
    (seeds.parent / "target").mkdir()
    return seeds.parent


@pytest.fixture
def company(tmp_path: Path) -> Path:
    folder = tmp_path / "company"
    folder.mkdir()
    return folder


def test_sound_seeds_give_no_problem(project: Path, company: Path) -> None:
    (company / "channels.csv").write_text("\ufeffcode,name_en\nfair,Fairs\n", encoding="utf-8")
    assert check_seeds(company, project / "seeds") == []
    assert check_seeds(company / "missing", project / "seeds") == []


def test_every_fault_is_named(project: Path, company: Path) -> None:
    (company / "chanels.csv").write_text("code,name_en\n", encoding="utf-8")
    (company / "channels.csv").write_text("code,name\n", encoding="utf-8")
    (company / "stages.csv").write_text("code\nwon,extra\n", encoding="utf-8")
    problems = "\n".join(check_seeds(company, project / "seeds"))
    assert "seeds/chanels.csv: there is no seed of this name. Did you mean channels.csv?" in problems
    assert "seeds/channels.csv: the header must be code,name_en; found code,name." in problems
    assert "seeds/stages.csv: row 2 has 2 values, the header has 1." in problems


def test_a_seed_in_another_encoding_is_refused(project: Path, company: Path) -> None:
    (company / "stages.csv").write_bytes("code\n赢单\n".encode("gbk"))
    assert check_seeds(company, project / "seeds") == [
        "seeds/stages.csv: is not UTF-8; save it as UTF-8 (a BOM is fine)."
    ]


def test_the_overlay_has_the_companys_rows_and_the_rest_of_the_project(
    project: Path, company: Path, tmp_path: Path
) -> None:
    (company / "channels.csv").write_text("\ufeffcode,name_en\nfair,Fairs\n", encoding="utf-8")
    target = tmp_path / "overlay"
    write_overlay(company, target, project)
    assert (target / "seeds" / "channels.csv").read_text(encoding="utf-8") == "code,name_en\nfair,Fairs\n"
    assert (target / "seeds" / "stages.csv").read_text(encoding="utf-8") == "code\nwon\n"
    assert (target / "seeds" / "channels.yml").exists()
    assert (target / "models" / "a.sql").read_text() == "select 1"
    assert not (target / "target").exists()


def test_the_overlay_touches_only_what_changed_and_forgets_what_is_gone(
    project: Path, company: Path, tmp_path: Path
) -> None:
    target = tmp_path / "overlay"
    (company / "channels.csv").write_text("code,name_en\nfair,Fairs\n", encoding="utf-8")
    write_overlay(company, target, project)
    before = (target / "seeds" / "stages.csv").stat().st_mtime_ns
    (company / "channels.csv").unlink()
    (project / "macros").mkdir()
    (project / "dbt_project.yml").unlink()
    write_overlay(company, target, project)
    assert (target / "seeds" / "stages.csv").stat().st_mtime_ns == before
    assert "Events" in (target / "seeds" / "channels.csv").read_text()
    assert (target / "macros").is_symlink()
    assert not (target / "dbt_project.yml").is_symlink()


def test_a_channel_outside_the_seed_is_a_configuration_error(project: Path, company: Path) -> None:
    contract = Contract.model_validate(
        {
            "source": "web",
            "files": "web/*.csv",
            "format": {"type": "csv"},
            "columns": ["id", "how"],
            "entities": [
                {
                    "entity": "lead",
                    "fields": {"lead_id": "id", "channel": {"column": "how", "values": {"x": "wob"}}},
                }
            ],
        }
    )
    problems = check_channels([contract], channel_codes(company, project / "seeds"))
    assert len(problems) == 1
    assert "sources/web: lead.channel: 'wob' is no channel; use one of event, web" in problems[0]
