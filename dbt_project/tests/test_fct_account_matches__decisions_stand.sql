-- What a person set apart is apart, and what is merged is one account.
select
    account_record_id_l,
    account_record_id_r,
    account_id_l,
    account_id_r,
    outcome,
    rule
from {{ ref('fct_account_matches') }}
where
    (rule = 'human_different' and account_id_l = account_id_r)
    or (outcome = 'merged') <> coalesce(account_id_l = account_id_r, false)
