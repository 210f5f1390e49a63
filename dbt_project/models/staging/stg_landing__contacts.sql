select
    {{ full_id('_system', 'contact_id') }} as contact_id,
    trim(contact_id) as external_id,
    _system as system,
    {{ full_id('_system', 'account_id') }} as account_id,
    full_name,
    title,
    email,
    phone,
    {{ full_id('_system', 'owner_id') }} as owner_id,
    created_at,
    updated_at,
    {{ provenance() }},
    version_count
from ({{ current_versions('contacts', ['trim(contact_id)'], updated_at='updated_at') }})
