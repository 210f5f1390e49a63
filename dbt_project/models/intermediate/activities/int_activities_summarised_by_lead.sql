with followed as (

    select
        lead_id,
        -- Logged on one lead, for an opportunity that grew from another: it counts for both.
        nullif(opportunity_lead_id, lead_id) as other_lead_id,
        occurred_at
    from {{ ref('int_activities_linked') }}
    where has_happened and lead_id is not null

),

summarised as (

    select
        lead_id,
        other_lead_id,
        min(occurred_at) as first_activity_at,
        max(occurred_at) as last_activity_at,
        count(*) as activity_count
    from followed
    group by lead_id, other_lead_id

),

counted as (

    select
        lead_id,
        first_activity_at,
        last_activity_at,
        activity_count
    from summarised

    union all

    select
        other_lead_id as lead_id,
        first_activity_at,
        last_activity_at,
        activity_count
    from summarised
    where other_lead_id is not null

)

select
    lead_id,
    min(first_activity_at) as first_activity_at,
    max(last_activity_at) as last_activity_at,
    cast(sum(activity_count) as bigint) as activity_count
from counted
group by lead_id
