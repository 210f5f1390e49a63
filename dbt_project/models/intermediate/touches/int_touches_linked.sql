{#- A view: fct_touches writes the wide rows once. -#}
{{ config(materialized='view') }}
select
    touches.touch_id,
    touches.system,
    leads.lead_id,
    -- See int_opportunities_linked: the same fallback, so that both sides meet.
    coalesce(leads.lead_id, {{ survivor('lead', 'touches.lead_record_id') }}) as person_id,
    touches.occurred_at,
    touches.touch_type,
    coalesce(touches.channel, 'missing') as channel,
    touches.campaign,
    touches.utm_source,
    touches.utm_medium
from {{ ref('stg_landing__touches') }} as touches
{{ join_merged('lead', 'touches.lead_record_id') }}
left join {{ ref('int_lead_records_resolved') }} as leads
    on {{ survivor('lead', 'touches.lead_record_id') }} = leads.lead_record_id
