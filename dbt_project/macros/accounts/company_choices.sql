{#- The groups that a name without a domain may belong to: those known by the name whose places do not contradict its
    own, and of several those that agree with it best. `names` has name_hash, company_core, city, region, country;
    `groups` has group_hash, company_core, city, region, country. Gives name_hash, group_hash, choice_count: the choice
    stands when choice_count is 1. -#}
{% macro company_choices(names, groups, condition) -%}
    with compatible as (

        select
            {{ names }}.name_hash,
            {{ groups }}.group_hash,
            max(
                case when {{ names }}.city = {{ groups }}.city then 4 else 0 end
                + case when {{ names }}.region = {{ groups }}.region then 2 else 0 end
                + case when {{ names }}.country = {{ groups }}.country then 1 else 0 end
            ) as agreement
        from {{ names }}
        inner join {{ groups }} on {{ names }}.company_core = {{ groups }}.company_core
        where
            {{ condition }}
            and coalesce({{ names }}.city = {{ groups }}.city, true)
            and coalesce({{ names }}.region = {{ groups }}.region, true)
            and coalesce({{ names }}.country = {{ groups }}.country, true)
        group by {{ names }}.name_hash, {{ groups }}.group_hash

    )

    select
        name_hash,
        min(group_hash) as group_hash,
        count(*) as choice_count
    from (
        select
            *,
            max(agreement) over (partition by name_hash) as best_agreement
        from compatible
    ) as ranked
    where agreement = best_agreement
    group by name_hash
{%- endmacro %}
