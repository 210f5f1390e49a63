"""A scratch DuckDB file with views over the landing zone, for the checks on landed data.

The views read the landed Parquet in place and hold nothing themselves; only what each lead has, which several
checks ask for, is worked out once. A row counts when its load is current: the newest load of a file's bytes,
and for snapshot sources only the newest load of the source.
"""

from datetime import datetime
from pathlib import Path

import duckdb

from ingestion.canonical.entities import ENTITIES

_CURRENT_LOADS = """
create or replace view current_loads as
with loaded as (
    select * from loads where status = 'loaded' and landed_at::timestamptz <= {as_of}::timestamptz
),
newest_of_file as (
    select * from loaded
    qualify row_number() over (partition by source, file_hash order by landed_at desc, load_id desc) = 1
)
select * from newest_of_file
qualify delivery = 'increment'
    or row_number() over (partition by source order by landed_at desc, file_name desc, load_id desc) = 1
"""

# The five things a lead must have to be worked on: 'given' or null. A follow-up is a note that came with the
# lead, or any activity that names it.
_LEAD_COMPLETENESS = """
create table lead_completeness as
select
    lead._system as system,
    lead.lead_id,
    lead._source as source,
    lead._file as file_name,
    lead._line as line,
    case
        when coalesce(lead.full_name, lead.company) is not null
            and coalesce(lead.email, lead.phone) is not null then 'given'
    end as customer_information,
    case when lead.need is not null then 'given' end as need_description,
    case when coalesce(lead.follow_up, activity.lead_id) is not null then 'given' end as follow_up_record,
    case when lead.status is not null then 'given' end as current_status,
    case when lead.owner_id is not null then 'given' end as owner
from leads as lead
left join (
    select distinct coalesce(lead_system, _system) as system, lead_id
    from activities
    where lead_id is not null
) as activity
    on activity.system = lead._system and activity.lead_id = lead.lead_id
"""

# Of a pulled record only the newest version counts, and none once it is gone; every row of a file does.
_COUNTING_ROWS = """
create view {name} as
with landed as (
    select * from read_parquet({files}, union_by_name=true)
    where _load_id in (select load_id from current_loads)
)
select * from landed where _record_id is null
union all
select * from (
    select * from landed where _record_id is not null
    qualify rank() over (
        partition by _source, _record_id order by _changed_at desc nulls last, _landed_at desc, _line desc
    ) = 1
) where not _is_deleted
"""


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def build_landed_view(landing: Path, cadences: dict[str, int], as_of: datetime, target: Path) -> None:
    """Create `target`, a DuckDB file that shows the landing zone as of `as_of`.

    Args:
        landing: the landing folder of LEADMILL_HOME.
        cadences: source -> the number of days within which a new file is expected.
        as_of: aware instant; later loads are left out.
        target: the file to create; an older one is replaced.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    moment = _literal(as_of.isoformat())
    with duckdb.connect(str(target)) as con:
        loads = _literal(str(landing / "loads.parquet"))
        con.execute(f"create view loads as select * from read_parquet({loads})")
        con.execute(_CURRENT_LOADS.format(as_of=moment))
        for entity in ENTITIES.values():
            files = _literal(str(landing / "typed" / entity.plural / "*.parquet"))
            con.execute(_COUNTING_ROWS.format(name=entity.plural, files=files))
        con.execute(_LEAD_COMPLETENESS)
        con.execute("create table sources (source varchar, cadence_days integer)")
        if cadences:
            con.executemany("insert into sources values (?, ?)", list(cadences.items()))
        con.execute(f"create table moment as select {moment}::timestamptz as as_of")
