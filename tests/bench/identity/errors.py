"""Where the errors of a partition come from: why pairs of one person are apart, and what joined others.

Run as a child, `python -m tests.bench.identity.errors WAREHOUSE TRUTH` prints it as JSON.
"""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

_SCORED = "leadmill.intermediate.int_lead_pairs_scored"
_RECORDS = "leadmill.intermediate.int_lead_records_comparable"


@dataclass(frozen=True)
class Cause:
    """One cause of errors.

    Attributes:
        error: missed (one person, two leads) or wrong (two persons, one lead).
        cause: why, in words.
        pairs: how many pairs of records.
    """

    error: str
    cause: str
    pairs: int


def causes_of_errors(warehouse: Path, truth: str) -> list[Cause]:
    """Return the causes, most frequent first, missed before wrong.

    Args:
        warehouse: the built warehouse (.duckdb).
        truth: SQL that gives lead_record_id and person_id; records that it does not know are left out.
    """
    with duckdb.connect() as connection:
        connection.execute(f"attach '{warehouse}' as leadmill (read_only)")
        connection.execute(
            "create temp table labelled as select lead_record_id, lead_id, person_id "
            "from leadmill.intermediate.int_lead_records_resolved "
            f"join ({truth}) as truth using (lead_record_id)"
        )
        _list_pairs(connection, "missed", within="person_id", across="lead_id")
        _list_pairs(connection, "wrong", within="lead_id", across="person_id")
        missed = connection.execute(_MISSED).fetchall()
        wrong = connection.execute(_wrong(_comparisons(connection))).fetchall()
    return [Cause("missed", *row) for row in missed] + [Cause("wrong", *row) for row in wrong]


def _list_pairs(connection: duckdb.DuckDBPyConnection, name: str, *, within: str, across: str) -> None:
    """Make a table of the pairs of records that agree in `within` and not in `across`, smaller id first."""
    connection.execute(
        f"create temp table {name} as "
        "select one.lead_record_id as lead_record_id_l, other.lead_record_id as lead_record_id_r "
        f"from labelled as one join labelled as other on one.{within} = other.{within} "
        f"and one.{across} <> other.{across} and one.lead_record_id < other.lead_record_id"
    )


def _comparisons(connection: duckdb.DuckDBPyConnection) -> list[str]:
    columns = [row[0] for row in connection.execute(f"describe {_SCORED}").fetchall()]
    return [name.removeprefix("level_") for name in columns if name.startswith("level_")]


_MERGE = "(select min_weight from leadmill.seeds.match_thresholds where threshold = 'merge')"
# Pairs below the threshold of review are compared, and not kept.
_MISSED = f"""
    with compared as (
        select
            least(one.lead_record_id, other.lead_record_id) as lead_record_id_l,
            greatest(one.lead_record_id, other.lead_record_id) as lead_record_id_r
        from leadmill.intermediate.int_lead_pairs_blocked as pairs
        join {_RECORDS} as one on pairs.one_hash = one.record_hash
        join {_RECORDS} as other on pairs.other_hash = other.record_hash
    )
    select
        case
            when match_weight >= {_MERGE} then 'heavy enough, parted by a guard'
            when match_weight is not null then 'in review'
            when compared.lead_record_id_l is not null then 'compared, below review'
            else 'never compared'
        end as cause,
        count(*) as pairs
    from missed
    left join {_SCORED} using (lead_record_id_l, lead_record_id_r)
    left join compared using (lead_record_id_l, lead_record_id_r)
    group by cause
    order by pairs desc, cause
"""


def _wrong(comparisons: list[str]) -> str:
    # The largest weight comes first in the order of structs.
    parts = ", ".join(
        f"{{weight: weight_{name}, comparison: '{name}', level: level_{name}}}" for name in comparisons
    )
    return f"""
        with evidence as (
            select
                case when match_weight >= {_MERGE} then list_max([{parts}]) end as strongest
            from wrong left join {_SCORED} as scored using (lead_record_id_l, lead_record_id_r)
        )
        select
            coalesce('joined by ' || lower(labels.label_en), 'joined through other records') as cause,
            count(*) as pairs
        from evidence
        left join leadmill.seeds.match_parameters as labels
            on evidence.strongest.comparison = labels.comparison and evidence.strongest.level = labels.level
        group by cause
        order by pairs desc, cause
    """


if __name__ == "__main__":
    print(json.dumps([asdict(cause) for cause in causes_of_errors(Path(sys.argv[1]), sys.argv[2])]))
