with keys as (

    {%- for rule, key in blocking_rules().items() %}
    select
        record_hash,
        {{ join_hash("'" ~ rule ~ " ' || " ~ key) }} as key_hash,
        {{ loop.index }} as rule_number
    from {{ ref('int_lead_records_comparable') }}
    where {{ key }} is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

blocks as (

    select key_hash
    from keys
    group by key_hash
    having
        count(*) between 2 and case min(rule_number)
            {%- for rule in blocking_rules() if most_records_in_block(rule) < most_records_in_block() %}
            when {{ (blocking_rules() | list).index(rule) + 1 }} then {{ most_records_in_block(rule) }}
            {%- endfor %}
            else {{ most_records_in_block() }}
        end

),

members as (

    select keys.*
    from keys
    inner join blocks on keys.key_hash = blocks.key_hash

),

pairs as (

    select
        one.record_hash as one_hash,
        other.record_hash as other_hash,
        one.rule_number
    from members as one
    inner join members as other
        on
            one.key_hash = other.key_hash
            and one.record_hash < other.record_hash

),

-- Somebody who wrote sixty times is one person all the same: of an address or number with too many records, each is
-- held against its neighbour in the order of names.
neighbours as (
    {% for key in ('email_key', 'phone_key') %}
    select
        record_hash,
        lead(record_hash) over (partition by {{ key }} order by person_sound, record_hash) as neighbour_hash,
        {{ loop.index }} as rule_number
    from {{ ref('int_lead_records_comparable') }}
    where {{ key }} in (
        select {{ key }}
        from {{ ref('int_lead_records_comparable') }}
        group by {{ key }}
        having count(*) > {{ most_records_in_block() }}
    )
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

proposed as (

    select * from pairs
    union all
    select
        least(record_hash, neighbour_hash) as one_hash,
        greatest(record_hash, neighbour_hash) as other_hash,
        rule_number
    from neighbours
    where neighbour_hash is not null

)

select
    one_hash,
    other_hash,
    min(rule_number) as rule_number
from proposed
group by one_hash, other_hash
