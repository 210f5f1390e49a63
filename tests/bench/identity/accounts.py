"""Run as a child: the models of accounts alone, as dbt ran them, in one DuckDB process; how good they are.

`python -m tests.bench.identity.accounts HOME [TRUTH]`; what they read is there already, so that the CPU time
and the memory of this process are those of accounts. With a truth, the quality is printed as JSON.
"""

import json
import sys
from pathlib import Path

import duckdb

from tests.bench.identity import replay
from tests.bench.identity.matching import connect, is_in
from tests.bench.identity.plugin import load_plugin
from tests.bench.identity.quality import pairwise

# Accounts of CRMs and lead records with the account that they are in; a record without one stands alone.
_LABELLED = """
create temp table labelled as
select resolved.account_id, truth.company_id, null as lead_id, resolved.account_id as linked_to
from int_company_records_resolved as resolved
join truth on truth.entity = 'account' and truth.record_id = resolved.account_record_id
union all
select coalesce(linked.account_id, records.lead_id), truth.company_id, records.lead_id, linked.account_id
from leadmill.intermediate.int_lead_records_resolved as records
join truth on truth.entity = 'lead' and truth.record_id = records.lead_record_id
left join int_leads_linked_to_accounts as linked on records.lead_id = linked.lead_id
"""
# A lead is linked rightly when its account is the one that most records of its company are in.
_RIGHT_LINKS = """
with usual as (select company_id, mode(account_id) as account_id from labelled group by all),
linked as (select distinct lead_id, linked_to, company_id from labelled where lead_id is not null)
select count(*) filter (linked_to = usual.account_id) / count(*) from linked join usual using (company_id)
"""


def rebuild(connection: duckdb.DuckDBPyConnection, home: Path) -> None:
    """Run the models of accounts in full, into the connection's database."""
    load_plugin(connection)
    models = [model for model in replay.load(home / "full.json") if is_in("accounts", model)]
    run = replay.Replay(connection, [model.name for model in models])
    for model in models:
        run.run(model)


def quality_of_accounts(connection: duckdb.DuckDBPyConnection, truth: str) -> dict[str, float]:
    """Return precision, recall and F1 over pairs of records, and the share of leads with the right account.

    `truth` is SQL that gives entity (account or lead), record_id and company_id.
    """
    connection.execute(f"create temp view truth as {truth}")
    connection.execute(_LABELLED)
    found = pairwise(connection, "account_id", "company_id")
    ((right_links,),) = connection.execute(_RIGHT_LINKS).fetchall()
    return {
        "precision": found.precision,
        "recall": found.recall,
        "f1": found.f1,
        "right_links": float(right_links),
    }


if __name__ == "__main__":
    with connect(Path(sys.argv[1])) as leadmill:
        rebuild(leadmill, Path(sys.argv[1]))
        if len(sys.argv) > 2:
            print(json.dumps(quality_of_accounts(leadmill, sys.argv[2])))
