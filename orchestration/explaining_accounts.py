"""Why company records are one account: what the publication's ledger of accounts says about them.

How it is shown is in `cli/explain_account.py`; leads are in `explaining.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from orchestration.deciding import DecisionRefused
from orchestration.publish.reading import open_published


@dataclass(frozen=True)
class CompanyRecord:
    """One row of fct_account_records that belongs to the account."""

    account_record_id: str
    kind: str
    name: str | None
    domain: str | None
    lead_record_count: int


@dataclass(frozen=True)
class CompanyMatch:
    """One row of the ledger: two company records, what says that they are one or not, and what came of it.

    `evidence` of a person's decision is the reason given, if any; `decided_by` and `decided_at` are of those.
    """

    records: tuple[str, str]
    is_merged: bool
    rule: str
    evidence: str | None
    decided_by: str | None
    decided_at: datetime | None


@dataclass(frozen=True)
class Relative:
    """Another account that may be above this one (`is_parent`) or below it, and what hints at that."""

    account_id: str
    name: str | None
    is_parent: bool
    rule: str
    evidence: str
    confidence: Decimal


@dataclass(frozen=True)
class AccountExplanation:
    """An account: its records, the matches that hold it together or were not heeded, its relatives."""

    account_id: str
    name: str | None
    lead_count: int
    opportunity_count: int
    records: tuple[CompanyRecord, ...]
    matches: tuple[CompanyMatch, ...]
    relatives: tuple[Relative, ...]


def explain_account(marts: Path, identifier: str) -> AccountExplanation:
    """Explain the account that a known `identifier` (an account's id or a company record's) names.

    Raises:
        DecisionRefused: when it is a record that belongs to no account.
    """
    with open_published(marts) as con:

        def rows(sql: str, value: str) -> Sequence[tuple[Any, ...]]:
            return con.execute(sql, {"id": value}).fetchall()

        found = rows(
            "select account_id, name, lead_count, opportunity_count from dim_accounts where account_id = $id "
            "or account_id in (select account_id from fct_account_records where account_record_id = $id)",
            identifier,
        )
        if not found:
            raise DecisionRefused(
                f"{identifier} belongs to no account: several come into question. "
                f"`leadmill merge {identifier} ACCOUNT` puts it into one."
            )
        account_id, name, lead_count, opportunity_count = found[0]
        records = rows(
            "select account_record_id, kind, name, domain, lead_record_count from fct_account_records "
            "where account_id = $id order by kind, lead_record_count desc, account_record_id",
            account_id,
        )
        matches = rows(
            "select account_record_id_l, account_record_id_r, outcome = 'merged', rule, evidence, "
            "decided_by, decided_at from fct_account_matches where account_id_l = $id or account_id_r = $id "
            "order by outcome = 'merged' desc, decided_by is null, rule, "
            "account_record_id_l, account_record_id_r",
            account_id,
        )
        relatives = rows(
            "select parent_account_id, parent_name, true, rule, evidence, confidence from fct_account_hints "
            "where child_account_id = $id union all "
            "select child_account_id, child_name, false, rule, evidence, confidence from fct_account_hints "
            "where parent_account_id = $id order by 3 desc, 6 desc, 1, 4",
            account_id,
        )
    return AccountExplanation(
        account_id=account_id,
        name=name,
        lead_count=lead_count,
        opportunity_count=opportunity_count,
        records=tuple(CompanyRecord(*row) for row in records),
        matches=tuple(CompanyMatch((one, other), *rest) for one, other, *rest in matches),
        relatives=tuple(Relative(*row) for row in relatives),
    )
