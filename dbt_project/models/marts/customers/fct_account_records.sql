select
    records.account_record_id,
    records.kind,
    accounts.system,
    accounts.external_id,
    accounts.source,
    resolved.account_id,
    resolved.rule as match_rule,
    resolved.unmatched_reason,
    records.company_name as name,
    records.company_core as name_key,
    records.region,
    records.city,
    records.country,
    records.domain,
    cast(records.lead_record_count as integer) as lead_record_count,
    records.first_landed_at
from {{ ref('int_company_records') }} as records
inner join {{ ref('int_company_records_resolved') }} as resolved on records.company_hash = resolved.company_hash
left join {{ ref('stg_landing__accounts') }} as accounts on records.account_record_id = accounts.account_id
