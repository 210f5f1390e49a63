-- All spend, all golden leads, and all opportunities that belong to one: each exactly once.
with expected as (

    select
        (select {{ sum_money('amount_base') }} from {{ ref('fct_spend') }}) as spend_base,
        (select count(*) from {{ ref('fct_leads') }}) as leads,
        count(*) as opportunities,
        count(case when is_won then 1 end) as won,
        {{ sum_money('case when is_won then amount_base end') }} as won_amount_base
    from {{ ref('fct_opportunities') }}
    where has_lead

),

actual as (

    select
        {{ sum_money('spend_base') }} as spend_base,
        coalesce(sum(leads), 0) as leads,
        coalesce(sum(opportunities), 0) as opportunities,
        coalesce(sum(won), 0) as won,
        {{ sum_money('won_amount_base') }} as won_amount_base
    from {{ ref('rpt_roi') }}

)

select
    expected.spend_base,
    actual.spend_base as reported_spend_base,
    expected.leads,
    actual.leads as reported_leads,
    expected.opportunities,
    actual.opportunities as reported_opportunities,
    expected.won,
    actual.won as reported_won,
    expected.won_amount_base,
    actual.won_amount_base as reported_won_amount_base
from expected
cross join actual
where
    expected.spend_base <> actual.spend_base
    or expected.leads <> actual.leads
    or expected.opportunities <> actual.opportunities
    or expected.won <> actual.won
    or expected.won_amount_base <> actual.won_amount_base
