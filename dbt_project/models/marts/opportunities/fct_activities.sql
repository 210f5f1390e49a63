select
    activities.activity_id,
    activities.system,
    activities.lead_id,
    activities.opportunity_id,
    activities.owner_id,
    owners.full_name as owner_name,
    activities.activity_type,
    activities.occurred_at,
    {{ company_date('activities.occurred_at') }} as occurred_on,
    activities.duration_minutes,
    activities.note,
    activities.outcome,
    activities.next_step,
    activities.next_step_on
from {{ ref('int_activities_linked') }} as activities
left join {{ ref('stg_landing__owners') }} as owners on activities.owner_id = owners.owner_id
