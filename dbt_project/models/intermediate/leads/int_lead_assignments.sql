{#- Which lead each record was in, from publication to publication, this build included: the journal, and as its newest
    entry what differs from it now. -#}
with journal as (

    select
        publication,
        run_id,
        as_of,
        lead_record_id,
        lead_id
    from {{ ref('stg_landing__lead_assignments') }}

),

last_known as (

    select
        lead_record_id,
        {{ newest_value("coalesce(lead_id, '')", 'publication') }} as lead_id
    from journal
    group by lead_record_id

),

this_build as (

    select
        (select coalesce(max(publication), 0) + 1 from journal) as publication,
        nullif('{{ var("run_id") }}', '') as run_id,
        {{ as_of() }} as as_of,
        coalesce(resolved.lead_record_id, last_known.lead_record_id) as lead_record_id,
        resolved.lead_id
    from {{ ref('int_lead_records_resolved') }} as resolved
    full outer join last_known on resolved.lead_record_id = last_known.lead_record_id
    where coalesce(resolved.lead_id, '') <> coalesce(last_known.lead_id, '')

),

steps as (

    select * from journal
    union all
    select * from this_build

)

select
    lead_record_id,
    lead_id,
    publication,
    run_id,
    as_of,
    lag(lead_id) over by_time as previous_lead_id,
    lead(publication) over by_time as next_publication
from steps
window by_time as (partition by lead_record_id order by publication)
