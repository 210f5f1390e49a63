{#- From candidate pairs to scored ones. Pairs are narrow and lie in the temporary table lead_pairs_proposed; what their
    records are compared by is wide, and is joined to them slice by slice, so that a slice fits into memory however many
    records there are. The temporary view lead_pairs_in_slice shows the slice at work. Slices change nothing in a pair:
    neither its row nor the fingerprint depends on them. -#}

{#- Proposes the pairs; `only` as in `candidate_pairs`. -#}
{% macro propose_pairs(keyed, only=none) -%}
    create or replace temporary table lead_pairs_proposed as
    with {{ candidate_pairs(keyed, ref('int_lead_records_comparable'), only) }}

    select * from candidates
{%- endmacro %}

{#- How many slices the proposed pairs make: one up to `most_pairs_in_slice`. -#}
{% macro pair_slices() -%}
    {%- if not execute -%}
        {{ return(1) }}
    {%- endif -%}
    {%- set found = run_query('select count(*) from lead_pairs_proposed') -%}
    {{ return(1 + found.rows[0][0] // var('most_pairs_in_slice')) }}
{%- endmacro %}

{#- Shows one slice, numbered from 0. -#}
{% macro show_slice(slice, slices) -%}
    create or replace temporary view lead_pairs_in_slice as
    select * from lead_pairs_proposed
    {%- if slices > 1 %} where one_hash % {{ slices }} = {{ slice }}{% endif %}
{%- endmacro %}

{#- Between the proposing of pairs and the query of int_lead_pairs_scored, in its transaction. -#}
{% macro show_first_slice() -%}
    {{ show_slice(0, pair_slices()) }}
{%- endmacro %}

{#- After that query, in its transaction: scores the other slices as the query did the first. -#}
{% macro score_other_slices() -%}
    {%- set slices = pair_slices() -%}
    {%- for slice in range(1, slices) %}
    {{ show_slice(slice, slices) }};
    insert into {{ this }} by name
    {{ scored_pairs() }};
    {%- endfor %}
    drop view lead_pairs_in_slice;
    drop table lead_pairs_proposed
{%- endmacro %}

{#- The candidate pairs that reach the review floor, with the parts of their weight: the query of
    int_lead_pairs_scored, which reads a slice of them. -#}
{% macro scored_pairs() -%}
    {%- set comparable = ref('int_lead_records_comparable') -%}
    with levels as (

        select
            one.lead_record_id as one_id,
            other.lead_record_id as other_id,
            pairs.rule_number,
            {%- for comparison in comparisons() %}
            {{ level_of(comparison, 'one', 'other') }} as level_{{ comparison }}{{ ',' if not loop.last }}
            {%- endfor %}
        from lead_pairs_in_slice as pairs
        inner join {{ comparable }} as one on pairs.one_hash = one.record_hash
        inner join {{ comparable }} as other on pairs.other_hash = other.record_hash

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
{%- endmacro %}
