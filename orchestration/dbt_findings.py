"""What a failing dbt test found, in words: the rules of a table that rows break, and how many of them do."""

from typing import Any

import duckdb

from orchestration.home import Home


def broken_rules(test: Any, home: Home) -> str:
    """Return the broken rules of a table, such as "grade is null: 3; lead_id repeats: 1".

    The test is asked again, while dbt, in this process, still has the warehouse open: dbt itself keeps no
    more of a test than how many lines it gave.

    Args:
        test: dbt's compiled node.
        home: whose warehouse was built.

    Returns:
        Nothing for a test of another kind than `rules` (dbt_project/macros/tests/rules.sql): its name says
        what it claims.
    """
    metadata = getattr(test, "test_metadata", None)
    if metadata is None or metadata.name != "rules":
        return ""
    with duckdb.connect(str(home.warehouse)) as con:
        broken = con.execute(test.compiled_code).fetchall()
    return "; ".join(f"{rule}: {count:,}" for rule, count in broken)
