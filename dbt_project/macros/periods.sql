{#- Report periods: weeks from Monday and calendar months, both as days in the company's zone. -#}

{#- The first day of the period of a given grain that a day falls into. -#}
{% macro period_start(grain, day) -%}
    {%- if grain == 'week' -%}{{ week_start(day) }}
    {%- elif grain == 'month' -%}{{ month_start(day) }}
    {%- else -%}{{ exceptions.raise_compiler_error("period_start: unknown grain '" ~ grain ~ "'; use week or month") }}
    {%- endif -%}
{%- endmacro %}

{#- The first day after the period that starts on the given day. -#}
{% macro period_end(grain, start_on) -%}
    {%- if grain == 'week' -%}{{ add_days(start_on, 7) }}
    {%- else -%}{{ month_start(add_days(start_on, 31)) }}
    {%- endif -%}
{%- endmacro %}

{#- Days an open opportunity may go without an activity before it counts as stale. -#}
{% macro stale_after_days() -%}30{%- endmacro %}
