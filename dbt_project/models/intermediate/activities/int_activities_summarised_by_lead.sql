with followed as (

    select
        lead_id,
        occurred_at
    from {{ ref('int_activities_linked') }}
    where has_happened and lead_id is not null

    union all

    -- Logged on one lead, for an opportunity that grew from another: it counts for both.
    select
        opportunity_lead_id as lead_id,
        occurred_at
    from {{ ref('int_activities_linked') }}
    where has_happened and opportunity_lead_id <> lead_id

)

select
    lead_id,
    min(occurred_at) as first_activity_at,
    max(occurred_at) as last_activity_at,
    count(*) as activity_count
from followed
group by lead_id
