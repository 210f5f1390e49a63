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

{#- Whether a valid E.164 number is a landline of mainland China: all but 13x to 19x, which are mobiles. -#}
{% macro is_chinese_landline(phone_e164) -%}
    ({{ phone_e164 }} like '+86%' and {{ phone_e164 }} not between '+8613' and '+862')
{%- endmacro %}
