{#- What a group of company records has in common. A group that is found in several places is at home in all of them. The
    head is the record that the others were put to: one with a domain and a name before one with less, then the one that
    landed first. -#}
with members as (

    select
        grouped.group_hash,
        grouped.rule,
        records.account_record_id,
        records.city,
        records.region,
        records.country,
        records.first_landed_at,
        case when grouped.rule in ('domain_name', 'domain') then records.domain end as domain,
        row_number() over (
            partition by grouped.group_hash
            order by {{ account_rule_rank('grouped.rule') }}, records.first_landed_at, records.account_record_id
        ) as place
    from {{ ref('int_company_records_grouped') }} as grouped
    inner join {{ ref('int_company_records') }} as records on grouped.company_hash = records.company_hash
    where grouped.group_hash is not null

)

select
    group_hash,
    min(case when place = 1 then account_record_id end) as head_id,
    min(domain) as domain,
    case when count(distinct region) = 1 then min(region) end as region,
    case when count(distinct city) = 1 then min(city) end as city,
    case when count(distinct country) = 1 then min(country) end as country
from members
group by group_hash
