with records as (

    select
        leads.phone,
        leads.referrer_phone,
        {{ phone_region('countries.code', 'leads.full_name', 'leads.company') }} as phone_region
    from {{ ref('stg_landing__lead_versions') }} as leads
    left join {{ ref('countries') }} as countries on {{ country_alias('leads.country') }} = countries.alias

),

numbers as (

    select phone, phone_region from records where phone is not null
    union
    select referrer_phone as phone, phone_region from records where referrer_phone is not null
    union
    select
        contacts.phone,
        {{ phone_region('countries.code', 'contacts.full_name', 'accounts.name') }} as phone_region
    from {{ ref('stg_landing__contacts') }} as contacts
    left join {{ ref('stg_landing__accounts') }} as accounts on contacts.account_id = accounts.account_id
    left join {{ ref('countries') }} as countries on {{ country_alias('accounts.country') }} = countries.alias
    where contacts.phone is not null

),

texts as (

    select
        phone as written,
        phone_region,
        {{ phone_text('phone') }} as phone
    from numbers

),

decided as (

    {{ phone_fast_path('texts') }}

),

standardised as (

    select
        written as phone,
        phone_region,
        case when is_decided then phone_fast else {{ phone_by_library('phone', 'phone_region') }} end as phone_e164,
        is_decided as is_by_fast_path,
        {{ regex_replace(nfkc(text_part('phone', ' ext', 1)), '[^0-9]', '') }} as digits,
        nullif({{ regex_replace(text_part('phone', ' ext', 2), '[^0-9]', '') }}, '') as extension
    from decided

),

keyed as (

    select
        *,
        -- The last ten digits, of numbers that are not valid too: two records with the same wrong number still agree.
        -- Ten digits are the same with and without the country's code or the trunk 0.
        case when length(digits) >= 7 and length(replace(digits, substr(digits, length(digits), 1), '')) > 1
            then {{ text_end("coalesce(" ~ regex_replace('phone_e164', '[^0-9]', '') ~ ", digits)", 10) }}
        end as last_digits
    from standardised

)

select
    keyed.phone,
    keyed.phone_region,
    keyed.phone_e164,
    keyed.is_by_fast_path,
    keyed.extension,
    case when placeholders.last_digits is null then keyed.last_digits end as phone_key
from keyed
left join {{ ref('placeholder_phones') }} as placeholders on keyed.last_digits = placeholders.last_digits
