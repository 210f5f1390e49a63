{#- Time, where engines differ. Instants are stored in UTC; days, weeks and months are the company's. -#}

{#- A literal instant from ISO 8601 text; without an offset it is UTC. -#}
{% macro utc_timestamp(text) -%}{{ adapter.dispatch('utc_timestamp')(text) }}{%- endmacro %}
{% macro duckdb__utc_timestamp(text) -%}
    cast('{{ text }}' as timestamp with time zone)
{%- endmacro %}

{#- The calendar day of an instant in the company's zone. -#}
{% macro company_date(instant) -%}{{ adapter.dispatch('company_date')(instant) }}{%- endmacro %}
{% macro duckdb__company_date(instant) -%}
    cast(({{ instant }}) at time zone '{{ var("time_zone") }}' as date)
{%- endmacro %}

{#- The Monday of a day's week. -#}
{% macro week_start(day) -%}{{ adapter.dispatch('week_start')(day) }}{%- endmacro %}
{% macro duckdb__week_start(day) -%}
    cast(date_trunc('week', {{ day }}) as date)
{%- endmacro %}

{#- The first day of a day's month. -#}
{% macro month_start(day) -%}{{ adapter.dispatch('month_start')(day) }}{%- endmacro %}
{% macro duckdb__month_start(day) -%}
    cast(date_trunc('month', {{ day }}) as date)
{%- endmacro %}

{#- Days from one instant to another, with fraction; negative when the second is earlier. -#}
{% macro days_between(earlier, later) -%}{{ adapter.dispatch('days_between')(earlier, later) }}{%- endmacro %}
{% macro duckdb__days_between(earlier, later) -%}
    date_diff('second', {{ earlier }}, {{ later }}) / 86400.0
{%- endmacro %}

{#- Whole days from one day to another. -#}
{% macro dates_between(earlier, later) -%}{{ adapter.dispatch('dates_between')(earlier, later) }}{%- endmacro %}
{% macro duckdb__dates_between(earlier, later) -%}
    date_diff('day', {{ earlier }}, {{ later }})
{%- endmacro %}

{#- Hours from one instant to another, with fraction. -#}
{% macro hours_between(earlier, later) -%}{{ adapter.dispatch('hours_between')(earlier, later) }}{%- endmacro %}
{% macro duckdb__hours_between(earlier, later) -%}
    date_diff('second', {{ earlier }}, {{ later }}) / 3600.0
{%- endmacro %}

{#- A day some whole days later (or earlier, when negative). -#}
{% macro add_days(day, days) -%}{{ adapter.dispatch('add_days')(day, days) }}{%- endmacro %}
{% macro duckdb__add_days(day, days) -%}
    ({{ day }} + cast({{ days }} as integer))
{%- endmacro %}

{#- An instant as ISO 8601 text in UTC, to the second. -#}
{% macro iso_utc(instant) -%}{{ adapter.dispatch('iso_utc')(instant) }}{%- endmacro %}
{% macro duckdb__iso_utc(instant) -%}
    strftime(({{ instant }}) at time zone 'UTC', '%Y-%m-%dT%H:%M:%SZ')
{%- endmacro %}
