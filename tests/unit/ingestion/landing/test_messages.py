"""Sentences about loads and lines."""

from pathlib import Path

from ingestion.landing.messages import about_load
from tests.unit.ingestion.landing.made import Company, leads


def test_a_refusal_names_file_rule_what_was_expected_and_the_remedy(tmp_path: Path) -> None:
    sentence = about_load(Company(tmp_path).land(leads(2).replace(",", ";")))
    assert sentence == (
        "web/a.csv: refused (wrong_delimiter): The delimiter departs from the contract: "
        "expected ',', saw ';'. "
        "Export with ',', or declare delimiter: ';' in the contract."
    )


def test_a_load_shows_its_balance(tmp_path: Path) -> None:
    sentence = about_load(Company(tmp_path).land(leads(2) + "\nx\n"))
    assert sentence == "web/a.csv: loaded: 5 lines = 2 loaded + 1 quarantined + 1 blank + 1 header."
