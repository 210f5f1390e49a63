{#- Parts of groups that links make one account. Where links would join parts that a person set apart, or groups that
    contradict each other (A~B~C), the links are taken one by one, decisions first, then the strongest, and one that would
    bring such two together is left out. A contradiction counts for nothing between parts that a person put together. -#}
with links as (

    select * from {{ ref('int_company_parts_paired') }} where rule <> 'human_different'

),

edges as (

    {{ both_ways('links', 'one_hash', 'other_hash') }}

),

components as (

    {{ connected_components('edges') }}

),

placed as (

    select
        components.label as component_id,
        components.record_id as part_hash,
        row_number() over (partition by components.label order by parts.head_id) as place,
        parts.group_hash,
        parts.head_id,
        groups.city,
        groups.region,
        groups.country,
        groups.domain
    from components
    inner join {{ ref('int_company_parts') }} as parts on components.record_id = parts.part_hash
    left join {{ ref('int_company_groups') }} as groups on parts.group_hash = groups.group_hash

),

decided as (

    select
        one_hash,
        other_hash,
        rule
    from {{ ref('int_company_parts_paired') }}
    where rule in ('human_same', 'human_different')

),

walls as (

    select
        one.component_id,
        one.place as one_place,
        other.place as other_place
    from placed as one
    inner join placed as other on one.component_id = other.component_id and one.place < other.place
    where
        one.group_hash <> other.group_hash
        and {{ companies_contradict('one', 'other') }}
        and not exists (
            select 1
            from decided
            where
                decided.one_hash = least(one.part_hash, other.part_hash)
                and decided.other_hash = greatest(one.part_hash, other.part_hash)
        )
    union all
    select
        one.component_id,
        one.place as one_place,
        other.place as other_place
    from decided
    inner join placed as one on decided.one_hash = one.part_hash
    inner join placed as other on decided.other_hash = other.part_hash and one.component_id = other.component_id
    where decided.rule = 'human_different'

),

members as (

    select * from placed where component_id in (select component_id from walls)

),

steps as (

    select
        one.component_id,
        one.place as one_place,
        other.place as other_place,
        row_number() over (
            partition by one.component_id
            order by
                case links.rule
                    when 'human_same' then 1
                    when 'group' then 2
                    when 'crm_link' then 3
                    when 'domain_label' then 4
                    when 'same_person' then 5
                    else 6
                end,
                links.sign_count desc, one.head_id, other.head_id
        ) as step
    from links
    inner join members as one on links.one_hash = one.part_hash
    inner join members as other on links.other_hash = other.part_hash

),

{{ constrained_clusters('members', 'steps', 'walls') }}

select
    placed.part_hash,
    coalesce(anchors.part_hash, placed.component_id) as cluster_hash
from placed
left join clusters on placed.component_id = clusters.component_id and placed.place = clusters.place
left join members as anchors
    on clusters.component_id = anchors.component_id and clusters.cluster_place = anchors.place
