"""Pairwise quality of a partition, and the partitions by exact keys that Leadmill is compared with."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

_RECORDS = "warehouse.intermediate.int_lead_records_standardised"
# The exact keys that leads were joined by before: the first record with a key stands for all others that
# have it.
_KEYS = {
    "e-mail, phone": (
        "select lead_record_id, 'e' || email as key from {r} where email is not null and not is_role "
        "union all select lead_record_id, 'p' || phone_e164 from {r} where phone_e164 is not null"
    ),
    "e-mail, phone, company with person": (
        "select lead_record_id, 'e' || email as key from {r} where email is not null and not is_role "
        "union all select lead_record_id, 'p' || phone_e164 from {r} where phone_e164 is not null "
        "union all select lead_record_id, 'c' || company_key || ' ' || person_key from {r} "
        "where company_key || person_key is not null"
    ),
}
_MOST_RECORDS = 20


@dataclass(frozen=True)
class Quality:
    """Precision, recall and F1 over pairs."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def qualities(home: Path, truth: str) -> dict[str, Quality]:
    """Return the quality of exact keys and of Leadmill, by method."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{home}/warehouse/leadmill.duckdb' as warehouse (read_only)")
        connection.execute(f"create temp table truth as {truth}")
        connection.execute(
            "create temp table records as select *, split_part(email, '@', 1) in "
            f"(select local_part from warehouse.seeds.role_mailboxes) as is_role from {_RECORDS}"
        )
        found = {}
        for method, keys in _KEYS.items():
            _join_by_keys(connection, keys.format(r="records"))
            found[f"exact keys: {method}"] = _quality(connection, "joined")
        found["Leadmill"] = _quality(
            connection,
            "(select lead_record_id, lead_id from warehouse.intermediate.int_lead_records_resolved)",
        )
    return found


def _join_by_keys(connection: duckdb.DuckDBPyConnection, keys: str) -> None:
    connection.execute(
        f"create or replace temp table held as select lead_record_id, key from ({keys}) "
        f"qualify count(*) over (partition by key) between 2 and {_MOST_RECORDS}"
    )
    connection.execute(
        "create or replace temp table joined as select lead_record_id, lead_record_id as lead_id from records"
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


def _quality(connection: duckdb.DuckDBPyConnection, partition: str) -> Quality:
    def pairs(groups: str) -> str:
        return f"select sum(n * (n - 1) / 2) from (select count(*) as n from labelled group by {groups})"

    connection.execute(
        "create or replace temp table labelled as select lead_id, person_id "
        f"from {partition} join truth using (lead_record_id)"
    )
    right, put_together, true = (
        float(connection.execute(pairs(groups)).fetchall()[0][0])
        for groups in ("lead_id, person_id", "lead_id", "person_id")
    )
    return Quality(right / put_together if put_together else 1.0, right / true)
