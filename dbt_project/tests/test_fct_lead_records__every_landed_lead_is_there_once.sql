-- Every lead id that a current load landed, and no pull reported gone, is one lead record, and no other is. Counted
-- from the landed rows themselves, not from staging.
with landed as (

    select distinct {{ full_id('rows_of_lead._system', 'rows_of_lead.lead_id') }} as lead_record_id
    from ({{ newest_records('leads') }}) as rows_of_lead
    where not coalesce(rows_of_lead._is_deleted, false)

),

records as (

    select
        lead_record_id,
        count(*) as record_count
    from {{ ref('fct_lead_records') }}
    group by lead_record_id

)

select
    landed.lead_record_id as landed_id,
    records.lead_record_id as record_id,
    records.record_count
from landed
full outer join records on landed.lead_record_id = records.lead_record_id
where landed.lead_record_id is null or records.lead_record_id is null or records.record_count <> 1
