{#- What a lead record says of its company, and the number of the company as written, the same for all records that say
    the same. -#}
with records as (

    select
        records.lead_record_id,
        resolved.lead_id,
        resolved.record_count,
        records.recorded_at,
        records.company as company_name,
        records.country,
        records.region,
        {{ registered_domain(text_part('records.email', '@', 2)) }} as domain
    from {{ ref('int_lead_records_standardised') }} as records
    inner join {{ ref('int_lead_records_resolved') }} as resolved
        on records.lead_record_id = resolved.lead_record_id

),

told as (

    select
        records.lead_record_id,
        records.lead_id,
        records.record_count,
        records.recorded_at,
        records.company_name,
        case when names.is_telling then names.company_core end as company_core,
        names.name_place,
        names.city,
        -- What the name says of the place outweighs where the person is.
        coalesce(names.region, places.region) as region,
        coalesce(names.country, places.country, records.country) as country,
        case when free_mail.domain is null then records.domain end as domain
    from records
    left join {{ ref('int_company_names_parsed') }} as names on records.company_name = names.company_name
    left join {{ ref('int_places_named') }} as places on records.region = places.alias
    left join {{ ref('free_mail_domains') }} as free_mail on records.domain = free_mail.domain

)

select
    lead_record_id,
    lead_id,
    record_count,
    recorded_at,
    company_name,
    {{ join_hash(company_traits()) }} as company_hash,
    company_core,
    name_place,
    city,
    region,
    country,
    domain
from told
where coalesce(company_core, domain) is not null
