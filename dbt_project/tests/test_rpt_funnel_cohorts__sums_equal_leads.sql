-- Every golden lead stands in exactly one weekly and one monthly cohort, and the won value with it.
with expected as (

    select
        channel,
        count(*) as leads,
        count(case when is_won then 1 end) as reached_won,
        {{ sum_money('won_amount_base') }} as won_amount_base
    from {{ ref('fct_leads') }}
    group by channel

),

grains as (

    select 'week' as period_grain
    union all
    select 'month' as period_grain

),

actual as (

    select
        period_grain,
        channel,
        sum(leads) as leads,
        sum(reached_won) as reached_won,
        sum(won_amount_base) as won_amount_base
    from {{ ref('rpt_funnel_cohorts') }}
    group by period_grain, channel

)

select
    grains.period_grain,
    expected.channel,
    expected.leads,
    actual.leads as reported_leads,
    expected.reached_won,
    actual.reached_won as reported_won,
    expected.won_amount_base,
    actual.won_amount_base as reported_won_amount_base
from expected
cross join grains
left join actual
    on
        grains.period_grain = actual.period_grain
        and expected.channel = actual.channel
where
    expected.leads <> coalesce(actual.leads, 0)
    or expected.reached_won <> coalesce(actual.reached_won, 0)
    or expected.won_amount_base <> coalesce(actual.won_amount_base, 0)
