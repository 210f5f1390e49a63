"""Run as a child: leads by exact keys, what Leadmill is compared with.

`python -m tests.bench.identity.exact_keys HOME RULES OUT` writes lead_record_id and lead_id to the Parquet
file OUT. Records that share a key are one lead, also in steps. RULES is one of `RULES`; `before` is how
Leadmill itself went about it before it weighed evidence.
"""

import sys
from pathlib import Path

import duckdb

# Columns of `records`: those of the standardised records, and is_role_mailbox, is_landline.
_EMAIL = "select lead_record_id, person_key, 'e ' || email as key from records where not is_role_mailbox"
_PHONE = "select lead_record_id, person_key, 'p ' || phone_e164 as key from records"
_COMPANY = "select lead_record_id, person_key, 'c ' || company_key || ' ' || person_key as key from records"
# A mailbox that a role shares, or a landline, counts together with the name.
_GUARDED_EMAIL = (
    "select lead_record_id, person_key, "
    "'e ' || email || case when is_role_mailbox then ' ' || person_key else '' end as key from records"
)
_GUARDED_PHONE = (
    "select lead_record_id, person_key, "
    "'p ' || phone_e164 || case when is_landline then ' ' || person_key else '' end as key from records"
)
RULES = {
    "email_phone": (_EMAIL, _PHONE),
    "email_phone_company": (_EMAIL, _PHONE, _COMPANY),
    "before": (_GUARDED_EMAIL, _GUARDED_PHONE, _COMPANY),
}
# A key of more records is a switchboard or a placeholder, and joins nobody.
_MOST_RECORDS = 20
# Before, neither did one of more names.
_MOST_PERSONS = 5


def run(home: Path, rules: str, out: Path) -> None:
    """Join the standardised records of a built warehouse by the keys of `rules`."""
    with duckdb.connect() as connection:
        connection.execute("set threads = 2; set preserve_insertion_order = false")
        connection.execute(f"attach '{home}/warehouse/leadmill.duckdb' as warehouse (read_only)")
        connection.execute(
            "create temp view records as select lead_record_id, email, phone_e164, company_key, person_key, "
            "split_part(email, '@', 1) in (select local_part from warehouse.seeds.role_mailboxes) "
            "as is_role_mailbox, "
            "phone_e164 like '+86%' and phone_e164 not between '+8613' and '+862' as is_landline "
            "from warehouse.intermediate.int_lead_records_standardised"
        )
        join_by_keys(connection, RULES[rules], most_persons=_MOST_PERSONS if rules == "before" else None)
        connection.execute(f"copy joined to '{out}' (format parquet)")


def join_by_keys(
    connection: duckdb.DuckDBPyConnection, keys: tuple[str, ...], most_persons: int | None = None
) -> None:
    """Fill the table `joined` (lead_record_id, lead_id) from the view `records`."""
    crowded = "" if most_persons is None else f"and count(distinct person_key) <= {most_persons}"
    connection.execute(
        f"create temp table keys as {' union all '.join(keys)}; "
        "create temp table held as select lead_record_id, key from keys where key in (select key from keys "
        f"where key is not null group by key having count(*) between 2 and {_MOST_RECORDS} {crowded})"
    )
    connection.execute(
        "create temp table joined as select lead_record_id, lead_record_id as lead_id from records"
    )
    while True:
        connection.execute(
            "create or replace temp table lower as with of_key as (select key, min(lead_id) as lead_id "
            "from held join joined using (lead_record_id) group by key) "
            "select lead_record_id, min(of_key.lead_id) as lead_id "
            "from held join of_key using (key) group by all"
        )
        (changed,) = connection.execute(
            "select count(*) from lower join joined using (lead_record_id) "
            "where lower.lead_id < joined.lead_id"
        ).fetchall()[0]
        if not changed:
            return
        connection.execute(
            "create or replace temp table joined as select joined.lead_record_id, "
            "least(joined.lead_id, coalesce(lower.lead_id, joined.lead_id)) as lead_id "
            "from joined left join lower using (lead_record_id)"
        )


if __name__ == "__main__":
    run(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
