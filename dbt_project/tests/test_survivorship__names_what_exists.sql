-- A rule about a field that does not exist would be a typing error that nobody notices.
select
    field,
    source,
    priority
from {{ ref('survivorship') }}
where
    priority not between 1 and 99
    or field not in ('*', '{{ surviving_fields() | join("', '") }}')
