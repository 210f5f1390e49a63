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
        alike = _written_otherwise(con, identifier)
        raise DecisionRefused(
            f"{identifier!r} is neither a lead nor a lead record of the publication. "
            + (
                f"Did you mean {alike}? Case and blanks count."
                if alike
                else "Give an id as fct_leads or fct_lead_records has it."
            )
        )
    return found[0][0], [record for _, record in found]


def _written_otherwise(con: duckdb.DuckDBPyConnection, identifier: str) -> str | None:
    """Return the id that differs from `identifier` in case and blanks only; None when there is none."""
    found = con.execute(
        "select id from (select lead_id as id from fct_lead_records union select lead_record_id "
        "from fct_lead_records) where lower(replace(id, ' ', '')) = lower(replace($id, ' ', '')) "
        "order by id limit 1",
        {"id": identifier},
    ).fetchone()
    return found[0] if found else None


def _standing(decisions: Sequence[MatchDecision]) -> dict[Pair, str]:
    """Return the last decision about each pair."""
    return {pair: taken.decision for taken in decisions for pair in taken.pairs}


def _pair(one: str, other: str) -> Pair:
    return (min(one, other), max(one, other))


def _refuse_repeating(decisions: Sequence[MatchDecision], pairs: Sequence[Pair], decision: str) -> None:
    """Raise DecisionRefused when that is what stands about each of the pairs already."""
    standing = _standing(decisions)
    if all(standing.get(pair) == decision for pair in pairs):
        last = next(taken for taken in reversed(decisions) if pairs[0] in taken.pairs)
        raise DecisionRefused(
            f"{last.decided_by} decided this already on {last.decided_at[:10]}, decision {last.decision_id}; "
            "`leadmill run` takes it into the marts."
        )


def pairs_to_merge(marts: Path, decisions: Sequence[MatchDecision], one: str, other: str) -> list[Pair]:
    """Return the pairs to declare the same person so that two leads become one.

    Each argument is a lead's id or a record's. That is one pair, of their oldest records or of those named,
    and every pair that an earlier decision keeps apart. Of one lead it is the pairs that were decided to be
    different since its publication.

    Raises:
        DecisionRefused: for an unknown id, when both are one lead already, or it was decided before.
    """
    with open_published(marts) as con:
        (lead, records), (other_lead, other_records) = records_of(con, one), records_of(con, other)
    if one == other:
        raise DecisionRefused(f"{one} was given twice; name two leads.")
    standing = _standing(decisions)
    across = {_pair(left, right) for left, right in itertools.product(records, other_records)}
    parted = {pair for pair in across if standing.get(pair) == "different"}
    if lead == other_lead:
        meant = {pair for pair in parted if all(name in pair or name == lead for name in (one, other))}
        if not meant:
            raise DecisionRefused(
                f"{one} and {other} are one lead already, {lead}; there is nothing to merge."
            )
        return sorted(meant)
    named = _pair(
        one if one in records else records[0], other if other in other_records else other_records[0]
    )
    _refuse_repeating(decisions, [named, *parted], "same")
    return sorted({named} | parted)


def pairs_to_part(
    marts: Path, decisions: Sequence[MatchDecision], lead: str, taken_out: Sequence[str]
) -> list[Pair]:
    """Return the pairs to declare different persons so that some records leave a lead together.

    That is each of them with each of the others, so that no third record can bring them back. What was
    merged into the lead since its publication counts as the lead's.

    Raises:
        DecisionRefused: for an unknown lead, a record that is not in it, when no record would stay, or when
            it was decided before.
    """
    same = {pair for pair, decision in _standing(decisions).items() if decision == "same"}
    with open_published(marts) as con:
        lead_id, records = records_of(con, lead)
        while added := {record for pair in same if len(set(pair) & set(records)) == 1 for record in pair}:
            records += [
                name for record in sorted(added - set(records)) for name in records_of(con, record)[1]
            ]
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
    pairs = sorted(_pair(left, right) for left, right in itertools.product(set(taken_out), staying))
    _refuse_repeating(decisions, pairs, "different")
    return pairs
