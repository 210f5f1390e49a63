{#- Money: amounts are decimal(18, 2), *_base amounts are in the company's currency at the dated rate. -#}

{#- The join that finds the rate of a row's day, as `rates`. A left join: what has no rate stays, without a
    *_base amount, and a test names it. -#}
{% macro join_exchange_rates(currency, day) -%}
    left join {{ ref('int_exchange_rates_ranged') }} as rates
        on
            {{ currency }} = rates.currency
            and {{ day }} >= rates.valid_from
            and {{ day }} < rates.valid_to
{%- endmacro %}

{#- An amount in the company's currency, rounded to the cent; null when the amount or the rate is missing. The wider
    decimal comes first: a product of two decimal(18) overflows at 100,000 with ten places of the rate. -#}
{% macro to_base_currency(amount, rate='rates.rate_to_base') -%}
    cast(cast({{ amount }} as decimal(28, 2)) * {{ rate }} as decimal(18, 2))
{%- endmacro %}

{#- A sum of money that is zero, not null, when there is nothing to add. -#}
{% macro sum_money(amount) -%}
    cast(coalesce(sum({{ amount }}), 0) as decimal(18, 2))
{%- endmacro %}

{#- An equal share of an amount: part `position` of `parts`, as decimal(18, 4). Four places, since the fractions of
    cents that are cut off would else add up to whole units over many parts. Every part is cut down, and the last
    one takes what is left, so that the parts always add up to the amount exactly. -#}
{% macro equal_share(amount, position, parts) -%}
    {%- set cut -%}
        cast({{ whole_division('cast(cast(' ~ amount ~ ' as decimal(28, 2)) * 10000 as bigint)', parts) }} as decimal(18, 0)) * 0.0001
    {%- endset -%}
    cast(
        case when {{ position }} = {{ parts }} then {{ amount }} - ({{ parts }} - 1) * {{ cut }} else {{ cut }} end
        as decimal(18, 4)
    )
{%- endmacro %}
