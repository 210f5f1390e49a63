{#- Pairs inside one component that must not become one lead: a person parted them, or they speak against each other
    too clearly to be joined through a third record (A~B~C where A and C conflict). Components of more records than
    `most_records` are compared only along human decisions. -#}
{%- set most_records = 200 -%}
with members as (

    select
        components.component_id,
        comparable.*
    from {{ ref('int_lead_components') }} as components
    inner join {{ ref('int_lead_records_comparable') }} as comparable
        on components.lead_record_id = comparable.lead_record_id
    where components.record_count between 3 and {{ most_records }}

),

levels as (

    select
        one.component_id,
        one.lead_record_id as lead_record_id_l,
        other.lead_record_id as lead_record_id_r,
        {%- for comparison in comparisons() %}
        {{ level_of(comparison, 'one', 'other') }} as level_{{ comparison }}{{ ',' if not loop.last }}
        {%- endfor %}
    from members as one
    inner join members as other
        on
            one.component_id = other.component_id
            and one.lead_record_id < other.lead_record_id

),

{{ weighed('levels', ['component_id', 'lead_record_id_l', 'lead_record_id_r']) }},

decisions as (

    select
        one.component_id,
        decisions.lead_record_id_l,
        decisions.lead_record_id_r,
        decisions.decision
    from {{ ref('stg_landing__lead_decisions') }} as decisions
    inner join {{ ref('int_lead_components') }} as one on decisions.lead_record_id_l = one.lead_record_id
    inner join {{ ref('int_lead_components') }} as other
        on
            decisions.lead_record_id_r = other.lead_record_id
            and one.component_id = other.component_id

)

select
    component_id,
    lead_record_id_l,
    lead_record_id_r,
    'human_different' as reason
from decisions
where decision = 'different'
union all
select
    weighed.component_id,
    weighed.lead_record_id_l,
    weighed.lead_record_id_r,
    'guard_chain' as reason
from weighed
left join decisions
    on
        weighed.lead_record_id_l = decisions.lead_record_id_l
        and weighed.lead_record_id_r = decisions.lead_record_id_r
where
    decisions.decision is null
    and weighed.match_weight < (select min_weight from {{ ref('match_thresholds') }} where threshold = 'conflict')
