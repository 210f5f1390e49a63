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

{#- The newest version of each row by (system, key...), and in `version_count` how many landed rows it had. -#}
{% macro current_versions(plural, key, updated_at=none) -%}
    select
        *,
        count(*) over (partition by _system, {{ key | join(', ') }}) as version_count
    from ({{ current_rows(plural) }})
    qualify row_number() over (
        partition by _system, {{ key | join(', ') }}
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
