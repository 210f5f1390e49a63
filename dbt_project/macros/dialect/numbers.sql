{#- Numbers, where engines differ. -#}

{#- Whole-number division, cut towards zero. -#}
{% macro whole_division(dividend, divisor) -%}
    {{ adapter.dispatch('whole_division')(dividend, divisor) }}
{%- endmacro %}
{% macro duckdb__whole_division(dividend, divisor) -%}
    ({{ dividend }} // {{ divisor }})
{%- endmacro %}

{#- The median; null without rows. -#}
{% macro median(value) -%}{{ adapter.dispatch('median')(value) }}{%- endmacro %}
{% macro duckdb__median(value) -%}
    median({{ value }})
{%- endmacro %}
