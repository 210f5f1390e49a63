"""The checks on marts before they are published: reconciliation across layers and between marts.

A dbt test belongs to one model and its logic. A check here compares what different layers say of the same
thing, because that is what a reader of a report would otherwise find out first.
"""

from orchestration.checks.model import Check, RowsCheck, Severity


def _equal(name: str, table: str, claim: str, by: str, left: str, right: str) -> RowsCheck:
    """Two queries that give (`by`, value) must agree on every `by`."""
    return RowsCheck(
        name=name,
        table=table,
        claim=claim,
        remedy="Publication is stopped because a report would contradict the marts; report a fault.",
        query=(
            f"select coalesce(l.{by}, r.{by}) as {by}, l.value as reported, r.value as expected "
            f"from ({left}) l full join ({right}) r on l.{by} is not distinct from r.{by} "
            f"where coalesce(l.value, 0) <> coalesce(r.value, 0)"
        ),
    )


def mart_checks(landed_leads: str) -> tuple[Check, ...]:
    """Return the checks on marts.

    Args:
        landed_leads: path of the landed leads' Parquet files, as a SQL string literal's content. They are
            read here directly, past every dbt model, so that a lead lost by a model is found.
    """
    return (
        RowsCheck(
            name="every_landed_lead_is_one_golden_lead",
            table="fct_lead_records",
            claim="Every landed lead is in exactly one golden lead; those refused are in quarantine.",
            remedy="A model lost or doubled a lead; report a fault with the listed keys.",
            query=(
                "with rows_of as (select lead._system || ':' || lead.lead_id as lead_record_id, "
                "lead._record_id, lead._is_deleted, lead.lead_id = lead._record_id as is_own, "
                "_record_id is null or rank() over (partition by lead._source, lead._record_id order by "
                "lead._changed_at desc nulls last, lead._landed_at desc, lead._line desc) = 1 as is_newest "
                f"from read_parquet('{landed_leads}', union_by_name=true) lead "
                "join fct_loads on fct_loads.load_id = lead._load_id and fct_loads.is_current), "
                # Ids that one source has deleted and another still gives are judged by time, in staging.
                "gone as (select lead_record_id from rows_of where is_newest and _is_deleted and is_own), "
                "landed as (select distinct lead_record_id from rows_of where is_newest "
                "and not coalesce(_is_deleted, false) "
                "and lead_record_id not in (select lead_record_id from gone)), "
                "resolved as (select record.lead_record_id, count(*) as records, "
                "count(lead.lead_id) as leads from fct_lead_records record "
                "left join fct_leads lead using (lead_id) group by all) "
                "select lead_record_id, resolved.records, resolved.leads from landed "
                "full join resolved using (lead_record_id) "
                "where (landed.lead_record_id is null or resolved.lead_record_id is null "
                "or resolved.records <> 1 or resolved.leads <> 1) "
                "and coalesce(resolved.lead_record_id, '') not in (select lead_record_id from gone)"
            ),
        ),
        RowsCheck(
            name="golden_leads_count_their_records",
            table="fct_leads",
            claim="The record count of a golden lead equals its records.",
            remedy="Report a fault with the listed lead ids.",
            query=(
                "select lead_id, record_count, records from fct_leads full join "
                "(select lead_id, count(*) as records from fct_lead_records group by all) using (lead_id) "
                "where record_count is distinct from records"
            ),
        ),
        _equal(
            "funnel_leads_equal_leads_by_channel",
            "rpt_funnel_flow",
            "New leads in the funnel equal the golden leads of each channel.",
            "channel",
            "select channel, sum(new_leads) as value from rpt_funnel_flow "
            "where period_grain = 'week' group by all",
            "select channel, count(*) as value from fct_leads group by all",
        ),
        _equal(
            "cohort_leads_equal_leads_by_channel",
            "rpt_funnel_cohorts",
            "The leads of all cohorts equal the golden leads of each channel.",
            "channel",
            "select channel, sum(leads) as value from rpt_funnel_cohorts "
            "where period_grain = 'month' group by all",
            "select channel, count(*) as value from fct_leads group by all",
        ),
        _equal(
            "funnel_won_revenue_equals_opportunities",
            "rpt_funnel_flow",
            "Won revenue in the funnel report equals won revenue in opportunities, month by month.",
            "month",
            "select period_start_on as month, sum(won_amount_base) as value from rpt_funnel_flow "
            "where period_grain = 'month' group by all",
            "select closed_month as month, sum(amount_base) as value from fct_opportunities "
            "where is_won group by all",
        ),
        _equal(
            "roi_revenue_equals_leads",
            "rpt_roi",
            "Won revenue in the ROI report equals the won revenue of the leads, by channel.",
            "channel",
            "select channel, sum(won_amount_base) as value from rpt_roi group by all",
            "select lead.channel, sum(opportunity.amount_base) as value from fct_opportunities opportunity "
            "join fct_leads lead using (lead_id) where opportunity.is_won group by all",
        ),
        _equal(
            "roi_spend_equals_spend",
            "rpt_roi",
            "Spend in the ROI report equals the spend landed, by channel.",
            "channel",
            "select channel, sum(spend_base) as value from rpt_roi group by all",
            "select channel, sum(amount_base) as value from fct_spend group by all",
        ),
        _equal(
            "losses_equal_opportunities",
            "rpt_loss",
            "Lost opportunities in the loss report equal those in opportunities, month by month.",
            "month",
            "select closed_month as month, sum(lost) as value from rpt_loss group by all",
            "select closed_month as month, count(*) as value from fct_opportunities "
            "where is_lost group by all",
        ),
        _equal(
            "attribution_equals_won_revenue",
            "fct_attribution",
            "Every attribution model gives away exactly the won revenue.",
            "model",
            "select model, sum(credit_amount_base) as value from fct_attribution group by all",
            "select model, (select sum(amount_base) from fct_opportunities where is_won) as value "
            "from (select distinct model from fct_attribution)",
        ),
        RowsCheck(
            name="won_deals_have_amount_and_date",
            table="fct_opportunities",
            claim="Every won opportunity has an amount and a close date.",
            remedy="Ask the owner of the opportunity; without them its revenue is in no report.",
            severity=Severity.WARN,
            query=(
                "select opportunity_id, owner_name, amount, closed_on from fct_opportunities "
                "where is_won and (amount is null or closed_on is null)"
            ),
        ),
        RowsCheck(
            name="deals_close_after_they_open",
            table="fct_opportunities",
            claim="No opportunity closes before it was opened.",
            remedy="Ask the owner of the opportunity for the right dates.",
            severity=Severity.WARN,
            query=(
                "select opportunity_id, owner_name, opened_on, closed_on, cycle_days from fct_opportunities "
                "where cycle_days < 0"
            ),
        ),
        RowsCheck(
            name="opportunities_have_account",
            table="fct_opportunities",
            claim="Every opportunity has an account.",
            remedy="Ask the owner of the opportunity to link the account in the CRM.",
            severity=Severity.WARN,
            query=(
                "select opportunity_id, owner_name, stage from fct_opportunities where account_id is null"
            ),
        ),
        RowsCheck(
            name="touches_have_lead",
            table="fct_touches",
            claim="Every touch belongs to a known lead.",
            remedy="Land the source that issues these lead ids; the touches are kept meanwhile.",
            severity=Severity.WARN,
            query="select touch_id, system, occurred_on, channel from fct_touches where lead_id is null",
        ),
    )
