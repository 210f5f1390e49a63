-- Two rates for one day would double every amount of that day.
select
    earlier.currency,
    earlier.valid_from,
    earlier.valid_to,
    later.valid_from as overlapping_from
from {{ ref('int_exchange_rates_ranged') }} as earlier
inner join {{ ref('int_exchange_rates_ranged') }} as later
    on
        earlier.currency = later.currency
        and earlier.valid_from < later.valid_from
        and earlier.valid_to > later.valid_from
