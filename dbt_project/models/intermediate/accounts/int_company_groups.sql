{#- What a group of company records has in common. A group that is found in several places is at home in all of them. The
    head is the record that the others were put to: one with a domain and a name before one with less. -#}
with members as (

    select
        grouped.group_hash,
        grouped.rule,
        records.account_record_id,
        records.city,
        records.region,
        records.country,
        case when {{ is_by_domain('grouped.rule') }} then records.domain end as domain
    from {{ ref('int_company_records_grouped') }} as grouped
    inner join {{ ref('int_company_records') }} as records on grouped.company_hash = records.company_hash
    where grouped.group_hash is not null

)

select
    group_hash,
    coalesce(
        {%- for rule in ['domain_name', 'domain', 'name_place', 'name'] %}
        min(case when rule = '{{ rule }}' then account_record_id end),
        {%- endfor %}
        min(account_record_id)
    ) as head_id,
    min(domain) as domain,
    case when min(region) = max(region) then min(region) end as region,
    case when min(city) = max(city) then min(city) end as city,
    case when min(country) = max(country) then min(country) end as country
from members
group by group_hash
