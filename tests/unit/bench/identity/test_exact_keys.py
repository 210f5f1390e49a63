"""Leads by exact keys: steps, caps and guards."""

from collections.abc import Iterator

import duckdb
import pytest

from tests.bench.identity.exact_keys import RULES, join_by_keys


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute(
            "create table records (lead_record_id text, email text, phone_e164 text, company_key text, "
            "person_key text, is_role_mailbox boolean default false, is_landline boolean default false)"
        )
        yield opened


def add(connection: duckdb.DuckDBPyConnection, record: str, **values: object) -> None:
    names = ["lead_record_id", *values]
    marks = ", ".join("?" for _ in names)
    connection.execute(
        f"insert into records ({', '.join(names)}) values ({marks})", [record, *values.values()]
    )


def leads(connection: duckdb.DuckDBPyConnection, rules: str) -> set[frozenset[str]]:
    """Return the leads of more than one record."""
    join_by_keys(connection, RULES[rules], most_persons=5 if rules == "before" else None)
    rows = connection.execute("select list(lead_record_id) from joined group by lead_id").fetchall()
    return {frozenset(members) for (members,) in rows if len(members) > 1}


def test_records_are_joined_in_steps(connection: duckdb.DuckDBPyConnection) -> None:
    add(connection, "1", email="a@x")
    add(connection, "2", email="a@x", phone_e164="+1")
    add(connection, "3", phone_e164="+1", company_key="acme", person_key="wang")
    add(connection, "4", company_key="acme", person_key="wang")
    add(connection, "5", email="b@x")
    assert leads(connection, "email_phone") == {frozenset("123")}


def test_company_with_person_is_a_key_of_its_own(connection: duckdb.DuckDBPyConnection) -> None:
    add(connection, "1", company_key="acme", person_key="wang")
    add(connection, "2", company_key="acme", person_key="wang")
    add(connection, "3", company_key="acme", person_key="li")
    add(connection, "4", company_key="acme")
    assert leads(connection, "email_phone_company") == {frozenset("12")}


@pytest.mark.parametrize(("count", "joined"), [(20, 1), (21, 0)])
def test_a_key_of_more_than_twenty_records_joins_nobody(
    connection: duckdb.DuckDBPyConnection, count: int, joined: int
) -> None:
    for number in range(count):
        add(connection, f"{number}", phone_e164="+8613800138000")
    assert len(leads(connection, "email_phone")) == joined


@pytest.mark.parametrize(("persons", "joined"), [(5, 1), (6, 0)])
def test_before_a_key_of_more_than_five_names_joined_nobody(
    connection: duckdb.DuckDBPyConnection, persons: int, joined: int
) -> None:
    for number in range(persons):
        add(connection, f"{number}", email="agency@x", person_key=f"name {number}")
    assert len(leads(connection, "before")) == joined


def test_before_role_mailboxes_and_landlines_counted_with_the_name(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    add(connection, "1", email="info@x", is_role_mailbox=True, person_key="wang")
    add(connection, "2", email="info@x", is_role_mailbox=True, person_key="wang")
    add(connection, "3", email="info@x", is_role_mailbox=True, person_key="li")
    add(connection, "4", phone_e164="+86213", is_landline=True, person_key="li")
    add(connection, "5", phone_e164="+86213", is_landline=True, person_key="zhao")
    add(connection, "6", phone_e164="+86213", is_landline=True, person_key="zhao")
    assert leads(connection, "before") == {frozenset("12"), frozenset("56")}
