{#- The golden account: each value is that of the newest CRM record that has one; what no CRM says is taken from the lead
    records, from the writing that most of them have. -#}
with crm_records as (

    select
        resolved.account_id,
        companies.company_name as name,
        {{ display_text('accounts.industry') }} as industry,
        accounts.employee_count,
        accounts.annual_revenue,
        case when accounts.annual_revenue is not null then accounts.currency end as currency,
        coalesce(countries.code, {{ display_text('accounts.country') }}, places.country) as country,
        coalesce(places.region, {{ display_text('accounts.region') }}) as region,
        {{ clean_domain('accounts.domain') }} as domain,
        {{ display_text('accounts.parent_name') }} as parent_name,
        coalesce(owners.owner_id, accounts.owner_id) as owner_id,
        accounts.created_at,
        row_number() over (
            partition by resolved.account_id
            order by coalesce(accounts.updated_at, accounts.created_at, accounts.landed_at), accounts.account_id
        ) as recency
    from {{ ref('stg_landing__accounts') }} as accounts
    inner join {{ ref('int_company_records_resolved') }} as resolved
        on accounts.account_id = resolved.account_record_id
    left join {{ ref('int_companies_standardised') }} as companies on accounts.name = companies.company
    left join {{ ref('countries') }} as countries on {{ country_alias('accounts.country') }} = countries.alias
    left join {{ ref('int_places_named') }} as places on lower({{ normal_text('accounts.region') }}) = places.alias
    left join {{ ref('int_owner_references_resolved') }} as owners on accounts.owner_id = owners.owner_reference

),

crm as (

    select
        account_id,
        {%- for field in [
            'name', 'industry', 'employee_count', 'annual_revenue', 'currency', 'country', 'region', 'domain',
            'parent_name', 'owner_id',
        ] %}
        {{ newest_value(field, 'recency') }} as {{ field }},
        {%- endfor %}
        min(created_at) as created_at
    from crm_records
    group by account_id

),

written as (

    select
        resolved.account_id,
        resolved.named_after,
        resolved.named_at,
        records.kind,
        records.company_name,
        records.company_core,
        records.region,
        records.country,
        case when {{ is_by_domain('resolved.rule') }} then records.domain end as domain,
        records.lead_record_count,
        row_number() over (
            partition by resolved.account_id
            order by records.lead_record_count, records.company_name, records.account_record_id
        ) as standing
    from {{ ref('int_company_records_resolved') }} as resolved
    inner join {{ ref('int_company_records') }} as records on resolved.company_hash = records.company_hash
    where resolved.account_id is not null

),

told as (

    select
        account_id,
        {%- for field in ['company_name', 'company_core', 'region', 'country', 'domain'] %}
        {{ newest_value(field, 'standing') }} as {{ field }},
        {%- endfor %}
        any_value(named_after) as named_after,
        any_value(named_at) as first_landed_at,
        count(case when kind <> 'leads' then 1 end) as crm_record_count,
        count(*) as record_count,
        sum(lead_record_count) as lead_record_count
    from written
    group by account_id

)

select
    told.account_id,
    coalesce(crm.name, told.company_name) as name,
    told.company_core as name_key,
    crm.industry,
    crm.employee_count,
    crm.annual_revenue,
    crm.currency,
    coalesce(crm.country, told.country) as country,
    coalesce(crm.region, told.region) as region,
    coalesce(crm.domain, told.domain) as domain,
    crm.parent_name,
    crm.owner_id,
    crm.created_at,
    told.named_after,
    told.first_landed_at,
    told.record_count,
    told.crm_record_count,
    told.lead_record_count
from told
left join crm on told.account_id = crm.account_id
