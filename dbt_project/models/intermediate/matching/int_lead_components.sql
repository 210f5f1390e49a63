with edges as (

    select
        lead_record_id_l as record_id,
        lead_record_id_r as neighbour_id
    from {{ ref('int_lead_pairs_linked') }}
    union all
    select
        lead_record_id_r as record_id,
        lead_record_id_l as neighbour_id
    from {{ ref('int_lead_pairs_linked') }}

),

components as (

    {{ connected_components('edges') }}

)

select
    record_id as lead_record_id,
    label as component_id,
    count(*) over (partition by label) as record_count
from components
