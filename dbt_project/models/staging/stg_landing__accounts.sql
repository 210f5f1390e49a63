select
    {{ full_id('_system', 'account_id') }} as account_id,
    trim(account_id) as external_id,
    _system as system,
    name,
    industry,
    employee_count,
    annual_revenue,
    currency,
    country,
    region,
    domain,
    parent_name,
    {{ full_id('_system', 'owner_id') }} as owner_id,
    created_at,
    updated_at,
    {{ provenance() }},
    version_count
from ({{ current_versions('accounts', ['trim(account_id)'], updated_at='updated_at') }})
