"""The schedules: when the jobs run, in the company's zone. Reacting to events is in `sensors.py`."""

import dagster as dg

from orchestration.company import Company
from orchestration.jobs import DAILY, reports_job_name


def build_schedules(company: Company) -> list[dg.ScheduleDefinition]:
    """Return the daily run, the reports on Mondays and the reports on the first of each month.

    They are on from the start: a server that was set up anew must not stay silent until somebody finds a
    switch. A report run that meets a daily run waits for it, since both want the warehouse.
    """
    daily, reports = company.daily_run_at, company.reports_at
    crons = {
        DAILY: f"{daily.minute} {daily.hour} * * *",
        reports_job_name("weekly"): f"{reports.minute} {reports.hour} * * 1",
        reports_job_name("monthly"): f"{reports.minute} {reports.hour} 1 * *",
    }
    return [
        dg.ScheduleDefinition(
            name=f"{job}_schedule",
            job_name=job,
            cron_schedule=cron,
            execution_timezone=company.time_zone,
            default_status=dg.DefaultScheduleStatus.RUNNING,
        )
        for job, cron in crons.items()
    ]
