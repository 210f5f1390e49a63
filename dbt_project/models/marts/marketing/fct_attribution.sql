with won as (

    select
        opportunity_id,
        person_id,
        closed_at,
        coalesce(amount_base, 0) as won_amount_base
    from {{ ref('int_opportunities_enriched') }}
    where status = 'won'

),

eligible as (

    select
        won.opportunity_id,
        won.won_amount_base,
        touches.touch_id,
        touches.channel,
        touches.campaign,
        touches.utm_source,
        row_number() over (
            partition by won.opportunity_id order by touches.occurred_at, touches.touch_id
        ) as touch_number,
        count(*) over (partition by won.opportunity_id) as touch_count
    from won
    inner join {{ ref('int_touches_linked') }} as touches
        on
            won.person_id = touches.person_id
            and won.closed_at >= touches.occurred_at
            and {{ days_between('touches.occurred_at', 'won.closed_at') }}
            <= {{ var('attribution_lookback_days') }}

),

untouched as (

    select
        won.opportunity_id,
        won.won_amount_base
    from won
    left join eligible on won.opportunity_id = eligible.opportunity_id
    where eligible.opportunity_id is null

),

models as (

    select 'first' as model
    union all
    select 'last' as model
    union all
    select 'linear' as model

),

credited as (

    select
        opportunity_id,
        touch_id,
        'first' as model,
        channel,
        campaign,
        utm_source,
        1 as position_of_share,
        1 as share_count,
        won_amount_base
    from eligible
    where touch_number = 1

    union all

    select
        opportunity_id,
        touch_id,
        'last' as model,
        channel,
        campaign,
        utm_source,
        1 as position_of_share,
        1 as share_count,
        won_amount_base
    from eligible
    where touch_number = touch_count

    union all

    select
        opportunity_id,
        touch_id,
        'linear' as model,
        channel,
        campaign,
        utm_source,
        touch_number as position_of_share,
        touch_count as share_count,
        won_amount_base
    from eligible

    union all

    -- Won without a touch that counts: shown as such under every model, so that the models have equal totals.
    select
        untouched.opportunity_id,
        cast(null as {{ dbt.type_string() }}) as touch_id,
        models.model,
        'direct_unknown' as channel,
        cast(null as {{ dbt.type_string() }}) as campaign,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        1 as position_of_share,
        1 as share_count,
        untouched.won_amount_base
    from untouched
    cross join models

)

select
    opportunity_id,
    touch_id,
    model,
    channel,
    coalesce(campaign, 'missing') as campaign,
    utm_source,
    cast(1.0 / share_count as decimal(12, 10)) as weight,
    {{ equal_share('won_amount_base', 'position_of_share', 'share_count') }} as credit_amount_base
from credited
