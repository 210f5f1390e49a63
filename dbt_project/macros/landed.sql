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

{#- Of the current rows those whose record has no newer version, and in `record_versions` how many it had. A pulled
    record says itself which one it is, whatever its key was at the time; a file's row is a record of its own. -#}
{% macro newest_records(plural) -%}
    select
        *,
        1 as record_versions
    from ({{ current_rows(plural) }}) as of_files
    where _record_id is null
    union all
    select
        *,
        count(*) over (partition by _source, _record_id) as record_versions
    from ({{ current_rows(plural) }}) as of_pulls
    where _record_id is not null
    -- A record may give several rows, all of one line: those are of one rank.
    qualify rank() over (
        partition by _source, _record_id
        order by {{ newest_first() }}
    ) = 1
{%- endmacro %}

{#- What decides which version of an id is the newest: the time of the change as the system told it when it was
    pulled, or the source's own update time where it has one, then the landing time of the file, then the place in it.
    So a late older update never overwrites a newer one. -#}
{% macro newest_first(updated_at=none) -%}
    {{ 'coalesce(_changed_at, ' ~ updated_at ~ ')' if updated_at else '_changed_at' }} desc nulls last,
    first_landed_at desc, _file desc, _line desc
{%- endmacro %}

{#- The newest version of each row by (system, key...), and in `version_count` how many landed rows it had. An id
    whose newest version is a tombstone is left out. A tombstone speaks for its record; for an id only where that is
    the record's own, since a deleted deal does not delete the account that it names.
    Most ids have one version. Only the others go through the sort: half the CPU time of sorting everything
    (1 million leads of 36 columns, 2026-11). -#}
{% macro current_versions(plural, key, updated_at=none) -%}
    {%- set parts = ['_system'] + key -%}
    {%- set same_key -%}
        {%- for part in parts %}{{ ' and ' if not loop.first }}{{ part }} is not distinct from key_{{ loop.index }}{% endfor -%}
    {%- endset -%}
    {%- set is_gone = 'coalesce(_is_deleted, false)' -%}
    with rows_of_entity as (

        select * from ({{ newest_records(plural) }}) as newest
        where not {{ is_gone }}{{ ' or ' ~ key[0] ~ ' = _record_id' if key | length == 1 }}

    ),

    repeated as (

        select
            {%- for part in parts %}
            {{ part }} as key_{{ loop.index }},
            {%- endfor %}
            sum(record_versions) as version_count
        from rows_of_entity
        group by {{ parts | join(', ') }}
        having count(*) > 1

    ),

    newest_of_key as (

        select
            *,
            record_versions as version_count
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

    )

    select * from newest_of_key
    where not {{ is_gone }}
{%- endmacro %}

{#- A reference after merges: the survivor, where the record that it names was merged into another. To be used with
    `join_merged` for the same entity and id. -#}
{% macro survivor(entity, id) -%}
    coalesce({{ entity }}_merges.survivor_id, {{ id }})
{%- endmacro %}

{% macro join_merged(entity, id) -%}
    left join {{ ref('stg_landing__merged_ids') }} as {{ entity }}_merges
        on {{ id }} = {{ entity }}_merges.merged_id and {{ entity }}_merges.entity = '{{ entity }}'
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
