select
    {{ full_id('_system', 'lead_id') }} as lead_record_id,
    updated_at,
    full_name,
    company,
    title,
    phone,
    country,
    company_size,
    need,
    urgency,
    planned_purchase_on,
    {{ full_id('_system', 'owner_id') }} as owner_id,
    referrer_phone,
    {{ provenance() }}
from ({{ current_rows('leads') }})
where not coalesce(_is_deleted, false)
