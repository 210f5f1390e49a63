select
    {{ full_id('_system', 'opportunity_id') }} as opportunity_id,
    _system as system,
    stage,
    entered_at,
    changed_by,
    {{ provenance() }},
    version_count
from ({{ current_versions('stage_events', ['trim(opportunity_id)', 'stage', 'entered_at']) }})
