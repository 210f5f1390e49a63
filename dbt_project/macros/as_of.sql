{#- The moment the warehouse is built as of. Models know no other "now": none of them reads a clock. -#}

{#- As a SQL expression of type timestamptz: var('as_of'), or when the newest load landed. -#}
{% macro as_of() -%}
    {%- if var('as_of') -%}
        {{ utc_timestamp(var('as_of')) }}
    {%- else -%}
        (select max(cast(landed_at as timestamp with time zone)) from {{ source('landing', 'loads') }})
    {%- endif -%}
{%- endmacro %}

{#- The calendar day of as_of() in the company's zone. -#}
{% macro as_of_date() -%}
    {{ company_date(as_of()) }}
{%- endmacro %}
