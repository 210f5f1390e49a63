"""A small world of leads, accounts, contacts and opportunities, resolved into accounts without dbt."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from tests.unit.dbt.rendering import build, with_seeds

MODELS = (
    "int_company_names_parsed", "int_lead_records_companies", "int_company_records", "int_company_domains",
    "int_company_records_grouped", "int_company_records_decided", "int_company_records_parted",
    "int_company_groups", "int_company_parts", "int_company_groups_linked", "int_company_parts_paired",
    "int_company_parts_clustered", "int_company_records_resolved", "int_accounts_merged",
    "int_account_hints", "int_leads_linked_to_accounts", "fct_account_matches",
)  # fmt: skip

Row = Mapping[str, Any]
# A verdict (same or different) and the two company records that it is about.
Decision = tuple[str, str, str]
_DAY = datetime(2026, 11, 1, tzinfo=UTC)
_TEXT, _TIME, _INT = pa.string(), pa.timestamp("us", tz="UTC"), pa.int64()
_LEAD = ("lead_record_id", "source", "lead_id", "company", "email", "phone_e164", "country", "region")
_ACCOUNT = (
    "account_id", "name", "industry", "currency", "country", "region", "domain", "parent_name", "owner_id",
)  # fmt: skip


class AccountWorld:
    """Rows by their ids, each landed on its `day`.

    A lead has a `record` (system:id) and a `lead` (its golden lead; by default one of its own); accounts,
    contacts and opportunities are as staging has them, with `id` for their own id; `journal` is what earlier
    worlds `published`; `decisions` are those about company records, in the order taken.
    """

    def __init__(
        self,
        leads: Sequence[Row] = (),
        accounts: Sequence[Row] = (),
        contacts: Sequence[Row] = (),
        opportunities: Sequence[Row] = (),
        merged: Mapping[str, str] | None = None,
        journal: Sequence[Row] = (),
        decisions: Sequence[Decision] = (),
    ) -> None:
        self.connection = with_seeds(
            "regions", "countries", "company_words", "free_mail_domains", "role_mailboxes"
        )
        self._leads([{"lead": row["record"], **row} for row in leads])
        self._crm(accounts, contacts, opportunities)
        ids = [
            {"entity": "account", "merged_id": one, "survivor_id": other}
            for one, other in (merged or {}).items()
        ]
        self._table(
            "stg_landing__merged_ids", ids, {"entity": _TEXT, "merged_id": _TEXT, "survivor_id": _TEXT}
        )
        self._table(
            "stg_landing__account_assignments",
            journal,
            {**dict.fromkeys(("account_record_id", "account_id", "named_after"), _TEXT),
             "publication": _INT, "first_landed_at": _TIME},
        )  # fmt: skip
        self._decided(decisions)
        build(self.connection, "int_places_named", "int_companies_standardised")
        # What the models of lead records add, as far as accounts need it: the name for display.
        self.connection.execute(
            "create table int_lead_records_standardised as select leads.* replace (company_name as company) "
            "from stg_landing__lead_versions as leads left join int_companies_standardised using (company)"
        )
        build(self.connection, *MODELS)

    def _decided(self, decisions: Sequence[Decision]) -> None:
        rows = [
            {
                "decision_id": f"d{place}",
                "account_record_id_l": min(one, other),
                "account_record_id_r": max(one, other),
                "decision": decision,
                "decided_at": _DAY,
                "decided_by": "wu",
            }
            for place, (decision, one, other) in enumerate(decisions)
        ]
        standing = {(row["account_record_id_l"], row["account_record_id_r"]): row for row in rows}
        texts = (
            "decision_id",
            "account_record_id_l",
            "account_record_id_r",
            "decision",
            "decided_by",
            "note",
        )
        self._table(
            "stg_landing__account_decisions",
            list(standing.values()),
            {**dict.fromkeys(texts, _TEXT), "decided_at": _TIME},
        )

    def _leads(self, leads: Sequence[Row]) -> None:
        people = [row["lead"] for row in leads]
        rows = [
            {
                **{name: row.get(name) for name in _LEAD},
                "source": "daily",
                "lead_record_id": row["record"],
                "lead_id": row["lead"],
                "record_count": people.count(row["lead"]),
                "recorded_at": _DAY + timedelta(days=row.get("day", 1)),
                "landed_at": _DAY + timedelta(days=row.get("day", 1) + row.get("landed_again_after", 0)),
                "version_count": 2 if "landed_again_after" in row else 1,
            }
            for row in leads
        ]
        numbers = dict.fromkeys(("record_count", "version_count"), _INT)
        columns = {**dict.fromkeys(_LEAD, _TEXT), **numbers, "recorded_at": _TIME, "landed_at": _TIME}
        self._table("stg_landing__lead_versions", rows, columns)
        self._table("int_lead_records_resolved", rows, columns)
        self._land("leads", "lead_id", [(row["record"], row.get("day", 1)) for row in leads])

    def _crm(self, accounts: Sequence[Row], contacts: Sequence[Row], opportunities: Sequence[Row]) -> None:
        def dated(rows: Sequence[Row], key: str) -> list[dict[str, Any]]:
            return [
                {**row, key: row["id"], "landed_at": _DAY + timedelta(days=row.get("day", 1))} for row in rows
            ]

        times = {"created_at": _TIME, "updated_at": _TIME, "landed_at": _TIME}
        numbers = {"employee_count": _INT, "annual_revenue": _INT}
        self._table(
            "stg_landing__accounts", dated(accounts, "account_id"),
            {**dict.fromkeys(_ACCOUNT, _TEXT), **numbers, **times},
        )  # fmt: skip
        self._table(
            "stg_landing__contacts", dated(contacts, "contact_id"),
            {"contact_id": _TEXT, "account_id": _TEXT, "email": _TEXT, **times},
        )  # fmt: skip
        deals = dated(opportunities, "opportunity_id")
        columns = {"opportunity_id": _TEXT, "account_id": _TEXT, "lead_record_id": _TEXT, **times}
        self._table("stg_landing__opportunities", deals, columns)
        self.connection.execute(
            "create table int_opportunities_linked as select opportunity_id, lead_id, "
            "account_id as account_record_id from stg_landing__opportunities "
            "left join int_lead_records_resolved using (lead_record_id)"
        )
        for plural, rows in (
            ("accounts", accounts),
            ("contacts", contacts),
            ("opportunities", opportunities),
        ):
            key = "id" if plural == "accounts" else "account_id"
            self._land(plural, "account_id", [(row.get(key), row.get("day", 1)) for row in rows])
        self._table("int_owner_references_resolved", [], {"owner_reference": _TEXT, "owner_id": _TEXT})
        days = [
            {
                "load_id": str(day),
                "source": "daily",
                "file_hash": str(day),
                "delivery": "increment",
                "status": "loaded",
                "first_landed_at": _DAY + timedelta(days=day),
            }
            for day in range(1, 10)
        ]
        texts = dict.fromkeys(("load_id", "source", "file_hash", "delivery", "status"), _TEXT)
        self._table("stg_landing__loads", days, {**texts, "first_landed_at": _TIME})

    def _land(self, plural: str, key: str, landed: Sequence[tuple[str | None, int]]) -> None:
        rows = [
            {"_system": full_id.split(":")[0], key: full_id.split(":")[1], "_load_id": str(day)}
            for full_id, day in landed
            if full_id
        ]
        self._table(f"landed_{plural}", rows, {"_system": _TEXT, key: _TEXT, "_load_id": _TEXT})

    def _table(self, name: str, rows: Sequence[Row], columns: Mapping[str, pa.DataType]) -> None:
        wanted = [{column: row.get(column) for column in columns} for row in rows]
        given = pa.Table.from_pylist(wanted, pa.schema(list(columns.items())))
        self.connection.register("given", given)
        self.connection.execute(f"create table {name} as from given")
        self.connection.unregister("given")

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the resolved world."""
        return self.connection.execute(sql).fetchall()

    def accounts(self) -> dict[str, str | None]:
        """Return the account of each CRM account id and of each lead record, by what the record says."""
        return dict(
            self.query(
                "select account_record_id, account_id from int_company_records_resolved "
                "where account_record_id not like 'leads:%' union all "
                "select lead_record_id, account_id from int_lead_records_companies "
                "join int_company_records_resolved using (company_hash)"
            )
        )

    def published(self, publication: int) -> list[Row]:
        """Return what the journal would note of this world, were it published and all of it new."""
        columns = ("publication", "account_record_id", "account_id", "named_after", "first_landed_at")
        found = self.query(
            f"select {publication}, account_record_id, account_id, named_after, named_at "
            "from int_company_records_resolved where account_id is not null"
        )
        return [dict(zip(columns, row, strict=True)) for row in found]

    def partition(self) -> set[frozenset[str]]:
        """Return which of them are one account."""
        found: dict[str, set[str]] = {}
        for record, account in self.accounts().items():
            if account is not None:
                found.setdefault(account, set()).add(record)
        return {frozenset(records) for records in found.values()}

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()
