{#- Pairs of parts that are one company, by a decision, as parts of one group, or by what links their groups; and pairs
    that a decision keeps apart. What links two groups links all of their parts. -#}
with decided as (

    select
        coalesce(one.part_hash, decisions.group_hash_l) as one_hash,
        coalesce(other.part_hash, decisions.group_hash_r) as other_hash,
        'human_' || decisions.decision as rule,
        decisions.decision_id
    from {{ ref('int_company_records_decided') }} as decisions
    left join {{ ref('int_company_records_parted') }} as one on decisions.company_hash_l = one.company_hash
    left join {{ ref('int_company_records_parted') }} as other on decisions.company_hash_r = other.company_hash

),

-- Of a parted group the larger parts come first, so what is new to it goes to the largest that it may be in.
parted as (

    select distinct
        part_hash,
        group_hash,
        record_count,
        known_by
    from {{ ref('int_company_records_parted') }}

)

select
    least(one_hash, other_hash) as one_hash,
    greatest(one_hash, other_hash) as other_hash,
    rule,
    min(decision_id) as evidence,
    count(*) as sign_count
from decided
-- A pair of one part, or with a record that belongs to nobody, changes nothing.
where one_hash <> other_hash
group by 1, 2, 3
union all
select
    one.part_hash as one_hash,
    other.part_hash as other_hash,
    'group' as rule,
    one.known_by as evidence,
    one.record_count + other.record_count as sign_count
from parted as one
inner join parted as other on one.group_hash = other.group_hash and one.part_hash < other.part_hash
union all
select
    coalesce(one.part_hash, linked.one_hash) as one_hash,
    coalesce(other.part_hash, linked.other_hash) as other_hash,
    linked.rule,
    linked.evidence,
    linked.sign_count
from {{ ref('int_company_groups_linked') }} as linked
left join parted as one on linked.one_hash = one.group_hash
left join parted as other on linked.other_hash = other.group_hash
