with visited as (

    select
        opportunity_id,
        max(case when is_current then stage end) as stage,
        max(case when is_current then stage_ordinal end) as stage_ordinal,
        max(case when is_open then stage_ordinal end) as furthest_open_ordinal,
        -- The opening is a guess that says nothing about where a deal was lost.
        max(case when is_open and not is_opening then stage_ordinal end) as furthest_known_ordinal,
        min(entered_at) as first_entered_at,
        max(case when is_current and not is_open then entered_at end) as closed_at,
        cast(sum(case when is_reopening then 1 else 0 end) as integer) as reopened_count,
        cast(sum(case when is_inferred then 0 else 1 end) as integer) as stage_event_count
    from {{ ref('int_stage_events_to_intervals') }}
    group by opportunity_id

),

stages as (

    select
        code as stage,
        ordinal as stage_ordinal
    from {{ ref('stages') }}

)

select
    visited.opportunity_id,
    visited.stage,
    visited.stage_ordinal,
    case visited.stage when 'won' then 'won' when 'lost' then 'lost' else 'open' end as status,
    -- A win that was taken back is no win: the furthest is then the furthest open stage. Every opportunity
    -- stood in the first stage at least.
    case
        when visited.stage = 'won' then 'won' else coalesce(furthest.stage, 'new_lead')
    end as furthest_stage,
    case
        when visited.stage = 'won' then visited.stage_ordinal else coalesce(visited.furthest_open_ordinal, 1)
    end as furthest_stage_ordinal,
    case when visited.stage = 'lost' then coalesce(known.stage, 'unknown') end as loss_stage,
    visited.first_entered_at,
    visited.closed_at,
    visited.reopened_count,
    visited.stage_event_count
from visited
left join stages as furthest on visited.furthest_open_ordinal = furthest.stage_ordinal
left join stages as known on visited.furthest_known_ordinal = known.stage_ordinal
