with horizons as (

    select
        coalesce(lag(max_days) over (order by max_days) + 1, 0) as min_days,
        max_days,
        urgency_level
    from {{ ref('purchase_horizons') }}

),

leads as (

    select
        leads.*,
        {{ dates_between(company_date('leads.created_at'), 'leads.planned_purchase_on') }} as days_to_purchase,
        countries.code as country_code,
        {{ phone_region('countries.code', 'leads.full_name', 'leads.company') }} as phone_region,
        {{ clean_email('leads.email') }} as clean_email,
        {{ clean_email('leads.referrer_email') }} as clean_referrer_email
    from {{ ref('stg_landing__leads') }} as leads
    left join {{ ref('countries') }} as countries on {{ country_alias('leads.country') }} = countries.alias

),

-- Few leads have a referrer: without this all numbers would be held in memory twice.
referrer_phones as (

    select
        phone,
        phone_region,
        phone_e164
    from {{ ref('int_phones_standardised') }}
    where
        phone in (
            select referrer_phone
            from {{ ref('stg_landing__lead_versions') }}
            where referrer_phone is not null
        )

)

select
    leads.lead_record_id,
    leads.external_id,
    leads.system,
    leads.source,
    leads.file_name,
    leads.line,
    leads.landed_at,
    leads.version_count,
    -- A source without creation times is taken at its landing.
    coalesce(leads.created_at, leads.landed_at) as created_at,
    coalesce(leads.updated_at, leads.created_at, leads.landed_at) as recorded_at,
    names.display_name as full_name,
    names.person_key,
    names.person_sound,
    names.first_word,
    names.last_word,
    names.is_chinese as is_chinese_name,
    names.first_formal,
    names.last_formal,
    companies.company_name as company,
    companies.name_key as company_key,
    companies.company_sound,
    companies.initials as company_initials,
    {{ display_text('leads.title') }} as title,
    titles.decision_level,
    leads.clean_email as email,
    phones.phone_e164,
    phones.phone_key,
    phones.extension,
    leads.birth_date,
    coalesce(leads.country_code, {{ display_text('leads.country') }}, regions.country) as country,
    coalesce(regions.region, {{ display_text('leads.region') }}) as region,
    {{ display_text('leads.industry') }} as industry,
    sizes.employee_count,
    leads.product_interest,
    leads.need,
    leads.planned_purchase_on,
    -- What was said, else how near the planned purchase was, else what the need description lets on.
    coalesce(urgencies.urgency_level, horizons.urgency_level, needs.urgency_level) as urgency_level,
    nullif(trim(leads.channel), '') as channel,
    leads.channel_detail,
    leads.campaign,
    leads.status,
    leads.owner_id,
    leads.referrer_name,
    leads.clean_referrer_email as referrer_email,
    referrer_phones.phone_e164 as referrer_phone_e164
from leads
left join {{ ref('int_names_standardised') }} as names on leads.full_name = names.full_name
left join {{ ref('int_companies_standardised') }} as companies on leads.company = companies.company
left join {{ ref('int_titles_levelled') }} as titles on leads.title = titles.title
left join {{ ref('int_phones_standardised') }} as phones
    on
        leads.phone = phones.phone
        and leads.phone_region = phones.phone_region
left join referrer_phones
    on
        leads.referrer_phone = referrer_phones.phone
        and leads.phone_region = referrer_phones.phone_region
left join {{ ref('regions') }} as regions on lower({{ normal_text('leads.region') }}) = regions.alias
left join {{ ref('int_company_sizes_counted') }} as sizes on leads.company_size = sizes.company_size
left join {{ ref('int_urgencies_levelled') }} as urgencies
    on
        leads.urgency = urgencies.said
        and not urgencies.is_free_text
left join {{ ref('int_urgencies_levelled') }} as needs
    on
        leads.need = needs.said
        and needs.is_free_text
        and leads.urgency is null
        and leads.planned_purchase_on is null
left join horizons on leads.days_to_purchase between horizons.min_days and horizons.max_days
