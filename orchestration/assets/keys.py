"""Asset keys, groups and pools: the names by which assets, checks, jobs and sensors know each other."""

import dagster as dg

# Steps in this pool read or write the warehouse; dagster.yaml lets one run at a time have it.
WAREHOUSE_POOL = "warehouse"

LANDED, LANDING, PUBLISHED, REPORTS = "landed", "landing", "published", "reports"
# The marts as they would be published, written aside; the checks on marts stand beside it.
CANDIDATE = dg.AssetKey(["serve", "candidate"])
# The candidate put in place, where analysts and reports read it.
PUBLICATION = dg.AssetKey(["serve", "publication"])

# What a report's asset says of a period that was made and mailed by an earlier run.
MADE_BEFORE = "before, and mailed; nothing was left to do"


def landed(source: str) -> dg.AssetKey:
    """The files or the pulled records of one source, landed."""
    return dg.AssetKey(["landed", source])


def landing(table: str) -> dg.AssetKey:
    """One table of the landing zone: an entity's plural, `loads`, `quarantine` or `pulls`; dbt's sources."""
    return dg.AssetKey(["landing", table])


def dbt_node(layer: str, name: str) -> dg.AssetKey:
    """A dbt model or seed; `layer` is its schema: seeds, staging, intermediate or marts."""
    return dg.AssetKey([layer, name])


def mart(name: str) -> dg.AssetKey:
    """A mart in the warehouse, before publication."""
    return dbt_node("marts", name)


def report(cadence: str, name: str) -> dg.AssetKey:
    """A report of one cadence, such as weekly funnel."""
    return dg.AssetKey(["reports", f"{cadence}_{name}"])
