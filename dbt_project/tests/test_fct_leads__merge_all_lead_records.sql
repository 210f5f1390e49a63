-- Every lead record belongs to a golden lead, and the golden leads know how many records they have.
with records as (

    select
        lead_id,
        count(*) as record_count
    from {{ ref('fct_lead_records') }}
    group by lead_id

)

select
    leads.lead_id as golden_id,
    records.lead_id as record_lead_id,
    leads.record_count as golden_count,
    records.record_count
from {{ ref('fct_leads') }} as leads
full outer join records on leads.lead_id = records.lead_id
where leads.record_count is distinct from records.record_count
