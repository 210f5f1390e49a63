"""Why the records of a lead are one person: what the publication's ledger says about them.

How it is shown is in `cli/explain.py`. Values of the records are personal data, which the publication does
not hold; they are read from the private warehouse when asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from orchestration.deciding import LEADS, records_of
from orchestration.publish.reading import open_published

# Comparison -> SQL over int_lead_records_standardised that gives what it compares.
_COMPARED = {
    "person": "full_name",
    "company": "company",
    "email": "email",
    "phone": "phone_e164",
    "birth_date": "birth_date",
    "title": "title",
    "region": "region",
    "industry": "industry",
    # The mail domain of the one against that of the other, or its company.
    "domain": "nullif(concat_ws(', ', email, company), '')",
    # The e-mail of the one against the name of the other.
    "mailbox": "coalesce(email, full_name)",
}


class WarehouseBusy(Exception):
    """The private warehouse cannot be read now; the text says what to do."""


@dataclass(frozen=True)
class Record:
    """One lead record of the lead, as published."""

    lead_record_id: str
    source: str
    created_at: datetime


@dataclass(frozen=True)
class Part:
    """What one comparison adds to a match weight: its name, how the two agree, and the weight (log2)."""

    comparison: str
    agreement: str
    weight: float


@dataclass(frozen=True)
class Match:
    """One row of the ledger.

    Attributes:
        records: the two records; the smaller id first.
        is_merged: whether the two are in one lead.
        reason: weight, human_same or human_different.
        parts: the prior and the comparisons that say something, adding up to `weight`; empty when only a
            person joined them.
        weight: match weight (log2 of the odds); None without parts.
        probability: the same as a probability.
        blocking_rule: what made the two be compared.
        model_version: version of the match parameters.
        decided_by, decided_at: who decided it, when a person did.
        merged_at, run_id: as-of moment and run of the publication that first had both in this lead.
    """

    records: tuple[str, str]
    is_merged: bool
    reason: str
    parts: tuple[Part, ...]
    weight: float | None
    probability: float | None
    blocking_rule: str | None
    model_version: str | None
    decided_by: str | None
    decided_at: datetime | None
    merged_at: datetime | None
    run_id: str | None


@dataclass(frozen=True)
class Explanation:
    """A lead: its records, the matches that hold it together, all other matches, and who was kept out."""

    lead_id: str
    records: tuple[Record, ...]
    ties: tuple[Match, ...]
    other_matches: tuple[Match, ...]
    kept_apart: tuple[Match, ...]


def explain(marts: Path, identifier: str) -> Explanation:
    """Explain the lead that a known `identifier` (a lead's id or a record's) names."""
    with open_published(marts) as con:
        lead_id, names = records_of(con, LEADS, identifier)
        records = con.execute(
            "select lead_record_id, source, created_at from fct_lead_records where lead_id = ? "
            "order by created_at, lead_record_id",
            [lead_id],
        ).fetchall()
        labels = {
            (comparison, level): label
            for comparison, level, label in con.execute(
                "select comparison, level, label_en from dim_match_levels"
            ).fetchall()
        }
        found = con.execute(
            "select * from fct_lead_matches where lead_id_l = $lead or lead_id_r = $lead "
            "order by reason = 'human_same' desc, match_weight desc nulls last, "
            "lead_record_id_l, lead_record_id_r",
            {"lead": lead_id},
        )
        columns = [column[0] for column in found.description or []]
        matches = [_match(dict(zip(columns, row, strict=True)), labels) for row in found.fetchall()]
    ties, others = _spanning([match for match in matches if match.is_merged], names)
    return Explanation(
        lead_id=lead_id,
        records=tuple(Record(*row) for row in records),
        ties=tuple(ties),
        other_matches=tuple(others),
        kept_apart=tuple(match for match in matches if not match.is_merged),
    )


def _match(row: Mapping[str, Any], labels: Mapping[tuple[str, int], str]) -> Match:
    parts: list[Part] = []
    if row["match_weight"] is not None:
        parts.append(Part("prior", labels.get(("prior", 0), ""), row["weight_prior"]))
        for comparison in (name.removeprefix("level_") for name in row if name.startswith("level_")):
            level = row[f"level_{comparison}"]
            # A missing value says nothing, and weighs nothing.
            if level is not None and level >= 0:
                agreement = labels.get((comparison, level), f"level {level}")
                parts.append(Part(comparison, agreement, row[f"weight_{comparison}"]))
    return Match(
        records=(row["lead_record_id_l"], row["lead_record_id_r"]),
        is_merged=row["lead_id_l"] == row["lead_id_r"],
        reason=row["reason"],
        parts=tuple(parts),
        weight=row["match_weight"],
        probability=row["match_probability"],
        blocking_rule=row["blocking_rule"],
        model_version=row["model_version"],
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
        merged_at=row["merged_at"],
        run_id=row["merged_by_run_id"],
    )


def _spanning(matches: Iterable[Match], records: Sequence[str]) -> tuple[list[Match], list[Match]]:
    """Part the matches, strongest first, into those that suffice to join the records, and the rest."""
    group = {record: record for record in records}

    def root(record: str) -> str:
        while group[record] != record:
            record = group[record]
        return record

    ties, others = [], []
    for match in matches:
        left, right = (root(record) for record in match.records)
        if left == right:
            others.append(match)
        else:
            group[left] = right
            ties.append(match)
    return ties, others


def values_of(warehouse: Path, records: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return the compared values of records, unmasked: record -> comparison -> value.

    Raises:
        WarehouseBusy: when a run is writing the warehouse, or there is none.
    """
    columns = ", ".join(f"cast({column} as varchar)" for column in _COMPARED.values())
    try:
        with duckdb.connect(str(warehouse), read_only=True) as con:
            rows = con.execute(
                f"select lead_record_id, {columns} from intermediate.int_lead_records_standardised "
                "where list_contains(?, lead_record_id)",
                [list(records)],
            ).fetchall()
    except (duckdb.IOException, duckdb.CatalogException) as error:
        raise WarehouseBusy(
            f"The private warehouse {warehouse} cannot be read: a run is at work, or it was deleted. "
            "Try again after the run, or leave out --values."
        ) from error
    return {
        row[0]: {name: value for name, value in zip(_COMPARED, row[1:], strict=True) if value} for row in rows
    }
