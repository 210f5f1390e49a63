"""Human decisions about records: the same person or company, or not. What comes of them is dbt's to say.

A decision is a file of its own below `decisions/`, written once, like the commit record of a load: the
warehouse can be rebuilt with it, as of any moment. It is never changed; a later one about the same pair
outweighs it.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from ingestion.landing.durable import create_private, move_into_place, write_into_place
from ingestion.landing.errors import LandingError
from ingestion.landing.layout import Layout
from ingestion.landing.record import utc_text

Verdict = Literal["same", "different"]
VERDICTS: tuple[Verdict, ...] = ("same", "different")
Entity = Literal["lead", "account"]
ENTITIES: tuple[Entity, ...] = ("lead", "account")
Pair = tuple[str, str]

SCHEMA = pa.schema(
    [
        ("decision_id", pa.string()),
        ("sequence", pa.int64()),
        ("entity", pa.string()),
        ("record_id_l", pa.string()),
        ("record_id_r", pa.string()),
        ("decision", pa.string()),
        ("decided_at", pa.timestamp("us", "UTC")),
        ("decided_by", pa.string()),
        ("note", pa.string()),
    ]
)


@dataclass(frozen=True)
class MatchDecision:
    """One decision, about one or more pairs of records.

    `entity` says what they are: lead records, or company records, of which accounts are made. In each pair
    the smaller id stands first. `sequence` counts the decisions of a landing zone from 1: it tells apart what
    was decided at the same moment. `decided_at` is ISO 8601 in UTC.
    """

    decision_id: str
    sequence: int
    decision: Verdict
    pairs: tuple[Pair, ...]
    decided_at: str
    decided_by: str
    note: str
    # A file without it is about leads.
    entity: Entity = "lead"


class Decisions:
    """The decisions of one landing zone. Whoever writes holds the zone's lock."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def all(self) -> list[MatchDecision]:
        """Return every decision, in the order in which they were taken."""
        found = [_from_json(path.read_bytes(), path.name) for path in self._layout.decisions.glob("*.json")]
        return sorted(found, key=lambda decision: decision.sequence)

    def write(
        self,
        entity: Entity,
        decision: Verdict,
        pairs: Iterable[Pair],
        decided_at: datetime,
        decided_by: str,
        note: str,
    ) -> MatchDecision:
        """Write a decision durably and return it.

        Raises LandingError when there is no pair, or a pair that is one record.
        """
        ordered = _ordered(pairs)
        sequence = max((known.sequence for known in self.all()), default=0) + 1
        moment = utc_text(decided_at)
        digest = hashlib.sha256(
            json.dumps([sequence, entity, decision, ordered, moment]).encode()
        ).hexdigest()
        taken = MatchDecision(digest[:16], sequence, decision, ordered, moment, decided_by, note, entity)
        content = json.dumps(dataclasses.asdict(taken), ensure_ascii=False, indent=1) + "\n"
        path = self._layout.decisions / f"{taken.decision_id}.json"
        write_into_place(content.encode(), self._layout.staging, path)
        return taken

    def export(self) -> None:
        """Rewrite `decisions.parquet`, one row for each decision and pair, through which dbt reads them."""
        beside = self._layout.staging / "decisions.parquet.part"
        create_private(beside)
        pq.write_table(to_table(self.all()), beside, compression="zstd")
        move_into_place(beside, self._layout.decisions_table)


def to_table(decisions: Sequence[MatchDecision]) -> pa.Table:
    """Return the decisions as a table, one row for each decision and pair."""
    rows = [
        {
            "decision_id": taken.decision_id,
            "sequence": taken.sequence,
            "entity": taken.entity,
            "record_id_l": left,
            "record_id_r": right,
            "decision": taken.decision,
            "decided_at": datetime.fromisoformat(taken.decided_at),
            "decided_by": taken.decided_by,
            "note": taken.note,
        }
        for taken in decisions
        for left, right in taken.pairs
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _ordered(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    found = set()
    for one, other in pairs:
        if one == other:
            raise LandingError(f"A decision needs two different records; {one} was given twice.")
        found.add((min(one, other), max(one, other)))
    if not found:
        raise LandingError("A decision needs at least one pair of records; none was given.")
    return tuple(sorted(found))


def _from_json(content: bytes, name: str) -> MatchDecision:
    try:
        fields: dict[str, Any] = json.loads(content)
        pairs = tuple((left, right) for left, right in fields.pop("pairs"))
        taken = MatchDecision(pairs=pairs, **fields)
    except (ValueError, TypeError, KeyError) as error:
        raise LandingError(
            f"Decision {name} is damaged ({error}). Restore it from a backup, or remove it and decide again."
        ) from error
    if taken.decision not in VERDICTS:
        raise LandingError(
            f"Decision {name} says {taken.decision!r}; it must be one of {', '.join(VERDICTS)}."
        )
    if taken.entity not in ENTITIES:
        raise LandingError(
            f"Decision {name} is about {taken.entity!r}; it must be one of {', '.join(ENTITIES)}."
        )
    return taken
