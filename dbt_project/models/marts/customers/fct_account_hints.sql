select
    hints.child_account_id,
    hints.parent_account_id,
    hints.rule,
    child.name as child_name,
    parent.name as parent_name,
    hints.evidence,
    hints.confidence
from {{ ref('int_account_hints') }} as hints
inner join {{ ref('int_accounts_merged') }} as child on hints.child_account_id = child.account_id
inner join {{ ref('int_accounts_merged') }} as parent on hints.parent_account_id = parent.account_id
