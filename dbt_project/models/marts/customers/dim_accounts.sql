select
    accounts.account_id,
    accounts.system,
    accounts.external_id,
    companies.company_name as name,
    companies.name_key,
    {{ display_text('accounts.industry') }} as industry,
    accounts.employee_count,
    accounts.annual_revenue,
    accounts.currency,
    coalesce(countries.code, {{ display_text('accounts.country') }}, regions.country) as country,
    coalesce(regions.region, {{ display_text('accounts.region') }}) as region,
    {{ clean_domain('accounts.domain') }} as domain,
    {{ display_text('accounts.parent_name') }} as parent_name,
    accounts.owner_id,
    accounts.created_at,
    cast(coalesce(opportunities.opportunity_count, 0) as integer) as opportunity_count,
    cast(coalesce(opportunities.won_count, 0) as integer) as won_count,
    cast(coalesce(opportunities.won_amount_base, 0) as decimal(18, 2)) as won_amount_base,
    cast(coalesce(opportunities.open_amount_base, 0) as decimal(18, 2)) as open_amount_base
from {{ ref('stg_landing__accounts') }} as accounts
left join {{ ref('int_companies_standardised') }} as companies on accounts.name = companies.company
left join {{ ref('countries') }} as countries on {{ country_alias('accounts.country') }} = countries.alias
left join {{ ref('regions') }} as regions on lower({{ normal_text('accounts.region') }}) = regions.alias
left join {{ ref('int_opportunities_summarised_by_account') }} as opportunities
    on accounts.account_id = opportunities.account_id
