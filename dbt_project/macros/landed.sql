{#- Reading the landing zone. Every staging model of an entity is one call of `current_versions`. -#}

{#- The entity's landed rows that count at as_of(): those of current loads, with their file's first landing time. -#}
{% macro current_rows(plural) -%}
    select
        landed.*,
        loads.first_landed_at
    from {{ source('landing', plural) }} as landed
    inner join {{ ref('stg_landing__loads') }} as loads
        on landed._load_id = loads.load_id
    where loads.is_current
{%- endmacro %}

{#- What decides which version of an id is the newest: the source's own update time where it has one, then the
    landing time of the file, then the place in it. So a late older update never overwrites a newer one. -#}
{% macro newest_first(updated_at=none) -%}
    {{ updated_at ~ ' desc nulls last, ' if updated_at else '' -}}
    first_landed_at desc, _file desc, _line desc
{%- endmacro %}

{#- The newest version of each row by (system, key...), and in `version_count` how many landed rows it had.
    Most ids have one version. Only the others go through the sort: half the CPU time of sorting everything
    (1 million leads of 36 columns, 2026-11). -#}
{% macro current_versions(plural, key, updated_at=none) -%}
    {%- set parts = ['_system'] + key -%}
    {%- set same_key -%}
        {%- for part in parts %}{{ ' and ' if not loop.first }}{{ part }} is not distinct from key_{{ loop.index }}{% endfor -%}
    {%- endset -%}
    with rows_of_entity as (

        {{ current_rows(plural) }}

    ),

    repeated as (

        select
            {%- for part in parts %}
            {{ part }} as key_{{ loop.index }},
            {%- endfor %}
            count(*) as version_count
        from rows_of_entity
        group by {{ parts | join(', ') }}
        having count(*) > 1

    )

    select
        *,
        1 as version_count
    from rows_of_entity
    where not exists (select 1 from repeated where {{ same_key }})
    union all
    select rows_of_entity.*, repeated.version_count
    from rows_of_entity
    inner join repeated on {{ same_key }}
    qualify row_number() over (
        partition by {{ parts | join(', ') }}
        order by {{ newest_first(updated_at) }}
    ) = 1
{%- endmacro %}

{#- An id is unique inside its system only; across systems it is '<system>:<id>'. Null when the id is blank. -#}
{% macro full_id(system, external_id) -%}
    {{ system }} || ':' || nullif(trim({{ external_id }}), '')
{%- endmacro %}

{#- Where a staged row came from, under the names that marts use. -#}
{% macro provenance() -%}
    _source as source,
    _file as file_name,
    _line as line,
    _landed_at as landed_at
{%- endmacro %}
