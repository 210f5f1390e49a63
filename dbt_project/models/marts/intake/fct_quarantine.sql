select
    load_id,
    source,
    file_name,
    line,
    rule,
    column_name,
    reason,
    remedy,
    landed_at,
    is_current
from {{ ref('stg_landing__quarantine') }}
