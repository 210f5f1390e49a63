"""One asset for each report and cadence: built from the publication, its mails queued and delivered.

What is due and how it is made is in `reporting.py`.
"""

import dagster as dg

from orchestration.assets import keys
from orchestration.assets.preview import table
from orchestration.moment import run_as_of
from orchestration.notices import notify_of_mail
from orchestration.reporting import GRAINS, Made, ReportRefused, make_due_report, report_names
from orchestration.resources import Installation

_DESCRIPTIONS = {
    "funnel": "Leads to won deals by stage, channel and cohort / 线索到成交的漏斗",
    "roi": "Spend, leads, won revenue and return by channel and campaign / 渠道与活动的投入产出",
    "loss": "Lost deals by reason, stage and competitor / 输单分析",
}


def _metadata(made: Made) -> dict[str, dg.MetadataValue]:
    return {
        "period": dg.MetadataValue.text(made.period.code),
        "made": dg.MetadataValue.text("now" if made.built else keys.MADE_BEFORE),
        "subjects": table({"language": b.language, "subject": b.subject} for b in made.built),
        "files": table({"file": str(path)} for path in made.files),
        # Keys name recipients, no secret to who may see the configuration; texts of mails are not here.
        "mails": table(
            {"mail": entry.key, "state": entry.state, "via": entry.sent_via} for entry in made.mails
        ),
    }


def _build_one(name: str, cadence: str, owner: str) -> dg.AssetsDefinition:
    @dg.asset(
        key=keys.report(cadence, name),
        group_name=keys.REPORTS,
        deps=[keys.PUBLICATION],
        owners=[owner],
        kinds={"html", "pdf", "xlsx"},
        description=f"{_DESCRIPTIONS[name]} ({cadence})",
        pool=keys.WAREHOUSE_POOL,
    )
    def report(
        context: dg.AssetExecutionContext, installation: dg.ResourceParam[Installation]
    ) -> dg.MaterializeResult[None]:
        try:
            made = make_due_report(installation, name, cadence, run_as_of(context))
        except ReportRefused as error:
            raise dg.Failure(str(error), allow_retries=False) from error
        notify_of_mail(installation, made.mails)
        return dg.MaterializeResult(metadata=_metadata(made))

    return report


def build_report_assets(owner: str) -> dict[str, list[dg.AssetsDefinition]]:
    """Return cadence -> its reports."""
    return {
        cadence: [_build_one(name, cadence, owner) for name in report_names(cadence)] for cadence in GRAINS
    }
