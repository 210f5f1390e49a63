{#- Each company record in the group of those that are surely the same company; null where several groups come into
    question.

    Records with a company domain come first: a group is a domain with a family of names and a place that the names
    state. A record without one joins the only group of its name in its place; where no group has the name, it founds
    one. So a record that says little never joins two others: it joins one group or none. -#}
with records as (

    select
        records.company_hash,
        records.kind,
        records.company_core,
        records.name_place,
        records.city,
        records.region,
        records.country,
        records.domain,
        domains.family,
        names.is_group_core,
        case when domains.family is not null and not domains.is_crowded then records.domain end as own_domain
    from {{ ref('int_company_records') }} as records
    left join {{ ref('int_company_domains') }} as domains
        on records.domain = domains.domain and records.company_core = domains.company_core
    left join (
        select
            company_core,
            bool_or(company_core <> head_core and branch = '') as is_group_core
        from {{ ref('int_company_names_parsed') }}
        group by company_core
    ) as names on records.company_core = names.company_core

),

-- The places that the names of a family state. A region that has one city has it for all of its records, a family
-- that has one region has it for all: unless one of the names says that it is the group's.
families as (

    select
        own_domain,
        family,
        case when min(name_place) = max(name_place) then min(name_place) end as only_place,
        bool_or(is_group_core) as has_group
    from records
    where own_domain is not null
    group by own_domain, family

),

family_cities as (

    select
        own_domain,
        family,
        name_place,
        case when min(city) = max(city) then min(city) end as only_city
    from records
    where own_domain is not null and name_place is not null
    group by own_domain, family, name_place

),

of_domains as (

    select
        records.company_hash,
        records.own_domain,
        records.family,
        case
            when records.name_place is not null or records.is_group_core then records.name_place
            when not families.has_group then families.only_place
        end as place,
        records.city
    from records
    inner join families on records.own_domain = families.own_domain and records.family = families.family

),

domain_groups as (

    select
        of_domains.company_hash,
        {{ join_hash("concat_ws('|', of_domains.own_domain, of_domains.family, coalesce(of_domains.place, ''), "
            ~ "coalesce(family_cities.only_city, of_domains.city, ''))") }} as group_hash
    from of_domains
    left join family_cities
        on
            of_domains.own_domain = family_cities.own_domain
            and of_domains.family = family_cities.family
            and of_domains.place = family_cities.name_place

),

-- What a group is known as, and where. A group that is found in several places is at home in all of them.
group_places as (

    select
        domain_groups.group_hash,
        min(records.own_domain) as own_domain,
        case when min(records.region) = max(records.region) then min(records.region) end as region,
        case when min(records.city) = max(records.city) then min(records.city) end as city,
        case when min(records.country) = max(records.country) then min(records.country) end as country
    from domain_groups
    inner join records on domain_groups.company_hash = records.company_hash
    group by domain_groups.group_hash

),

known_names as (

    select distinct
        domain_groups.group_hash,
        records.company_core,
        group_places.region,
        group_places.city,
        group_places.country
    from domain_groups
    inner join records on domain_groups.company_hash = records.company_hash
    inner join group_places on domain_groups.group_hash = group_places.group_hash

),

-- Names without a domain of their own.
bare_names as (

    select
        company_core,
        city,
        region,
        country,
        -- A Chinese company is where its province is, another one where its country is.
        region is not null or coalesce(country, 'CN') <> 'CN' as is_placed,
        {{ join_hash("concat_ws('|', company_core, coalesce(city, ''), coalesce(region, ''), coalesce(country, ''))") }}
            as name_hash,
        list(company_hash) as company_hashes
    from records
    where company_core is not null and own_domain is null
    group by company_core, city, region, country

),

placed_choices as (

    {{ company_choices('bare_names', 'known_names', 'bare_names.is_placed') }}

),

placed_groups as (

    select
        bare_names.name_hash,
        bare_names.company_core,
        bare_names.region,
        bare_names.city,
        bare_names.country,
        case
            when placed_choices.name_hash is null
                then {{ join_hash("concat_ws('|', bare_names.company_core, coalesce(bare_names.region, bare_names.country))") }}
            when placed_choices.choice_count = 1 then placed_choices.group_hash
        end as group_hash,
        placed_choices.name_hash is null as is_new
    from bare_names
    left join placed_choices on bare_names.name_hash = placed_choices.name_hash
    where bare_names.is_placed

),

all_names as (

    select * from known_names
    union
    select
        group_hash,
        company_core,
        region,
        city,
        country
    from placed_groups
    where is_new

),

unplaced_choices as (

    {{ company_choices('bare_names', 'all_names', 'not bare_names.is_placed') }}

),

name_groups as (

    select
        name_hash,
        group_hash
    from placed_groups
    union all
    select
        bare_names.name_hash,
        case
            when unplaced_choices.name_hash is null then {{ join_hash("concat_ws('|', bare_names.company_core, '')") }}
            when unplaced_choices.choice_count = 1 then unplaced_choices.group_hash
        end as group_hash
    from bare_names
    left join unplaced_choices on bare_names.name_hash = unplaced_choices.name_hash
    where not bare_names.is_placed

),

-- A domain without a telling name beside it is the one company that the domain is known for.
domains_alone as (

    select
        records.company_hash,
        case
            when count(distinct domain_groups.group_hash) = 1 then min(domain_groups.group_hash)
            when count(domain_groups.group_hash) = 0 and not bool_or(coalesce(crowded.is_crowded, false))
                then min({{ join_hash('records.domain') }})
        end as group_hash
    from records
    left join records as named on records.domain = named.own_domain
    left join domain_groups on named.company_hash = domain_groups.company_hash
    left join (
        select
            domain,
            bool_or(is_crowded) as is_crowded
        from {{ ref('int_company_domains') }}
        group by domain
    ) as crowded on records.domain = crowded.domain
    where records.company_core is null and records.domain is not null
    group by records.company_hash

),

grouped as (

    select
        company_hash,
        group_hash,
        'domain_name' as rule
    from domain_groups
    union all
    select
        unnest(bare_names.company_hashes) as company_hash,
        name_groups.group_hash,
        case when bare_names.region is null and bare_names.country is null then 'name' else 'name_place' end as rule
    from name_groups
    inner join bare_names on name_groups.name_hash = bare_names.name_hash
    union all
    select
        company_hash,
        group_hash,
        'domain' as rule
    from domains_alone

)

select
    records.company_hash,
    -- A record of a CRM stands for a company even when nobody can tell which.
    case
        when grouped.group_hash is null and records.kind <> 'leads' then records.company_hash
        else grouped.group_hash
    end as group_hash,
    case when grouped.group_hash is not null then grouped.rule end as rule,
    case
        when grouped.group_hash is not null then null
        when records.company_core is not null then 'ambiguous_name'
        when records.domain is not null then 'ambiguous_domain'
        else 'no_company'
    end as unmatched_reason
from records
left join grouped on records.company_hash = grouped.company_hash
