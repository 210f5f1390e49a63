{#- The golden record. Of each field the newest non-blank value counts, by the time the source recorded it; channel,
    campaign and first source come together from the oldest record that names a channel. -#}
{%- set newest_fields = [
    'full_name', 'company', 'company_key', 'title', 'decision_level', 'email', 'phone_e164', 'country', 'region',
    'industry', 'employee_count', 'product_interest', 'need', 'urgency_level', 'planned_purchase_on', 'status',
    'owner_id', 'referrer_name', 'referrer_email', 'referrer_phone_e164',
] -%}
{%- set oldest_fields = ['channel', 'channel_detail', 'campaign', 'source'] -%}
with records as (

    select
        standardised.*,
        resolved.lead_id,
        resolved.record_count
    from {{ ref('int_lead_records_standardised') }} as standardised
    inner join {{ ref('int_lead_records_resolved') }} as resolved
        on standardised.lead_record_id = resolved.lead_record_id

),

-- Records alone in their cluster, most of all, are their own golden record and skip the aggregation.
ordered as (

    select
        *,
        -- Equal times are told apart by the id, so that a rebuild gives the same lead.
        row_number() over (partition by lead_id order by recorded_at, lead_record_id) as recency,
        row_number() over (
            partition by lead_id
            order by case when channel is null then 1 else 0 end, created_at, lead_record_id
        ) as seniority
    from records
    where record_count > 1

),

merged as (

    select
        lead_id,
        {%- for field in newest_fields %}
        {{ newest_value(field, 'recency') }} as {{ field }},
        {%- endfor %}
        {%- for field in oldest_fields %}
        max(case when seniority = 1 then {{ field }} end) as {{ field }},
        {%- endfor %}
        min(created_at) as created_at,
        max(recorded_at) as last_record_at,
        count(*) as record_count,
        count(distinct source) as source_count,
        {{ joined_values("coalesce(channel, 'missing')") }} as channels
    from ordered
    group by lead_id

),

leads as (

    select * from merged
    union all
    select
        lead_id,
        {{ newest_fields | join(',\n        ') }},
        {{ oldest_fields | join(',\n        ') }},
        created_at,
        recorded_at as last_record_at,
        record_count,
        1 as source_count,
        coalesce(channel, 'missing') as channels
    from records
    where record_count = 1

)

select
    leads.* exclude (channel, source, owner_id),
    coalesce(leads.channel, 'missing') as channel,
    leads.source as first_source,
    coalesce(owners.owner_id, leads.owner_id) as owner_id
from leads
left join {{ ref('int_owner_references_resolved') }} as owners on leads.owner_id = owners.owner_reference
