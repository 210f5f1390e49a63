with pairs as (

    select
        lead_record_id,
        hub_record_id
    from {{ ref('int_lead_records_matched') }}
    where lead_record_id <> hub_record_id

),

edges as (

    select
        lead_record_id as record_id,
        hub_record_id as neighbour_id
    from pairs
    union
    select
        hub_record_id as record_id,
        lead_record_id as neighbour_id
    from pairs

),

components as (

    {{ connected_components('edges') }}

),

component_sizes as (

    select
        label,
        count(*) as record_count
    from components
    group by label

),

rules as (

    select
        lead_record_id,
        min(case match_rule when 'email' then 1 when 'phone' then 2 else 3 end) as strongest
    from {{ ref('int_lead_records_matched') }}
    group by lead_record_id

)

select
    records.lead_record_id,
    'L' || {{ short_hash('coalesce(components.label, records.lead_record_id)') }} as lead_id,
    case rules.strongest
        when 1 then 'email'
        when 2 then 'phone'
        when 3 then 'company_person'
        else 'single'
    end as match_rule,
    cast(coalesce(component_sizes.record_count, 1) as integer) as record_count
from {{ ref('int_lead_records_standardised') }} as records
left join components on records.lead_record_id = components.record_id
left join component_sizes on components.label = component_sizes.label
left join rules on records.lead_record_id = rules.lead_record_id
