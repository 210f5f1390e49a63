select
    {{ full_id('_system', 'owner_id') }} as owner_id,
    trim(owner_id) as external_id,
    _system as system,
    full_name,
    email,
    team,
    manager_name,
    region,
    is_active,
    {{ provenance() }},
    version_count
from ({{ current_versions('owners', ['trim(owner_id)']) }})
