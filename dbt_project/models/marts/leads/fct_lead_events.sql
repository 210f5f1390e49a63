{#- Records that went from one published lead into another. A record that is new, or gone, moves no lead. -#}
with moves as (

    select
        publication,
        previous_lead_id as from_lead_id,
        lead_id as to_lead_id,
        max(run_id) as run_id,
        max(as_of) as occurred_at,
        count(*) as record_count
    from {{ ref('int_lead_assignments') }}
    where lead_id <> previous_lead_id
    group by publication, previous_lead_id, lead_id

),

memberships as (

    select
        lead_id,
        publication as since,
        coalesce(next_publication, 2147483647) as until
    from {{ ref('int_lead_assignments') }}
    where lead_id in (select from_lead_id from moves union select to_lead_id from moves)

),

told as (

    select
        moves.*,
        exists (
            select 1
            from memberships
            where
                memberships.lead_id = moves.from_lead_id
                and memberships.since <= moves.publication
                and memberships.until > moves.publication
        ) as is_left_alive,
        exists (
            select 1
            from memberships
            where
                memberships.lead_id = moves.to_lead_id
                and memberships.since < moves.publication
                and memberships.until >= moves.publication
        ) as is_joined_old
    from moves

)

select
    cast(publication as bigint) as publication,
    case
        when is_left_alive and is_joined_old then 'moved'
        when is_left_alive then 'split'
        when is_joined_old then 'merged'
        else 'renamed'
    end as event,
    from_lead_id,
    to_lead_id,
    cast(record_count as integer) as record_count,
    occurred_at,
    run_id
from told
