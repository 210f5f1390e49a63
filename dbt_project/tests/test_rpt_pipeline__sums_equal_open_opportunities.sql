with expected as (

    select
        count(*) as opportunities,
        {{ sum_money('amount_base') }} as amount_base
    from {{ ref('fct_opportunities') }}
    where status = 'open'

),

actual as (

    select
        coalesce(sum(opportunities), 0) as opportunities,
        {{ sum_money('amount_base') }} as amount_base
    from {{ ref('rpt_pipeline') }}

)

select
    expected.opportunities,
    actual.opportunities as reported_opportunities,
    expected.amount_base,
    actual.amount_base as reported_amount_base
from expected
cross join actual
where
    expected.opportunities <> actual.opportunities
    or expected.amount_base <> actual.amount_base
