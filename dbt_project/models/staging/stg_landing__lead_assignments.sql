-- A rebuild of a past moment knows the publications up to it.
select
    publication,
    run_id,
    cast(as_of as timestamp with time zone) as as_of,
    cast(published_at as timestamp with time zone) as published_at,
    lead_record_id,
    lead_id
from {{ source('landing', 'lead_assignments') }}
where cast(as_of as timestamp with time zone) <= {{ as_of() }}
