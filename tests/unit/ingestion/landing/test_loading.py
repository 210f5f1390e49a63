"""Every line accounted for: the checks that catch a fault of reader or mapping."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from ingestion.landing import loading
from ingestion.landing.errors import LandingError
from ingestion.mapping.batch import MappedBatch, MappingRejection
from tests.unit.ingestion.landing.made import Company, leads


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


def _spoiled(monkeypatch: pytest.MonkeyPatch, spoil: Any) -> None:
    real = loading.map_batch
    monkeypatch.setattr(loading, "map_batch", lambda *arguments: spoil(real(*arguments)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda mapped: MappedBatch({"lead": mapped.tables["lead"].slice(1)}, mapped.rejected),
        lambda mapped: MappedBatch(mapped.tables, [MappingRejection(2, 1, "r", "c", "w", "d")]),
        lambda mapped: MappedBatch({}, []),
    ],
    ids=["a line lost", "a line loaded and rejected", "all lines lost"],
)
def test_a_mapping_that_loses_or_doubles_a_line_is_caught(
    company: Company, monkeypatch: pytest.MonkeyPatch, spoil: Any
) -> None:
    _spoiled(monkeypatch, spoil)
    with pytest.raises(LandingError, match="fault of the program"):
        company.land(leads(3))
    assert (company.inbox / "web" / "a.csv").exists()
    assert company.zone.loads() == []
    assert company.typed() == []


def test_a_reader_that_loses_a_line_is_caught(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    real = loading.read

    def one_line_more(*arguments: Any) -> Any:
        reading = real(*arguments)
        return dataclasses.replace(reading, lines_in=reading.lines_in + 1)

    monkeypatch.setattr(loading, "read", one_line_more)
    with pytest.raises(LandingError, match="5 lines came in, but 3 loaded"):
        company.land(leads(3))
    assert company.zone.loads() == []


def test_raw_texts_of_many_rejections_are_fetched_in_turns(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "_GATHERED", 1)
    company.land(leads(2) + "L8,,x,never\n" + "L9,,y,never\n")
    assert [row["raw"] for row in company.quarantined()] == ["L8,,x,never", "L9,,y,never"]


def test_a_long_raw_text_is_cut_in_quarantine(company: Company) -> None:
    company.land(leads(1) + "x" * 70_000 + "\n")
    (row,) = company.quarantined()
    assert len(row["raw"]) < 66_000
    assert "more characters are in the raw file" in row["raw"]
