with expected as (

    select
        count(*) as lost,
        {{ sum_money('amount_base') }} as lost_amount_base
    from {{ ref('fct_opportunities') }}
    where is_lost and closed_on is not null

),

grains as (

    select 'week' as period_grain
    union all
    select 'month' as period_grain

),

actual as (

    select
        grains.period_grain,
        coalesce(sum(losses.lost), 0) as lost,
        coalesce(sum(losses.lost_amount_base), 0) as lost_amount_base
    from grains
    left join {{ ref('rpt_funnel_stage_losses') }} as losses on grains.period_grain = losses.period_grain
    group by grains.period_grain

)

select
    actual.period_grain,
    expected.lost,
    actual.lost as reported_lost,
    expected.lost_amount_base,
    actual.lost_amount_base as reported_lost_amount_base
from expected
cross join actual
where
    expected.lost <> actual.lost
    or expected.lost_amount_base <> actual.lost_amount_base
