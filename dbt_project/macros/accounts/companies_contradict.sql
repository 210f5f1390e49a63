{#- Whether two groups of int_company_groups cannot be one company: they are in different places, or have company domains
    of different names. -#}
{% macro companies_contradict(one, other) -%}
    (
        coalesce({{ one }}.city <> {{ other }}.city, false)
        or coalesce({{ one }}.region <> {{ other }}.region, false)
        or coalesce({{ one }}.country <> {{ other }}.country, false)
        or coalesce({{ domain_label(one ~ '.domain') }} <> {{ domain_label(other ~ '.domain') }}, false)
    )
{%- endmacro %}
