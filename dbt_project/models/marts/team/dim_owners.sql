select
    owner_id,
    external_id,
    system,
    full_name,
    {{ clean_email('email') }} as email,
    team,
    manager_name,
    region,
    -- A list that does not say so lists who is there.
    coalesce(is_active, true) as is_active
from {{ ref('stg_landing__owners') }}
