{#- Records that share a lead with another one, or did before a conflict parted them. -#}
select
    components.lead_record_id,
    coalesce(split.cluster_id, components.component_id) as cluster_id
from {{ ref('int_lead_components') }} as components
left join {{ ref('int_lead_components_split') }} as split on components.lead_record_id = split.lead_record_id
