select
    {{ full_id('_system', 'activity_id') }} as activity_id,
    trim(activity_id) as external_id,
    _system as system,
    {{ full_id("coalesce(nullif(trim(lead_system), ''), _system)", 'lead_id') }} as lead_record_id,
    {{ full_id('_system', 'opportunity_id') }} as opportunity_id,
    {{ full_id('_system', 'owner_id') }} as owner_id,
    activity_type,
    occurred_at,
    duration_minutes,
    note,
    outcome,
    next_step,
    next_step_on,
    {{ provenance() }},
    version_count
from ({{ current_versions('activities', ['trim(activity_id)']) }})
