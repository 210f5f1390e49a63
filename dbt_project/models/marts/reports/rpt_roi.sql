with combined as (

    select
        spend_month as month_start_on,
        channel,
        campaign,
        amount_base as spend,
        0 as leads,
        0 as a_leads,
        0 as opportunities,
        0 as won,
        null as won_amount
    from {{ ref('fct_spend') }}

    union all

    select
        cohort_month as month_start_on,
        channel,
        coalesce(campaign, 'missing') as campaign,
        null as spend,
        1 as leads,
        case when grade = 'A' then 1 else 0 end as a_leads,
        0 as opportunities,
        0 as won,
        null as won_amount
    from {{ ref('fct_leads') }}

    union all

    -- Opportunities count in the month their lead was created: spend is set against what came of it.
    select
        leads.cohort_month as month_start_on,
        leads.channel,
        coalesce(leads.campaign, 'missing') as campaign,
        null as spend,
        0 as leads,
        0 as a_leads,
        1 as opportunities,
        case when opportunities.is_won then 1 else 0 end as won,
        case when opportunities.is_won then opportunities.amount_base end as won_amount
    from {{ ref('fct_opportunities') }} as opportunities
    inner join {{ ref('fct_leads') }} as leads on opportunities.lead_id = leads.lead_id

)

select
    month_start_on,
    channel,
    campaign,
    {{ sum_money('spend') }} as spend_base,
    cast(sum(leads) as bigint) as leads,
    cast(sum(a_leads) as bigint) as a_leads,
    cast(sum(opportunities) as bigint) as opportunities,
    cast(sum(won) as bigint) as won,
    {{ sum_money('won_amount') }} as won_amount_base,
    {{ dates_between(period_end('month', 'month_start_on'), as_of_date()) }}
    >= {{ var('conversion_window_days') }} as is_mature
from combined
group by month_start_on, channel, campaign
