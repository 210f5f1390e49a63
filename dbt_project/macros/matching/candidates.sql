{#- From blocking keys to candidate pairs. The rules themselves are in blocking_rules.sql. -#}

{#- What blocking and the finding of changes read of a record: record_hash, content_hash, and the key of each rule as 64
    bits in key_<rule>; null looks for nobody. `comparable` is int_lead_records_comparable. -#}
{% macro record_keys(comparable) -%}
    select
        record_hash,
        content_hash,
        {%- for rule, key in blocking_rules().items() %}
        case when {{ key }} is not null then {{ join_hash(key) }} end as key_{{ rule }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ comparable }}
{%- endmacro %}

{#- The rules whose crowded keys are looked through all the same: somebody who wrote sixty times is one person. Each
    record is held against its neighbour in the order of names. -#}
{% macro neighbour_rules() -%}
    {{ return(['email', 'phone']) }}
{%- endmacro %}

{#- Candidate pairs, as CTEs ending in `candidates` (one_hash, other_hash, rule_number: the first rule that proposes the
    pair). `keyed` has the columns of `record_keys`, `comparable` those of int_lead_records_comparable. With `only`, a
    relation of some of the rows of `keyed`, those pairs alone that have a side in it. -#}
{% macro candidate_pairs(keyed, comparable, only=none) -%}
    members as (

        {%- for rule in blocking_rules() %}
        select
            record_hash,
            -- The same text may be a key of two rules.
            xor(key_{{ rule }}, {{ loop.index }}) as block_hash,
            {{ loop.index }} as rule_number
        from {{ keyed }}
        where key_{{ rule }} in (
            select key_{{ rule }}
            from {{ keyed }}
            where key_{{ rule }} is not null
            {%- if only %} and key_{{ rule }} in (select key_{{ rule }} from {{ only }}){% endif %}
            group by key_{{ rule }}
            having count(*) between 2 and {{ most_records_in_block(rule) }}
        )
        {{ 'union all' if not loop.last }}
        {%- endfor %}

    ),

    neighbours as (

        {%- for rule in neighbour_rules() %}
        select
            keyed.record_hash,
            lead(keyed.record_hash) over (
                partition by keyed.key_{{ rule }}
                order by comparable.person_sound, keyed.record_hash
            ) as neighbour_hash,
            {{ (blocking_rules() | list).index(rule) + 1 }} as rule_number
        from {{ keyed }} as keyed
        inner join {{ comparable }} as comparable on keyed.record_hash = comparable.record_hash
        where keyed.key_{{ rule }} in (
            select key_{{ rule }}
            from {{ keyed }}
            where key_{{ rule }} is not null
            {%- if only %} and key_{{ rule }} in (select key_{{ rule }} from {{ only }}){% endif %}
            group by key_{{ rule }}
            having count(*) > {{ most_records_in_block(rule) }}
        )
        {{ 'union all' if not loop.last }}
        {%- endfor %}

    ),

    proposed as (

        select
            {%- if only %}
            least(one.record_hash, other.record_hash) as one_hash,
            greatest(one.record_hash, other.record_hash) as other_hash,
            {%- else %}
            one.record_hash as one_hash,
            other.record_hash as other_hash,
            {%- endif %}
            one.rule_number
        from {{ '(select * from members where record_hash in (select record_hash from ' ~ only ~ '))' if only else 'members' }} as one
        inner join members as other
            on
                one.block_hash = other.block_hash
                and one.record_hash {{ '<>' if only else '<' }} other.record_hash
        union all
        select
            least(record_hash, neighbour_hash) as one_hash,
            greatest(record_hash, neighbour_hash) as other_hash,
            rule_number
        from neighbours
        where
            neighbour_hash is not null
            {%- if only %}
            and (
                record_hash in (select record_hash from {{ only }})
                or neighbour_hash in (select record_hash from {{ only }})
            )
            {%- endif %}

    ),

    candidates as (

        select
            one_hash,
            other_hash,
            min(rule_number) as rule_number
        from proposed
        group by one_hash, other_hash

    )
{%- endmacro %}
