-- E.164: a plus and 7 to 15 digits, the first not a zero. Anything else must be null.
select
    phone,
    phone_region,
    phone_e164
from {{ ref('int_phones_standardised') }}
where phone_e164 is not null and not {{ regex_matches('phone_e164', '\\+[1-9][0-9]{6,14}') }}
