{#- Human decisions up to as_of about pairs of records of an entity, of several about one pair the last one taken. The key
    of a record is called `record`. -#}
{% macro standing_decisions(entity, record) -%}
    with decisions as (

        select
            decision_id,
            sequence,
            record_id_l as {{ record }}_l,
            record_id_r as {{ record }}_r,
            decision,
            cast(decided_at as timestamp with time zone) as decided_at,
            decided_by,
            nullif(trim(note), '') as note
        from {{ source('landing', 'match_decisions') }}
        where entity = '{{ entity }}' and cast(decided_at as timestamp with time zone) <= {{ as_of() }}

    )

    select
        decision_id,
        sequence,
        {{ record }}_l,
        {{ record }}_r,
        decision,
        decided_at,
        decided_by,
        note
    from decisions
    -- The order in which they were taken, not the clock: in a made-up company a whole day is one moment.
    qualify row_number() over (partition by {{ record }}_l, {{ record }}_r order by sequence desc) = 1
{%- endmacro %}
