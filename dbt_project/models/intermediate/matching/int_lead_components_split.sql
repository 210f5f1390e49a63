{#- Components with a conflict, split: their edges are taken again one by one, human ones first, then the heaviest, and
    an edge that would bring two conflicting records together is left out. The order is total, so the result is the
    same in every run. -#}
with conflicts as (

    select * from {{ ref('int_lead_pairs_conflicting') }}

),

members as (

    select
        component_id,
        lead_record_id,
        row_number() over (partition by component_id order by lead_record_id) as place
    from {{ ref('int_lead_components') }}
    where component_id in (select component_id from conflicts)

),

walls as (

    select
        one.component_id,
        one.place as one_place,
        other.place as other_place
    from conflicts
    inner join members as one on conflicts.lead_record_id_l = one.lead_record_id
    inner join members as other on conflicts.lead_record_id_r = other.lead_record_id

),

steps as (

    select
        one.component_id,
        one.place as one_place,
        other.place as other_place,
        row_number() over (
            partition by one.component_id
            order by edges.is_human desc, edges.match_weight desc, one.place, other.place
        ) as step
    from {{ ref('int_lead_pairs_linked') }} as edges
    inner join members as one on edges.lead_record_id_l = one.lead_record_id
    inner join members as other on edges.lead_record_id_r = other.lead_record_id

),

{{ constrained_clusters('members', 'steps', 'walls') }}

select
    members.lead_record_id,
    anchors.lead_record_id as cluster_id
from clusters
inner join members on clusters.component_id = members.component_id and clusters.place = members.place
inner join members as anchors on clusters.component_id = anchors.component_id and clusters.cluster_place = anchors.place
