with decisions as (

    select
        decision_id,
        sequence,
        lead_record_id_l,
        lead_record_id_r,
        decision,
        cast(decided_at as timestamp with time zone) as decided_at,
        decided_by,
        nullif(trim(note), '') as note
    from {{ source('landing', 'match_decisions') }}
    where cast(decided_at as timestamp with time zone) <= {{ as_of() }}

),

ranked as (

    select
        *,
        -- The order in which they were taken, not the clock: in a made-up company a whole day is one moment.
        row_number() over (partition by lead_record_id_l, lead_record_id_r order by sequence desc) as place
    from decisions

)

select
    decision_id,
    sequence,
    lead_record_id_l,
    lead_record_id_r,
    decision,
    decided_at,
    decided_by,
    note
from ranked
where place = 1
