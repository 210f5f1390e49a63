select
    closed_month,
    channel,
    grade,
    loss_reason,
    loss_stage,
    competitor,
    count(*) as lost,
    {{ sum_money('amount_base') }} as lost_amount_base
from {{ ref('fct_opportunities') }}
where is_lost
group by closed_month, channel, grade, loss_reason, loss_stage, competitor
