{#- The id of an account, after its anchor: 'account' or 'lead' with the id of the record. -#}
{% macro account_name(anchor_id) -%}
    'A' || {{ short_hash(anchor_id) }}
{%- endmacro %}
