with edges as (

    {{ both_ways(ref('int_lead_pairs_linked'), 'lead_record_id_l', 'lead_record_id_r') }}

),

components as (

    {{ connected_components('edges') }}

)

select
    record_id as lead_record_id,
    label as component_id,
    count(*) over (partition by label) as record_count
from components
