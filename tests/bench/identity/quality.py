"""Pairwise quality of a partition: how many pairs of records it puts together, and how many rightly.

Run as a child, `python -m tests.bench.identity.quality PARTITION TRUTH` prints it as JSON.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb


@dataclass(frozen=True)
class Quality:
    """Precision, recall and F1 over pairs.

    Attributes:
        right: pairs of one person (company) that are in one lead (account).
        together: pairs that are in one lead (account).
        true: pairs of one person (company).
    """

    right: int
    together: int
    true: int

    @property
    def precision(self) -> float:
        """The share of the pairs put together that are one person; 1 when none were."""
        return self.right / self.together if self.together else 1.0

    @property
    def recall(self) -> float:
        """The share of the pairs of one person that were put together; 1 when there are none."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def quality_of(partition: Path, truth: str) -> Quality:
    """Return the quality of a partition.

    Args:
        partition: a Parquet file with lead_record_id and lead_id, or a built warehouse (.duckdb).
        truth: SQL that gives lead_record_id and person_id; records that it does not know are left out.
    """
    with duckdb.connect() as connection:
        relation = f"'{partition}'"
        if partition.suffix == ".duckdb":
            connection.execute(f"attach '{partition}' as warehouse (read_only)")
            relation = "warehouse.intermediate.int_lead_records_resolved"
        connection.execute(
            "create temp table labelled as select lead_id, person_id "
            f"from {relation} join ({truth}) as truth using (lead_record_id)"
        )
        return pairwise(connection, "lead_id", "person_id")


def pairwise(connection: duckdb.DuckDBPyConnection, found: str, true: str) -> Quality:
    """Return the quality of a partition, in the table `labelled`, by two of its columns.

    `found` is what a record was put into, and `true` what it is of.
    """
    return Quality(
        right=_pairs_within(connection, f"{found}, {true}"),
        together=_pairs_within(connection, found),
        true=_pairs_within(connection, true),
    )


def _pairs_within(connection: duckdb.DuckDBPyConnection, groups: str) -> int:
    (found,) = connection.execute(
        "select coalesce(sum(n * (n - 1) // 2), 0) from "
        f"(select count(*) as n from labelled group by {groups})"
    ).fetchall()[0]
    return int(found)


if __name__ == "__main__":
    found = quality_of(Path(sys.argv[1]), sys.argv[2])
    print(json.dumps({"precision": found.precision, "recall": found.recall, "f1": found.f1}))
