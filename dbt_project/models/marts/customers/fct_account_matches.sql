{#- The ledger of accounts. Each record is matched with the head of its part of a group by the rule that put it there, and
    parts with each other by what links them; together the merged pairs lead to the accounts exactly. Pairs that a person
    decided on are here once, with the decision. -#}
with decided as (

    select
        decisions.account_record_id_l,
        decisions.account_record_id_r,
        one.account_id as account_id_l,
        other.account_id as account_id_r,
        case
            when decisions.decision = 'same' and one.account_id = other.account_id then 'merged' else 'apart'
        end as outcome,
        'human_' || decisions.decision as rule,
        decisions.note as evidence,
        decisions.decision_id,
        decisions.decided_at,
        decisions.decided_by
    from {{ ref('int_company_records_decided') }} as decisions
    inner join {{ ref('int_company_records_resolved') }} as one on decisions.company_hash_l = one.company_hash
    inner join {{ ref('int_company_records_resolved') }} as other on decisions.company_hash_r = other.company_hash

),

heads as (

    select
        parts.head_id,
        resolved.account_record_id,
        resolved.account_id,
        resolved.rule,
        records.company_core,
        records.domain,
        concat_ws(' ', records.company_core, records.city, records.region, records.country) as name_and_place
    from {{ ref('int_company_parts') }} as parts
    inner join {{ ref('int_company_records_resolved') }} as resolved on parts.part_hash = resolved.part_hash
    inner join {{ ref('int_company_records') }} as records on resolved.company_hash = records.company_hash
    where parts.head_id <> resolved.account_record_id

),

links as (

    select
        one.head_id as one_id,
        other.head_id as other_id,
        one_account.account_id as one_account_id,
        other_account.account_id as other_account_id,
        paired.rule,
        paired.evidence,
        row_number() over (partition by one.head_id, other.head_id order by paired.rule) as place
    from {{ ref('int_company_parts_paired') }} as paired
    inner join {{ ref('int_company_parts') }} as one on paired.one_hash = one.part_hash
    inner join {{ ref('int_company_parts') }} as other on paired.other_hash = other.part_hash
    inner join {{ ref('int_company_records_resolved') }} as one_account on one.head_id = one_account.account_record_id
    inner join {{ ref('int_company_records_resolved') }} as other_account
        on other.head_id = other_account.account_record_id
    where paired.rule not in ('human_same', 'human_different')

),

told as (

    select
        least(head_id, account_record_id) as account_record_id_l,
        greatest(head_id, account_record_id) as account_record_id_r,
        account_id as account_id_l,
        account_id as account_id_r,
        'merged' as outcome,
        rule,
        case
            when {{ is_by_domain('rule') }} then domain
            when rule = 'name_place' then name_and_place
            else company_core
        end as evidence
    from heads
    union all
    select
        least(one_id, other_id) as account_record_id_l,
        greatest(one_id, other_id) as account_record_id_r,
        case when one_id < other_id then one_account_id else other_account_id end as account_id_l,
        case when one_id < other_id then other_account_id else one_account_id end as account_id_r,
        case when one_account_id = other_account_id then 'merged' else 'apart' end as outcome,
        rule,
        evidence
    from links
    where place = 1

)

select
    told.account_record_id_l,
    told.account_record_id_r,
    told.account_id_l,
    told.account_id_r,
    told.outcome,
    told.rule,
    told.evidence,
    cast(null as {{ dbt.type_string() }}) as decision_id,
    cast(null as timestamp with time zone) as decided_at,
    cast(null as {{ dbt.type_string() }}) as decided_by
from told
left join decided
    on
        told.account_record_id_l = decided.account_record_id_l
        and told.account_record_id_r = decided.account_record_id_r
where decided.decision_id is null
union all
select * from decided
