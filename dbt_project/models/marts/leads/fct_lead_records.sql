select
    standardised.lead_record_id,
    standardised.system,
    standardised.external_id,
    standardised.source,
    resolved.lead_id,
    coalesce(standardised.channel, 'missing') as channel,
    standardised.campaign,
    standardised.created_at,
    standardised.landed_at,
    standardised.file_name,
    standardised.line,
    cast(standardised.version_count as integer) as version_count,
    resolved.match_rule
from {{ ref('int_lead_records_standardised') }} as standardised
inner join {{ ref('int_lead_records_resolved') }} as resolved
    on standardised.lead_record_id = resolved.lead_record_id
