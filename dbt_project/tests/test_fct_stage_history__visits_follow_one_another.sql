-- Each visit ends when the next begins, none ends before it begins, and only the last one has no end.
with followed as (

    select
        opportunity_id,
        visit_number,
        entered_at,
        left_at,
        is_current,
        lead(visit_number) over (partition by opportunity_id order by visit_number) as next_number,
        lead(entered_at) over (partition by opportunity_id order by visit_number) as next_entered_at
    from {{ ref('fct_stage_history') }}

)

select
    opportunity_id,
    visit_number,
    entered_at,
    left_at,
    next_entered_at
from followed
where
    left_at < entered_at
    or left_at <> next_entered_at
    or next_number <> visit_number + 1
    or is_current <> (next_number is null)
    or (is_current and left_at is not null)
