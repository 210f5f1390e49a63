{#- What a lead record says of its company, and the number of the company as written, the same for all records that say
    the same. Only numbers where numbers will do: this is the one model of accounts with a row for each lead record. -#}
with sources_landed_again as (

    select source
    from {{ ref('stg_landing__loads') }}
    where status = 'loaded'
    group by source, file_hash
    having max(delivery) = 'snapshot' or count(*) > 1

),

-- Records that may have landed before the row that counts now; the others landed with it.
landed_again as (

    select {{ join_hash('lead_record_id') }} as record_hash
    from {{ ref('int_lead_records_standardised') }}
    where version_count > 1 or source in (select source from sources_landed_again)

),

first_landings as (

    select
        {{ join_hash(full_id('landed._system', 'landed.lead_id')) }} as record_hash,
        min(loads.first_landed_at) as first_landed_at
    from {{ source('landing', 'leads') }} as landed
    inner join {{ ref('stg_landing__loads') }} as loads on landed._load_id = loads.load_id
    where {{ join_hash(full_id('landed._system', 'landed.lead_id')) }} in (select record_hash from landed_again)
    group by 1

),

records as (

    select
        lead_record_id,
        {{ join_hash('lead_record_id') }} as record_hash,
        recorded_at,
        landed_at,
        region,
        country,
        {{ join_hash('company') }} as writing_hash,
        {{ registered_domain("substr(email, " ~ text_position('@', 'email') ~ " + 1)") }} as domain
    from {{ ref('int_lead_records_standardised') }}

),

told as (

    select
        records.lead_record_id,
        records.record_hash,
        records.recorded_at,
        coalesce(first_landings.first_landed_at, records.landed_at) as first_landed_at,
        names.name_hash,
        -- What the name says of the place outweighs where the person is.
        coalesce(names.region, places.region) as region,
        coalesce(names.country, places.country, records.country) as country,
        case when free_mail.domain is null then records.domain end as domain
    from records
    left join {{ ref('int_company_names_parsed') }} as names
        on records.writing_hash = names.writing_hash and names.is_telling
    left join {{ ref('int_places_named') }} as places on records.region = places.alias
    left join {{ ref('free_mail_domains') }} as free_mail on records.domain = free_mail.domain
    left join first_landings on records.record_hash = first_landings.record_hash

)

select
    told.lead_record_id,
    resolved.lead_id,
    resolved.record_count,
    told.recorded_at,
    told.first_landed_at,
    {{ join_hash('told.name_hash, told.region, told.country, told.domain') }} as company_hash,
    told.name_hash,
    told.region,
    told.country,
    told.domain
from told
inner join {{ ref('int_lead_records_resolved') }} as resolved
    on told.record_hash = {{ join_hash('resolved.lead_record_id') }}
where told.name_hash is not null or told.domain is not null
