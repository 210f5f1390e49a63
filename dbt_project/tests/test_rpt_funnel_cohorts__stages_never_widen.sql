-- A funnel narrows: no stage is reached by more leads than the stage before it.
select
    period_grain,
    cohort_start_on,
    channel
from {{ ref('rpt_funnel_cohorts') }}
where
    leads < reached_qualified
    or reached_qualified < reached_needs_confirmed
    or reached_needs_confirmed < reached_solution_discussed
    or reached_solution_discussed < reached_price_negotiation
    or reached_price_negotiation < reached_won
    or reached_won < reached_won_in_window
    or leads < a_leads
