{#- The rules that put a company record to an account, the strongest first. -#}
{% macro account_rules() -%}
    {{ return(['domain_name', 'domain', 'name_place', 'name', 'alone']) }}
{%- endmacro %}

{#- The rank of a rule, from 1; the greatest for none. -#}
{% macro account_rule_rank(rule) -%}
    case {{ rule }}
        {%- for known in account_rules() %} when '{{ known }}' then {{ loop.index }}{% endfor %} else 9
    end
{%- endmacro %}
