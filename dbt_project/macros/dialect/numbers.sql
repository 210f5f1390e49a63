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

{#- The value, or 0 where it is below; null stays null (greatest() would make it 0 in some engines). -#}
{% macro not_negative(value) -%}
    (case when {{ value }} < 0 then 0 else {{ value }} end)
{%- endmacro %}
