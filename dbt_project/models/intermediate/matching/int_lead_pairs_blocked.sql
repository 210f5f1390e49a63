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
    having count(*) between 2 and {{ most_records_in_block() }}

),

members as (

    select keys.*
    from keys
    inner join blocks on keys.key_hash = blocks.key_hash

)

select
    one.record_hash as one_hash,
    other.record_hash as other_hash,
    min(one.rule_number) as rule_number
from members as one
inner join members as other
    on
        one.key_hash = other.key_hash
        and one.record_hash < other.record_hash
group by one.record_hash, other.record_hash
