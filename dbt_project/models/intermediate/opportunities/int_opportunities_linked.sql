select
    opportunities.opportunity_id,
    opportunities.external_id,
    opportunities.system,
    opportunities.name,
    opportunities.lead_record_id,
    leads.lead_id,
    -- Touches and opportunities of a customer may meet even where no lead record of that customer was landed.
    coalesce(leads.lead_id, opportunities.lead_record_id) as person_id,
    opportunities.account_id,
    opportunities.contact_id,
    opportunities.owner_id,
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
left join {{ ref('int_lead_records_resolved') }} as leads
    on opportunities.lead_record_id = leads.lead_record_id
