{#- A view: each reader needs a few of its columns, and fct_activities writes the wide rows once. -#}
{{ config(materialized='view') }}
select
    activities.activity_id,
    activities.system,
    coalesce(leads.lead_id, opportunities.lead_id) as lead_id,
    opportunities.lead_id as opportunity_lead_id,
    {{ survivor('opportunity', 'activities.opportunity_id') }} as opportunity_id,
    {{ survivor('owner', 'activities.owner_id') }} as owner_id,
    activities.activity_type,
    activities.occurred_at,
    -- A meeting that lies ahead is no follow-up yet.
    coalesce(activities.occurred_at <= {{ as_of() }}, true) as has_happened,
    activities.duration_minutes,
    activities.note,
    activities.outcome,
    activities.next_step,
    activities.next_step_on
from {{ ref('stg_landing__activities') }} as activities
{{ join_merged('lead', 'activities.lead_record_id') }}
{{ join_merged('opportunity', 'activities.opportunity_id') }}
{{ join_merged('owner', 'activities.owner_id') }}
left join {{ ref('int_lead_records_resolved') }} as leads
    on {{ survivor('lead', 'activities.lead_record_id') }} = leads.lead_record_id
left join {{ ref('int_opportunities_linked') }} as opportunities
    on {{ survivor('opportunity', 'activities.opportunity_id') }} = opportunities.opportunity_id
