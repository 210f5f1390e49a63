{#- Everything that names a company, each once: account records of the CRMs, account ids that only contacts or
    opportunities name, and companies as lead records write them, however many records write the same. -#}
with landed_ids as (
    {% for entity, plural in {'account': 'accounts', 'contact': 'contacts', 'opportunity': 'opportunities'}.items() %}
    select
        {{ full_id('_system', 'account_id') }} as account_id,
        _load_id
    from {{ source('landing', plural) }}
    where account_id is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

account_landings as (

    select
        landed_ids.account_id,
        min(loads.first_landed_at) as first_landed_at
    from landed_ids
    inner join {{ ref('stg_landing__loads') }} as loads on landed_ids._load_id = loads.load_id
    group by landed_ids.account_id

),

named as (

    select account_id from {{ ref('stg_landing__accounts') }}
    union
    select {{ survivor('account', 'named.account_id') }} as account_id
    from (
        select account_id from {{ ref('stg_landing__contacts') }}
        union
        select account_id from {{ ref('stg_landing__opportunities') }}
    ) as named
    {{ join_merged('account', 'named.account_id') }}
    where named.account_id is not null

),

-- An account without a web domain has the one that most of its contacts write from.
contact_domains as (

    select
        {{ survivor('account', 'contacts.account_id') }} as account_id,
        {{ registered_domain(text_part(clean_email('contacts.email'), '@', 2)) }} as domain,
        count(*) as contact_count
    from {{ ref('stg_landing__contacts') }} as contacts
    {{ join_merged('account', 'contacts.account_id') }}
    where contacts.email is not null
    group by 1, 2

),

usual_domains as (

    select
        contact_domains.account_id,
        {{ newest_value('contact_domains.domain', 'contact_domains.contact_count') }} as domain
    from contact_domains
    left join {{ ref('free_mail_domains') }} as free_mail on contact_domains.domain = free_mail.domain
    where free_mail.domain is null
    group by contact_domains.account_id
    -- Contacts that disagree evenly say nothing.
    having count(*) = 1 or max(contact_domains.contact_count) > sum(contact_domains.contact_count) / 2

),

account_records as (

    select
        named.account_id,
        case when accounts.account_id is null then 'reference' else 'account' end as kind,
        companies.company_name,
        case when names.is_telling then names.company_core end as company_core,
        names.name_place,
        coalesce(names.city, case when names.region is null then places.city end) as city,
        coalesce(names.region, places.region) as region,
        coalesce(names.country, countries.code, places.country) as country,
        {{ registered_domain(clean_domain('accounts.domain')) }} as own_domain,
        usual_domains.domain as contact_domain
    from named
    left join {{ ref('stg_landing__accounts') }} as accounts on named.account_id = accounts.account_id
    left join {{ ref('int_companies_standardised') }} as companies on accounts.name = companies.company
    left join {{ ref('int_company_names_parsed') }} as names on companies.company_name = names.company_name
    left join {{ ref('int_places_named') }} as places on lower({{ normal_text('accounts.region') }}) = places.alias
    left join {{ ref('countries') }} as countries on {{ country_alias('accounts.country') }} = countries.alias
    left join usual_domains on named.account_id = usual_domains.account_id

),

-- Of the writings of a name one is shown: the last in the alphabet, which mostly has the legal form and small letters.
names as (

    select
        name_hash,
        max(company_name) as company_name,
        any_value(company_core) as company_core,
        any_value(name_place) as name_place,
        any_value(city) as city
    from {{ ref('int_company_names_parsed') }}
    group by name_hash

),

-- All rows of a company have the same traits; any one of them will do.
landings as (

    select
        company_hash,
        first_landed_at,
        any_value(name_hash) as name_hash,
        any_value(region) as region,
        any_value(country) as country,
        any_value(domain) as domain,
        count(*) as record_count,
        min(lead_record_id) as anchor_id
    from {{ ref('int_lead_records_companies') }}
    group by company_hash, first_landed_at

),

lead_companies as (

    select
        company_hash,
        any_value(name_hash) as name_hash,
        any_value(region) as region,
        any_value(country) as country,
        any_value(domain) as domain,
        sum(record_count) as record_count,
        min(first_landed_at) as first_landed_at,
        {{ oldest_value('anchor_id', 'first_landed_at') }} as anchor_id
    from landings
    group by company_hash

),

written as (

    select
        lead_companies.company_hash,
        names.company_name,
        names.company_core,
        names.name_place,
        names.city,
        lead_companies.region,
        lead_companies.country,
        lead_companies.domain,
        lead_companies.record_count,
        lead_companies.first_landed_at,
        lead_companies.anchor_id
    from lead_companies
    left join names on lead_companies.name_hash = names.name_hash

)

select
    {{ join_hash("account_records.account_id") }} as company_hash,
    account_records.account_id as account_record_id,
    account_records.kind,
    account_records.company_name,
    account_records.company_core,
    account_records.name_place,
    account_records.city,
    account_records.region,
    account_records.country,
    case
        when free_mail.domain is null then coalesce(account_records.own_domain, account_records.contact_domain)
        else account_records.contact_domain
    end as domain,
    0 as lead_record_count,
    account_landings.first_landed_at,
    account_records.account_id as anchor_id
from account_records
inner join account_landings on account_records.account_id = account_landings.account_id
left join {{ ref('free_mail_domains') }} as free_mail on account_records.own_domain = free_mail.domain
union all
select
    company_hash,
    'leads:' || {{ short_hash(company_traits()) }} as account_record_id,
    'leads' as kind,
    company_name,
    company_core,
    name_place,
    city,
    region,
    country,
    domain,
    record_count as lead_record_count,
    first_landed_at,
    anchor_id
from written
