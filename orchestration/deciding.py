"""Human decisions in terms of leads and accounts: which pairs of records a merge or a separation is about.

Keeping decisions is the landing zone's; what follows from them is dbt's. Leads, accounts and their records
are looked up in the publication, which is what the person who decides has seen.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingestion.landing.decisions import Entity, MatchDecision, Pair, Verdict
from orchestration.publish.reading import open_published


class DecisionRefused(Exception):
    """The decision makes no sense for what is published; the text says why. Nothing was recorded."""


@dataclass(frozen=True)
class Subject:
    """What can be decided about, and where the publication has its records.

    Attributes:
        entity: lead or account; its id is `entity`_id, that of its records `entity`_record_id.
        records: the mart that has both.
        oldest_first: the column of that mart to order records by.
        one, several: what its records are when they are one, and when they are not.
    """

    entity: Entity
    records: str
    oldest_first: str
    one: str
    several: str

    @property
    def ids(self) -> str:
        """SQL of golden_id and record_id of each record; one that belongs to nobody stands for itself."""
        record = f"{self.entity}_record_id"
        return (
            f"select coalesce({self.entity}_id, {record}) as golden_id, {record} as record_id, "
            f"{self.oldest_first} as since from {self.records}"
        )


LEADS = Subject("lead", "fct_lead_records", "created_at", "the same person", "different persons")
ACCOUNTS = Subject(
    "account", "fct_account_records", "first_landed_at", "the same company", "different companies"
)


@dataclass(frozen=True)
class Meant:
    """What a decision is about: pairs of records of `subject`, of which the smaller id stands first."""

    subject: Subject
    pairs: list[Pair]


def subjects_of(con: duckdb.DuckDBPyConnection, identifier: str) -> list[Subject]:
    """Return what `identifier` may be the id of: a lead or a record of one, an account or a record of one.

    Raises:
        DecisionRefused: when the publication knows no such id.
    """
    found = [
        subject
        for subject in (LEADS, ACCOUNTS)
        if con.execute(
            f"select 1 from ({subject.ids}) where golden_id = $id or record_id = $id limit 1",
            {"id": identifier},
        ).fetchall()
    ]
    if not found:
        alike = _written_otherwise(con, identifier)
        raise DecisionRefused(
            f"{identifier!r} is neither a lead nor an account of the publication, nor a record of one. "
            + (
                f"Did you mean {alike}? Case and blanks count."
                if alike
                else "Give an id as fct_lead_records or fct_account_records has it."
            )
        )
    return found


def _written_otherwise(con: duckdb.DuckDBPyConnection, identifier: str) -> str | None:
    """Return the id that differs from `identifier` in case and blanks only; None when there is none."""
    known = " union ".join(
        f"select {column} as id from ({subject.ids})"
        for subject in (LEADS, ACCOUNTS)
        for column in ("golden_id", "record_id")
    )
    found = con.execute(
        f"select id from ({known}) where lower(replace(id, ' ', '')) = lower(replace($id, ' ', '')) "
        "order by id limit 1",
        {"id": identifier},
    ).fetchone()
    return found[0] if found else None


def _subject_of(con: duckdb.DuckDBPyConnection, *identifiers: str) -> Subject:
    """Return what all of the identifiers are.

    Raises:
        DecisionRefused: when one is unknown, when they are of two kinds, or may be of either.
    """
    known = {identifier: subjects_of(con, identifier) for identifier in identifiers}
    common = [subject for subject in (LEADS, ACCOUNTS) if all(subject in found for found in known.values())]
    if len(common) == 1:
        return common[0]
    if common:
        of_lead, of_account = (records_of(con, subject, identifiers[0])[0] for subject in common)
        raise DecisionRefused(
            f"{' and '.join(known)} can be of leads and of accounts. Say {of_lead} for the lead, or "
            f"{of_account} for the account."
        )
    kinds = ", ".join(
        f"{identifier} is {'a lead' if found == [LEADS] else 'an account'} or a record of one"
        for identifier, found in known.items()
    )
    raise DecisionRefused(f"{kinds}; name two leads, or two accounts.")


def records_of(con: duckdb.DuckDBPyConnection, subject: Subject, identifier: str) -> tuple[str, list[str]]:
    """Return the lead or account that a known `identifier` names, and its records, oldest first.

    A record that belongs to no account is its own.
    """
    found = con.execute(
        f"with ids as ({subject.ids}) select golden_id, record_id from ids "
        "where golden_id in (select golden_id from ids where golden_id = $id or record_id = $id) "
        "order by since, record_id",
        {"id": identifier},
    ).fetchall()
    return found[0][0], [record for _, record in found]


def _published(con: duckdb.DuckDBPyConnection, subject: Subject, records: Iterable[str]) -> set[str]:
    """Return those of the records that the publication has."""
    found = con.execute(
        f"select record_id from ({subject.ids}) where list_contains($ids, record_id)", {"ids": [*records]}
    ).fetchall()
    return {record for (record,) in found}


def _standing(subject: Subject, decisions: Sequence[MatchDecision]) -> dict[Pair, Verdict]:
    """Return the last decision about each pair of the subject's records."""
    return {
        pair: taken.decision for taken in decisions if taken.entity == subject.entity for pair in taken.pairs
    }


def _pair(one: str, other: str) -> Pair:
    return (min(one, other), max(one, other))


def _news(
    subject: Subject, decisions: Sequence[MatchDecision], pairs: set[Pair], verdict: Verdict
) -> list[Pair]:
    """Return the pairs about which something else stands, or nothing.

    Raises:
        DecisionRefused: when there is none.
    """
    standing = _standing(subject, decisions)
    news = sorted(pair for pair in pairs if standing.get(pair) != verdict)
    if not news:
        last = next(
            taken
            for taken in reversed(decisions)
            if taken.entity == subject.entity and pairs.intersection(taken.pairs)
        )
        raise DecisionRefused(
            f"{last.decided_by} decided this already on {last.decided_at[:10]}, decision {last.decision_id}; "
            "`leadmill run` takes it into the marts."
        )
    return news


def pairs_to_merge(marts: Path, decisions: Sequence[MatchDecision], one: str, other: str) -> Meant:
    """Return the pairs to declare the same so that two leads, or two accounts, become one.

    Each argument is an id of theirs or of a record. The pairs are each record of the one with each of the
    other, so that no two of them which speak against each other can keep the rest apart. Of one lead or
    account it is the pairs that were decided to be different since its publication.

    Raises:
        DecisionRefused: for an unknown id, when both are one already, or it was decided before.
    """
    if one == other:
        raise DecisionRefused(f"{one} was given twice; name two leads, or two accounts.")
    with open_published(marts) as con:
        subject = _subject_of(con, one, other)
        golden, records = records_of(con, subject, one)
        other_golden, other_records = records_of(con, subject, other)
    across = {
        _pair(left, right) for left, right in itertools.product(records, other_records) if left != right
    }
    if golden != other_golden:
        return Meant(subject, _news(subject, decisions, across, "same"))
    standing = _standing(subject, decisions)
    parted = {pair for pair in across if standing.get(pair) == "different"}
    meant = {pair for pair in parted if all(name in pair or name == golden for name in (one, other))}
    if not meant:
        raise DecisionRefused(
            f"{one} and {other} are one {subject.entity} already, {golden}; there is nothing to merge."
        )
    return Meant(subject, sorted(meant))


def pairs_to_part(
    marts: Path, decisions: Sequence[MatchDecision], identifier: str, taken_out: Sequence[str]
) -> Meant:
    """Return the pairs to declare different so that some records leave a lead or an account together.

    That is each of them with each of the others, so that no third record can bring them back. What was
    merged into the lead or account since its publication counts as its own.

    Raises:
        DecisionRefused: for an unknown id, a record that is not in it, when no record would stay, or when it
            was decided before.
    """
    with open_published(marts) as con:
        subject = _subject_of(con, identifier)
        same = {pair for pair, verdict in _standing(subject, decisions).items() if verdict == "same"}
        golden, records = records_of(con, subject, identifier)
        # A record that a decision is about may be gone.
        there = _published(con, subject, itertools.chain.from_iterable(same))
        same = {pair for pair in same if there.issuperset(pair)}
        while added := {record for pair in same if len(set(pair) & set(records)) == 1 for record in pair}:
            records += records_of(con, subject, min(added - set(records)))[1]
    strangers = sorted(set(taken_out) - set(records))
    if strangers:
        raise DecisionRefused(
            f"{', '.join(strangers)} is not in {subject.entity} {golden}. "
            f"Its records are {', '.join(records)}."
        )
    staying = [record for record in records if record not in taken_out]
    if not staying:
        raise DecisionRefused(
            f"These are all records of {subject.entity} {golden}; name only those that are another "
            f"{'person' if subject is LEADS else 'company'}'s."
        )
    pairs = {_pair(left, right) for left, right in itertools.product(set(taken_out), staying)}
    return Meant(subject, _news(subject, decisions, pairs, "different"))
