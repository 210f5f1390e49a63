select
    touch_id,
    system,
    lead_id,
    occurred_at,
    {{ company_date('occurred_at') }} as occurred_on,
    touch_type,
    channel,
    campaign,
    utm_source,
    utm_medium
from {{ ref('int_touches_linked') }}
