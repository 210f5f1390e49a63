-- The components have converged: no two records that share a key are in different golden leads.
select
    matched.match_rule,
    matched.lead_record_id,
    record.lead_id,
    matched.hub_record_id,
    hub.lead_id as hub_lead_id
from {{ ref('int_lead_records_matched') }} as matched
inner join {{ ref('int_lead_records_resolved') }} as record on matched.lead_record_id = record.lead_record_id
inner join {{ ref('int_lead_records_resolved') }} as hub on matched.hub_record_id = hub.lead_record_id
where record.lead_id <> hub.lead_id
