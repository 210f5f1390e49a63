"""The journal of publications: which lead each lead record was published in. Append-only.

A publication that changed an assignment adds one Parquet file with the records that changed. Which lead a
record belongs to follows from the landed rows and the decisions alone; what was published, and when, does
not, and would be lost with the warehouse without this journal.
"""

from datetime import datetime

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from ingestion.landing.durable import create_private, move_into_place
from ingestion.landing.layout import Layout
from ingestion.landing.record import utc_text

# lead_id is null for a record that was published before and is not any more.
SCHEMA = pa.schema(
    [
        ("publication", pa.int64()),
        ("run_id", pa.string()),
        ("as_of", pa.timestamp("us", "UTC")),
        ("published_at", pa.timestamp("us", "UTC")),
        ("lead_record_id", pa.string()),
        ("lead_id", pa.string()),
    ]
)

_CHANGED = """
with known as (
    select lead_record_id, arg_max(coalesce(lead_id, ''), publication) as lead_id
    from read_parquet($journal) group by lead_record_id
)
select
    $publication as publication,
    $run_id as run_id,
    cast($as_of as timestamptz) as as_of,
    cast($published_at as timestamptz) as published_at,
    coalesce(assigned.lead_record_id, known.lead_record_id) as lead_record_id,
    assigned.lead_id
from assigned full outer join known on assigned.lead_record_id = known.lead_record_id
where coalesce(assigned.lead_id, '') <> coalesce(known.lead_id, '')
order by lead_record_id
"""


class AssignmentJournal:
    """The journal of one landing zone. Whoever writes holds the zone's lock; `_schema.parquet` is there."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def append(self, assigned: pa.Table, run_id: str, as_of: datetime, published_at: datetime) -> int:
        """Add what changed since the last publication and return the number of records that did.

        Args:
            assigned: lead_record_id and lead_id of every record that is published now.
            run_id: the run that published.
            as_of: the moment that the publication is as of (aware).
            published_at: when it was published (aware).
        """
        folder = self._layout.assignments
        publication = max((int(path.stem) for path in folder.glob("[0-9]*.parquet")), default=0) + 1
        with duckdb.connect(":memory:") as con:
            con.execute("set TimeZone = 'UTC'")
            con.register("assigned", assigned)
            changed: pa.Table = con.sql(
                _CHANGED,
                params={
                    "journal": str(folder / "*.parquet"),
                    "publication": publication,
                    "run_id": run_id,
                    "as_of": utc_text(as_of),
                    "published_at": utc_text(published_at),
                },
            ).to_arrow_table()
        if not changed.num_rows:
            return 0
        beside = self._layout.staging / "assignments.parquet.part"
        create_private(beside)
        pq.write_table(changed.cast(SCHEMA), beside, compression="zstd")
        move_into_place(beside, folder / f"{publication:08d}.parquet")
        return int(changed.num_rows)
