-- What leads have won is what their opportunities have won.
with by_lead as (

    select
        count(case when is_won then 1 end) as won_leads,
        {{ sum_money('won_amount_base') }} as won_amount_base,
        coalesce(sum(opportunity_count), 0) as opportunities
    from {{ ref('fct_leads') }}

),

by_opportunity as (

    select
        count(distinct case when is_won then lead_id end) as won_leads,
        {{ sum_money('case when is_won then amount_base end') }} as won_amount_base,
        count(*) as opportunities
    from {{ ref('fct_opportunities') }}
    where has_lead

)

select
    by_lead.won_leads,
    by_opportunity.won_leads as expected_won_leads,
    by_lead.won_amount_base,
    by_opportunity.won_amount_base as expected_won_amount_base,
    by_lead.opportunities,
    by_opportunity.opportunities as expected_opportunities
from by_lead
cross join by_opportunity
where
    by_lead.won_leads <> by_opportunity.won_leads
    or by_lead.won_amount_base <> by_opportunity.won_amount_base
    or by_lead.opportunities <> by_opportunity.opportunities
