{#- The golden record. Each field is the strongest record's that fills it, by the seed `survivorship`; channel, campaign
    and first source come together from the oldest record that names a channel. fct_lead_values shows what each value
    beat. -#}
{%- set chosen_fields = surviving_fields() -%}
{%- set together_fields = first_touch_fields() -%}
with merged as (

    select
        lead_id,
        {%- for field in chosen_fields %}
        {{ newest_value(field, survivorship_standing(field)) }} as {{ field }},
        {%- endfor %}
        {%- for field in together_fields %}
        max(case when seniority = 1 then {{ field }} end) as {{ field }},
        {%- endfor %}
        min(created_at) as created_at,
        max(recorded_at) as last_record_at,
        count(*) as record_count,
        count(distinct source) as source_count,
        {{ joined_values("coalesce(channel, 'missing')") }} as channels
    from {{ ref('int_lead_records_ranked') }}
    group by lead_id

),

-- Most records are alone: they are their own golden record and skip the aggregation.
alone as (

    select
        standardised.* exclude (owner_id),
        coalesce(owners.owner_id, standardised.owner_id) as owner_id,
        resolved.lead_id
    from {{ ref('int_lead_records_standardised') }} as standardised
    inner join {{ ref('int_lead_records_resolved') }} as resolved
        on standardised.lead_record_id = resolved.lead_record_id
    left join {{ ref('int_owner_references_resolved') }} as owners
        on standardised.owner_id = owners.owner_reference
    where resolved.record_count = 1

),

leads as (

    select * from merged
    union all
    select
        lead_id,
        {{ chosen_fields | join(',\n        ') }},
        {{ together_fields | join(',\n        ') }},
        created_at,
        recorded_at as last_record_at,
        1 as record_count,
        1 as source_count,
        coalesce(channel, 'missing') as channels
    from alone

)

select
    * exclude (channel, source),
    coalesce(channel, 'missing') as channel,
    source as first_source
from leads
