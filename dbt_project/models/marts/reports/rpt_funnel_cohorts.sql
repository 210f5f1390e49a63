{%- set grains = ['week', 'month'] %}
{%- set open_stages = ['qualified', 'needs_confirmed', 'solution_discussed', 'price_negotiation'] %}
with ordinals as (

    select
        max(case when code = 'qualified' then ordinal end) as qualified,
        max(case when code = 'needs_confirmed' then ordinal end) as needs_confirmed,
        max(case when code = 'solution_discussed' then ordinal end) as solution_discussed,
        max(case when code = 'price_negotiation' then ordinal end) as price_negotiation
    from {{ ref('dim_stages') }}

),

outcomes as (

    select
        lead_id,
        -- Lost: all its opportunities are closed, and none is won.
        min(case when is_lost then 1 else 0 end) = 1 as is_lost
    from {{ ref('fct_opportunities') }}
    where has_lead
    group by lead_id

),

leads as (

    select
        leads.created_on,
        leads.channel,
        leads.grade,
        {%- for stage in open_stages %}
        leads.furthest_stage_ordinal >= ordinals.{{ stage }} as has_reached_{{ stage }},
        {%- endfor %}
        leads.is_won,
        leads.is_won
        and {{ days_between('leads.created_at', 'leads.won_at') }} <= {{ var('conversion_window_days') }}
            as is_won_in_window,
        coalesce(outcomes.is_lost, false) as is_lost,
        leads.won_amount_base
    from {{ ref('fct_leads') }} as leads
    cross join ordinals
    left join outcomes on leads.lead_id = outcomes.lead_id

),

cohorts as (
    {% for grain in grains %}
    select
        '{{ grain }}' as period_grain,
        {{ period_start(grain, 'created_on') }} as cohort_start_on,
        {{ period_end(grain, period_start(grain, 'created_on')) }} as cohort_end_on,
        channel,
        count(*) as leads,
        count(case when grade = 'A' then 1 end) as a_leads,
        {%- for stage in open_stages %}
        count(case when has_reached_{{ stage }} then 1 end) as reached_{{ stage }},
        {%- endfor %}
        count(case when is_won then 1 end) as reached_won,
        count(case when is_lost then 1 end) as lost,
        {{ sum_money('won_amount_base') }} as won_amount_base,
        count(case when is_won_in_window then 1 end) as reached_won_in_window
    from leads
    group by {{ period_start(grain, 'created_on') }}, channel
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    period_grain,
    cohort_start_on,
    channel,
    leads,
    a_leads,
    reached_qualified,
    reached_needs_confirmed,
    reached_solution_discussed,
    reached_price_negotiation,
    reached_won,
    lost,
    won_amount_base,
    reached_won_in_window,
    -- Counted from the first day after the cohort, so that its youngest lead has had all of these days.
    cast({{ dates_between('cohort_end_on', as_of_date()) }} as integer) as cohort_age_days,
    {{ dates_between('cohort_end_on', as_of_date()) }} >= {{ var('conversion_window_days') }} as is_mature
from cohorts
