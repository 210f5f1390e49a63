with loads as (

    select
        load_id,
        source,
        system,
        delivery,
        file_name,
        file_hash,
        contract_fingerprint,
        status,
        rule,
        reason,
        remedy,
        lines_in,
        lines_header,
        lines_blank,
        lines_loaded,
        lines_quarantined,
        rows_total,
        cast(landed_at as timestamp with time zone) as landed_at
    from {{ source('landing', 'loads') }}
    where cast(landed_at as timestamp with time zone) <= {{ as_of() }}

),

loaded as (

    select
        load_id,
        source,
        delivery,
        file_name,
        -- A file that is read again under a changed contract keeps the place in time of its first reading:
        -- reading old bytes again must not make them newer than what came after them.
        min(landed_at) over (partition by source, file_hash) as first_landed_at,
        row_number() over (partition by source, file_hash order by landed_at desc, load_id) as reading
    from loads
    where status = 'loaded'

),

ranked as (

    select
        load_id,
        first_landed_at,
        -- Of one file the newest reading. increment: all files of the source; snapshot: only the newest one.
        reading = 1 and (
            delivery <> 'snapshot' or row_number() over (
                partition by source, reading
                order by first_landed_at desc, file_name desc, load_id asc
            ) = 1
        ) as is_current
    from loaded

)

select
    loads.*,
    ranked.first_landed_at,
    coalesce(ranked.is_current, false) as is_current
from loads
left join ranked on loads.load_id = ranked.load_id
