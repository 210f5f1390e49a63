{#- The stage events as given, and the ones that must have happened for them to make sense. A view, since
    int_stage_events_to_intervals is its only reader; what must hold of it is tested there and in unit tests. -#}
{{ config(materialized='view') }}
with stages as (

    select
        code as stage,
        ordinal as stage_ordinal,
        is_open
    from {{ ref('stages') }}

),

first_stage as (

    select
        stage,
        stage_ordinal,
        is_open
    from stages
    where stage_ordinal = 1

),

given as (

    select
        events.opportunity_id,
        stages.stage,
        stages.stage_ordinal,
        stages.is_open,
        events.entered_at,
        row_number() over (
            partition by events.opportunity_id
            order by events.entered_at, stages.stage_ordinal
        ) as number_from_first,
        row_number() over (
            partition by events.opportunity_id
            order by events.entered_at desc, stages.stage_ordinal desc
        ) as number_from_last
    from {{ ref('stg_landing__stage_events') }} as events
    inner join stages on events.stage = stages.stage

),

ends as (

    select
        opportunity_id,
        min(entered_at) as first_entered_at,
        max(entered_at) as last_entered_at,
        max(case when number_from_first = 1 then stage_ordinal end) as first_ordinal,
        max(case when number_from_last = 1 then stage end) as last_stage
    from given
    group by opportunity_id

),

known as (

    select
        opportunities.opportunity_id,
        coalesce(opportunities.stage, first_stage.stage) as stage,
        opportunities.created_at,
        opportunities.recorded_at,
        opportunities.closed_at,
        ends.opportunity_id is not null as has_events,
        ends.first_entered_at,
        ends.last_entered_at,
        ends.first_ordinal,
        ends.last_stage
    from {{ ref('int_opportunities_linked') }} as opportunities
    cross join first_stage
    left join ends on opportunities.opportunity_id = ends.opportunity_id

),

-- Opened before anything was logged: until then it stood in the first stage.
opening as (

    select
        known.opportunity_id,
        first_stage.stage,
        first_stage.stage_ordinal,
        first_stage.is_open,
        known.created_at as entered_at
    from known
    cross join first_stage
    inner join stages on known.stage = stages.stage
    where
        (known.has_events and known.first_ordinal > 1 and known.created_at < known.first_entered_at)
        or (
            not known.has_events
            and not stages.is_open
            and known.created_at <= coalesce(known.closed_at, known.created_at)
        )

),

-- Where the opportunity's record shows another stage than the last event, the newer of the two is right. The
-- record has a day of tolerance: its times are often mere dates, and no two exports are of the same minute.
recorded as (

    select
        known.opportunity_id,
        stages.stage,
        stages.stage_ordinal,
        stages.is_open,
        case
            when not stages.is_open then greatest(known.closed_at, known.last_entered_at)
            when known.has_events then greatest(known.recorded_at, known.last_entered_at)
            else known.created_at
        end as entered_at
    from known
    inner join stages on known.stage = stages.stage
    where
        not known.has_events
        or (
            known.stage <> known.last_stage
            and {{ days_between('known.last_entered_at', 'known.recorded_at') }} >= -1
        )

),

events as (

    select
        opportunity_id,
        stage,
        stage_ordinal,
        is_open,
        entered_at,
        0 as kind_order,
        true as is_inferred,
        true as is_opening
    from opening

    union all

    select
        opportunity_id,
        stage,
        stage_ordinal,
        is_open,
        entered_at,
        1 as kind_order,
        false as is_inferred,
        false as is_opening
    from given

    union all

    select
        opportunity_id,
        stage,
        stage_ordinal,
        is_open,
        entered_at,
        2 as kind_order,
        true as is_inferred,
        false as is_opening
    from recorded

),

numbered as (

    select
        *,
        row_number() over (
            partition by opportunity_id
            order by entered_at nulls last, kind_order, stage_ordinal
        ) as event_number
    from events

),

compared as (

    select
        *,
        lag(stage) over (partition by opportunity_id order by event_number) as stage_before,
        coalesce(
            max(case when stage <> 'lost' then stage_ordinal end) over (
                partition by opportunity_id
                order by event_number
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as furthest_ordinal_before
    from numbered

),

-- Stages jumped over count as passed at the moment of the jump. Losing is not passing.
skipped as (

    select
        compared.opportunity_id,
        stages.stage,
        stages.stage_ordinal,
        stages.is_open,
        compared.entered_at,
        compared.event_number
    from compared
    inner join stages
        on
            compared.furthest_ordinal_before < stages.stage_ordinal
            and compared.stage_ordinal > stages.stage_ordinal
    where
        compared.stage <> 'lost'
        and stages.is_open

)

select
    opportunity_id,
    event_number,
    stage,
    stage_ordinal,
    is_open,
    entered_at,
    is_inferred,
    is_opening
from compared
-- A stage reported again while the opportunity stands in it is not a new visit.
where stage_before is null or stage <> stage_before

union all

select
    opportunity_id,
    event_number,
    stage,
    stage_ordinal,
    is_open,
    entered_at,
    true as is_inferred,
    false as is_opening
from skipped
