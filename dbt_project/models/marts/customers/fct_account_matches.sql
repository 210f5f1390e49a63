{#- The ledger of accounts. Each record is matched with the head of its group by the rule that put it there, and groups
    with each other by what links them; together the merged pairs lead to the accounts exactly. -#}
with heads as (

    select
        groups.head_id,
        resolved.account_record_id,
        resolved.account_id,
        resolved.rule,
        records.company_core,
        records.domain,
        concat_ws(' ', records.company_core, records.city, records.region, records.country) as name_and_place
    from {{ ref('int_company_groups') }} as groups
    inner join {{ ref('int_company_records_resolved') }} as resolved on groups.group_hash = resolved.group_hash
    inner join {{ ref('int_company_records') }} as records on resolved.company_hash = records.company_hash
    where groups.head_id <> resolved.account_record_id

),

links as (

    select
        one.head_id as one_id,
        other.head_id as other_id,
        one_account.account_id as one_account_id,
        other_account.account_id as other_account_id,
        linked.rule,
        linked.evidence,
        row_number() over (partition by one.head_id, other.head_id order by linked.rule) as place
    from {{ ref('int_company_groups_linked') }} as linked
    inner join {{ ref('int_company_groups') }} as one on linked.one_hash = one.group_hash
    inner join {{ ref('int_company_groups') }} as other on linked.other_hash = other.group_hash
    inner join {{ ref('int_company_records_resolved') }} as one_account on one.head_id = one_account.account_record_id
    inner join {{ ref('int_company_records_resolved') }} as other_account
        on other.head_id = other_account.account_record_id

)

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
