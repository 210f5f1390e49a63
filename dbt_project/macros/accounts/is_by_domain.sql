{#- Whether a rule put a company record where it is by its domain: only then does the domain stand for the company. -#}
{% macro is_by_domain(rule) -%}
    {{ rule }} in ('domain_name', 'domain')
{%- endmacro %}
