{#- Weights of levels, as CTEs `parameters` and `weighed`: what each level of a pair is worth by the seed
    match_parameters, and their sum with the prior. A missing level is worth nothing. `relation` has level_<comparison>;
    `keys` are its other columns. -#}
{% macro weighed(relation, keys) -%}
weighed as (

    select
        {%- for key in keys %}
        levels.{{ key }},
        {%- endfor %}
        {%- for comparison in comparisons() %}
        levels.level_{{ comparison }},
        coalesce({{ comparison }}.weight, 0) as weight_{{ comparison }},
        {%- endfor %}
        prior.weight
        {%- for comparison in comparisons() %}
        + coalesce({{ comparison }}.weight, 0)
        {%- endfor %} as match_weight,
        prior.model_version
    from {{ relation }} as levels
    inner join {{ ref('match_parameters') }} as prior on prior.comparison = 'prior'
    {%- for comparison in comparisons() %}
    left join {{ ref('match_parameters') }} as {{ comparison }}
        on {{ comparison }}.comparison = '{{ comparison }}' and levels.level_{{ comparison }} = {{ comparison }}.level
    {%- endfor %}

)
{%- endmacro %}

{#- The probability that a match weight (log2 of the odds) stands for. -#}
{% macro probability_of_weight(weight) -%}
    1 / (1 + power(2.0, -({{ weight }})))
{%- endmacro %}
