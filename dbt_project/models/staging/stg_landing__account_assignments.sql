-- A rebuild of a past moment knows the publications up to it.
select
    publication,
    run_id,
    cast(as_of as timestamp with time zone) as as_of,
    cast(published_at as timestamp with time zone) as published_at,
    account_record_id,
    account_id,
    named_after,
    cast(first_landed_at as timestamp with time zone) as first_landed_at
from {{ source('landing', 'account_assignments') }}
where cast(as_of as timestamp with time zone) <= {{ as_of() }}
