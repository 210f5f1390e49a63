{#- What makes two writings of a company the same company record, as one text. -#}
{% macro company_traits() -%}
    concat_ws(
        '|',
        {%- for trait in ['company_core', 'name_place', 'city', 'region', 'country', 'domain'] %}
        coalesce({{ trait }}, ''){{ ',' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}
