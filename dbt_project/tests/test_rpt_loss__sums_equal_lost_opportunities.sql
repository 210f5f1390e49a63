with expected as (

    select
        count(*) as lost,
        {{ sum_money('amount_base') }} as lost_amount_base
    from {{ ref('fct_opportunities') }}
    where is_lost

),

actual as (

    select
        coalesce(sum(lost), 0) as lost,
        {{ sum_money('lost_amount_base') }} as lost_amount_base
    from {{ ref('rpt_loss') }}

)

select
    expected.lost,
    actual.lost as reported_lost,
    expected.lost_amount_base,
    actual.lost_amount_base as reported_lost_amount_base
from expected
cross join actual
where
    expected.lost <> actual.lost
    or expected.lost_amount_base <> actual.lost_amount_base
