with activities as (

    select
        opportunity_id,
        occurred_at,
        next_step,
        next_step_on,
        row_number() over (
            partition by opportunity_id
            order by
                case when next_step is null and next_step_on is null then 1 else 0 end,
                occurred_at desc nulls last,
                activity_id desc
        ) as next_step_rank
    from {{ ref('int_activities_linked') }}
    where has_happened and opportunity_id is not null

)

select
    opportunity_id,
    count(*) as activity_count,
    min(occurred_at) as first_activity_at,
    max(occurred_at) as last_activity_at,
    -- What was agreed last.
    max(case when next_step_rank = 1 then next_step end) as next_step,
    max(case when next_step_rank = 1 then next_step_on end) as next_step_on
from activities
group by opportunity_id
