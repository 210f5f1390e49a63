{#- Groups that links make one account. Where links would join groups that contradict each other (A~B~C), the links are
    taken one by one, the strongest first, and one that would bring contradicting groups together is left out. -#}
with edges as (

    {{ both_ways(ref('int_company_groups_linked'), 'one_hash', 'other_hash') }}

),

components as (

    {{ connected_components('edges') }}

),

placed as (

    select
        components.label as component_id,
        components.record_id as group_hash,
        row_number() over (partition by components.label order by groups.head_id) as place,
        groups.head_id,
        groups.city,
        groups.region,
        groups.country,
        groups.domain
    from components
    inner join {{ ref('int_company_groups') }} as groups on components.record_id = groups.group_hash

),

walls as (

    select
        one.component_id,
        one.place as one_place,
        other.place as other_place
    from placed as one
    inner join placed as other on one.component_id = other.component_id and one.place < other.place
    where {{ companies_contradict('one', 'other') }}

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
                case links.rule when 'crm_link' then 1 when 'domain_label' then 2 when 'same_person' then 3 else 4 end,
                links.sign_count desc, one.head_id, other.head_id
        ) as step
    from {{ ref('int_company_groups_linked') }} as links
    inner join members as one on links.one_hash = one.group_hash
    inner join members as other on links.other_hash = other.group_hash

),

{{ constrained_clusters('members', 'steps', 'walls') }}

select
    placed.group_hash,
    coalesce(anchors.group_hash, placed.component_id) as cluster_hash
from placed
left join clusters on placed.component_id = clusters.component_id and placed.place = clusters.place
left join members as anchors
    on clusters.component_id = anchors.component_id and clusters.cluster_place = anchors.place
