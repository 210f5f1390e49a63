{#- Which record an id stands for after merges. Merges follow one another; what was merged twice is found at the end of
    the chain. -#}
{{ config(materialized='table') }}
{%- set keys = {
    'lead': ('leads', 'lead_id'), 'account': ('accounts', 'account_id'), 'contact': ('contacts', 'contact_id'),
    'opportunity': ('opportunities', 'opportunity_id'), 'owner': ('owners', 'owner_id'),
} %}
{#- A system that merges in circles is wrong; the chain ends all the same. -#}
{%- set longest_chain = 50 %}
with recursive merges as (
    {% for entity, (plural, key) in keys.items() %}
    {{ 'union all' if not loop.first }}
    select
        '{{ entity }}' as entity,
        _system as system,
        {{ full_id('_system', '_record_id') }} as merged_id,
        max({{ full_id('_system', '_merged_into') }}) as next_id
    from ({{ newest_records(plural) }}) as {{ plural }}
    where _merged_into is not null and trim({{ key }}) = _record_id
    group by _system, _record_id
    {%- endfor %}

),

chains as (

    select
        entity,
        system,
        merged_id,
        next_id as survivor_id,
        1 as steps
    from merges
    union all
    select
        chains.entity,
        chains.system,
        chains.merged_id,
        merges.next_id as survivor_id,
        chains.steps + 1 as steps
    from chains
    inner join merges
        on
            chains.entity = merges.entity
            and chains.survivor_id = merges.merged_id
    where chains.steps < {{ longest_chain }}

),

ranked as (

    select
        *,
        row_number() over (partition by entity, merged_id order by steps desc) as place_from_end
    from chains

)

select
    entity,
    system,
    merged_id,
    survivor_id,
    steps
from ranked
where place_from_end = 1
