select
    quarantine.load_id,
    quarantine.source,
    quarantine.file_name,
    quarantine.file_hash,
    quarantine.line,
    quarantine.rule,
    quarantine."column" as column_name,
    quarantine.reason,
    quarantine.remedy,
    cast(quarantine.landed_at as timestamp with time zone) as landed_at,
    -- A line of a file that has since been read again under a repaired contract is history.
    loads.is_current
from {{ source('landing', 'quarantine') }} as quarantine
inner join {{ ref('stg_landing__loads') }} as loads on quarantine.load_id = loads.load_id
