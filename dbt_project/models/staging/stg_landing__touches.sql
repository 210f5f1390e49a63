select
    {{ full_id('_system', 'touch_id') }} as touch_id,
    trim(touch_id) as external_id,
    _system as system,
    {{ full_id("coalesce(nullif(trim(lead_system), ''), _system)", 'lead_id') }} as lead_record_id,
    occurred_at,
    touch_type,
    channel,
    campaign,
    utm_source,
    utm_medium,
    {{ provenance() }},
    version_count
from ({{ current_versions('touches', ['trim(touch_id)']) }})
