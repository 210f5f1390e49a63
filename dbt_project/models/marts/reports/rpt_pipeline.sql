select
    stage,
    channel,
    count(*) as opportunities,
    {{ sum_money('amount_base') }} as amount_base,
    cast({{ median('age_days') }} as decimal(12, 1)) as median_age_days,
    -- Nothing logged yet counts from the opening.
    count(case when coalesce(days_since_activity, age_days) >= {{ stale_after_days() }} then 1 end) as stale,
    count(case when expected_close_on < {{ as_of_date() }} then 1 end) as overdue
from {{ ref('fct_opportunities') }}
where status = 'open'
group by stage, channel
