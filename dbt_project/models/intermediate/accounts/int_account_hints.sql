{#- Accounts that may belong to another one. A hint never merges anything.

    `parent_field` is what a CRM says. The other rules see two accounts with one name or one domain, and point from each
    of them to the one that looks most like the head: no branch, a group by its name, no place in the name, the most
    records. So they cannot go in circles; where a CRM's own parents do, those are left out, and what is declared
    outweighs what is guessed: guesses lead from one declared tree to another only, upwards. -#}
{%- set most_accounts = 20 -%}
with names as (

    select
        company_core,
        min(head_core) as head_core,
        bool_or(branch <> '') as is_branch,
        bool_or(is_group) as is_group
    from {{ ref('int_company_names_parsed') }}
    group by company_core

),

accounts as (

    select
        merged.account_id,
        min(names.head_core) as head_core,
        bool_and(names.is_branch) as is_branch,
        bool_or(names.is_group) as is_group,
        count(records.name_place) as placed_count,
        max(merged.lead_record_count + merged.crm_record_count) as weight
    from {{ ref('int_accounts_merged') }} as merged
    inner join {{ ref('int_company_records_resolved') }} as resolved on merged.account_id = resolved.account_id
    inner join {{ ref('int_company_records') }} as records on resolved.company_hash = records.company_hash
    left join names on records.company_core = names.company_core
    group by merged.account_id

),

ranked as (

    select
        *,
        row_number() over (
            order by is_branch desc nulls first, is_group nulls first, placed_count > 0 desc, weight, account_id
        ) as standing
    from accounts

),

-- Every name and domain under which several accounts are known.
shared as (

    select
        resolved.account_id,
        'name' as kind,
        names.head_core as shared_by
    from {{ ref('int_company_records_resolved') }} as resolved
    inner join {{ ref('int_company_records') }} as records on resolved.company_hash = records.company_hash
    inner join names on records.company_core = names.company_core
    where resolved.account_id is not null
    union
    select
        resolved.account_id,
        'domain' as kind,
        records.domain as shared_by
    from {{ ref('int_company_records_resolved') }} as resolved
    inner join {{ ref('int_company_records') }} as records on resolved.company_hash = records.company_hash
    where resolved.account_id is not null and {{ is_by_domain('resolved.rule') }}

),

heads as (

    select
        shared.kind,
        shared.shared_by,
        {{ newest_value('shared.account_id', 'ranked.standing') }} as head_id
    from shared
    inner join ranked on shared.account_id = ranked.account_id
    group by shared.kind, shared.shared_by
    having count(*) between 2 and {{ most_accounts }}

),

guessed as (

    select
        shared.account_id as child_id,
        heads.head_id as parent_id,
        case
            when shared.kind = 'domain' then 'shared_domain'
            when child.is_branch then 'branch_name'
            when parent.is_group and not coalesce(child.is_group, false) then 'group_name'
            when child.placed_count > 0 and parent.placed_count = 0 then 'place_name'
            else 'same_name'
        end as rule,
        shared.shared_by as evidence
    from shared
    inner join heads on shared.kind = heads.kind and shared.shared_by = heads.shared_by
    inner join ranked as child on shared.account_id = child.account_id
    inner join ranked as parent on heads.head_id = parent.account_id
    where shared.account_id <> heads.head_id

),

-- The company that a CRM names as the parent, where one account alone has that name (in that place).
named_parents as (

    select
        resolved.account_id as child_id,
        merged.parent_name as evidence,
        min(parent.account_id) as parent_id
    from {{ ref('int_accounts_merged') }} as merged
    inner join {{ ref('int_company_records_resolved') }} as resolved on merged.account_id = resolved.account_id
    inner join {{ ref('int_company_names_parsed') }} as names on merged.parent_name = names.company_name
    inner join {{ ref('int_company_records') }} as records
        on
            names.company_core = records.company_core
            and coalesce(names.name_place = records.name_place, true)
            and coalesce(names.city = records.city, true)
    inner join {{ ref('int_company_records_resolved') }} as parent on records.company_hash = parent.company_hash
    where names.is_telling and parent.account_id is not null
    group by resolved.account_id, merged.parent_name
    having count(distinct parent.account_id) = 1

),

stated as (

    select * from named_parents where child_id <> parent_id

),

circles as (

    with recursive walks as (

        select
            child_id as start_id,
            parent_id as reached_id
        from stated
        union
        select
            walks.start_id,
            stated.parent_id as reached_id
        from walks
        inner join stated on walks.reached_id = stated.child_id

    )

    select start_id from walks where start_id = reached_id

),

declared as (

    select * from stated where child_id not in (select start_id from circles)

),

declared_edges as (

    select child_id as record_id, parent_id as neighbour_id from declared
    union
    select parent_id as record_id, child_id as neighbour_id from declared

),

declared_trees as (

    {{ connected_components('declared_edges') }}

),

trees as (

    select
        ranked.account_id,
        coalesce(declared_trees.label, ranked.account_id) as tree_id,
        max(ranked.standing) over (partition by coalesce(declared_trees.label, ranked.account_id)) as standing
    from ranked
    left join declared_trees on ranked.account_id = declared_trees.record_id

),

hints as (

    select
        child_id,
        parent_id,
        'parent_field' as rule,
        evidence
    from declared
    union all
    select
        guessed.child_id,
        guessed.parent_id,
        guessed.rule,
        min(guessed.evidence) as evidence
    from guessed
    inner join trees as child on guessed.child_id = child.account_id
    inner join trees as parent on guessed.parent_id = parent.account_id
    where child.tree_id <> parent.tree_id and child.standing < parent.standing
    group by guessed.child_id, guessed.parent_id, guessed.rule

)

select
    child_id as child_account_id,
    parent_id as parent_account_id,
    rule,
    evidence,
    cast(
        case rule
            when 'parent_field' then 0.95
            when 'branch_name' then 0.9
            when 'group_name' then 0.6
            when 'place_name' then 0.5
            when 'shared_domain' then 0.4
            else 0.2
        end as decimal(3, 2)
    ) as confidence
from hints
