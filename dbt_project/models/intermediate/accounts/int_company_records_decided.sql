{#- What people decided about pairs of company records that are there, with the groups that those are in: null for a record
    that is in none. -#}
select
    decisions.account_record_id_l,
    decisions.account_record_id_r,
    one.company_hash as company_hash_l,
    other.company_hash as company_hash_r,
    one_group.group_hash as group_hash_l,
    other_group.group_hash as group_hash_r,
    decisions.decision,
    decisions.decision_id,
    decisions.decided_at,
    decisions.decided_by,
    decisions.note
from {{ ref('stg_landing__account_decisions') }} as decisions
inner join {{ ref('int_company_records') }} as one on decisions.account_record_id_l = one.account_record_id
inner join {{ ref('int_company_records') }} as other on decisions.account_record_id_r = other.account_record_id
inner join {{ ref('int_company_records_grouped') }} as one_group on one.company_hash = one_group.company_hash
inner join {{ ref('int_company_records_grouped') }} as other_group on other.company_hash = other_group.company_hash
