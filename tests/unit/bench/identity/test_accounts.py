"""The quality of accounts, on a few records."""

import duckdb
import pytest

from tests.bench.identity.accounts import quality_of_accounts


def test_records_of_accounts_and_leads_count_alike() -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "attach ':memory:' as leadmill; create schema leadmill.intermediate;"
            "create table int_company_records_resolved as from (values "
            "('crm:1', 'A1'), ('crm:2', 'A1'), ('leads:x', 'A1')) as t (account_record_id, account_id);"
            "create table leadmill.intermediate.int_lead_records_resolved as from (values "
            "('w:1', 'L1'), ('w:2', 'L2'), ('w:3', 'L3')) as t (lead_record_id, lead_id);"
            "create table int_leads_linked_to_accounts as from (values ('L1', 'A1'), ('L2', null)) "
            "as t (lead_id, account_id)"
        )
        truth = (
            "from (values ('account', 'crm:1', 'one'), ('account', 'crm:2', 'other'), "
            "('lead', 'w:1', 'one'), ('lead', 'w:2', 'one'), ('lead', 'w:3', 'third')) "
            "as t (entity, record_id, company_id)"
        )
        found = quality_of_accounts(connection, truth)
    # Of crm:1, crm:2 and w:1, which are together, one pair is right; of crm:1, w:1 and w:2 one is found.
    assert found["precision"] == found["recall"] == pytest.approx(1 / 3)
    # w:1 is in the account of its company; w:2 and w:3 are in none.
    assert found["right_links"] == pytest.approx(1 / 3)
