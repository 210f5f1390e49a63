-- Weeks and months alike add up, channel by channel, to the leads and opportunities they are made of.
with expected as (

    select
        channel,
        cast(count(*) as bigint) as new_leads,
        0 as new_opportunities,
        0 as won,
        cast(0 as decimal(18, 2)) as won_amount_base,
        0 as lost
    from {{ ref('fct_leads') }}
    group by channel

    union all

    select
        channel,
        0 as new_leads,
        count(case when opened_on is not null then 1 end) as new_opportunities,
        count(case when is_won and closed_on is not null then 1 end) as won,
        {{ sum_money('case when is_won and closed_on is not null then amount_base end') }} as won_amount_base,
        count(case when is_lost and closed_on is not null then 1 end) as lost
    from {{ ref('fct_opportunities') }}
    group by channel

),

grains as (

    select 'week' as period_grain
    union all
    select 'month' as period_grain

),

expected_by_channel as (

    select
        grains.period_grain,
        expected.channel,
        sum(expected.new_leads) as new_leads,
        sum(expected.new_opportunities) as new_opportunities,
        sum(expected.won) as won,
        sum(expected.won_amount_base) as won_amount_base,
        sum(expected.lost) as lost
    from expected
    cross join grains
    group by grains.period_grain, expected.channel

),

actual as (

    select
        period_grain,
        channel,
        sum(new_leads) as new_leads,
        sum(new_opportunities) as new_opportunities,
        sum(won) as won,
        sum(won_amount_base) as won_amount_base,
        sum(lost) as lost
    from {{ ref('rpt_funnel_flow') }}
    group by period_grain, channel

)

select
    expected.period_grain,
    expected.channel,
    expected.new_leads,
    actual.new_leads as reported_leads,
    expected.new_opportunities,
    actual.new_opportunities as reported_opportunities,
    expected.won,
    actual.won as reported_won,
    expected.won_amount_base,
    actual.won_amount_base as reported_won_amount_base,
    expected.lost,
    actual.lost as reported_lost
from expected_by_channel as expected
full outer join actual
    on
        expected.period_grain = actual.period_grain
        and expected.channel = actual.channel
where
    expected.new_leads <> coalesce(actual.new_leads, 0)
    or expected.new_opportunities <> coalesce(actual.new_opportunities, 0)
    or expected.won <> coalesce(actual.won, 0)
    or expected.won_amount_base <> coalesce(actual.won_amount_base, 0)
    or expected.lost <> coalesce(actual.lost, 0)
    or expected.channel is null
