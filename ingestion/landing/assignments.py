"""The journals of publications: which lead or account each record was published in. Append-only.

A publication that changed an assignment adds one Parquet file with the records that changed. Which lead or
account a record belongs to follows from the landed rows and the decisions alone; what was published, and
when, does not, and would be lost with the warehouse without these journals.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from ingestion.landing.durable import create_private, move_into_place
from ingestion.landing.record import utc_text

_MOMENT = pa.timestamp("us", "UTC")


@dataclass(frozen=True)
class Assigned:
    """What a journal is about.

    Attributes:
        record: the column of what is assigned.
        golden: the column of what it is assigned to; null for a record that was published before and is not
            any more.
        more: columns that follow from `golden`, with their types.
    """

    record: str
    golden: str
    more: tuple[tuple[str, pa.DataType], ...] = ()

    @property
    def schema(self) -> pa.Schema:
        """The columns of the journal."""
        return pa.schema(
            [
                ("publication", pa.int64()),
                ("run_id", pa.string()),
                ("as_of", _MOMENT),
                ("published_at", _MOMENT),
                (self.record, pa.string()),
                (self.golden, pa.string()),
                *self.more,
            ]
        )


LEADS = Assigned("lead_record_id", "lead_id")
# Company records come and go with the writings of leads: which record an account is named after, and since
# when that is known, could not be told from them later.
ACCOUNTS = Assigned(
    "account_record_id", "account_id", (("named_after", pa.string()), ("first_landed_at", _MOMENT))
)

_CHANGED = """
with known as (
    select {record}, arg_max(coalesce({golden}, ''), publication) as {golden}
    from read_parquet($journal) group by {record}
)
select
    $publication as publication,
    $run_id as run_id,
    cast($as_of as timestamptz) as as_of,
    cast($published_at as timestamptz) as published_at,
    coalesce(assigned.{record}, known.{record}) as {record},
    assigned.* exclude ({record})
from assigned full outer join known on assigned.{record} = known.{record}
where coalesce(assigned.{golden}, '') <> coalesce(known.{golden}, '')
order by {record}
"""


class AssignmentJournal:
    """One journal of a landing zone. Whoever writes holds the zone's lock; `_schema.parquet` is there."""

    def __init__(self, about: Assigned, folder: Path, staging: Path) -> None:
        self._about = about
        self._folder = folder
        self._staging = staging

    def append(self, assigned: pa.Table, run_id: str, as_of: datetime, published_at: datetime) -> int:
        """Add what changed since the last publication and return the number of records that did.

        Args:
            assigned: every record that is published now, with the columns that the journal is about.
            run_id: the run that published.
            as_of: the moment that the publication is as of (aware).
            published_at: when it was published (aware).
        """
        publication = max((int(path.stem) for path in self._folder.glob("[0-9]*.parquet")), default=0) + 1
        with duckdb.connect(":memory:") as con:
            con.execute("set TimeZone = 'UTC'")
            con.register("assigned", assigned)
            changed: pa.Table = con.sql(
                _CHANGED.format(record=self._about.record, golden=self._about.golden),
                params={
                    "journal": str(self._folder / "*.parquet"),
                    "publication": publication,
                    "run_id": run_id,
                    "as_of": utc_text(as_of),
                    "published_at": utc_text(published_at),
                },
            ).to_arrow_table()
        if not changed.num_rows:
            return 0
        beside = self._staging / "assignments.parquet.part"
        create_private(beside)
        pq.write_table(changed.cast(self._about.schema), beside, compression="zstd")
        move_into_place(beside, self._folder / f"{publication:08d}.parquet")
        return int(changed.num_rows)
