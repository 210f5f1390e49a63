"""The checks on landed data: required fields, keys, balance, volume, freshness. Views: `landed_view.py`."""

from orchestration.checks.model import Check, FilledCheck, RowsCheck, Severity

_LEAD_KEYS = ("system", "lead_id", "source", "file_name", "line")


def _required(column: str, what: str, min_share: float, severity: Severity) -> FilledCheck:
    return FilledCheck(
        name=f"leads_have_{column}",
        table="lead_completeness",
        claim=f"At least the agreed share of the landed leads have {what}.",
        remedy="Ask the owner of the source for the missing values, or map the column in its contract.",
        severity=severity,
        limits={"min_share": min_share},
        column=column,
        keys=_LEAD_KEYS,
    )


def _orphans(name: str, table: str, key: str, reference: str, parent: str, what: str) -> RowsCheck:
    """References inside one system to a row that was never landed; systems without such rows are left out."""
    return RowsCheck(
        name=name,
        table=table,
        claim=f"Every {what} exists.",
        remedy="Land the missing rows, or mend the ids at the source; the rows are kept meanwhile.",
        severity=Severity.WARN,
        query=(
            f"select child._system as system, child.{key}, child.{reference}, child._source as source, "
            f"child._file as file_name, child._line as line from {table} child "
            f"where child.{reference} is not null "
            f"and child._system in (select _system from {parent}) "
            f"and not exists (select 1 from {parent} parent where parent._system = child._system "
            f"and parent.{reference} = child.{reference})"
        ),
    )


LANDED_CHECKS: tuple[Check, ...] = (
    _required("customer_information", "a name or company and an e-mail or phone", 0.98, Severity.BLOCK),
    _required("need_description", "a need description", 0.70, Severity.BLOCK),
    _required("follow_up_record", "a follow-up record", 0.60, Severity.BLOCK),
    _required("current_status", "a current status", 0.95, Severity.BLOCK),
    _required("owner", "an owner", 0.90, Severity.BLOCK),
    RowsCheck(
        name="loads_balance",
        table="loads",
        claim="Of every loaded file, lines in = loaded + quarantined + blank + header.",
        remedy="Replay the file: `leadmill files replay HASH`; if it stays so, report a fault.",
        query=(
            "select load_id, source, file_name, lines_in, lines_loaded, lines_quarantined, lines_blank, "
            "lines_header from loads where status = 'loaded' and lines_in <> "
            "lines_loaded + lines_quarantined + lines_blank + lines_header"
        ),
    ),
    RowsCheck(
        name="files_accepted",
        table="loads",
        claim="No file is refused or waits for approval.",
        remedy="`leadmill files list` says why; mend the contract or the file, then replay or approve it.",
        severity=Severity.WARN,
        query=(
            "select load_id, source, file_name, status, rule, reason from loads "
            "where status in ('refused', 'held') and not exists (select 1 from loads newer "
            "where newer.file_hash = loads.file_hash and newer.source = loads.source "
            "and newer.status = 'loaded' and newer.landed_at >= loads.landed_at)"
        ),
    ),
    RowsCheck(
        name="quarantine_within_limit",
        table="current_loads",
        claim="No file has more than the agreed share of its lines in quarantine.",
        remedy="Look at the reasons: `leadmill files quarantine`; mend the source or the contract.",
        limits={"max_share": 0.30},
        query=(
            "select load_id, source, file_name, lines_loaded, lines_quarantined from current_loads "
            "where lines_quarantined > {max_share} * (lines_loaded + lines_quarantined)"
        ),
    ),
    RowsCheck(
        name="volume_within_history",
        table="loads",
        claim="The newest file of a source has a number of rows like the files before it.",
        remedy="Ask the owner of the source whether the file is complete.",
        severity=Severity.WARN,
        limits={"min_share_of_median": 0.2, "max_share_of_median": 6.0},
        query=(
            "with ranked as (select source, file_name, rows_total, landed_at, row_number() over "
            "(partition by source order by landed_at desc, file_name desc) as age "
            "from loads where status = 'loaded'), "
            "history as (select source, median(rows_total) as median_rows from ranked where age > 1 "
            "group by source having count(*) >= 3) "
            "select source, file_name, rows_total, median_rows from ranked join history using (source) "
            "where age = 1 and rows_total not between {min_share_of_median} * median_rows "
            "and {max_share_of_median} * median_rows"
        ),
    ),
    RowsCheck(
        name="sources_on_time",
        table="sources",
        claim="Every source delivered within its cadence.",
        remedy="Ask the owner of the source for the missing file.",
        severity=Severity.WARN,
        limits={"grace_days": 3},
        query=(
            "select source, cadence_days, max(landed_at::timestamptz) as last_landed_at "
            "from sources left join loads using (source) group by all "
            "having last_landed_at is null or last_landed_at < "
            "(select as_of from moment) - to_days((cadence_days + {grace_days})::integer)"
        ),
    ),
    RowsCheck(
        name="lead_ids_unique_in_file",
        table="leads",
        claim="No file names the same lead id twice.",
        remedy="The last line of the file wins; ask the owner of the source which one is meant.",
        severity=Severity.WARN,
        query=(
            "select _system as system, lead_id, _file as file_name, count(*) as times, min(_line) as line "
            "from leads group by all having count(*) > 1"
        ),
    ),
    _orphans(
        "stage_events_have_opportunity",
        "stage_events",
        "stage",
        "opportunity_id",
        "opportunities",
        "opportunity that a stage event names",
    ),
    _orphans(
        "activities_have_opportunity",
        "activities",
        "activity_id",
        "opportunity_id",
        "opportunities",
        "opportunity that an activity names",
    ),
    _orphans(
        "opportunities_have_known_account",
        "opportunities",
        "opportunity_id",
        "account_id",
        "accounts",
        "account that an opportunity names",
    ),
    _orphans(
        "opportunities_have_known_product",
        "opportunities",
        "opportunity_id",
        "product",
        "products",
        "product that an opportunity names",
    ),
)
