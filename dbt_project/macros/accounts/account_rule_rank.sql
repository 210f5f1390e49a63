{#- The rank of the rules that put a company record to an account: the strongest is 1. -#}
{% macro account_rule_rank(rule) -%}
    case {{ rule }} when 'domain_name' then 1 when 'domain' then 2 when 'name_place' then 3 when 'name' then 4 else 5 end
{%- endmacro %}
