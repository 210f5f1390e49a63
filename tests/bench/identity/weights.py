"""`python -m tests.bench.identity.weights [--rows 1000000] [--seed 1]`: learnt weights against the truth's.

The weights of the configuration's seed, which were learnt without labels, are set beside log2(m / u) counted
over pairs that are known to be one person or two. m is counted over all pairs of one person; u over pairs
drawn at random, and for the same e-mail or phone, which none of these has, over all that blocking proposes.
"""

import argparse
import math
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb

from orchestration.configuration import load_configuration
from orchestration.dbt_manifest import parse_variables
from orchestration.matching.comparisons import Comparison, read_comparisons
from orchestration.matching.patterns import read_patterns
from orchestration.matching.records import ID, TABLE, count_records, open_records
from orchestration.matching.seed import FILE_NAME
from orchestration.settings import Settings
from tests.bench.children import run_measured
from tests.bench.identity.sets import labelled_sets

_DRAWN = 20_000_000
# Fewer pairs than this are too few to draw a share from.
_ENOUGH = 20
# Every pair that is the same in these is proposed.
_PROPOSED = ("email", "phone")
_HEADER = "| outcome | pairs of one person | learnt | truth |\n|---|---:|---:|---:|"

Counts = dict[str, dict[int, float]]


def table(home: Path, config: Path, truth: str) -> str:
    """Return the table of a built set; outcomes with too few pairs of either kind are left out.

    Args:
        home: the data folder that `tests.bench.identity.build` filled.
        config: the configuration that it was built with.
        truth: SQL that gives lead_record_id and person_id.
    """
    found = load_configuration(Settings(_env_file=None, home=home, config=config))
    comparisons = read_comparisons(
        found.home, parse_variables(found.home, found.company), found.company_seeds / FILE_NAME
    )
    with open_records(found.home.warehouse) as connection:
        connection.execute(
            f"create table labelled as select {TABLE}.*, person_id, "
            f"row_number() over (order by {ID}) - 1 as number from {TABLE} join ({truth}) using ({ID})"
        )
        count = count_records(connection)
        same = _counts(connection, comparisons, f"l.person_id = r.person_id and l.{ID} < r.{ID}")
        drawn = _counts(
            connection,
            comparisons,
            "l.number = drawn.one and r.number = drawn.other and l.person_id <> r.person_id",
            f"(select (hash(i, 1) % {count})::bigint as one, (hash(i, 2) % {count})::bigint as other "
            f"from range({_DRAWN}) as t(i)) as drawn",
        )
        proposed = _counts(
            connection,
            comparisons,
            "l.record_hash = pairs.one_hash and r.record_hash = pairs.other_hash "
            "and l.person_id <> r.person_id",
            "leadmill.intermediate.int_lead_pairs_blocked as pairs",
        )
        learnt = connection.execute(
            "select comparison, level, label_en, weight from leadmill.seeds.match_parameters "
            "where comparison <> 'prior' order by comparison, level desc"
        ).fetchall()
    return written(learnt, same, drawn, proposed, count * (count - 1) / 2 / _DRAWN)


def written(
    learnt: Sequence[tuple[str, int, str, float]], same: Counts, drawn: Counts, proposed: Counts, more: float
) -> str:
    """Return the table.

    Args:
        learnt: comparison, level, label and weight of each outcome.
        same: pairs of one person by comparison and level.
        drawn: those of two persons that were drawn.
        proposed: those of two persons that blocking proposes.
        more: how many times more pairs there are than were drawn.
    """
    lines = [_HEADER]
    for comparison, level, label, weight in learnt:
        pairs, others = (counts[comparison].get(level, 0.0) for counts in (same, drawn))
        is_counted = comparison in _PROPOSED and level == max(same[comparison], default=-1)
        if is_counted:
            others = proposed[comparison].get(level, 0.0) / more
        if pairs >= _ENOUGH and others and (is_counted or others >= _ENOUGH):
            m, u = pairs / sum(same[comparison].values()), others / sum(drawn[comparison].values())
            lines.append(f"| {label} | {pairs:,.0f} | {weight:.1f} | {math.log2(m / u):.1f} |")
    return "\n".join(lines)


def _counts(
    connection: duckdb.DuckDBPyConnection,
    comparisons: tuple[Comparison, ...],
    condition: str,
    among: str | None = None,
) -> Counts:
    """Count the levels among the pairs of labelled records, `l` and `r`, that meet a condition."""
    columns = [str(row[0]) for row in connection.execute("describe labelled").fetchall()]
    sides = ", ".join(f'l."{name}" as "{name}_l", r."{name}" as "{name}_r"' for name in columns)
    tables = ", ".join([*([among] if among else []), "labelled as l", "labelled as r"])
    pairs = f"(select {sides} from {tables} where {condition})"
    patterns = read_patterns(connection, pairs, comparisons)
    return {found.name: patterns.sums(found.name, patterns.counts) for found in comparisons}


def main() -> int:
    """Build the generated set and print the table; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.identity.weights")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="leadmill-bench-") as name:
        work = Path(name)
        (labelled,) = labelled_sets(wanted.rows, wanted.seed, work, "generated")
        home = work / "home"
        arguments = [str(home), str(labelled.config), str(labelled.files)]
        run_measured(["-m", "tests.bench.identity.build", *arguments], work)
        print(table(home, labelled.config, labelled.truth))
    return 0


if __name__ == "__main__":
    sys.exit(main())
