"""Human decisions in terms of leads: which pairs of records a merge or a separation is about.

Keeping decisions is the landing zone's; what follows from them is dbt's. Leads and their records are looked
up in the publication, which is what the person who decides has seen.
"""

import itertools
from collections.abc import Sequence
from pathlib import Path

import duckdb

from ingestion.landing.decisions import MatchDecision, Pair
from orchestration.publish.reading import open_published


class DecisionRefused(Exception):
    """The decision makes no sense for the published leads; the text says why. Nothing was recorded."""


def records_of(con: duckdb.DuckDBPyConnection, identifier: str) -> tuple[str, list[str]]:
    """Return the lead that `identifier` (a lead's id or a record's) names, and its records, oldest first.

    Raises:
        DecisionRefused: when the publication knows neither a lead nor a record of that id.
    """
    found = con.execute(
        "select lead_id, lead_record_id from fct_lead_records "
        "where lead_id = $id or lead_id in (select lead_id from fct_lead_records where lead_record_id = $id) "
        "order by created_at, lead_record_id",
        {"id": identifier},
    ).fetchall()
    if not found:
        raise DecisionRefused(
            f"{identifier} is neither a lead nor a lead record of the publication. "
            "Give an id as fct_leads or fct_lead_records has it."
        )
    return found[0][0], [record for _, record in found]


def _standing(decisions: Sequence[MatchDecision]) -> dict[Pair, str]:
    """Return the last decision about each pair."""
    return {pair: taken.decision for taken in decisions for pair in taken.pairs}


def _pair(one: str, other: str) -> Pair:
    return (min(one, other), max(one, other))


def pairs_to_merge(marts: Path, decisions: Sequence[MatchDecision], one: str, other: str) -> list[Pair]:
    """Return the pairs to declare the same person so that two leads become one.

    Each argument is a lead's id or a record's. That is one pair, of their oldest records or of those named,
    and every pair that an earlier decision keeps apart.

    Raises:
        DecisionRefused: for an unknown id, or when both are one lead already.
    """
    with open_published(marts) as con:
        (lead, records), (other_lead, other_records) = records_of(con, one), records_of(con, other)
    if one == other:
        raise DecisionRefused(f"{one} was given twice; name two leads.")
    if lead == other_lead:
        raise DecisionRefused(f"{one} and {other} are one lead already, {lead}.")
    named = _pair(
        one if one in records else records[0], other if other in other_records else other_records[0]
    )
    standing = _standing(decisions)
    across = {_pair(left, right) for left, right in itertools.product(records, other_records)}
    return sorted({named} | {pair for pair in across if standing.get(pair) == "different"})


def pairs_to_part(marts: Path, lead: str, taken_out: Sequence[str]) -> list[Pair]:
    """Return the pairs to declare different persons so that some records leave a lead together.

    That is each of them with each of the others, so that no third record can bring them back.

    Raises:
        DecisionRefused: for an unknown lead, a record that is not in it, or when no record would stay.
    """
    with open_published(marts) as con:
        lead_id, records = records_of(con, lead)
    strangers = sorted(set(taken_out) - set(records))
    if strangers:
        raise DecisionRefused(
            f"{', '.join(strangers)} is not in lead {lead_id}. Its records are {', '.join(records)}."
        )
    staying = [record for record in records if record not in taken_out]
    if not staying:
        raise DecisionRefused(
            f"These are all records of lead {lead_id}; name only those that are another person's."
        )
    return sorted(_pair(left, right) for left, right in itertools.product(set(taken_out), staying))
