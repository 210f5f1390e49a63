-- Whoever follows hints from child to parent never comes back.
with recursive walks as (

    select
        child_account_id as start_id,
        parent_account_id as reached_id
    from {{ ref('fct_account_hints') }}
    union
    select
        walks.start_id,
        hints.parent_account_id as reached_id
    from walks
    inner join {{ ref('fct_account_hints') }} as hints on walks.reached_id = hints.child_account_id

)

select start_id
from walks
where start_id = reached_id
