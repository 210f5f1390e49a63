"""The jobs: which assets are made together. When they run is in `schedules.py` and `sensors.py`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import dagster as dg

from orchestration.assets import keys

if TYPE_CHECKING:
    # Dagster's name for what define_asset_job returns; it exports the function only.
    from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

DAILY = "daily"
DAILY_AND_REPORTS = "daily_and_reports"
REBUILD = "rebuild"
DELIVER = "deliver_outbox"

_FROM_FILES = dg.AssetSelection.groups(keys.LANDED, keys.LANDING)
_REPORTS = dg.AssetSelection.groups(keys.REPORTS)


def reports_job_name(cadence: str) -> str:
    """Return the name of the job that makes the reports of a cadence."""
    return f"{cadence}_reports"


def build_asset_jobs(
    cadences: Mapping[str, Sequence[dg.AssetKey]],
) -> list["UnresolvedAssetJobDefinition"]:
    """Return the jobs over assets.

    Args:
        cadences: weekly and monthly -> the keys of their reports.
    """
    everything = dg.AssetSelection.all()
    jobs = [
        dg.define_asset_job(
            DAILY,
            selection=everything - _REPORTS,
            description="Land new files, build, check, publish. / 每日：落地、构建、检查、发布。",
        ),
        dg.define_asset_job(
            DAILY_AND_REPORTS,
            selection=everything,
            description="The daily job and the reports due, as `leadmill run`. / 每日任务及到期报告。",
        ),
        dg.define_asset_job(
            REBUILD,
            selection=everything - _FROM_FILES,
            description="A past day again, in a folder of its own; `leadmill run --as-of`. / 重建过去某日。",
        ),
    ]
    for cadence, reports in cadences.items():
        jobs.append(
            dg.define_asset_job(
                reports_job_name(cadence),
                selection=dg.AssetSelection.assets(*reports),
                description=f"The {cadence} reports, built from the publication and mailed. / 定期报告。",
            )
        )
    return jobs
