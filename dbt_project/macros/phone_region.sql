{#- The country that a record's national phone numbers belong to: its country field where it is known, else China
    where the name or the company is written in Chinese, else var('default_phone_region'). -#}
{% macro phone_region(country_code, name, company) -%}
    coalesce(
        {{ country_code }},
        case when {{ has_chinese('concat(' ~ name ~ ", ' ', " ~ company ~ ')') }} then 'CN' end,
        '{{ var("default_phone_region") }}'
    )
{%- endmacro %}

{#- The join key of a country as given in the seed `countries`. -#}
{% macro country_alias(country) -%}
    lower({{ normal_text(country) }})
{%- endmacro %}
