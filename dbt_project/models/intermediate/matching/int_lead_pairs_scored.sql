with levels as (

    select
        one.lead_record_id as one_id,
        other.lead_record_id as other_id,
        pairs.rule_number,
        {%- for comparison in comparisons() %}
        {{ level_of(comparison, 'one', 'other') }} as level_{{ comparison }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('int_lead_pairs_blocked') }} as pairs
    inner join {{ ref('int_lead_records_comparable') }} as one on pairs.one_hash = one.record_hash
    inner join {{ ref('int_lead_records_comparable') }} as other on pairs.other_hash = other.record_hash

),

{{ weighed('levels', ['one_id', 'other_id', 'rule_number']) }}

select
    least(one_id, other_id) as lead_record_id_l,
    greatest(one_id, other_id) as lead_record_id_r,
    case rule_number
        {%- for rule in blocking_rules() %}
        when {{ loop.index }} then '{{ rule }}'
        {%- endfor %}
    end as blocking_rule,
    match_weight,
    {{ probability_of_weight('match_weight') }} as match_probability,
    {%- for comparison in comparisons() %}
    level_{{ comparison }},
    weight_{{ comparison }},
    {%- endfor %}
    model_version
from weighed
where match_weight >= (select min_weight from {{ ref('match_thresholds') }} where threshold = 'review')
