select
    load_id,
    source,
    system,
    file_name,
    file_hash,
    status,
    is_current,
    rule,
    reason,
    lines_in,
    lines_loaded,
    lines_quarantined,
    lines_blank,
    lines_header,
    rows_total,
    -- A file that was refused or is held was not read to its end, so there is nothing to balance.
    case
        when status = 'loaded' then
            lines_in = lines_loaded + lines_quarantined + lines_blank + lines_header
    end as is_balanced,
    landed_at
from {{ ref('stg_landing__loads') }}
