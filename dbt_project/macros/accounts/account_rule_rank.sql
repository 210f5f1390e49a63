{#- The rank of the rules that put a company record to an account: the strongest is 1. -#}
{% macro account_rule_rank(rule) -%}
    case {{ rule }} when 'domain_name' then 1 when 'domain' then 2 when 'name_place' then 3 when 'name' then 4 else 5 end
{%- endmacro %}

{#- The rule that a rank stands for; null for none. -#}
{% macro account_rule_of_rank(rank) -%}
    case {{ rank }} when 1 then 'domain_name' when 2 then 'domain' when 3 then 'name_place' when 4 then 'name' end
{%- endmacro %}
