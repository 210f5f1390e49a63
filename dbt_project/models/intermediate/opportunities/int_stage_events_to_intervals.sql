{%- set in_order = 'partition by opportunity_id order by event_number, stage_ordinal' -%}
with neighbours as (

    select
        opportunity_id,
        -- Stages passed in a jump share the number of the event that jumped, and come before it in order.
        row_number() over ({{ in_order }}) as visit_number,
        stage,
        stage_ordinal,
        is_open,
        entered_at,
        is_inferred,
        is_opening,
        lead(entered_at) over ({{ in_order }}) as left_at,
        lead(event_number) over ({{ in_order }}) is null as is_current,
        lag(is_open) over ({{ in_order }}) as was_open,
        lag(stage) over ({{ in_order }}) as stage_before,
        lag(stage_ordinal) over ({{ in_order }}) as ordinal_before,
        lag(stage_ordinal, 2) over ({{ in_order }}) as ordinal_before_that,
        row_number() over (partition by opportunity_id, stage order by event_number) as visit_of_stage
    from {{ ref('int_stage_events_completed') }}

)

select
    opportunity_id,
    visit_number,
    stage,
    stage_ordinal,
    is_open,
    entered_at,
    left_at,
    -- The time in the present stage of an open opportunity is counted up to as_of and still running
    -- (censored); a closed one does not age.
    cast(
        case
            when not is_current then {{ days_between('entered_at', 'left_at') }}
            when is_open then {{ not_negative(days_between('entered_at', as_of())) }}
        end as decimal(12, 4)
    ) as days_in_stage,
    is_current,
    visit_of_stage = 1 as is_first_entry,
    is_inferred,
    is_opening,
    -- Against the stage it stood in before; after a loss, the one before the loss.
    stage <> 'lost'
    and stage_ordinal < coalesce(
        case when stage_before = 'lost' then ordinal_before_that else ordinal_before end, 0
    ) as is_backward,
    stage <> 'lost' and not coalesce(was_open, true) as is_reopening
from neighbours
