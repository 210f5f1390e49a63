"""Masks hide the person and keep what the figures need."""

from pathlib import Path

import duckdb
import pytest
import yaml

from orchestration.publish.masking import masked

FCT_LEADS = Path(__file__).parents[4] / "dbt_project" / "models" / "marts" / "leads" / "fct_leads.yml"


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        ("email", "zhang.wei@acme.cn", "z***@acme.cn"),
        ("email", "a@b@c.cn", "a***@c.cn"),
        ("email", "no address", "***"),
        ("email", "@acme.cn", "***"),
        ("phone", "+8613812345612", "+86138****12"),
        ("phone", "+49301234", "****34"),
        ("phone", "12", "****12"),
        ("name", "张伟", "张**"),
        ("name", " Jane Roe", "J**"),
        ("name", "😀 Party", "😀**"),
        ("name", "", ""),
        ("phone", None, None),
    ],
)
def test_a_mask_shows(mask: str, value: str | None, shown: str | None) -> None:
    with duckdb.connect() as con:
        query = f"select {masked('v', mask)} from (select ?::varchar as v)"
        assert con.execute(query, [value]).fetchall() == [(shown,)]


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("full_name", "张伟", "张**"),
        ("referrer_name", "Jane Roe", "J**"),
        ("email", "zhang.wei@acme.cn", "z***@acme.cn"),
        ("phone_e164", "+8613812345612", "+86138****12"),
        ("company", "Acme", "Acme"),
        ("full_name", None, None),
    ],
)
def test_a_lead_value_wears_the_mask_of_its_field(field: str, value: str | None, shown: str | None) -> None:
    with duckdb.connect() as con:
        query = f"select {masked('v', 'lead_value')} from (select ?::varchar as v, ?::varchar as field)"
        assert con.execute(query, [value, field]).fetchall() == [(shown,)]


def test_every_masked_field_of_a_lead_is_masked_among_its_values() -> None:
    columns = yaml.safe_load(FCT_LEADS.read_text(encoding="utf-8"))["models"][0]["columns"]
    for column in columns:
        mask = column.get("config", {}).get("meta", {}).get("mask")
        with duckdb.connect() as con:
            query = (
                f"select {masked('v', 'lead_value')}, {masked('v', mask) if mask else 'v'} "
                "from (select '+8613812345612'::varchar as v, ?::varchar as field)"
            )
            ((as_value, as_column),) = con.execute(query, [column["name"]]).fetchall()
        assert as_value == as_column, column["name"]


@pytest.mark.parametrize(
    ("rule", "value", "shown"),
    [
        ("phone", "+862168881234", "+86216****34"),
        ("domain_name", "hengda.example", "hengda.example"),
        (
            "human_same",
            "renamed in 2024, told by li@hengda.example, 138 1234 5678",
            "renamed in 2024, told by *** ***",
        ),
        ("human_different", "+86-21-68881234的另一家公司", "***的另一家公司"),
    ],
)
def test_of_the_evidence_for_an_account_numbers_and_addresses_are_masked(
    rule: str, value: str, shown: str
) -> None:
    with duckdb.connect() as con:
        query = f"select {masked('v', 'account_evidence')} from (select ?::varchar as v, ?::varchar as rule)"
        assert con.execute(query, [value, rule]).fetchall() == [(shown,)]


def test_an_unknown_mask_is_no_mask() -> None:
    with pytest.raises(KeyError):
        masked("v", "emial")
