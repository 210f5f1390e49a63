{#- The id of a lead, after the record that is its anchor. -#}
{% macro lead_name(anchor_id) -%}
    'L' || {{ short_hash(anchor_id) }}
{%- endmacro %}
