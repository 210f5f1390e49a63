{#- Aggregates, where engines differ. -#}

{#- The value in the row that comes first; rows where it is null are passed over. `order_by` needs no direction. -#}
{% macro newest_value(value, order_by) -%}{{ adapter.dispatch('newest_value')(value, order_by) }}{%- endmacro %}
{% macro duckdb__newest_value(value, order_by) -%}
    arg_max({{ value }}, {{ order_by }})
{%- endmacro %}

{% macro oldest_value(value, order_by) -%}{{ adapter.dispatch('oldest_value')(value, order_by) }}{%- endmacro %}
{% macro duckdb__oldest_value(value, order_by) -%}
    arg_min({{ value }}, {{ order_by }})
{%- endmacro %}

{#- The distinct values in alphabetical order, joined by commas. -#}
{% macro joined_values(value) -%}{{ adapter.dispatch('joined_values')(value) }}{%- endmacro %}
{% macro duckdb__joined_values(value) -%}
    string_agg(distinct {{ value }}, ',' order by {{ value }})
{%- endmacro %}
