{%- set grains = ['week', 'month'] %}
with events as (

    select
        created_on as happened_on,
        channel,
        1 as new_leads,
        case when grade = 'A' then 1 else 0 end as new_a_leads,
        0 as new_opportunities,
        null as new_amount,
        0 as won,
        null as won_amount,
        0 as lost,
        null as lost_amount
    from {{ ref('fct_leads') }}

    union all

    select
        opened_on as happened_on,
        channel,
        0 as new_leads,
        0 as new_a_leads,
        1 as new_opportunities,
        amount_base as new_amount,
        0 as won,
        null as won_amount,
        0 as lost,
        null as lost_amount
    from {{ ref('fct_opportunities') }}

    union all

    select
        closed_on as happened_on,
        channel,
        0 as new_leads,
        0 as new_a_leads,
        0 as new_opportunities,
        null as new_amount,
        case when is_won then 1 else 0 end as won,
        case when is_won then amount_base end as won_amount,
        case when is_lost then 1 else 0 end as lost,
        case when is_lost then amount_base end as lost_amount
    from {{ ref('fct_opportunities') }}
    where closed_on is not null

)
{% for grain in grains %}
select
    '{{ grain }}' as period_grain,
    {{ period_start(grain, 'happened_on') }} as period_start_on,
    channel,
    cast(sum(new_leads) as bigint) as new_leads,
    cast(sum(new_a_leads) as bigint) as new_a_leads,
    cast(sum(new_opportunities) as bigint) as new_opportunities,
    {{ sum_money('new_amount') }} as new_opportunity_amount_base,
    cast(sum(won) as bigint) as won,
    {{ sum_money('won_amount') }} as won_amount_base,
    cast(sum(lost) as bigint) as lost,
    {{ sum_money('lost_amount') }} as lost_amount_base
from events
-- What has no day (an open opportunity that came without dates) belongs to no period.
where happened_on is not null
group by {{ period_start(grain, 'happened_on') }}, channel
{{ 'union all' if not loop.last }}
{% endfor %}
