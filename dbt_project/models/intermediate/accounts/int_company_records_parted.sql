{#- The records whose place people's decisions change. Of a group that they parted, records that were parted from the very
    same others stay together, and those that nobody decided on are a part as well. A record that is in no group, since
    several come into question, is a part of its own once a person put it to another record. -#}
with walls as (

    select
        company_hash_l as company_hash,
        group_hash_l as group_hash,
        account_record_id_r as parted_from
    from {{ ref('int_company_records_decided') }}
    where decision = 'different' and group_hash_l = group_hash_r
    union all
    select
        company_hash_r as company_hash,
        group_hash_r as group_hash,
        account_record_id_l as parted_from
    from {{ ref('int_company_records_decided') }}
    where decision = 'different' and group_hash_l = group_hash_r

),

partings as (

    select
        company_hash,
        {{ joined_values('parted_from') }} as parted_from
    from walls
    group by company_hash

),

added as (

    select company_hash_l as company_hash
    from {{ ref('int_company_records_decided') }}
    where decision = 'same' and group_hash_l is null
    union
    select company_hash_r as company_hash
    from {{ ref('int_company_records_decided') }}
    where decision = 'same' and group_hash_r is null

),

parted as (

    select
        grouped.company_hash,
        grouped.group_hash,
        {{ join_hash("grouped.group_hash, coalesce(partings.parted_from, '')") }} as part_hash,
        grouped.rule
    from {{ ref('int_company_records_grouped') }} as grouped
    left join partings on grouped.company_hash = partings.company_hash
    where grouped.group_hash in (select group_hash from walls)
    union all
    select
        company_hash,
        company_hash as group_hash,
        company_hash as part_hash,
        'decision' as rule
    from added

)

select
    parted.company_hash,
    parted.group_hash,
    parted.part_hash,
    parted.rule,
    first_value(records.account_record_id) over (
        partition by parted.part_hash
        order by {{ account_rule_rank('parted.rule') }}, records.account_record_id
    ) as head_id,
    count(*) over (partition by parted.part_hash) as record_count,
    coalesce(
        min(case when {{ is_by_domain('parted.rule') }} then records.domain end) over (partition by parted.group_hash),
        min(records.company_core) over (partition by parted.group_hash),
        records.account_record_id
    ) as known_by
from parted
inner join {{ ref('int_company_records') }} as records on parted.company_hash = records.company_hash
