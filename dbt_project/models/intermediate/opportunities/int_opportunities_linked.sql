select
    opportunities.opportunity_id,
    opportunities.external_id,
    opportunities.system,
    opportunities.name,
    {{ survivor('lead', 'opportunities.lead_record_id') }} as lead_record_id,
    leads.lead_id,
    -- Touches and opportunities of a customer may meet even where no lead record of that customer was landed.
    coalesce(leads.lead_id, {{ survivor('lead', 'opportunities.lead_record_id') }}) as person_id,
    {{ survivor('account', 'opportunities.account_id') }} as account_record_id,
    {{ survivor('contact', 'opportunities.contact_id') }} as contact_id,
    {{ survivor('owner', 'opportunities.owner_id') }} as owner_id,
    opportunities.product,
    opportunities.channel,
    opportunities.campaign,
    opportunities.stage,
    opportunities.amount,
    opportunities.currency,
    opportunities.created_at,
    -- The moment whose state the record shows; a source without update times is taken at its landing.
    coalesce(opportunities.updated_at, opportunities.landed_at) as recorded_at,
    opportunities.expected_close_on,
    opportunities.closed_at,
    opportunities.loss_reason,
    opportunities.loss_detail,
    opportunities.competitor
from {{ ref('stg_landing__opportunities') }} as opportunities
{{ join_merged('lead', 'opportunities.lead_record_id') }}
{{ join_merged('account', 'opportunities.account_id') }}
{{ join_merged('contact', 'opportunities.contact_id') }}
{{ join_merged('owner', 'opportunities.owner_id') }}
left join {{ ref('int_lead_records_resolved') }} as leads
    on {{ survivor('lead', 'opportunities.lead_record_id') }} = leads.lead_record_id
