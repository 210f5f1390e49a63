{#- The rank of the rules that put a company record to an account: the strongest is 1. -#}
{% macro account_rule_rank(rule) -%}
    case {{ rule }}
        when 'decision' then 1
        when 'domain_name' then 2
        when 'domain' then 3
        when 'name_place' then 4
        when 'name' then 5
        else 6
    end
{%- endmacro %}

{#- The rule that a rank stands for; null for none. -#}
{% macro account_rule_of_rank(rank) -%}
    case {{ rank }}
        when 1 then 'decision'
        when 2 then 'domain_name'
        when 3 then 'domain'
        when 4 then 'name_place'
        when 5 then 'name'
    end
{%- endmacro %}
